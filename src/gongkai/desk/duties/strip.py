"""The working of a due date as a picture: a small calendar from the event to the due date, or a line where it spans long.

Made from the steps that were kept with the duty, so that the picture cannot say anything else than the working does.
"""

import datetime as dt
from dataclasses import dataclass

from gongkai.duties.models import Duty

LONGEST = 75  # days that still make a readable calendar
ONE_DAY = dt.timedelta(days=1)
WIDTH, MARGIN = 720, 64
Span = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar: how it counts, its number among those that count, why, and what it is besides."""

    on: dt.date
    kind: str  # "counts", "skipped", "trigger", "none" (before, after or not told of)
    number: int
    why: str
    is_due: bool
    is_safe: bool
    is_today: bool
    is_provisional: bool

    @property
    def is_first(self) -> bool:
        """Tell whether a month begins, which is then named."""
        return self.on.day == 1


@dataclass(frozen=True, slots=True)
class Point:
    """One named day on the line: where it stands, in which row its name, and of which kind it is."""

    name: str
    on: dt.date
    kind: str
    x: int
    y: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A calendar of weeks (Monday first), or the points of a line; exactly one of them is filled."""

    weeks: list[list[Day]]
    points: list[Point]
    counted: int
    skipped: int


def strip(duty: Duty, *, today: dt.date) -> Strip:
    """Return the picture of a duty's working."""
    steps = [(dt.date.fromisoformat(step["date"]), bool(step["counts"]), str(step["why"])) for step in duty.working]
    days = [on for on, _, _ in steps]
    first, last = min([duty.trigger_on, duty.safe_on, *days]), max([duty.due_on, *days])
    counted = sum(counts for _, counts, _ in steps)
    told = {on for on in days if duty.trigger_on < on <= duty.due_on}
    skipped = sum(not counts for on, counts, _ in steps if on in told)
    covered = (last - first).days <= LONGEST and len(set(days)) >= (last - first).days
    if covered:
        return Strip(_weeks(duty, steps, (first, last), today), [], counted, skipped)
    return Strip([], _points(duty, (first, last), today), counted, skipped)


def _weeks(duty: Duty, steps: list[tuple[dt.date, bool, str]], span: Span, today: dt.date) -> list[list[Day]]:
    told: dict[dt.date, tuple[bool, int, str]] = {}
    number = 0
    for on, counts, why in steps:
        number += counts
        if on not in told or counts:
            told[on] = (counts, number if counts else 0, why)
    monday, sunday = span[0] - ONE_DAY * span[0].weekday(), span[1] + ONE_DAY * (6 - span[1].weekday())
    days = [monday + ONE_DAY * n for n in range((sunday - monday).days + 1)]
    made = [_day(duty, on, told.get(on), today) for on in days]
    return [made[n : n + 7] for n in range(0, len(made), 7)]


def _day(duty: Duty, on: dt.date, told: tuple[bool, int, str] | None, today: dt.date) -> Day:
    counts, number, why = told or (False, 0, "")
    kind = "none" if told is None else "counts" if counts else "trigger" if on == duty.trigger_on else "skipped"
    return Day(
        on, kind, number, why,
        is_due=on == duty.due_on, is_safe=on == duty.safe_on != duty.due_on, is_today=on == today, is_provisional="暂定" in why,
    )  # fmt: skip


def _points(duty: Duty, span: Span, today: dt.date) -> list[Point]:
    """Place the named days on a line, their names by turns above and below it."""
    first, last = min(span[0], today), max(span[1], today)
    named = {"起算": (duty.trigger_on, "trigger"), "今日": (today, "today")}
    if duty.safe_on != duty.due_on:
        named["稳妥日期"] = (duty.safe_on, "safe")
    named["到期"] = (duty.due_on, "due")
    length = (last - first).days or 1
    points = []
    for place, (name, (on, kind)) in enumerate(sorted(named.items(), key=lambda one: one[1][0])):
        x = MARGIN + round((WIDTH - 2 * MARGIN) * (on - first).days / length)
        anchor = "start" if x < WIDTH * 0.15 else "end" if x > WIDTH * 0.85 else "middle"
        points.append(Point(name, on, kind, x, 26 if place % 2 == 0 else 92, anchor))
    return points
