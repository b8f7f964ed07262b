"""The chain of review: one run of it for one exact content, and the opinions given on exactly that content.

``Review.sha256`` is the hash of ``Review.content`` (see ``content.reviewed``). Opinions are append-only; an edit ends the
review. The database refuses opinions of authors, of one person at two stages, and publications without a whole chain.
"""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import User
from gongkai.accounts.roles import Role, Stage
from gongkai.disclosures.models.drafts import Disclosure
from gongkai.disclosures.statuses import Act, Attribute, Ending, Outcome, OutsideOutcome, SecrecyOutcome


class ReviewQuerySet(models.QuerySet["Review"]):
    """The words with which reviews are asked for."""

    def running(self) -> Self:
        """Keep the reviews that have not ended."""
        return self.filter(ending="")

    def waiting_at(self, stage: Stage) -> Self:
        """Keep the running reviews that wait for the opinion of a stage."""
        return self.filter(ending="", stage=stage)

    def scheduled(self) -> Self:
        """Keep what is approved and waits for its hour."""
        return self.filter(ending="", stage="")

    def owing(self) -> Self:
        """Keep the emergency releases whose later review is not done yet."""
        # Said by what it is not: told the ending itself, SQLite would read every released review instead of the few that owe.
        others = ["", *(ending for ending in Ending if ending != Ending.RELEASED)]
        return self.filter(later_due_on__isnull=False, later_done_at__isnull=True).exclude(ending__in=others)


class Review(models.Model):
    """One run of the chain. ``stage`` is what it waits for; empty once every stage approved (or it has ended)."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="reviews", verbose_name="公开信息")
    act = models.CharField("操作", max_length=20, choices=[(Act.PUBLISH.value, Act.PUBLISH.label), (Act.CORRECT.value, Act.CORRECT.label)])
    change_note = models.TextField("更正说明", blank=True)
    content = models.JSONField("所审内容")
    sha256 = models.CharField("所审内容SHA-256", max_length=64)
    stage = models.CharField("待审环节", max_length=20, choices=Stage, blank=True)
    submitted_at = models.DateTimeField("送审时间")
    submitted_by = models.CharField("送审人", max_length=150)
    message = models.TextField("送审说明", blank=True)
    planned_at = models.DateTimeField("计划公开时间", null=True, blank=True)
    emergency_reason = models.TextField("紧急公开理由", blank=True)
    later_due_on = models.DateField("补审期限", null=True, blank=True)
    later_done_at = models.DateTimeField("补审完成时间", null=True, blank=True)
    ending = models.CharField("结束方式", max_length=20, choices=Ending, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ended_by = models.CharField("结束人", max_length=150, blank=True)
    ending_note = models.TextField("结束说明", blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审查"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["stage", "submitted_at"], name="review_waiting", condition=Q(ending="")),
            models.Index(fields=["planned_at"], name="review_planned", condition=Q(ending="", stage="")),
            models.Index(
                fields=["later_due_on"], name="review_owing", condition=Q(later_due_on__isnull=False, later_done_at__isnull=True)
            ),
            models.Index(fields=["ending", "-ended_at"], name="review_by_ending"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["disclosure"], condition=Q(ending=""), name="review_one_running"),
            models.CheckConstraint(
                condition=Q(ending="", ended_at__isnull=True, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ending="") & ~Q(ended_by="")),
                name="review_ended_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(act=Act.PUBLISH, change_note="") | (Q(act=Act.CORRECT) & ~Q(change_note="")),
                name="review_of_a_correction_says_what_changed",
            ),
            models.CheckConstraint(
                condition=Q(later_due_on__isnull=True) | ~Q(emergency_reason=""), name="review_later_only_after_emergency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.disclosure}（{self.submitted_at:%Y-%m-%d}送审）"

    @property
    def is_emergency(self) -> bool:
        """Tell whether it asks to be released with two people, the rest of the review coming later."""
        return bool(self.emergency_reason)


class Opinion(models.Model):
    """What one person said at one stage about exactly what they saw (``sha256``). Append-only.

    ``remarks`` are comments at fields, ``[{"field", "text"}]``; ``checklist`` is ``{key: bool}`` (see ``checklists``).
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="opinions", verbose_name="审查")
    stage = models.CharField("环节", max_length=20, choices=Stage)
    outcome = models.CharField("意见", max_length=20, choices=Outcome)
    sha256 = models.CharField("所见内容SHA-256", max_length=64)
    comment = models.TextField("说明", blank=True)
    remarks = models.JSONField("逐栏意见", default=list)
    checklist = models.JSONField("审查清单", default=dict)
    secrecy = models.CharField("保密审查结论", max_length=20, choices=SecrecyOutcome, blank=True)
    attribute = models.CharField("公开属性", max_length=20, choices=Attribute, blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="opinions", verbose_name="审查人")
    by = models.CharField("审查人账号", max_length=150)
    role = models.CharField("身份", max_length=20, choices=Role)
    on_behalf_of = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="opinions_by_deputies", verbose_name="代理"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "审查意见"
        ordering = ["review", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "stage"], name="opinion_once_a_stage"),
            models.UniqueConstraint(fields=["review", "by"], name="opinion_once_a_person"),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.RETURN) | ~Q(comment=""), name="opinion_return_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.SECRECY, outcome=Outcome.APPROVE) | Q(secrecy=SecrecyOutcome.CLEAR),
                name="opinion_secrecy_approval_says_clear",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}：{self.get_outcome_display()}（{self.by}）"


class PassedWarning(models.Model):
    """A warning that was seen and passed when submitting, with the reason, which stays."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="passed_warnings")
    key = models.CharField("标识", max_length=64)
    kind = models.CharField("种类", max_length=60)
    message = models.TextField("提示")
    reason = models.TextField("理由")
    by = models.CharField("确认人", max_length=150)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "已说明理由的提示"
        ordering = ["review", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "key"], name="passed_warning_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="passed_warning_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.message}（{self.reason}）"


class OutsideOpinion(models.Model):
    """An opinion asked of someone without an account, by a link that expires and shows only the content under review.

    The link's secret is stored as its hash only. It advises; it is not a stage.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="outside_opinions")
    asked_of = models.CharField("征求意见对象", max_length=120)
    question = models.TextField("想请其看什么", blank=True)
    key_sha256 = models.CharField("链接密钥SHA-256", max_length=64, unique=True)
    asked_at = models.DateTimeField("征求时间")
    asked_by = models.CharField("征求人", max_length=150)
    expires_at = models.DateTimeField("链接失效时间")
    revoked_at = models.DateTimeField("收回时间", null=True, blank=True)
    opened_at = models.DateTimeField("首次打开时间", null=True, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    outcome = models.CharField("意见", max_length=20, choices=OutsideOutcome, blank=True)
    answer = models.TextField("意见内容", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "外部意见"
        ordering = ["review", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, outcome="") | (Q(answered_at__isnull=False) & ~Q(outcome="")),
                name="outside_opinion_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_of}（{self.review}）"

    def is_open(self, *, at: dt.datetime) -> bool:
        """Tell whether the link still answers at a moment."""
        return self.revoked_at is None and self.answered_at is None and at < self.expires_at and self.review.ending == ""
