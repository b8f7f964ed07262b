"""Review: submitting, taking back, the opinion of each stage, and the release that follows the last one."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from gongkai.accounts.models import User
from gongkai.accounts.queries import Held, held_for_stage, roles_of
from gongkai.accounts.roles import Stage
from gongkai.audit.actions import record
from gongkai.disclosures import content, telling
from gongkai.disclosures.actions.drafting import end_review, locked, row_in_force
from gongkai.disclosures.actions.publishing import NotReady, latest_public, publish
from gongkai.disclosures.checklists import missing
from gongkai.disclosures.models import Bundle, Disclosure, Opinion, PassedWarning, Publication, Review
from gongkai.disclosures.requirements import check, key_of
from gongkai.disclosures.statuses import Act, Attribute, Confinement, Ending, Outcome, SecrecyOutcome, Status
from gongkai.duties.actions import refuse_personal_data
from gongkai.duties.calendars import calendar_in_force
from gongkai.rules.findings import Finding
from gongkai.sources.errors import BadInput

EVERY_WARNING = "*"  # in ``reasons``: one reason for all warnings that have none of their own
LATER_REVIEW = 3  # working days within which the rest of an emergency release's review must be done
NEXT: dict[str, Stage | None] = {Stage.OFFICE: Stage.SECRECY, Stage.SECRECY: Stage.RELEASE, Stage.RELEASE: None}


class WarningsUnanswered(NotReady):
    """Warnings may be passed, but each with its reason."""

    def __init__(self, findings: list[Finding]) -> None:
        """Keep the warnings and name the first of them."""
        BadInput.__init__(self, f"有{len(findings)}条提示没有说明理由：{findings[0].message}请修改，或写明为什么可以公开。")
        self.findings = findings


class MayNotReview(BadInput):
    """This person is not the one to give this opinion: no such role today, an author, or at two stages."""


class NotWhatWasSeen(BadInput):
    """What is under review is not what the reviewer had before their eyes, or the review has ended."""


@transaction.atomic
def submit(
    *,
    disclosure: Disclosure,
    by: str,
    at: dt.datetime,
    reasons: Mapping[str, str] | None = None,
    message: str = "",
    change_note: str = "",
    planned_at: dt.datetime | None = None,
    emergency_reason: str = "",
) -> Review:
    """Send a draft, or a change of what is public (then with ``change_note``), through the stages of review.

    ``reasons`` say for each warning, by its key, why it can be passed. Raises NotReady, WarningsUnanswered, BadInput.
    """
    disclosure = locked(disclosure)
    if running := Review.objects.running().filter(disclosure=disclosure).first():
        raise BadInput(f"“{disclosure}”已于{timezone.localtime(running.submitted_at):%m月%d日 %H:%M}送审，正等待{running.get_stage_display() or '到时公开'}。")
    on = timezone.localdate(at)
    row = row_in_force(disclosure.item, on=on)
    findings = check(disclosure, row, on=on)
    if any(finding.severity == "error" for finding in findings):
        raise NotReady(findings)
    passed = _passed(findings, reasons or {})
    snapshot = content.reviewed(content.snapshot(disclosure, row, rule=None, on=on))
    act = _act(disclosure, snapshot, change_note)
    if planned_at and planned_at <= at:
        raise BadInput("计划公开时间已经过去：请改为以后的时间，或者留空（签发后立即公开）。")
    review = Review.objects.create(
        disclosure=disclosure,
        act=act,
        change_note=change_note.strip() if act == Act.CORRECT else "",
        content=snapshot,
        sha256=content.sha256_of(snapshot),
        stage=Stage.SECRECY if emergency_reason.strip() else Stage.OFFICE,
        submitted_at=at,
        submitted_by=by,
        message=message.strip(),
        planned_at=planned_at,
        emergency_reason=emergency_reason.strip(),
    )
    PassedWarning.objects.bulk_create(
        PassedWarning(review=review, key=key_of(finding), kind=finding.kind, message=finding.message, reason=reason, by=by, at=at)
        for finding, reason in passed
    )
    after = {"review": review.pk, "sha256": review.sha256, "warnings_passed": len(passed)}
    record(by=by, act="紧急送审" if review.is_emergency else "送审", subject=disclosure, at=at, after=after, note=review.emergency_reason)
    telling.waiting(review, at=at)
    return review


@transaction.atomic
def take_back(*, review: Review, by: str, at: dt.datetime, reason: str = "") -> Review:
    """Take a submission back before it is released, to go on writing; its opinions fall with it."""
    disclosure = locked(review.disclosure)
    ended = end_review(disclosure, Ending.TAKEN_BACK, by=by, at=at, note=reason.strip() or "送审人撤回")
    if ended is None or ended.pk != review.pk:
        raise NotWhatWasSeen("这次送审已经结束，不能再撤回。")
    telling.settled(ended, at=at)
    return ended


@transaction.atomic
def give_opinion(
    *,
    review: Review,
    stage: Stage,
    user: User,
    outcome: Outcome,
    seen_sha256: str,
    at: dt.datetime,
    comment: str = "",
    remarks: Sequence[Mapping[str, str]] = (),
    checklist: Mapping[str, bool] | None = None,
    secrecy: str = "",
    attribute: str = Attribute.PROACTIVE,
    with_bundle: Bundle | None = None,
) -> Opinion:
    """Give the opinion of a stage on exactly what was seen; the last approval releases, at once or at the planned hour.

    Raises MayNotReview, NotWhatWasSeen, or BadInput when what an opinion must say is missing.
    """
    disclosure = locked(review.disclosure)
    review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    later = review in Review.objects.owing().filter(pk=review.pk)
    if review.ending and not later:
        raise NotWhatWasSeen(f"这次审查已经结束（{review.get_ending_display()}），意见没有提交：请刷新后查看。")
    if seen_sha256 != review.sha256:
        raise NotWhatWasSeen("你看到的内容与正在审查的不一致，意见没有提交：请刷新后重新查看。")
    if (not later and stage != review.stage) or (later and stage != Stage.OFFICE):
        raise NotWhatWasSeen(f"现在等待的是{review.get_stage_display() or '到时公开'}，不是{stage.label}。")
    held = reviewer_of(disclosure, review, stage, user, on=timezone.localdate(at))
    ticked = {key: bool(value) for key, value in (checklist or {}).items()}
    _require_words(stage, outcome, comment, ticked, secrecy, attribute)
    for remark in remarks:
        refuse_personal_data(remark.get("text", ""), "批注")
    if stage == Stage.RELEASE and outcome == Outcome.APPROVE and disclosure.bundle != with_bundle:
        raise BadInput(f"“{disclosure}”属于合并公开“{disclosure.bundle}”：请在合并公开里一并签发。")
    opinion = _keep(review, stage, user, held, outcome, at, comment, remarks, ticked, secrecy, attribute)
    telling.settled(review, at=at)
    if later:
        review.later_done_at = at
        review.save(update_fields=["later_done_at"])
        if outcome == Outcome.RETURN:
            telling.later_review_refused(review, at=at)
    elif outcome == Outcome.RETURN:
        if ended := end_review(disclosure, Ending.RETURNED, by=opinion.by, at=at, note=comment.strip()):
            telling.returned(ended, at=at)
    else:
        _move_on(review, stage, by=opinion.by, at=at)
    return opinion


def reviewer_of(disclosure: Disclosure, review: Review, stage: Stage, user: User, *, on: dt.date) -> Held:
    """Return the role under which a person may give a stage's opinion; raises MayNotReview with the reason."""
    held = held_for_stage(roles_of(user, on=on), stage, office_id=disclosure.office_id)
    if held is None:
        raise MayNotReview(f"{user.full_name}今天没有“{stage.label}”的职责（休假的由代理人办理）。")
    if disclosure.confinement == Confinement.NAMED and not disclosure.readers.filter(pk=user.pk).exists():
        raise MayNotReview("这一稿限定了查看的人，你不在其中：请由限定范围内的审查人办理。")
    if disclosure.revisions.filter(by=user.username).exists():
        raise MayNotReview("你写过或改过这一稿，不能审查它：请由另一人审查。")
    if review.submitted_by == user.username:
        raise MayNotReview("这一稿由你送审，不能再由你审查：请由另一人审查。")
    if mine := review.opinions.filter(by=user.username).first():
        raise MayNotReview(f"你已经办理了这一稿的{mine.get_stage_display()}，另一环节须由另一人办理。")
    return held


