"""How an agency, its offices and its items stand on a day, counted in SQL from an index alone.

Running duties are counted whatever their date; ended ones by the period in which they were due, so that a rate says
something about a time. Every count has a filter of the same name on the desk's work list, where its duties are.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, F, Max, Q

from gongkai.agencies.models import Agency, Office
from gongkai.catalogue.models import ItemVersion
from gongkai.duties.models import Duty, DutyQuerySet, end_of_week
from gongkai.duties.statuses import Closing

YEAR = dt.timedelta(days=365)
MONTH_AHEAD = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts of duties. ``today``, ``week`` and ``month`` go by the safe date and hold each other; none holds late ones."""

    running: int = 0
    overdue: int = 0
    today: int = 0
    week: int = 0
    month: int = 0
    provisional: int = 0
    on_time: int = 0
    late: int = 0
    nothing: int = 0
    withheld: int = 0
    cancelled: int = 0

    def __add__(self, other: "Standing") -> "Standing":
        """Return the counts of both together."""
        return Standing(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def ended(self) -> int:
        """Return how many have ended, in whichever way."""
        return self.on_time + self.late + self.nothing + self.withheld + self.cancelled

    @property
    def on_time_rate(self) -> float | None:
        """Return which part of what had to be published by now was published on time; None where nothing had to be."""
        had_to_be = self.on_time + self.late + self.overdue
        return self.on_time / had_to_be if had_to_be else None


Place = tuple[int, int | None]  # item, office


@dataclass(frozen=True, slots=True)
class OfficeStanding:
    """How one office stands; None is work without an office."""

    office: Office | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """How one item in force stands, and the day of its last publication; never filled where there is none."""

    row: ItemVersion
    standing: Standing
    last_published_on: dt.date | None


@dataclass(frozen=True, slots=True)
class AgeBand:
    """How many running duties are due within a stretch of days; a bound that is None is open."""

    label: str
    first: dt.date | None
    last: dt.date | None
    count: int
    is_late: bool


def standing(
    agency: Agency, *, on: dt.date, office_ids: Collection[int] | None = None, since: dt.date | None = None
) -> Standing:
    """Return how an agency, or some of its offices, stand on a day; ended duties are those due from ``since`` (a year).

    Two queries.
    """
    return in_all(tally(agency, on=on, office_ids=office_ids, since=since))


def in_all(counted: Mapping[Place, Standing]) -> Standing:
    """Return what was counted by item and office as one."""
    return sum(counted.values(), Standing())


def due_counts(agency: Agency, *, on: dt.date, office_ids: Collection[int] | None = None) -> Standing:
    """Return the counts of running duties alone, quickly; what has ended is left at nothing. One query."""
    return sum((Standing(**counts) for counts in _running_counts(_of(agency, office_ids), on).values()), Standing())


def by_office(
    agency: Agency, *, on: dt.date, since: dt.date | None = None, counted: Mapping[Place, Standing] | None = None
) -> list[OfficeStanding]:
    """Return how each office in use, and each with duties, stands; work without an office comes last.

    Three queries; one, where the whole agency was ``counted`` already.
    """
    sums: dict[int | None, Standing] = defaultdict(Standing)
    for (_, office_id), counts in (tally(agency, on=on, since=since) if counted is None else counted).items():
        sums[office_id] += counts
    offices = [office for office in agency.offices.order_by("code") if office.is_active or office.pk in sums]
    found = [OfficeStanding(office, sums[office.pk]) for office in offices]
    return [*found, OfficeStanding(None, sums[None])] if None in sums else found


def by_item(
    agency: Agency,
    *,
    on: dt.date,
    office_ids: Collection[int] | None = None,
    since: dt.date | None = None,
    counted: Mapping[Place, Standing] | None = None,
) -> list[ItemStanding]:
    """Return how each item of the catalogue in force stands, in the catalogue's order.

    Four queries; two, where the whole agency was ``counted`` already. With ``office_ids``, the items these offices answer for.
    """
    sums: dict[int, Standing] = defaultdict(Standing)
    for (item_id, _), counts in (tally(agency, on=on, since=since) if counted is None else counted).items():
        sums[item_id] += counts
    published = Duty.objects.of(agency).filter(closing=Closing.PUBLISHED).order_by()
    last = dict(published.values_list("item").annotate(last=Max("closed_on")))
    rows = ItemVersion.objects.of(agency).in_force(on).select_related("item", "office").order_by("position")
    if office_ids is not None:
        rows = rows.filter(office__in=office_ids)
    return [ItemStanding(row, sums[row.item_id], last.get(row.item_id)) for row in rows]


def ages(agency: Agency, *, on: dt.date, office_ids: Collection[int] | None = None) -> list[AgeBand]:
    """Return the running duties by how long they are late or how near they are, the latest first. One query."""
    bands = list(_bands(on))
    counts = {
        f"band_{number}": Count("due_on", filter=_within("due_on", first, last)) for number, (_, first, last, _) in enumerate(bands)
    }
    found = _of(agency, office_ids).running().aggregate(**counts)
    return [AgeBand(label, first, last, found[f"band_{n}"], late) for n, (label, first, last, late) in enumerate(bands)]


def _bands(on: dt.date) -> Iterator[tuple[str, dt.date | None, dt.date | None, bool]]:
    def day(n: int) -> dt.date:
        return on + dt.timedelta(days=n)

    yield "逾期60天以上", None, day(-61), True
    yield "逾期21至60天", day(-60), day(-21), True
    yield "逾期6至20天", day(-20), day(-6), True
    yield "逾期5天以内", day(-5), day(-1), True
    yield "7天以内到期", on, day(7), False
    yield "8至30天到期", day(8), day(30), False
    yield "30天以后到期", day(31), None, False


def _within(name: str, first: dt.date | None, last: dt.date | None) -> Q:
    return (Q(**{f"{name}__gte": first}) if first else Q()) & (Q(**{f"{name}__lte": last}) if last else Q())


def _of(agency: Agency, office_ids: Collection[int] | None) -> DutyQuerySet:
    duties = Duty.objects.of(agency).order_by()
    return duties if office_ids is None else duties.filter(office__in=office_ids)


def tally(
    agency: Agency, *, on: dt.date, office_ids: Collection[int] | None = None, since: dt.date | None = None
) -> dict[Place, Standing]:
    """Return how an agency stands by item and office; two queries, one over running duties and one over those that have ended."""
    duties = _of(agency, office_ids)
    found: dict[Place, dict[str, int]] = defaultdict(dict, _running_counts(duties, on))
    past = duties.filter(closing__in=Closing.values, due_on__gte=since or on - YEAR)
    ended = past.values("closing", "item_id", "office_id").annotate(
        all=Count("due_on"), late=Count("due_on", filter=Q(closed_on__gt=F("due_on")))
    )
    for one in ended:
        found[_place(one)] |= _ended(one)
    return {place: Standing(**counts) for place, counts in found.items()}


def _running_counts(duties: DutyQuerySet, on: dt.date) -> dict[Place, dict[str, int]]:
    ahead = Q(due_on__gte=on)
    rows = duties.running().values("item_id", "office_id").annotate(
        running=Count("due_on"),
        overdue=Count("due_on", filter=Q(due_on__lt=on)),
        today=Count("due_on", filter=ahead & Q(safe_on__lte=on)),
        week=Count("due_on", filter=ahead & Q(safe_on__lte=end_of_week(on))),
        month=Count("due_on", filter=ahead & Q(safe_on__lte=on + MONTH_AHEAD)),
        provisional=Count("due_on", filter=Q(is_provisional=True)),
    )
    return {_place(row): _running(row) for row in rows}


def _place(row: Mapping[str, Any]) -> Place:
    return row["item_id"], row["office_id"]


def _running(row: Mapping[str, Any]) -> dict[str, int]:
    return {name: count for name, count in row.items() if name not in ("item_id", "office_id")}


def _ended(row: Mapping[str, Any]) -> dict[str, int]:
    if row["closing"] == Closing.PUBLISHED:
        return {"on_time": row["all"] - row["late"], "late": row["late"]}
    return {row["closing"]: row["all"]}
