"""The lists of review as the screen shows them: each line with its time left and what is risky about it, in constant queries."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.accounts.models import User
from gongkai.accounts.roles import REVIEWERS, WRITERS, Role, Stage
from gongkai.agencies.models import Office
from gongkai.desk.access import Person
from gongkai.disclosures import queries
from gongkai.disclosures.models import Opinion, PassedWarning, Review
from gongkai.disclosures.models.reviews import ReviewQuerySet

PAGE = 30
LAST_PAGE = 200
REVIEWING = tuple(role for roles in REVIEWERS.values() for role in roles)
SEES_OWED = (Role.OFFICE_HEAD, Role.OFFICER, Role.RELEASING_LEADER, Role.AUDITOR)
PERSONAL = "personal_data_"
UNCHECKED = "file_unchecked"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a tab and its filters."""

    tab: str
    stage: str = ""
    office: int | None = None
    act: str = ""
    only: str = ""
    page: int = 1

    def address(self, **changed: Any) -> str:
        """Return the query string of this list, changed."""
        said = {"tab": self.tab, "stage": self.stage, "office": self.office, "act": self.act, "only": self.only, "page": self.page} | changed
        return "?" + urlencode({name: value for name, value in said.items() if value and (name, value) != ("page", 1)})


@dataclass(frozen=True, slots=True)
class Tab:
    """One list: its key, name, how many there are (None: not counted) and whether it is the one shown."""

    key: str
    label: str
    count: int | None
    urgent: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One review in a list."""

    review: Review
    submitter: str
    due_on: dt.date | None
    days_left: int | None
    later_left: int | None
    warnings: int
    personal: int
    unchecked: int
    opinion: Opinion | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and whether another follows."""

    lines: list[Line]
    more: bool


def tabs_of(person: Person, wanted: str) -> list[Tab]:
    """Return the lists a person has, with counts of what asks for something; three queries at most."""
    waiting = found("waiting", person)
    tabs: list[tuple[str, str, int | None, bool]] = []
    if person.has_anywhere(*REVIEWING):
        urgent = waiting.exclude(emergency_reason="").exists()
        tabs.append(("waiting", "等我办理", queries.counted(waiting), urgent))
    if person.has_anywhere(*WRITERS):
        tabs.append(("returned", "被退回", queries.counted(found("returned", person)), False))
    tabs += [("running", "在审", None, False), ("scheduled", "定时公开", None, False)]
    if person.has_anywhere(*SEES_OWED):
        owed = found("owing", person)
        late = owed.filter(later_due_on__lt=person.on).exists()
        tabs.append(("owing", "紧急公开待补审", queries.counted(owed), late))
    if person.has_anywhere(*REVIEWING):
        tabs.append(("done", "我办理过的", None, False))
    current = wanted if wanted in {tab[0] for tab in tabs} else tabs[0][0]
    return [Tab(*tab, current=tab[0] == current) for tab in tabs]


def found(tab: str, person: Person) -> ReviewQuerySet:
    """Return the reviews of one list of a person."""
    offices = None if person.reads_all else person.office_ids
    if tab == "waiting":
        return queries.waiting_for(person.user, person.roles, person.on)
    if tab == "returned":
        writes = {one.office_id for one in person.roles if one.role in WRITERS and one.office_id is not None}
        return queries.returned_to(person.user, writes)
    if tab == "scheduled":
        planned = queries.scheduled(seen_by=person.user)
        return planned if offices is None else planned.filter(disclosure__office__in=offices)
    if tab == "owing":
        return queries.owing(offices)
    return queries.under_review_of(offices, seen_by=person.user)


def page_of(person: Person, wanted: Wanted) -> Page:
    """Return one page of a list; four queries."""
    start = (wanted.page - 1) * PAGE
    if wanted.tab == "done":
        opinions = list(queries.given_by(person.user)[start : start + PAGE + 1])
        return Page(lines_of([one.review for one in opinions[:PAGE]], on=person.on, opinions=opinions), len(opinions) > PAGE)
    reviews = list(_filtered(found(wanted.tab, person), wanted)[start : start + PAGE + 1])
    return Page(lines_of(reviews[:PAGE], on=person.on), len(reviews) > PAGE)


def offices_of(person: Person) -> QuerySet[Office]:
    """Return the offices whose reviews a person may see."""
    offices = Office.objects.filter(agency=person.agency).order_by("name")
    return offices if person.reads_all else offices.filter(pk__in=person.office_ids)


def lines_of(reviews: Sequence[Review], *, on: dt.date, opinions: Sequence[Opinion] = ()) -> list[Line]:
    """Add what is risky to reviews, and who sent them; two queries."""
    kinds: dict[int, Counter[str]] = {}
    for review, kind in PassedWarning.objects.filter(review__in=reviews).values_list("review_id", "kind"):
        kinds.setdefault(review, Counter())[kind] += 1
    names = names_of(review.submitted_by for review in reviews)
    given = {one.review_id: one for one in opinions}
    return [_line(one, kinds.get(one.pk, Counter()), names, on, given.get(one.pk)) for one in reviews]


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """Return the people's names by username; one query."""
    found = User.objects.filter(username__in=set(usernames))
    return {user.username: user.full_name for user in found}


def _line(review: Review, kinds: Counter[str], names: dict[str, str], on: dt.date, opinion: Opinion | None) -> Line:
    duty = review.disclosure.duty
    owed = review.later_due_on if review.later_done_at is None else None
    return Line(
        review=review,
        submitter=names.get(review.submitted_by, review.submitted_by),
        due_on=duty.due_on if duty else None,
        days_left=(duty.due_on - on).days if duty and not duty.closing else None,
        later_left=(owed - on).days if owed else None,
        warnings=kinds.total(),
        personal=sum(count for kind, count in kinds.items() if kind.startswith(PERSONAL)),
        unchecked=kinds[UNCHECKED],
        opinion=opinion,
    )


def _filtered(reviews: ReviewQuerySet, wanted: Wanted) -> ReviewQuerySet:
    if wanted.stage in Stage.values:
        reviews = reviews.filter(stage=wanted.stage)
    if wanted.office:
        reviews = reviews.filter(disclosure__office=wanted.office)
    if wanted.act:
        reviews = reviews.filter(act=wanted.act)
    if wanted.only == "urgent":
        reviews = reviews.exclude(emergency_reason="")
    if wanted.only == "risky":
        reviews = reviews.filter(Exists(PassedWarning.objects.filter(review=OuterRef("pk"))))
    return reviews
