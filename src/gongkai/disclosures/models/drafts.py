"""What is worked on: the disclosure as a draft, its files, its former states, and the bundle it is released with."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from gongkai.accounts.models import User
from gongkai.agencies.models import Agency, Office
from gongkai.catalogue.models import Item
from gongkai.disclosures.statuses import Confinement, Status, Validity
from gongkai.duties.models import Duty
from gongkai.records.models import RecordList


class Bundle(models.Model):
    """Several disclosures that are released together, or none of them (a policy with its interpretation, a batch of lists)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="bundles", verbose_name="公开主体")
    title = models.CharField("名称", max_length=200)
    created_at = models.DateTimeField("建立时间")
    created_by = models.CharField("建立人", max_length=150)
    released_at = models.DateTimeField("一并公开时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "合并公开"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


# Written in one place, for the index of what is in work serves only who asks in these words.
IN_WORK = Q(status=Status.DRAFT) | Q(edited_at__gt=F("released_at"))

EXPIRING_WITHIN = dt.timedelta(days=30)


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    """The words with which disclosures are asked for."""

    def of(self, agency: Agency) -> Self:
        """Keep the disclosures of one agency."""
        return self.filter(agency=agency)

    def public(self) -> Self:
        """Keep what has an address on the public site: published ones and the tombstones of withdrawn ones."""
        return self.exclude(status=Status.DRAFT)

    def published(self) -> Self:
        """Keep what the public can read now."""
        return self.filter(status=Status.PUBLISHED)

    def expiring(self, *, on: dt.date) -> Self:
        """Keep what its office is to look at: its public 失效日期 has passed, or comes within thirty days.

        Left out: what already says that it is no longer valid, and what the office confirmed to lapse as it says.
        """
        return self.filter(public_expires_on__lte=on + EXPIRING_WITHIN, expiry_confirmed_at__isnull=True)

    def drafts(self) -> Self:
        """Keep what was never published."""
        return self.filter(status=Status.DRAFT)

    def in_work(self) -> Self:
        """Keep what somebody works on: drafts, and published ones that were edited since the public got them."""
        return self.filter(pk__in=Disclosure.objects.filter(IN_WORK).values("pk"))  # alone, so that its index answers

    def visible_to(self, user: User, *, office_ids: frozenset[int], reads_all: bool) -> Self:
        """Keep what a person may see: published ones, and drafts as far as their confinement lets them."""
        return self.filter(~Q(status=Status.DRAFT) | self._entrusted(user, office_ids=office_ids, reads_all=reads_all))

    def entrusted_to(self, user: User, *, office_ids: frozenset[int], reads_all: bool) -> Self:
        """Keep those of which a person may see what is being written, be it a draft or the correction of what is public.

        It is seen by its office and by those who read all; a confined one only by the people named (条例 17: by need).
        """
        return self.filter(self._entrusted(user, office_ids=office_ids, reads_all=reads_all))

    def _entrusted(self, user: User, *, office_ids: frozenset[int], reads_all: bool) -> Q:
        readers = Disclosure.readers.through.objects.filter(user=user, disclosure=OuterRef("pk"))
        named = Q(handler=user) | Q(created_by=user.username) | Q(Exists(readers))
        own = Q() if reads_all else Q(office__in=office_ids)
        return (Q(confinement=Confinement.OFFICE) & own) | named


class Disclosure(models.Model):
    """What is drafted, or was published, for a duty. Dates are the document's own, not the system's."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="disclosures", verbose_name="公开主体")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="disclosures", verbose_name="事项")
    duty = models.ForeignKey(
        Duty, on_delete=models.PROTECT, null=True, blank=True, related_name="disclosures", verbose_name="公开义务"
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="disclosures", verbose_name="责任科室"
    )
    status = models.CharField("状态", max_length=20, choices=Status, default=Status.DRAFT)
    index_number = models.CharField("索引号", max_length=40, unique=True, null=True, blank=True)
    title = models.CharField("标题", max_length=200)
    summary = models.TextField("内容概述", blank=True)
    values = models.JSONField("公开要素", default=dict)
    body = models.TextField("正文", blank=True)
    document_number = models.CharField("发文字号", max_length=60, blank=True)
    formed_on = models.DateField("成文日期", null=True, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    expires_on = models.DateField("失效日期", null=True, blank=True)
    keywords = models.CharField("关键词", max_length=200, blank=True)
    topic = models.CharField("主题分类", max_length=80, blank=True)
    validity = models.CharField("有效性", max_length=20, choices=Validity, blank=True)
    display_until = models.DateField("公示截止日期", null=True, blank=True)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name="取代"
    )
    interprets = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="interpretations", verbose_name="解读的文件"
    )
    record_lists = models.ManyToManyField(RecordList, blank=True, related_name="disclosures", verbose_name="名单")
    is_sample = models.BooleanField("示例", default=False)
    created_at = models.DateTimeField("拟稿时间")
    created_by = models.CharField("拟稿人", max_length=150)

    # Who works on it, and who may see it before it is public.
    handler = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="disclosures", verbose_name="承办人"
    )
    confinement = models.CharField("查看范围", max_length=20, choices=Confinement, default=Confinement.OFFICE)
    readers = models.ManyToManyField(User, blank=True, related_name="confined_disclosures", verbose_name="可查看的人")
    bundle = models.ForeignKey(
        Bundle, on_delete=models.PROTECT, null=True, blank=True, related_name="members", verbose_name="合并公开"
    )
    version = models.PositiveIntegerField("修改次数", default=0)  # two people who edit at once are told, not overwritten
    edited_at = models.DateTimeField("最近修改时间", null=True, blank=True)
    edited_by = models.CharField("最近修改人", max_length=150, blank=True)

    # What the public sees in lists. Written by the acts of publication only, so that editing a draft of a correction
    # changes nothing outside.
    public_title = models.CharField("公开标题", max_length=200, blank=True)
    public_summary = models.TextField("公开的内容概述", blank=True)
    public_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="public_disclosures", verbose_name="公开的责任科室"
    )
    public_interprets = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="public_interpretations", verbose_name="公开页面上解读的文件"
    )
    public_lists = models.ManyToManyField(RecordList, blank=True, related_name="public_disclosures", verbose_name="已公开的名单")
    public_notice_starts_on = models.DateField("公示开始", null=True, blank=True)
    public_notice_ends_on = models.DateField("公示结束（含延长）", null=True, blank=True)
    public_expires_on = models.DateField("公开的失效日期（有效性没有另写的）", null=True, blank=True)
    next_expiry_on = models.DateField("最早的公示截止（整条或名单中的行）", null=True, blank=True)
    first_published_at = models.DateTimeField("首次公开时间", null=True, blank=True)
    last_changed_at = models.DateTimeField("最近变动时间", null=True, blank=True)
    released_at = models.DateTimeField("最近公开所写内容的时间", null=True, blank=True)  # not moved by what happens by itself
    item_serial = models.PositiveIntegerField("事项内序号", null=True, blank=True)
    agency_serial = models.PositiveIntegerField("机关内序号", null=True, blank=True)
    latest = models.OneToOneField(
        "Publication", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="最近一次公开"
    )

    # Its office looked at the public 失效日期 and leaves it as it is; another date asks anew.
    expiry_confirmed_at = models.DateTimeField("确认到期失效时间", null=True, blank=True)
    expiry_confirmed_by = models.CharField("确认到期失效的人", max_length=150, blank=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开信息"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["public_office", "-agency_serial"], name="disclosure_by_public_office"),
            models.Index(fields=["agency", "status", "-agency_serial"], name="disclosure_in_order"),
            models.Index(fields=["public_office", "status", "-agency_serial"], name="disclosure_in_order_of_office"),
            models.Index(
                fields=["agency", "public_title"], name="disclosure_by_title", opclasses=["int8_ops", "varchar_pattern_ops"],
                condition=Q(agency_serial__isnull=False),
            ),
            models.Index(
                fields=["agency", "public_notice_ends_on"], name="disclosure_by_notice",
                condition=Q(public_notice_ends_on__isnull=False),
            ),
            models.Index(
                fields=["agency", "public_expires_on", "public_office", "expiry_confirmed_at"], name="disclosure_expiring",
                condition=Q(public_expires_on__isnull=False, expiry_confirmed_at__isnull=True),
            ),
            models.Index(fields=["next_expiry_on"], name="disclosure_by_expiry", condition=Q(next_expiry_on__isnull=False)),
            models.Index(fields=["item", "status"], name="disclosure_by_item_and_status"),
            models.Index(fields=["status", "-id"], name="disclosure_by_status"),
            models.Index(fields=["office", "status", "-id"], name="disclosure_by_office_status"),
            models.Index(fields=["handler", "status"], name="disclosure_by_handler"),
            models.Index(fields=["office", "-id"], name="disclosure_in_work", condition=IN_WORK),
            models.Index(
                fields=["display_until"], name="disclosure_by_display_limit", condition=Q(status=Status.PUBLISHED)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "item_serial"], name="disclosure_item_serial_once"),
            models.UniqueConstraint(fields=["agency", "agency_serial"], name="disclosure_agency_serial_once"),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT) | Q(index_number__isnull=False), name="disclosure_public_has_index_number"
            ),
            models.CheckConstraint(
                condition=Q(expiry_confirmed_at__isnull=True, expiry_confirmed_by="")
                | (Q(expiry_confirmed_at__isnull=False, public_expires_on__isnull=False) & ~Q(expiry_confirmed_by="")),
                name="disclosure_expiry_confirmed_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def leaves_elements(self) -> bool:
        """Tell whether it leaves the item's elements to the document it interprets; what ends a duty has them itself."""
        return self.interprets_id is not None and self.duty_id is None


class Attachment(models.Model):
    """A file that belongs to a disclosure. Its bytes are kept by hash (see ``blobs``), outside every served folder."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField("序号", default=0)
    name = models.CharField("文件名", max_length=160)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("大小（字节）")
    media_type = models.CharField("类型", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["disclosure", "name"], name="attachment_name_once")]

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """A disclosure is to stand under another item too, without being copied; once published, see ``PublicPlace``."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.CASCADE, related_name="placements")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="placements", verbose_name="事项")

    class Meta:
        verbose_name = verbose_name_plural = "同时归入的事项"
        ordering = ["disclosure", "item"]
        constraints = [models.UniqueConstraint(fields=["disclosure", "item"], name="placement_once")]

    def __str__(self) -> str:
        return f"{self.disclosure} → {self.item}"


class Revision(models.Model):
    """A former state of a disclosure's content and who wrote it; what one person saves within minutes is one revision.

    Its writers are the authors of the disclosure: none of them reviews it, ever (the database refuses it).
    """

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField("次序")
    content = models.JSONField("内容")
    at = models.DateTimeField("时间")
    by = models.CharField("修改人", max_length=150)

    class Meta:
        verbose_name = verbose_name_plural = "修改历史"
        ordering = ["disclosure", "number"]
        indexes = [models.Index(fields=["disclosure", "by"], name="revision_by_author")]
        constraints = [models.UniqueConstraint(fields=["disclosure", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.disclosure}（第{self.number}次修改，{self.by}）"
