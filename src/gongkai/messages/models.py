"""消息: what people were told, how it was to reach them, and whether it did.

A ``Message`` is told once to one person (or one group) however often it is told again; each ``Delivery`` is one way it
travels, tried until it arrives or is given up. Nothing is ever removed, so it can be shown that somebody was told.
"""

import datetime as dt
import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import User
from gongkai.agencies.models import Agency, Office
from gongkai.messages.kinds import NO_LONGER, Kind, Rhythm, Way


class Preference(models.Model):
    """How a person wants to be told; who has never chosen is told by e-mail, at once, on working days."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="message_preference", verbose_name="人员")
    by_email = models.BooleanField("发电子邮件", default=True)
    rhythm = models.CharField("频次", max_length=10, choices=Rhythm, default=Rhythm.AT_ONCE)
    quiet_on_days_off = models.BooleanField("休息日不打扰", default=True)
    kinds_off = models.JSONField("不发送的种类", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息设置"

    def __str__(self) -> str:
        return f"{self.user}的消息设置"


class Channel(models.Model):
    """A robot in a chat group, or a webhook: a person's own, an office's, or (no office) the whole agency's.

    ``url`` holds the secret with which one can post there. It is never shown again, recorded or logged: ``masked`` is.
    """

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="message_channels", verbose_name="人员"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="message_channels", verbose_name="公开主体"
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="message_channels", verbose_name="科室"
    )
    name = models.CharField("名称", max_length=60)
    url = models.CharField("地址（含密钥）", max_length=500, blank=True, editable=False)
    masked = models.CharField("地址", max_length=120)
    kinds = models.JSONField("种类", default=list)
    quiet_on_days_off = models.BooleanField("休息日不打扰", default=True)
    is_active = models.BooleanField("在用", default=True)
    made_at = models.DateTimeField("设置时间")
    made_by = models.CharField("设置人", max_length=150)

    class Meta:
        verbose_name = verbose_name_plural = "消息渠道"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, agency__isnull=True, office__isnull=True)
                | Q(user__isnull=True, agency__isnull=False),
                name="channel_of_a_person_or_of_an_agency",
            ),
            models.CheckConstraint(
                condition=Q(is_active=False, url="") | (Q(is_active=True) & ~Q(url="")), name="channel_removed_keeps_no_secret"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.masked}）"


class MessageQuerySet(models.QuerySet["Message"]):
    """The words with which messages are asked for."""

    def inbox_of(self, user: User) -> Self:
        """Keep what one person was told, unread first, newest first; digests repeat it, and tests say nothing."""
        return self.filter(person=user).exclude(kind__in=(Kind.DIGEST, Kind.TEST)).order_by("is_read", "-id")

    def unread(self) -> Self:
        """Keep what has not been read; asked with IN, for SQLite uses no index for the NOT that Django makes of False."""
        return self.filter(is_read__in=(False,))

    def for_a_digest(self, *, at: dt.datetime) -> Self:
        """Keep what waits to travel in a digest, and may by now."""
        return self.filter(digest__isnull=True, digest_from__lte=at)


class Message(models.Model):
    """One thing told to one person, or to the group behind one channel; ``kind`` and ``key`` make it one and the same.

    ``path`` is the place in the desk it is about. Its words are titles and dates only, never content of a draft.
    """

    uid = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="messages", verbose_name="人员"
    )
    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, null=True, blank=True, related_name="messages", verbose_name="群"
    )
    kind = models.CharField("种类", max_length=20, choices=Kind)
    key = models.CharField("关键字", max_length=120)
    subject = models.CharField("标题", max_length=200)
    text = models.TextField("内容", blank=True)
    path = models.CharField("位置", max_length=200, blank=True)
    about_kind = models.CharField("对象类型", max_length=60, blank=True)
    about_key = models.CharField("对象编号", max_length=80, blank=True)
    created_at = models.DateTimeField("时间")
    not_before = models.DateTimeField("不早于", null=True, blank=True)
    is_read = models.BooleanField("已读", default=False)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    digest_from = models.DateTimeField("可汇总时间", null=True, blank=True)
    digest = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="digested", verbose_name="汇总于"
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person", "is_read", "-id"], name="message_inbox"),
            models.Index(fields=["about_kind", "about_key"], name="message_by_about"),
            models.Index(
                fields=["digest_from"],
                condition=Q(digest__isnull=True, digest_from__isnull=False),
                name="message_for_a_digest",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, channel__isnull=True) | Q(person__isnull=True, channel__isnull=False),
                name="message_to_a_person_or_a_group",
            ),
            models.UniqueConstraint(fields=["person", "kind", "key"], name="message_told_a_person_once"),
            models.UniqueConstraint(fields=["channel", "kind", "key"], name="message_told_a_group_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="message_kind_known"),
            models.CheckConstraint(
                condition=Q(is_read=False, read_at__isnull=True) | Q(is_read=True, read_at__isnull=False),
                name="message_read_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """The words with which deliveries are asked for."""

    def pending(self) -> Self:
        """Keep what has neither arrived nor been given up."""
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True)

    def due(self, *, at: dt.datetime) -> Self:
        """Keep what may be tried at a moment: not put off beyond it, and in nobody else's hands."""
        return self.pending().filter(
            Q(not_before__isnull=True) | Q(not_before__lte=at),
            Q(claimed_until__isnull=True) | Q(claimed_until__lte=at),
        )


class Delivery(models.Model):
    """One way on which one message travels. ``reference`` stays the same at every try, so that a repeat can be told."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries", verbose_name="消息")
    way = models.CharField("方式", max_length=10, choices=Way)
    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name="渠道"
    )
    reference = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField("产生时间")
    not_before = models.DateTimeField("不早于", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    claimed_until = models.DateTimeField("占用至", null=True, blank=True)
    sent_at = models.DateTimeField("送达时间", null=True, blank=True)
    given_up_at = models.DateTimeField("放弃时间", null=True, blank=True)
    error = models.CharField("最近一次错误", max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "送达记录"
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(sent_at__isnull=True, given_up_at__isnull=True), name="delivery_pending"
            ),
            models.Index(fields=["-id"], condition=Q(given_up_at__isnull=False), name="delivery_given_up"),
            models.Index(fields=["way", "-id"], name="delivery_by_way"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(way=Way.EMAIL, channel__isnull=True) | Q(way=Way.APPRISE, channel__isnull=False),
                name="delivery_by_apprise_names_its_channel",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True), name="delivery_ends_in_one_way"
            ),
            models.CheckConstraint(
                condition=Q(given_up_at__isnull=True) | ~Q(error=""), name="delivery_given_up_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()}：{self.message.get_kind_display()}"

    @property
    def is_settled(self) -> bool:
        """Tell whether it was stopped because what it is about was settled; that is no failure."""
        return self.error.startswith(NO_LONGER)
