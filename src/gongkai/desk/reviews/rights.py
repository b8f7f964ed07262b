"""Who may open a review, and what they may do with it today. Whether they may is decided once more when they do it."""

import datetime as dt
from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from gongkai.accounts.queries import held_for
from gongkai.accounts.roles import REVIEWERS, WRITERS, Role, Stage
from gongkai.desk.access import Person
from gongkai.disclosures import queries
from gongkai.disclosures.expected import Expected, expected
from gongkai.disclosures.models import Bundle, Review
from gongkai.disclosures.statuses import Ending
from gongkai.sources.errors import BadInput

REVIEWING = tuple(dict.fromkeys(role for roles in REVIEWERS.values() for role in roles))
SCHEDULING = (Role.RELEASING_LEADER, Role.OFFICER)


@dataclass(frozen=True, slots=True)
class Powers:
    """What a person can do with a review: ``stage`` is the one they can give the opinion of, ``barred`` why they cannot."""

    stage: Stage | None
    barred: str
    waits_for: list[Expected]
    take_back: bool
    reschedule: bool
    ask_outside: bool
    edit: bool


def review_or_404(person: Person, pk: int) -> Review:
    """Return a review with its content, if this person may open it; to others it does not exist."""
    seen = queries.visible_to(person.user, office_ids=person.office_ids, reads_all=person.reads_all)
    found = Review.objects.filter(seen, disclosure__agency=person.agency)
    related = ("disclosure__office", "disclosure__duty", "disclosure__item", "disclosure__bundle", "disclosure__handler")
    return get_object_or_404(found.select_related(*related), pk=pk)


def bundle_or_404(person: Person, pk: int) -> Bundle:
    """Return a bundle, if this person may open the review of each of its members."""
    bundle = get_object_or_404(Bundle, pk=pk, agency=person.agency)
    seen = queries.visible_to(person.user, office_ids=person.office_ids, reads_all=person.reads_all)
    reviews = queries.members_of(bundle)
    if not reviews or Review.objects.filter(seen, pk__in=[one.pk for one in reviews]).count() != len(reviews):
        get_object_or_404(Bundle, pk=0)
    return bundle


def stage_of(review: Review) -> Stage | None:
    """Return the stage a review waits for: of an emergency release whose later review is owed, the office's."""
    if review.stage:
        return Stage(review.stage)
    owed = review.ending == Ending.RELEASED and review.later_due_on and not review.later_done_at
    return Stage.OFFICE if owed else None


def asks_outside(person: Person, review: Review) -> bool:
    """Tell whether a person may ask someone outside about a review: who reviews in its office, while it runs."""
    return review.ending == "" and held_for(person.roles, REVIEWING, office_id=review.disclosure.office_id) is not None


def demand_scheduling(person: Person, review: Review) -> None:
    """Refuse to move the hour for people who may not; raises BadInput."""
    if not person.has(*SCHEDULING, office_id=review.disclosure.office_id):
        raise BadInput("只有签发领导或政府信息公开负责人可以调整公开时间。")


def powers(person: Person, review: Review, *, on: dt.date) -> Powers:
    """Return what a person can do with a review on a day; six queries at most."""
    stage, office = stage_of(review), review.disclosure.office_id
    waits_for = expected(review, stage, on=on) if stage else []
    me = next((one for one in waits_for if one.user.pk == person.user.pk), None)
    held = person.as_reviewer(stage, office_id=office) if stage else None
    running = review.ending == ""
    return Powers(
        stage=stage if held and me and not me.barred else None,
        barred=me.barred if held and me else "",
        waits_for=waits_for,
        take_back=running and person.by == review.submitted_by,
        reschedule=running and review.stage in ("", Stage.RELEASE) and person.has(*SCHEDULING, office_id=office),
        ask_outside=asks_outside(person, review),
        edit=person.has(*WRITERS, office_id=office),
    )
