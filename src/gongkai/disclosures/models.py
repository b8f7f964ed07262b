"""What an agency publishes: the disclosure being worked on, and the publications the public really got.

A ``Disclosure`` can change while it is a draft; a ``Publication`` holds exactly what the public got and never changes
(the database refuses it). Corrections and withdrawals are further publications.
"""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q

from gongkai.agencies.models import Agency, Office
from gongkai.catalogue.models import Item
from gongkai.disclosures.statuses import Act, Status
from gongkai.duties.models import Duty
from gongkai.records.models import RecordList


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
    record_lists = models.ManyToManyField(RecordList, blank=True, related_name="disclosures", verbose_name="名单")
    is_sample = models.BooleanField("示例", default=False)
    created_at = models.DateTimeField("拟稿时间")
    created_by = models.CharField("拟稿人", max_length=150)

    # What the public sees in lists. Written by the acts of publication only, so that editing a draft of a correction
    # changes nothing outside.
    public_title = models.CharField("公开标题", max_length=200, blank=True)
    first_published_at = models.DateTimeField("首次公开时间", null=True, blank=True)
    last_changed_at = models.DateTimeField("最近变动时间", null=True, blank=True)
    item_serial = models.PositiveIntegerField("事项内序号", null=True, blank=True)
    agency_serial = models.PositiveIntegerField("机关内序号", null=True, blank=True)
    latest = models.OneToOneField(
        "Publication", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="最近一次公开"
    )

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开信息"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["office", "-agency_serial"], name="disclosure_by_office"),
            models.Index(fields=["item", "status"], name="disclosure_by_item_and_status"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "item_serial"], name="disclosure_item_serial_once"),
            models.UniqueConstraint(fields=["agency", "agency_serial"], name="disclosure_agency_serial_once"),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT) | Q(index_number__isnull=False), name="disclosure_public_has_index_number"
            ),
        ]

    def __str__(self) -> str:
        return self.title


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

    class Meta:
        verbose_name = verbose_name_plural = "公开记录"
        ordering = ["disclosure", "number"]
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


class NoticeWindow(models.Model):
    """公示期 of a disclosure: from when until when people may object, and how long the rule asks for."""

    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="notice_window")
    starts_on = models.DateField("公示开始")
    ends_on = models.DateField("公示结束")
    required_days = models.PositiveSmallIntegerField("应公示天数")
    unit = models.CharField("单位", max_length=20, choices=[("working_day", "工作日"), ("day", "日")])
    count_first_day = models.BooleanField("首日计入", default=False)
    contact = models.CharField("意见反馈方式", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公示期"
        indexes = [models.Index(fields=["ends_on"], name="notice_window_by_end")]
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="notice_window_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} 至 {self.ends_on}"

    def is_running(self, *, on: dt.date) -> bool:
        """Tell whether objections can be made on the day ``on``."""
        return self.starts_on <= on <= self.ends_on
