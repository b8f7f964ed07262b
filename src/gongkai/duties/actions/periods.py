"""Duties that no event brings but the calendar: 每年1月31日前, 每年10月底前, and the next update after the last one.

Called by the clock every day. Each duty has a period key, so calling again makes nothing twice; days that were missed
are made good, because every catalogue version is asked for the whole time it was in force.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.audit.actions import record
from gongkai.catalogue.actions import take_effect
from gongkai.catalogue.models import ItemVersion
from gongkai.duties.actions.enforcement import carry_over
from gongkai.duties.calendars import calendar_in_force
from gongkai.duties.models import Duty, GoverningLimit
from gongkai.duties.statuses import Closing
from gongkai.duties.weighing import DECISION, UPDATE, Candidate, Scales, Weighed, cycle_of, recurring_of
from gongkai.publisher.actions import enqueue
from gongkai.rules.occurrences import Period, periods
from gongkai.rules.timelimits import TimeLimit
from gongkai.rules.workdays import NotCovered

YEAR_AHEAD = dt.timedelta(days=366)


@transaction.atomic
def generate(
    *, agency: Agency, on: dt.date, by: str, at: dt.datetime, horizon: dt.timedelta = YEAR_AHEAD
) -> list[Duty]:
    """Make the calendar's duties that fall due up to ``horizon`` after the day ``on``, and return the new ones.

    Running duties of a version that has been replaced by now are carried over first.
    """
    Agency.objects.select_for_update().get(pk=agency.pk)
    take_effect(agency=agency, on=on, at=at)
    carry_over(agency=agency, on=on, by=by, at=at)
    rows = list(_rows_ever_in_force(agency))
    scales = Scales(calendar_in_force())
    decisions = _dated_decisions(agency)
    there = _keys(agency)
    new: list[Duty] = []
    for row in rows:
        until = min(row.catalogue.in_force_until or on + horizon, on + horizon)
        planned = [*_dated(row, until, scales, decisions.get(row.item_id)), *_updates(row, on, scales)]
        for period, trigger_on, weighed, candidates in planned:
            if period not in there[row.item_id]:
                there[row.item_id].add(period)
                new.append(_make(row, period, trigger_on, weighed, candidates, at=at))
    _tell(new, by=by, at=at)
    return new


Planned = tuple[str, dt.date, Weighed, Sequence[Candidate]]


def _rows_ever_in_force(agency: Agency) -> Iterator[ItemVersion]:
    """Give the rows of every version that has been put in force, the oldest version first."""
    rows = ItemVersion.objects.of(agency).filter(catalogue__in_force_from__isnull=False)
    yield from rows.select_related("catalogue", "office", "item").order_by("catalogue__in_force_from", "position")


def _dated_decisions(agency: Agency) -> dict[int, Candidate]:
    """Return the officers' decisions for a limit that is a date of the year, by item."""
    made = GoverningLimit.objects.filter(item__agency=agency, limit__kind="by_date")
    return {one.item_id: Candidate(f"{DECISION}：{one.reason}", TimeLimit.from_json(one.limit)) for one in made}


def _keys(agency: Agency) -> defaultdict[int, set[str]]:
    """Return the periods that each item has duties for."""
    keys: defaultdict[int, set[str]] = defaultdict(set)
    for item, period in Duty.objects.of(agency).exclude(period="").values_list("item_id", "period"):
        keys[item].add(period)
    return keys


def _dated(row: ItemVersion, until: dt.date, scales: Scales, decision: Candidate | None) -> Iterator[Planned]:
    """Plan what falls due by the row's recurring dates while its version is in force."""
    since = row.catalogue.in_force_from
    assert since
    for candidates in recurring_of(row).values():
        for period in periods(candidates[0].limit, since, until):
            weighed = _weighed(scales, candidates, period, decision)
            if weighed and since <= weighed.due.due_on <= until:
                yield period.label, period.first, weighed, candidates


def _weighed(
    scales: Scales, candidates: Sequence[Candidate], period: Period, decision: Candidate | None
) -> Weighed | None:
    """Weigh the limits of one period; a year that nobody can know yet is left for later."""
    try:
        return scales.weigh(candidates, period.first, decision)
    except (NotCovered, OverflowError, ValueError):
        return None


def _updates(row: ItemVersion, on: dt.date, scales: Scales) -> Iterator[Planned]:
    """Plan the next update of an item with an update cycle, counted from the day its last duty was fulfilled."""
    cycle = cycle_of(row)
    if cycle is None or (row.catalogue.in_force_until and row.catalogue.in_force_until < on):
        return
    fulfilled = Duty.objects.filter(item=row.item_id, closing__in=[Closing.PUBLISHED, Closing.NOTHING])
    last = fulfilled.order_by("-closed_on").first()
    waiting = Duty.objects.running().filter(item=row.item_id, period__startswith=UPDATE).exists()
    if last and last.closed_on and not waiting:
        yield f"{UPDATE}：{last.closed_on}之后", last.closed_on, scales.weigh([cycle], last.closed_on, None), [cycle]


def _make(
    row: ItemVersion, period: str, trigger_on: dt.date, weighed: Weighed, candidates: Sequence[Candidate], *, at: dt.datetime
) -> Duty:
    return Duty.objects.create(
        item=row.item,
        item_version=row,
        office=row.office,
        period=period,
        subject=f"{row.name[:120]}（{period}，{weighed.governing.limit.text[:40]}）",
        trigger_on=trigger_on,
        created_at=at,
        candidates=[candidate.as_json() for candidate in candidates],
        **weighed.as_fields(),
    )


def _tell(new: Sequence[Duty], *, by: str, at: dt.datetime) -> None:
    for duty in new:
        record(by=by, act="按期产生公开义务", subject=duty, at=at, after={"due_on": duty.due_on.isoformat()})
    for item in dict.fromkeys(duty.item_id for duty in new):
        enqueue(kind="item", key=str(item), at=at)
