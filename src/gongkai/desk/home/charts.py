"""The figures as pictures: geometry only, in whole units of the drawing; templates turn it into SVG with links.

Every stretch of a picture opens to the records it counts.
"""

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.duties.queries import AgeBand, Deadline, MonthRate, OfficeStanding
from gongkai.rules.workdays import Calendar, NotCovered

ROW, BAR = 34, 18
WIDE = 420
PARTS = (("on_time", "按期公开"), ("late", "逾期公开"), ("overdue", "逾期未公开"), ("waiting", "未到期"), ("other", "其他方式结束"))
CELL = 15  # a day of the calendar, with its gap


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of a bar: its kind (style and filter), words, how many, where."""

    kind: str
    words: str
    count: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class OfficeBar:
    """One office's bar, with its rate in per cent (None: nothing was due)."""

    name: str
    office_id: int | None
    y: int
    rate: int | None
    total: int
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One upright bar: label, count, height and where; ``kind`` is its style."""

    label: str
    count: int
    x: int
    y: int
    height: int
    kind: str
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the year's calendar: where, its style, and what is due on it."""

    on: dt.date
    x: int
    y: int
    kind: str
    words: str
    count: int
    is_today: bool = False

    @property
    def iso(self) -> str:
        """Return the day as addresses have it."""
        return self.on.isoformat()


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the year's calendar."""

    label: str
    days: tuple[Day, ...]
    x: int
    y: int


def office_bars(offices: Sequence[OfficeStanding]) -> list[OfficeBar]:
    """Return a bar for each office, all on one scale."""
    totals = [one.standing.running + one.standing.ended for one in offices]
    widest = max(totals, default=0) or 1
    return [_office_bar(one, place, total, widest) for place, (one, total) in enumerate(zip(offices, totals, strict=True))]


def _office_bar(one: OfficeStanding, place: int, total: int, widest: int) -> OfficeBar:
    standing = one.standing
    counts = {
        "on_time": standing.on_time,
        "late": standing.late,
        "overdue": standing.overdue,
        "waiting": standing.running - standing.overdue,
        "other": standing.nothing + standing.withheld + standing.cancelled,
    }
    stretches, x = [], 0
    for kind, words in PARTS:
        if counts[kind]:
            width = max(3, round(WIDE * counts[kind] / widest))
            stretches.append(Stretch(kind, words, counts[kind], x, width))
            x += width
    rate = standing.on_time_rate
    office = one.office
    percent = None if rate is None else int(rate * 100)  # never rounded up: 99.6% is not 100%
    name, key = (office.name, office.pk) if office else ("未定科室", None)
    return OfficeBar(name, key, place * ROW, percent, total, tuple(stretches))


def age_columns(ages: Sequence[AgeBand], *, height: int = 120, step: int = 88) -> list[Column]:
    """Return a column for each band of age, the latest at the left."""
    most = max((one.count for one in ages), default=0) or 1
    made = []
    for place, one in enumerate(ages):
        tall = round(height * one.count / most) if one.count else 0
        kind = "overdue" if one.is_late else ("soon" if place and ages[place - 1].is_late else "waiting")
        made.append(Column(one.label, one.count, place * step, height - tall, tall, kind, one.first, one.last))
    return made


def rate_columns(months: Sequence[MonthRate], *, height: int = 120, step: int = 52) -> list[Column]:
    """Return a column for each month, as high as the part published on time; its count is the rate in per cent."""
    made = []
    for place, one in enumerate(months):
        percent = None if one.rate is None else int(one.rate * 100)
        tall = 0 if percent is None else max(2, round(height * percent / 100))
        kind = "none" if percent is None else "on_time" if percent >= 95 else "soon" if percent >= 80 else "overdue"
        last = (one.first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
        label = f"{one.first.month}月"
        made.append(Column(label, -1 if percent is None else percent, place * step, height - tall, tall, kind, one.first, last))
    return made


def year_calendar(year: int, deadlines: Sequence[Deadline], working: Calendar, *, today: dt.date, per_row: int = 4) -> list[Month]:
    """Return the twelve months of a year, weeks from Monday, each day in the style of what is due on it."""
    due = {one.on: one for one in deadlines}
    months = []
    for month in range(1, 13):
        row, column = divmod(month - 1, per_row)
        weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(year, month)
        days = [
            _day(day, due.get(day), working, today, x * CELL, 22 + y * CELL)
            for y, week in enumerate(weeks)
            for x, day in enumerate(week)
            if day.month == month
        ]
        months.append(Month(f"{month}月", tuple(days), column * (7 * CELL + 26), row * (6 * CELL + 40)))
    return months


def _day(day: dt.date, due: Deadline | None, working: Calendar, today: dt.date, x: int, y: int) -> Day:
    words = [f"{day:%Y-%m-%d}" + ("（今天）" if day == today else "")]
    try:
        is_working = working.is_working_day(day)
    except NotCovered:
        is_working = day.weekday() < 5
    kind = "working" if is_working else "off"
    if not is_working:
        words.append("休息日")
    if due and due.running:
        kind = "overdue" if day < today else "provisional" if due.provisional == due.running else "due"
        words.append(f"{due.running}项{'已逾期' if day < today else '到期'}" + (f"（{due.provisional}项暂定）" if due.provisional else ""))
    elif due and due.ended:
        kind = "ended"
    if due and due.ended:
        words.append(f"{due.ended}项已结束")
    return Day(day, x, y, kind, "，".join(words), (due.running + due.ended) if due else 0, day == today)
