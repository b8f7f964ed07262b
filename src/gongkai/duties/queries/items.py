"""One item looked at: its duties year by year, and the limits that compete to govern it."""

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q

from gongkai.catalogue.models import Item, ItemVersion
from gongkai.duties.calendars import calendar_in_force
from gongkai.duties.models import Duty, GoverningLimit
from gongkai.duties.queries.standings import Standing
from gongkai.duties.statuses import Closing
from gongkai.duties.weighing import Candidate, candidates_of, decision_for
from gongkai.rules import deadlines
from gongkai.rules.deadlines import NoDueDate
from gongkai.rules.timelimits import write_limit
from gongkai.rules.workdays import NotCovered


@dataclass(frozen=True, slots=True)
class ItemYear:
    """How an item's duties of one year stand, by the year they are due in."""

    year: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class RivalLimit:
    """A limit that was weighed for a duty: where it is written, what it says, the date it gives, whether it governs."""

    source: str
    text: str
    meaning: str
    due_on: dt.date | None
    governs: bool


def years_of(item: Item, *, on: dt.date) -> list[ItemYear]:
    """Return the years of an item that have duties, the latest first; one query, answered from an index."""
    late = Q(closing=Closing.PUBLISHED, closed_on__gt=F("due_on"))
    days = Duty.objects.filter(item=item).order_by().values("due_on", "closing").annotate(
        all=Count("due_on"), late=Count("due_on", filter=late)
    )
    sums: dict[int, Standing] = defaultdict(Standing)
    for day in days:
        if day["closing"] == Closing.PUBLISHED:
            counts = Standing(on_time=day["all"] - day["late"], late=day["late"])
        elif day["closing"]:
            counts = Standing(**{day["closing"]: day["all"]})
        else:
            counts = Standing(running=day["all"], overdue=day["all"] if day["due_on"] < on else 0)
        sums[day["due_on"].year] += counts
    return [ItemYear(year, sums[year]) for year in sorted(sums, reverse=True)]


def rivals(duty: Duty) -> list[RivalLimit]:
    """Return the limits weighed for a duty with the date each gives, the officer's decision first. Two queries.

    A limit that gives no date, or one that no calendar covers, has None.
    """
    calendar = calendar_in_force()
    candidates = [Candidate.from_json(shape) for shape in duty.candidates]
    decision = decision_for(duty, GoverningLimit.objects.filter(item=duty.item_id).first())
    found = []
    for candidate in [*([decision] if decision else []), *candidates]:
        try:
            due_on = deadlines.due(candidate.limit, duty.trigger_on, calendar).due_on
        except (NoDueDate, NotCovered, OverflowError, ValueError):
            due_on = None
        governs = candidate.source[:200] == duty.limit_source and candidate.limit.as_json() == duty.limit
        found.append(RivalLimit(candidate.source, candidate.limit.text, write_limit(candidate.limit), due_on, governs))
    return found


def differing(rows: Sequence[ItemVersion]) -> list[tuple[ItemVersion, list[Candidate]]]:
    """Return the rows of the catalogue whose column and clauses set different limits, with those limits."""
    found = [(row, _dated(candidates_of(row))) for row in rows]
    return [(row, limits) for row, limits in found if len({_meaning(limit) for limit in limits}) > 1]


def _dated(candidates: list[Candidate]) -> list[Candidate]:
    """Keep the first limit and those that may go before it: 及时 and the like name no day of their own."""
    return [*candidates[:1], *(one for one in candidates[1:] if one.limit.kind not in ("prompt", "cycle", "notice_period"))]


def _meaning(candidate: Candidate) -> object:
    """Return what two limits have in common that give the same date, however they are worded."""
    return dataclasses.replace(candidate.limit, text="", triggers=())
