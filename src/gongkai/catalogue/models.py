"""The catalogue as received, version by version, and the items that outlive its versions.

An ``Item`` is the lasting identity of a 公开事项; an ``ItemVersion`` is its row in one version of the catalogue. A
version is not in force until someone puts it in force from a date, and what was in force stays as it was.
"""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q

from gongkai.agencies.models import Agency, Office
from gongkai.catalogue.storage import private_storage
from gongkai.rules.timelimits import TimeLimit


class Catalogue(models.Model):
    """One version of an agency's 主动公开事项目录, with the source file byte for byte."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="catalogues", verbose_name="公开主体")
    version = models.PositiveIntegerField("版本")
    title = models.CharField("标题", max_length=200)
    source = models.FileField("原文件", upload_to="catalogues/", storage=private_storage, max_length=255)
    source_name = models.CharField("原文件名", max_length=200)
    source_sha256 = models.CharField("原文件SHA-256", max_length=64)
    findings = models.JSONField("问题", default=list)
    unplaced = models.JSONField("未能归位的文字", default=list)
    imported_at = models.DateTimeField("导入时间")
    imported_by = models.CharField("导入人", max_length=150)
    in_force_from = models.DateField("生效日期", null=True, blank=True)
    in_force_until = models.DateField("失效日期", null=True, blank=True)
    put_in_force_at = models.DateTimeField("确认生效时间", null=True, blank=True)
    put_in_force_by = models.CharField("确认生效人", max_length=150, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "主动公开事项目录"
        ordering = ["agency", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "version"], name="catalogue_version_once"),
            models.UniqueConstraint(
                fields=["agency"],
                condition=Q(in_force_from__isnull=False, in_force_until__isnull=True),
                name="catalogue_one_open_ended_in_force",
            ),
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True, put_in_force_at__isnull=True, put_in_force_by="")
                | (Q(in_force_from__isnull=False, put_in_force_at__isnull=False) & ~Q(put_in_force_by="")),
                name="catalogue_in_force_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(in_force_until__isnull=True) | Q(in_force_from__lte=F("in_force_until")),
                name="catalogue_in_force_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.version}版）"


class Item(models.Model):
    """The lasting identity of a 公开事项; ``number`` is its part of public addresses and is never reused."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="items", verbose_name="公开主体")
    number = models.PositiveIntegerField("事项编号")
    ended_on = models.DateField("移出目录日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开事项"
        ordering = ["agency", "number"]
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="item_number_once_per_agency")]

    def __str__(self) -> str:
        return f"事项{self.number:03d}"


class ItemVersionQuerySet(models.QuerySet["ItemVersion"]):
    """The words with which rows of catalogues are asked for."""

    def of(self, agency: Agency) -> Self:
        """Keep the rows of one agency."""
        return self.filter(catalogue__agency=agency)

    def in_force(self, on: dt.date) -> Self:
        """Keep the rows of the catalogue versions that are in force on a day (the last day included)."""
        return self.filter(catalogue__in_force_from__lte=on).filter(
            Q(catalogue__in_force_until__isnull=True) | Q(catalogue__in_force_until__gte=on)
        )


class ItemVersion(models.Model):
    """One row of one catalogue version, read: what must be public, on which basis, within which time, by whom.

    ``clause_limits`` are the limits its cited clauses set themselves, ``[{"source": "《…》第…条", "limit": {…}}]``.
    """

    catalogue = models.ForeignKey(Catalogue, on_delete=models.PROTECT, related_name="rows", verbose_name="目录")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions", verbose_name="事项")
    position = models.PositiveIntegerField("序号")
    path = models.JSONField("事项路径")
    content = models.TextField("公开内容", blank=True)
    elements = models.JSONField("公开要素", default=list)
    limit_text = models.TextField("公开时限", blank=True)
    limit = models.JSONField("公开时限（规则）")
    clause_limits = models.JSONField("条款所定时限", default=list)
    update_cycle = models.JSONField("更新周期", null=True, blank=True)
    retention = models.JSONField("公开时长", null=True, blank=True)
    agency_text = models.CharField("公开主体（目录原文）", max_length=200, blank=True)
    category = models.CharField("事项类别", max_length=60, blank=True)
    channels = models.JSONField("公开渠道和载体", default=list)
    audience_everyone = models.BooleanField("全社会", default=True)
    audience_groups = models.JSONField("特定群体", default=list)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="item_versions", verbose_name="责任科室"
    )
    art20 = models.PositiveSmallIntegerField("条例第二十条项号", null=True, blank=True)
    source_page = models.PositiveIntegerField("原页", null=True, blank=True)
    source_row = models.PositiveIntegerField("原行", null=True, blank=True)
    extras = models.JSONField("其他栏", default=dict)
    repairs = models.JSONField("修复", default=list)

    objects = ItemVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目录事项"
        ordering = ["catalogue", "position"]
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "item"], name="item_once_per_catalogue"),
            models.UniqueConstraint(fields=["catalogue", "position"], name="position_once_per_catalogue"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the last level that is filled: what the item is called in lists."""
        return next((level for level in reversed(self.path) if level), self.content[:40] or "（未命名事项）")

    @property
    def full_name(self) -> str:
        """Return all levels, each once, from the first to the last."""
        levels = [level for level in self.path if level]
        return " › ".join(dict.fromkeys(levels)) or self.name

    @property
    def time_limit(self) -> TimeLimit:
        """Return the column's limit as a rule."""
        return TimeLimit.from_json(self.limit)

    @property
    def limits_of_clauses(self) -> list[TimeLimit]:
        """Return the limits that the cited clauses set themselves."""
        return [TimeLimit.from_json(found["limit"]) for found in self.clause_limits]


class LegalBasis(models.Model):
    """An instrument that items cite. One law, however its name is written, is one row."""

    canonical_title = models.CharField("规范名称", max_length=300, unique=True)
    title = models.CharField("名称", max_length=300)
    number = models.CharField("文号", max_length=80, blank=True)
    rank = models.CharField("效力位阶", max_length=40, blank=True)
    status = models.CharField("时效", max_length=20, blank=True)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开依据"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Citation(models.Model):
    """The clause of an instrument that one row of a catalogue cites, in the catalogue's own words.

    An instrument cited as a whole has one row with an empty article and text.
    """

    item_version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="citations")
    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="citations", verbose_name="依据")
    position = models.PositiveSmallIntegerField("序号")
    title_stated = models.CharField("目录所写名称", max_length=300, blank=True)
    number_stated = models.CharField("目录所写文号", max_length=80, blank=True)
    rank_stated = models.CharField("目录所写位阶", max_length=60, blank=True)
    article = models.CharField("条款", max_length=40, blank=True)
    text = models.TextField("条款内容", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "条款"
        ordering = ["item_version", "position"]

    def __str__(self) -> str:
        return f"《{self.basis.title}》{self.article}"