def _passed(findings: Sequence[Finding], reasons: Mapping[str, str]) -> list[tuple[Finding, str]]:
    """Return each warning with the reason why it is passed; raises WarningsUnanswered."""
    warnings = {key_of(finding): finding for finding in findings if finding.severity == "warning"}
    said = {key: (reasons.get(key) or reasons.get(EVERY_WARNING, "")).strip() for key in warnings}
    if unanswered := [finding for key, finding in warnings.items() if not said[key]]:
        raise WarningsUnanswered(unanswered)
    for reason in said.values():
        refuse_personal_data(reason, "理由")
    return [(finding, said[key]) for key, finding in warnings.items()]


def _act(disclosure: Disclosure, snapshot: dict[str, object], change_note: str) -> Act:
    """Tell whether this is a first publication or a correction, which must say what changed and change something."""
    if disclosure.status == Status.DRAFT:
        return Act.PUBLISH
    latest = latest_public(disclosure)
    if not change_note.strip():
        raise BadInput("更正必须写明更正说明：改了什么、为什么。")
    refuse_personal_data(change_note, "更正说明")
    if content.sha256_of(content.reviewed(latest.content)) == content.sha256_of(snapshot):
        raise BadInput("内容与已公开的完全相同，没有需要更正的地方。")
    return Act.CORRECT


