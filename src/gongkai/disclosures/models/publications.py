"""What the public got: publications, which never change, the numbers given out, places under items, notice windows."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from gongkai.catalogue.models import Item
from gongkai.disclosures.models.drafts import Disclosure
from gongkai.disclosures.models.reviews import Review
from gongkai.disclosures.statuses import Act


class Serial(models.Model):
    """The last number given out in one scope (``index:1:2026``, ``item:12``, ``agency:1``); it only ever grows.

    Index numbers (索引号) must never be reused, and pages that hold a fixed run of numbers never move.
    """

    scope = models.CharField("范围", max_length=60, unique=True)
    last = models.PositiveIntegerField("最后一个号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "流水号"

    def __str__(self) -> str:
        return f"{self.scope}: {self.last}"


class Publication(models.Model):
    """Exactly what the public got, when, by whom, and the rule under which it was on time or late. Append-only.

    ``content`` is the whole snapshot the public pages are made from (see ``disclosures.content``); ``working`` and the
    limit fields are copied from the duty as they stood, so that a later change of rule cannot rewrite the past.
    """

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveSmallIntegerField("次序")
    act = models.CharField("操作", max_length=20, choices=Act)
    content = models.JSONField("内容")
    content_sha256 = models.CharField("内容SHA-256", max_length=64)
    note = models.TextField("更正说明或撤回原因", blank=True)
    published_at = models.DateTimeField("公开时间", db_index=True)
    published_by = models.CharField("公开人", max_length=150)
    trigger_on = models.DateField("起算日", null=True)
    due_on = models.DateField("到期日", null=True)
    limit_text = models.TextField("适用时限", blank=True)
    working = models.JSONField("计算过程", null=True)
    on_time = models.BooleanField("按期", null=True)
    review = models.OneToOneField(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="publication", verbose_name="审查"
    )
    reviewed_sha256 = models.CharField("所审内容SHA-256", max_length=64, blank=True)
    planned_at = models.DateTimeField("计划公开（撤下）时间", null=True, blank=True)
    closes_earlier = models.BooleanField("此前版本不再显示", default=False)  # they hold what must no longer be shown

    class Meta:
        verbose_name = verbose_name_plural = "公开记录"
        ordering = ["disclosure", "number"]
        indexes = [
            models.Index(fields=["planned_at"], name="publication_planned", condition=Q(planned_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "number"], name="publication_number_once"),
            models.CheckConstraint(
                condition=Q(act=Act.PUBLISH, number=1) | (~Q(act=Act.PUBLISH) & Q(number__gt=1)),
                name="publication_first_one_publishes",
            ),
            models.CheckConstraint(
                condition=Q(act=Act.PUBLISH) | ~Q(note=""), name="publication_correction_or_withdrawal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.disclosure}（{self.get_act_display()}）"


class PublicPlace(models.Model):
    """Under which further item the public finds a disclosure, by its number there. Written by publications only.

    A place that a correction gives up stays as a gap (``is_shown`` false), for the numbers of archive pages never move.
    """

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="public_places")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="public_places", verbose_name="事项")
    serial = models.PositiveIntegerField("事项内序号")
    is_shown = models.BooleanField("显示", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开位置"
        ordering = ["item", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "item"], name="public_place_once"),
            models.UniqueConstraint(fields=["item", "serial"], name="public_place_serial_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item} 第{self.serial}号"


class NoticeWindow(models.Model):
    """公示期 of a disclosure: from when until when people may object, and how long the rule asks for.

    ``lost_days`` maps ISO dates that do not count to the minutes for which the site could not be reached (0: the window was
    closed by mistake); ``extended_to`` makes up for them. ``outcome`` is what is said about the objections once they are
    dealt with (``objections.outcome_of``); it goes out with a correction.
    """

    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="notice_window")
    starts_on = models.DateField("公示开始")
    ends_on = models.DateField("公示结束")
    required_days = models.PositiveSmallIntegerField("应公示天数")
    unit = models.CharField("单位", max_length=20, choices=[("working_day", "工作日"), ("day", "日")])
    count_first_day = models.BooleanField("首日计入", default=False)
    contact = models.CharField("意见反馈方式", max_length=200, blank=True)
    lost_days = models.JSONField("不计入的日期", default=dict, blank=True)
    extended_to = models.DateField("延长至", null=True, blank=True)
    extension_reason = models.TextField("延长原因", blank=True)
    outcome = models.JSONField("意见处理结果", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公示期"
        indexes = [models.Index(fields=["ends_on"], name="notice_window_by_end")]
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="notice_window_dates_in_order"),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True, extension_reason="")
                | (Q(extended_to__isnull=False) & ~Q(extension_reason="")),
                name="notice_window_extension_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} 至 {self.ends_on}"

    def is_running(self, *, on: dt.date) -> bool:
        """Tell whether objections can be made on the day ``on``."""
        return self.starts_on <= on <= max(self.ends_on, self.extended_to or self.ends_on)
