"""Structured lists that agencies publish: licences, penalties, recognised enterprises, holders of certificates.

A list is stored under the schema it was checked against; its rows are values by field name.
"""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency, Office
from gongkai.records.statuses import RecordStatus, UploadState


class RecordListQuerySet(models.QuerySet["RecordList"]):
    """The words with which lists are asked for."""

    def of(self, agency: Agency) -> Self:
        """Keep the lists of one agency."""
        return self.filter(agency=agency)

    def under(self, schema: str) -> Self:
        """Keep the lists of one kind."""
        return self.filter(schema=schema)

    def samples(self) -> Self:
        """Keep the lists that only show what a list looks like."""
        return self.filter(is_sample=True)


class RecordList(models.Model):
    """One list under one schema (``schema`` is the key of a file in ``records/schemas``).

    ``columns`` are the names of the fields that at least one row fills; the others are not shown. ``version`` grows with
    each change, and ``content_sha256`` binds a review to exactly these rows (see ``content``).
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="record_lists", verbose_name="公开主体")
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="record_lists", verbose_name="责任科室"
    )
    schema = models.CharField("格式", max_length=60)
    title = models.CharField("标题", max_length=200)
    source_name = models.CharField("原文件名", max_length=200, blank=True)
    source_sha256 = models.CharField("原文件SHA-256", max_length=64, blank=True)
    columns = models.JSONField("有内容的栏", default=list)
    row_count = models.PositiveIntegerField("行数", default=0)
    is_sample = models.BooleanField("示例", default=False)
    created_at = models.DateTimeField("导入时间")
    created_by = models.CharField("导入人", max_length=150)
    version = models.PositiveIntegerField("版本", default=1)
    content_sha256 = models.CharField("内容SHA-256", max_length=64, blank=True)
    edited_at = models.DateTimeField("最近修改时间", null=True, blank=True)
    edited_by = models.CharField("最近修改人", max_length=150, blank=True)

    objects = RecordListQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名单"
        ordering = ["-id"]
        indexes = [models.Index(fields=["office", "-id"], name="record_list_by_office")]
        constraints = [
            models.CheckConstraint(
                condition=Q(edited_at__isnull=True, edited_by="") | (Q(edited_at__isnull=False) & ~Q(edited_by="")),
                name="record_list_edited_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RecordQuerySet(models.QuerySet["Record"]):
    """The words with which rows are asked for."""

    def in_list(self, record_list: RecordList) -> Self:
        """Keep the rows of one list, in their order."""
        return self.filter(record_list=record_list).order_by("position")

    def shown(self, *, on: dt.date | None = None) -> Self:
        """Keep the rows the public may see: none whose decision was changed or annulled (行政处罚法 48), none past its limit."""
        rows = self.filter(status=RecordStatus.IN_FORCE)
        return rows.exclude(display_until__lt=on) if on else rows

    def expired(self, *, on: dt.date) -> Self:
        """Keep the rows in force whose last day of display lies before a day."""
        return self.filter(status=RecordStatus.IN_FORCE, display_until__lt=on)


class Record(models.Model):
    """One row of a list: ``values`` by field name, each in its stored form (ISO dates, plain numbers), empty ones left out.

    What follows from the values stands beside them to be found and counted by (``facts``); ``digest`` binds the whole row.
    """

    record_list = models.ForeignKey(RecordList, on_delete=models.CASCADE, related_name="records", verbose_name="名单")
    position = models.PositiveIntegerField("序号")
    values = models.JSONField("内容")
    sought = models.CharField("检索", max_length=340, blank=True, editable=False)
    year = models.PositiveSmallIntegerField("年份", null=True, editable=False)
    grouping = models.CharField("分类", max_length=60, blank=True, editable=False)
    digest = models.CharField("行SHA-256", max_length=64, blank=True, editable=False)
    display_class = models.CharField("失信程度", max_length=10, blank=True)
    display_until = models.DateField("公示截止", null=True, blank=True, editable=False)
    status = models.CharField("状态", max_length=10, choices=RecordStatus, default=RecordStatus.IN_FORCE)
    status_decided_on = models.DateField("变更或撤销决定日期", null=True, blank=True)
    status_reason = models.CharField("变更或撤销原因", max_length=500, blank=True)
    status_at = models.DateTimeField("登记时间", null=True, blank=True)
    status_by = models.CharField("登记人", max_length=150, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名单记录"
        ordering = ["record_list", "position"]
        indexes = [
            # Searching walks this index alone, in the rows' order, within one list.
            models.Index(fields=["record_list", "position", "sought"], name="record_by_words"),
            models.Index(fields=["record_list", "year", "grouping"], name="record_by_year_and_group"),
            models.Index(fields=["display_until"], name="record_by_display_limit", condition=Q(display_until__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["record_list", "position"], name="record_position_once"),
            models.CheckConstraint(
                condition=Q(status=RecordStatus.IN_FORCE)
                | (Q(status_decided_on__isnull=False, status_at__isnull=False) & ~Q(status_reason="") & ~Q(status_by="")),
                name="record_annulled_says_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_list}第{self.position}行"


class UploadQuerySet(models.QuerySet["Upload"]):
    """The words with which uploads are asked for."""

    def of(self, agency: Agency) -> Self:
        """Keep the uploads of one agency."""
        return self.filter(agency=agency)

    def unfinished(self) -> Self:
        """Keep those that have not become a list."""
        return self.exclude(state=UploadState.STORED)


class Upload(models.Model):
    """A table someone handed in, on its way to becoming a list: its file kept privately, its rows as read, what is wrong.

    Nothing is lost between upload and correction, whatever the browser; it is forgotten thirty days after it was last
    touched. ``draft_number`` is the number of the draft it is meant for; that room lies above, so there is no key to it.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="uploads", verbose_name="公开主体")
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="uploads", verbose_name="责任科室"
    )
    schema = models.CharField("格式", max_length=60)
    title = models.CharField("标题", max_length=200)
    record_list = models.ForeignKey(
        RecordList, on_delete=models.CASCADE, null=True, blank=True, related_name="uploads", verbose_name="名单"
    )
    draft_number = models.PositiveBigIntegerField("拟稿编号", null=True, blank=True)
    source_name = models.CharField("原文件名", max_length=200)
    source_sha256 = models.CharField("原文件SHA-256", max_length=64)
    source_place = models.CharField("原文件存放处", max_length=100)
    state = models.CharField("状态", max_length=10, choices=UploadState, default=UploadState.READING)
    done = models.PositiveIntegerField("已处理行数", default=0)
    total = models.PositiveIntegerField("总行数", default=0)
    refusal = models.TextField("未能读取的原因", blank=True)
    findings = models.JSONField("整份文件的问题", default=list)
    present = models.JSONField("文件中的栏", default=list)
    row_count = models.PositiveIntegerField("行数", default=0)
    error_rows = models.PositiveIntegerField("有错误的行数", default=0)
    warning_rows = models.PositiveIntegerField("需核对的行数", default=0)
    created_at = models.DateTimeField("上传时间")
    created_by = models.CharField("上传人", max_length=150)
    touched_at = models.DateTimeField("最近操作时间", db_index=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上传的表格"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def blocking(self) -> list[str]:
        """Return what is wrong with the file as a whole, in words; no cell of it can mend that."""
        return [finding["message"] for finding in self.findings if finding["severity"] == "error"]

    @property
    def may_be_stored(self) -> bool:
        """Tell whether nothing stands against storing it."""
        return self.state == UploadState.READY and bool(self.row_count) and not self.error_rows and not self.blocking


class UploadRow(models.Model):
    """One row of an upload: ``values`` as read, the ``texts`` of cells that could not be read, and ``faults`` by cell.

    ``received`` keeps the text a corrected cell came with. ``rank`` puts rows with errors first, then those with warnings.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="rows", verbose_name="上传的表格")
    position = models.PositiveIntegerField("次序")
    number = models.PositiveIntegerField("文件中的行号")
    sheet = models.CharField("工作表", max_length=100, blank=True)
    values = models.JSONField("内容", default=dict)
    texts = models.JSONField("读不出的格", default=dict)
    faults = models.JSONField("问题", default=list)
    received = models.JSONField("改动前的内容", default=dict)
    rank = models.PositiveSmallIntegerField("先后", default=2)
    repeat_key = models.CharField("不应重复的值", max_length=120, blank=True)
    digest = models.CharField("行摘要", max_length=32)

    class Meta:
        verbose_name = verbose_name_plural = "上传表格的行"
        ordering = ["upload", "position"]
        indexes = [
            models.Index(fields=["upload", "rank", "position"], name="upload_row_bad_first"),
            models.Index(fields=["upload", "repeat_key"], name="upload_row_by_key"),
            models.Index(fields=["upload", "digest"], name="upload_row_by_digest"),
        ]
        constraints = [models.UniqueConstraint(fields=["upload", "position"], name="upload_row_position_once")]

    def __str__(self) -> str:
        return f"{self.upload}第{self.number}行"
