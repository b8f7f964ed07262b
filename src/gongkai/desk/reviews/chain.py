"""The chain of a review as a picture: sent, three stations, public; who did what when, what it waits for, how it ended."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.accounts.roles import Stage
from gongkai.disclosures.expected import Expected
from gongkai.disclosures.models import Opinion, Review
from gongkai.disclosures.statuses import Ending, Outcome


@dataclass(frozen=True, slots=True)
class Station:
    """One place on the way. ``state`` is done, here, returned, void, ahead, skipped or owed; it is told in words as well."""

    name: str
    state: str
    told: str = ""
    who: str = ""
    at: dt.datetime | None = None
    waits_for: list[Expected] = field(default_factory=list)
    opinion: Opinion | None = None


def stations(review: Review, opinions: Sequence[Opinion], submitter: str, waits_for: list[Expected]) -> list[Station]:
    """Return the stations of a review in their order; ``opinions`` are those of this round.

    A round that was voided or taken back shows that as a station of its own, where it had got to; the rest stays neutral.
    """
    given = {Stage(one.stage): one for one in opinions}
    middle = [_stage(review, stage, given.get(stage), waits_for) for stage in Stage]
    middle = [*middle[1:], _public(review), middle[0]] if review.is_emergency else [*middle, _public(review)]
    if review.ending in (Ending.VOID, Ending.TAKEN_BACK):
        got_to = next(number for number, one in enumerate(middle) if one.opinion is None)
        middle.insert(got_to, Station(str(review.get_ending_display()), "void", at=review.ended_at))
    sent = "紧急送审" if review.is_emergency else "送审"
    return [Station(sent, "done", "已送审", submitter, review.submitted_at), *middle]


def _stage(review: Review, stage: Stage, opinion: Opinion | None, waits_for: list[Expected]) -> Station:
    name = "补办科室审核" if review.is_emergency and stage == Stage.OFFICE else str(stage.label)
    if opinion:
        state = "done" if opinion.outcome == Outcome.APPROVE else "returned"
        told = str(opinion.get_outcome_display())
        if opinion.outcome == Outcome.APPROVE and opinion.secrecy:
            told = f"同意：{opinion.get_secrecy_display()}"
        who = opinion.user.full_name
        if opinion.on_behalf_of:
            who += f"（代{opinion.on_behalf_of.full_name}）"
        return Station(name, state, told, who, opinion.at, opinion=opinion)
    if review.stage == stage:
        return Station(name, "here", "正在等待", waits_for=waits_for)
    if review.is_emergency and stage == Stage.OFFICE and review.ending == Ending.RELEASED:
        return Station(name, "owed", f"须在{review.later_due_on:%Y-%m-%d}前补办", waits_for=waits_for)
    if review.ending and review.ending != Ending.RELEASED:
        return Station(name, "skipped", "未办理")
    return Station(name, "ahead", "紧急公开后补办" if review.is_emergency and stage == Stage.OFFICE else "待办理")


def _public(review: Review) -> Station:
    if review.ending == Ending.RELEASED:
        return Station("公开", "done", "已公开", at=review.ended_at)
    if review.ending == Ending.RETURNED:
        return Station("公开", "returned", "已退回，未公开", at=review.ended_at)
    if review.ending:
        return Station("公开", "skipped", "未公开")
    if review.stage == "":
        return Station("公开", "here", "已签发，到时公开", at=review.planned_at)
    return Station("公开", "ahead", "计划公开" if review.planned_at else "签发后公开", at=review.planned_at)
