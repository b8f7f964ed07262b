"""What follows a publication: objections in a notice window, penalties that were set aside, and when the site could be read.

Who objects stands in a table of its own (``Objector``), which nothing that makes public pages ever reads.
"""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q

from gongkai.disclosures.models.drafts import Disclosure
from gongkai.disclosures.models.publications import Publication
from gongkai.disclosures.statuses import ObjectionFinding, ObjectionState
from gongkai.duties.models import Duty


class ObjectionQuerySet(models.QuerySet["Objection"]):
    """The words with which objections are asked for."""

    def open(self) -> Self:
        """Keep what is not dealt with to the end."""
        return self.filter(confirmed_at__isnull=True)

    def confirmed(self) -> Self:
        """Keep what is dealt with and confirmed."""
        return self.filter(confirmed_at__isnull=False)

    def in_state(self, state: str) -> Self:
        """Keep those that have come exactly so far."""
        if state == ObjectionState.CONFIRMED:
            return self.confirmed()
        return self.open().filter(handled_at__isnull=state == ObjectionState.RECEIVED)


class Objection(models.Model):
    """One objection in a notice window, how the office dealt with it, and who confirmed that. Its text is never published.

    ``summary`` is what the public may read about it; ``answer`` is read by whoever has the receipt number. ``form_key`` makes
    two clicks one objection; ``origin`` is a keyed hash of the address it came from, for the limits, and is forgotten soon.
    """

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="objections", verbose_name="公示")
    receipt_number = models.CharField("回执编号", max_length=30, unique=True)
    received_at = models.DateTimeField("收到时间")
    text = models.TextField("异议内容")
    file_name = models.CharField("附件", max_length=160, blank=True)
    file_sha256 = models.CharField("附件SHA-256", max_length=64, blank=True)
    file_size = models.PositiveIntegerField("附件大小（字节）", default=0)
    form_key = models.CharField(max_length=64, unique=True)
    origin = models.CharField(max_length=64, blank=True)
    finding = models.CharField("处理结论", max_length=20, choices=ObjectionFinding, blank=True)
    answer = models.TextField("答复", blank=True)
    summary = models.TextField("公开的意见要点和处理结果", blank=True)
    handled_at = models.DateTimeField("处理时间", null=True, blank=True)
    handled_by = models.CharField("处理人", max_length=150, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = models.CharField("确认人", max_length=150, blank=True)
    returned_note = models.TextField("退回说明", blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["disclosure", "received_at"], name="objection_by_disclosure"),
            models.Index(fields=["origin", "received_at"], name="objection_by_origin", condition=~Q(origin="")),
            models.Index(fields=["received_at"], name="objection_open", condition=Q(confirmed_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, handled_by="")
                | (Q(handled_at__isnull=False) & ~Q(handled_by="") & ~Q(finding="") & ~Q(answer="") & ~Q(summary="")),
                name="objection_handled_whole",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by="")
                | (Q(confirmed_at__isnull=False, handled_at__isnull=False) & ~Q(confirmed_by="")),
                name="objection_confirmed_after_handling",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by="") | ~Q(confirmed_by=F("handled_by")), name="objection_confirmed_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"异议{self.receipt_number}"

    @property
    def state(self) -> ObjectionState:
        """Return how far it has come."""
        if self.confirmed_at:
            return ObjectionState.CONFIRMED
        return ObjectionState.HANDLED if self.handled_at else ObjectionState.RECEIVED


class Objector(models.Model):
    """Who made an objection and how to reach them: read only by those who deal with it, never published, erased in time."""

    objection = models.OneToOneField(Objection, on_delete=models.CASCADE, related_name="objector")
    name = models.CharField("姓名或单位名称", max_length=80, blank=True)
    contact = models.CharField("联系方式", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "异议人"

    def __str__(self) -> str:
        return f"{self.objection}的提出人"


class PenaltyChange(models.Model):
    """A published penalty was changed, annulled, found unlawful or void: what must be withdrawn by when (行政处罚法 48).

    ``record_number`` is the key of the list's row, which may be replaced with its list; so it is no foreign key.
    """

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="penalty_changes", verbose_name="公开信息")
    duty = models.OneToOneField(Duty, on_delete=models.PROTECT, related_name="penalty_change", verbose_name="公开义务")
    record_number = models.PositiveBigIntegerField("名单行")
    decision = models.CharField("决定书文号", max_length=200)
    party = models.CharField("行政相对人", max_length=200)
    what = models.CharField("情形", max_length=20)
    decided_on = models.DateField("变更或撤销决定日期")
    reason = models.TextField("原因")
    noted_at = models.DateTimeField("登记时间")
    noted_by = models.CharField("登记人", max_length=150)
    settled_by = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, blank=True, related_name="penalty_changes", verbose_name="撤回或更正"
    )

    class Meta:
        verbose_name = verbose_name_plural = "处罚决定的变更或撤销"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "record_number"], name="penalty_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.decision}（{self.disclosure}）"


class Uptime(models.Model):
    """A stretch of time in which the public site answered; between two of them it did not. ``until_at`` grows each minute."""

    from_at = models.DateTimeField("开始")
    until_at = models.DateTimeField("最近一次确认", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "网站可访问时段"
        ordering = ["from_at"]
        constraints = [
            models.CheckConstraint(condition=Q(from_at__lte=F("until_at")), name="uptime_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.from_at} 至 {self.until_at}"

    def lasts_at(self, at: dt.datetime, *, grace: dt.timedelta) -> bool:
        """Tell whether a moment belongs to this stretch, a short silence forgiven."""
        return self.from_at <= at <= self.until_at + grace
