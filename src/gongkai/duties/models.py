"""公开义务: one thing that must be published by one date, the event or period it came from, and how it ended."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import User
from gongkai.agencies.models import Agency, Office
from gongkai.catalogue.models import Item, ItemVersion
from gongkai.duties.statuses import Closing, Decided, State, Trigger

SOON = dt.timedelta(days=7)


class HolidayNotice(models.Model):
    """A State Council holiday notice that was pasted here, kept verbatim; it stands before a shipped one of its year."""

    year = models.PositiveSmallIntegerField("年份")
    number = models.CharField("文号", max_length=60, blank=True)
    text = models.TextField("通知原文")
    days_off = models.JSONField("放假日")
    make_up_days = models.JSONField("调休上班日")
    added_at = models.DateTimeField("登记时间")
    added_by = models.CharField("登记人", max_length=150)

    class Meta:
        verbose_name = verbose_name_plural = "放假通知"
        ordering = ["year", "id"]

    def __str__(self) -> str:
        return f"{self.year}年部分节假日安排"


class Event(models.Model):
    """What happened that makes something due: a list formed, a licence issued, a penalty decided."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="events", verbose_name="事项")
    trigger = models.CharField("事件", max_length=20, choices=Trigger)
    happened_on = models.DateField("发生日期")
    subject = models.CharField("内容", max_length=200)
    note = models.TextField("说明", blank=True)
    external_key = models.CharField("外部编号", max_length=120, blank=True)
    registered_at = models.DateTimeField("登记时间")
    registered_by = models.CharField("登记人", max_length=150)
    is_sample = models.BooleanField("示例", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "事件"
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "external_key"], condition=~Q(external_key=""), name="event_external_key_once"
            ),
            models.CheckConstraint(condition=Q(trigger__in=Trigger.values), name="event_trigger_known"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}（{self.get_trigger_display()}，{self.happened_on}）"


