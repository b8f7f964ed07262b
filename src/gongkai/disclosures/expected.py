"""Whom a stage of review waits for: who holds the role today, who is away and represented by whom, and whom the rules bar.

Absence is said and not hidden: a stage that waits for nobody must be seen by somebody.
"""

import datetime as dt
from dataclasses import dataclass

from gongkai.accounts.models import Appointment, Leave, User
from gongkai.accounts.roles import REVIEWERS, Stage
from gongkai.disclosures.models import Review
from gongkai.disclosures.statuses import Confinement, Ending


@dataclass(frozen=True, slots=True)
class Expected:
    """A person whose role the stage is; ``deputy`` acts while they are ``away``, ``barred`` says why they may not."""

    user: User
    away: bool
    deputy: User | None
    barred: str

    @property
    def able(self) -> bool:
        """Tell whether they themselves can act today."""
        return not self.away and not self.barred


def expected(review: Review, stage: Stage, *, on: dt.date) -> list[Expected]:
    """Return the people of a stage for one review on a day, those who can act first; six queries at most.

    A deputy stands both beside the person they represent and, as one who can act or is barred, by themselves.
    """
    office = review.disclosure.office_id
    held = Appointment.objects.on(on).filter(role__in=REVIEWERS[stage]).select_related("user").order_by("user__username")
    holders = {one.user_id: one.user for one in held if one.office_id is None or one.office_id == office}
    leaves = Leave.objects.filter(first_on__lte=on, last_on__gte=on).select_related("deputy")
    away = {leave.user_id: leave.deputy for leave in leaves}
    deputies = {deputy.pk: deputy for pk in holders if (deputy := away.get(pk)) and deputy.is_active}
    barred = _barred(review)
    named = _named(review)
    found = [
        Expected(user, pk in away, away.get(pk), barred.get(user.username, "") or ("" if named is None or pk in named else "没有被指定查看这一稿"))
        for pk, user in (holders | deputies).items()
    ]
    return sorted(found, key=lambda one: (not one.able, one.user.username))


def able(review: Review, stage: Stage, *, on: dt.date) -> list[User]:
    """Return the people who can give the opinion of a stage on a day."""
    return [one.user for one in expected(review, stage, on=on) if one.able]


def _barred(review: Review) -> dict[str, str]:
    """Return the people who may not judge this, with the reason: authors, who submitted it, who gave another opinion."""
    reasons = dict.fromkeys(review.opinions.values_list("by", flat=True), "已办理另一环节")
    reasons |= {review.submitted_by: "这一稿由其送审"}
    return reasons | dict.fromkeys(review.disclosure.revisions.values_list("by", flat=True).distinct(), "写过或改过这一稿")


def _named(review: Review) -> set[int | None] | None:
    """Return who may see a confined draft, or None where there is no such limit."""
    disclosure = review.disclosure
    if disclosure.confinement != Confinement.NAMED or review.ending == Ending.RELEASED:
        return None
    return {disclosure.handler_id, *disclosure.readers.values_list("pk", flat=True)}
