"""Due dates over a stretch of time: the calendar of a year's deadlines, and the on-time rate month by month.

Grouped by day in SQL and folded into months here: a database's own month function is slow on SQLite.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, Q

from gongkai.agencies.models import Agency
from gongkai.duties.models import Duty, DutyQuerySet
from gongkai.duties.statuses import Closing

ANY = ["", *Closing.values]  # named one by one, so that the index by ending and date serves


@dataclass(frozen=True, slots=True)
class Deadline:
    """One day on which something is or was due: how many run, how many of them on a provisional date, how many ended."""

    on: dt.date
    running: int
    provisional: int
    ended: int


@dataclass(frozen=True, slots=True)
class MonthRate:
    """What was due in one month: published on time, published late, still not published though past."""

    first: dt.date
    on_time: int
    late: int
    overdue: int

    @property
    def rate(self) -> float | None:
        """Return the part published on time, or None where nothing was due."""
        due = self.on_time + self.late + self.overdue
        return self.on_time / due if due else None


def deadlines_between(
    agency: Agency, first: dt.date, last: dt.date, *, office_ids: Collection[int] | None = None
) -> list[Deadline]:
    """Return the days from ``first`` to ``last`` on which something is due, in order. One query."""
    days = _due(agency, first, last, office_ids).values("due_on").annotate(
        running=Count("due_on", filter=Q(closing="")),
        provisional=Count("due_on", filter=Q(closing="", is_provisional=True)),
        ended=Count("due_on", filter=~Q(closing="")),
    )
    found = (Deadline(day["due_on"], day["running"], day["provisional"], day["ended"]) for day in days)
    return sorted(found, key=lambda day: day.on)


def on_time_by_month(
    agency: Agency, first: dt.date, last: dt.date, *, on: dt.date,
    office_ids: Collection[int] | None = None, item_id: int | None = None,
) -> list[MonthRate]:  # fmt: skip
    """Return every month from ``first`` to ``last`` with what was due in it and past by the day ``on``. One query."""
    duties = _due(agency, first, last, office_ids).filter(closing__in=["", Closing.PUBLISHED])
    if item_id is not None:
        duties = duties.filter(item=item_id)
    in_time = Q(closing=Closing.PUBLISHED, closed_on__lte=F("due_on"))
    days = duties.values("due_on").annotate(
        on_time=Count("due_on", filter=in_time),
        late=Count("due_on", filter=Q(closing=Closing.PUBLISHED, closed_on__gt=F("due_on"))),
        overdue=Count("due_on", filter=Q(closing="", due_on__lt=on)),
    )
    sums: dict[dt.date, list[int]] = defaultdict(lambda: [0, 0, 0])
    for day in days:
        month = sums[day["due_on"].replace(day=1)]
        month[:] = month[0] + day["on_time"], month[1] + day["late"], month[2] + day["overdue"]
    return [MonthRate(month, *sums[month]) for month in _months(first, last)]


def _due(agency: Agency, first: dt.date, last: dt.date, office_ids: Collection[int] | None) -> DutyQuerySet:
    duties = Duty.objects.of(agency).order_by().filter(closing__in=ANY, due_on__range=(first, last))
    return duties if office_ids is None else duties.filter(office__in=office_ids)


def _months(first: dt.date, last: dt.date) -> list[dt.date]:
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = (month + dt.timedelta(days=32)).replace(day=1)
    return months