class GoverningLimit(models.Model):
    """An officer's decision which limit governs an item where column and clause differ, with the reason."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="governing_limit", verbose_name="事项")
    limit = models.JSONField("适用时限（规则）")
    reason = models.TextField("理由")
    decided_at = models.DateTimeField("决定时间")
    decided_by = models.CharField("决定人", max_length=150)

    class Meta:
        verbose_name = verbose_name_plural = "适用时限决定"

    def __str__(self) -> str:
        return f"{self.item}：{self.reason}"


class DutyQuerySet(models.QuerySet["Duty"]):
    """The words with which duties are asked for."""

    def of(self, agency: Agency) -> Self:
        """Keep the duties of one agency."""
        return self.filter(item__agency=agency)

    def of_office(self, office: Office) -> Self:
        """Keep the duties one office answers for."""
        return self.filter(office=office)

    def running(self) -> Self:
        """Keep the duties that have not ended."""
        return self.filter(closing="")

    def ended(self) -> Self:
        """Keep the duties that have ended, in whichever of the five ways."""
        return self.exclude(closing="")

    def overdue(self, *, on: dt.date) -> Self:
        """Keep the running duties whose due date has passed before the day ``on``."""
        return self.running().filter(due_on__lt=on)

    def due_between(self, first: dt.date, last: dt.date) -> Self:
        """Keep the running duties due from ``first`` to ``last``, both included."""
        return self.running().filter(due_on__range=(first, last))

    def due_soon(self, *, on: dt.date) -> Self:
        """Keep the running duties whose safe date is within a week, or past while the due date is not."""
        return self.running().filter(due_on__gte=on, safe_on__lte=on + SOON)

    def due_by(self, last: dt.date, *, on: dt.date) -> Self:
        """Keep the running duties that are not late and whose safe date comes no later than ``last``: what to do by then."""
        return self.running().filter(due_on__gte=on, safe_on__lte=last)

    def provisional(self) -> Self:
        """Keep the running duties whose date rests on a year without a holiday notice."""
        return self.running().filter(is_provisional=True)

    def published_on_time(self) -> Self:
        """Keep the duties that ended with a publication no later than the due date."""
        return self.filter(closing=Closing.PUBLISHED, closed_on__lte=F("due_on"))

    def published_late(self) -> Self:
        """Keep the duties that ended with a publication after the due date."""
        return self.filter(closing=Closing.PUBLISHED, closed_on__gt=F("due_on"))

    def to_reassess(self, *, on: dt.date) -> Self:
        """Keep the withheld duties whose reassessment date (条例 Art. 18) has come and that were not reopened since."""
        return self.filter(closing=Closing.WITHHELD, reassess_on__lte=on, reassessed_on__isnull=True)


def end_of_week(on: dt.date) -> dt.date:
    """Return the Sunday of the week of a day."""
    return on + dt.timedelta(days=6 - on.weekday())


class Duty(models.Model):
    """One thing that must be published by one date, with the working of that date and, once ended, how it ended.

    ``candidates`` are all limits that were weighed, ``[{"source", "limit"}]``, so that the date can be worked out again
    from the duty alone; ``limit_source`` and ``limit_reason`` say which of them governs and why.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="duties", verbose_name="事项")
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="duties", verbose_name="目录行")
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="duties", verbose_name="责任科室"
    )
    handler = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="duties", verbose_name="承办人"
    )
    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="duty", verbose_name="事件"
    )
    period = models.CharField("期间", max_length=40, blank=True)
    subject = models.CharField("内容", max_length=200)
    trigger_on = models.DateField("起算日")
    limit = models.JSONField("适用时限（规则）")
    limit_source = models.CharField("时限来源", max_length=200)
    limit_reason = models.TextField("适用该时限的理由", blank=True)
    candidates = models.JSONField("可能适用的时限", default=list)
    due_on = models.DateField("到期日")
    safe_on = models.DateField("稳妥日期")
    is_provisional = models.BooleanField("暂定", default=False)
    working = models.JSONField("计算过程")
    created_at = models.DateTimeField("产生时间")
    is_sample = models.BooleanField("示例", default=False)

    closing = models.CharField("结束方式", max_length=20, choices=Closing, blank=True)
    closed_on = models.DateField("结束日期", null=True, blank=True)
    closed_by = models.CharField("结束人", max_length=150, blank=True)
    closing_reason = models.TextField("结束说明", blank=True)
    withheld_article = models.CharField("不予公开依据", max_length=120, blank=True)
    reviewed_by = models.CharField("审查人", max_length=150, blank=True)
    reassess_on = models.DateField("再评估日期", null=True, blank=True)
    reassessed_on = models.DateField("再评估后转为公开的日期", null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开义务"
        ordering = ["due_on", "id"]
        indexes = [
            # Rows are wide (the working of each date is kept), so what counts them reads an index alone.
            models.Index(
                fields=["closing", "due_on", "safe_on", "closed_on", "item", "office", "is_provisional"], name="duty_tally"
            ),
            models.Index(fields=["office", "closing", "due_on"], name="duty_by_office"),
            models.Index(fields=["office", "closed_on"], name="duty_by_office_and_end"),
            models.Index(fields=["closed_on"], name="duty_by_end"),
            models.Index(fields=["subject"], name="duty_by_subject"),  # words are looked for in it from end to end
            models.Index(fields=["item", "-due_on"], name="duty_by_item"),
            models.Index(fields=["item", "closing", "due_on", "closed_on"], name="duty_tally_of_item"),
            models.Index(
                fields=["reassess_on"],
                condition=Q(closing=Closing.WITHHELD, reassessed_on__isnull=True),
                name="duty_to_reassess",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "period"], condition=~Q(period=""), name="duty_period_once"),
            models.CheckConstraint(
                condition=Q(event__isnull=False, period="") | (Q(event__isnull=True) & ~Q(period="")),
                name="duty_from_an_event_or_a_period",
            ),
            models.CheckConstraint(
                condition=Q(closing="", closed_on__isnull=True, closed_by="")
                | (Q(closing__in=Closing.values, closed_on__isnull=False) & ~Q(closed_by="")),
                name="duty_closed_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(closing=Closing.WITHHELD)
                | (Q(reassess_on__isnull=False) & ~Q(withheld_article="") & ~Q(reviewed_by="")),
                name="duty_withheld_says_article_reviewer_and_when_again",
            ),
            models.CheckConstraint(
                condition=~Q(closing=Closing.WITHHELD) | ~Q(reviewed_by=F("closed_by")),
                name="duty_withheld_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(reassessed_on__isnull=True) | Q(closing=Closing.WITHHELD),
                name="duty_reassessed_was_withheld",
            ),
            models.CheckConstraint(
                condition=~Q(closing=Closing.CANCELLED) | ~Q(closing_reason=""), name="duty_cancelled_says_why"
            ),
            models.CheckConstraint(condition=Q(safe_on__lte=F("due_on")), name="duty_safe_date_not_after_due_date"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}（{self.due_on}到期）"

    def state(self, *, on: dt.date) -> State:
        """Return how this duty stands on the day ``on``."""
        if self.closing == Closing.PUBLISHED and self.closed_on is not None:
            return State.ON_TIME if self.closed_on <= self.due_on else State.LATE
        if self.closing:
            return State(self.closing)
        if self.due_on < on:
            return State.OVERDUE
        return State.DUE_SOON if self.safe_on <= on + SOON else State.OPEN


class WithholdingProposal(models.Model):
    """A proposal not to make something public: one person proposes, another confirms or returns it (条例第十七条).

    ``again`` says that the duty is withheld already and is to stay so after it was looked at again (条例第十八条). A
    proposal is decided once; the database refuses to change or remove one that was.
    """

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="proposals", verbose_name="公开义务")
    article = models.CharField("不予公开依据", max_length=120)
    reason = models.TextField("理由")
    reassess_on = models.DateField("再评估日期")
    again = models.BooleanField("再评估", default=False)
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.CharField("提出人", max_length=150)
    decision = models.CharField("审查结果", max_length=20, choices=Decided, blank=True)
    opinion = models.TextField("审查意见", blank=True)
    decided_at = models.DateTimeField("审查时间", null=True, blank=True)
    decided_by = models.CharField("审查人", max_length=150, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "不予公开申请"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["duty"], condition=Q(decision=""), name="proposal_one_open_per_duty"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True, decided_by="")
                | (Q(decision__in=Decided.values, decided_at__isnull=False) & ~Q(decided_by="")),
                name="proposal_decided_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", Decided.TAKEN_BACK]) | ~Q(decided_by=F("proposed_by")),
                name="proposal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decided.TAKEN_BACK) | Q(decided_by=F("proposed_by")),
                name="proposal_taken_back_by_its_author",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decided.RETURNED) | ~Q(opinion=""), name="proposal_returned_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty.subject}：{self.article}"
