"""Structured lists that agencies publish: licences, penalties, recognised enterprises, holders of certificates.

A list is stored under the schema it was checked against; its rows are values by field name.
"""

from typing import Self

from django.db import models

from gongkai.agencies.models import Agency


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

    ``columns`` are the names of the fields that at least one row fills; the others are not shown.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="record_lists", verbose_name="公开主体")
    schema = models.CharField("格式", max_length=60)
    title = models.CharField("标题", max_length=200)
    source_name = models.CharField("原文件名", max_length=200, blank=True)
    source_sha256 = models.CharField("原文件SHA-256", max_length=64, blank=True)
    columns = models.JSONField("有内容的栏", default=list)
    row_count = models.PositiveIntegerField("行数", default=0)
    is_sample = models.BooleanField("示例", default=False)
    created_at = models.DateTimeField("导入时间")
    created_by = models.CharField("导入人", max_length=150)

    objects = RecordListQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名单"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class RecordQuerySet(models.QuerySet["Record"]):
    """The words with which rows are asked for."""

    def in_list(self, record_list: RecordList) -> Self:
        """Keep the rows of one list, in their order."""
        return self.filter(record_list=record_list).order_by("position")


class Record(models.Model):
    """One row of a list: ``values`` by field name, each in its stored form (ISO dates, plain numbers), empty ones left out."""

    record_list = models.ForeignKey(RecordList, on_delete=models.CASCADE, related_name="records", verbose_name="名单")
    position = models.PositiveIntegerField("序号")
    values = models.JSONField("内容")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名单记录"
        ordering = ["record_list", "position"]
        constraints = [models.UniqueConstraint(fields=["record_list", "position"], name="record_position_once")]

    def __str__(self) -> str:
        return f"{self.record_list}第{self.position}行"