def _require_words(
    stage: Stage, outcome: Outcome, comment: str, ticked: Mapping[str, bool], secrecy: str, attribute: str
) -> None:
    refuse_personal_data(comment, "意见")
    if outcome == Outcome.RETURN:
        if not comment.strip():
            raise BadInput("退回须写明原因，让经办人知道改什么。")
        return
    if left := missing(stage, dict(ticked)):
        raise BadInput(f"审查清单还有没有确认的：{'；'.join(left)}。")
    if stage == Stage.SECRECY and (secrecy != SecrecyOutcome.CLEAR or attribute != Attribute.PROACTIVE):
        raise BadInput("只有“不涉密，可以公开”且公开属性为“主动公开”的才能同意；其他情形请退回，并写明依据。")


def _keep(
    review: Review,
    stage: Stage,
    user: User,
    held: Held,
    outcome: Outcome,
    at: dt.datetime,
    comment: str,
    remarks: Sequence[Mapping[str, str]],
    ticked: dict[str, bool],
    secrecy: str,
    attribute: str,
) -> Opinion:
    opinion = Opinion.objects.create(
        review=review,
        stage=stage,
        outcome=outcome,
        sha256=review.sha256,
        comment=comment.strip(),
        remarks=[dict(remark) for remark in remarks if remark.get("text", "").strip()],
        checklist=ticked,
        secrecy=secrecy if stage == Stage.SECRECY else "",
        attribute=attribute if stage == Stage.SECRECY else "",
        user=user,
        by=user.username,
        role=held.role,
        on_behalf_of=held.on_behalf_of,
        at=at,
    )
    after = {"review": review.pk, "sha256": review.sha256, "role": held.role.value}
    if held.on_behalf_of:
        after["on_behalf_of"] = held.on_behalf_of.username
    act = f"{stage.label}：{outcome.label}"
    record(by=user.username, act=act, subject=review.disclosure, at=at, after=after, note=opinion.comment)
    return opinion


def _move_on(review: Review, stage: Stage, *, by: str, at: dt.datetime) -> Publication | None:
    """Pass the review to its next stage, or after the last one let it out, at once or when its hour comes."""
    following = NEXT[stage]
    review.stage = following or ""
    if following is None and review.is_emergency:
        review.later_due_on = calendar_in_force().reckon(timezone.localdate(at), LATER_REVIEW).day
    review.save(update_fields=["stage", "later_due_on"])
    if following:
        telling.waiting(review, at=at)
    if following is None and (review.planned_at is None or review.planned_at <= at):
        return publish(disclosure=review.disclosure, by=by, at=at)
    return None
