"""公示期: what becomes of a window when people could not reach it (norms 4.4; how long it must run: ``requirements.dates``).

Pure functions over dates: the day and the stretches of time in which the site was silent are given. A day on which it was
silent for two hours or more does not count, and the window runs on until people have had as many whole days as announced.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from gongkai.disclosures import content as snapshots
from gongkai.rules.workdays import Calendar

COSTS_A_DAY = dt.timedelta(hours=2)
DAY = dt.timedelta(days=1)
UNITS = {"working_day": "工作日", "day": "日"}


@dataclass(frozen=True, slots=True)
class Outage:
    """A stretch of time in which the public site did not answer."""

    from_at: dt.datetime
    until_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Window:
    """A notice window as the public was told it; ``ends_on`` as first announced, ``closes_on`` with its extension."""

    starts_on: dt.date
    ends_on: dt.date
    closes_on: dt.date
    required_days: int
    unit: str
    reason: str = ""

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Window | None":
        """Return the window in a snapshot, if it has one."""
        starts_on, closes_on = snapshots.notice_starts_on(content), snapshots.notice_ends_on(content)
        if starts_on is None or closes_on is None:
            return None
        told = content["notice"]
        ends_on = dt.date.fromisoformat(told["ends_on"])
        return cls(starts_on, ends_on, closes_on, told["required_days"], told["unit"], told.get("extension_reason", ""))

    def state(self, *, on: dt.date) -> str:
        """Tell how it stands on a day: coming, running or ended."""
        if on < self.starts_on:
            return "coming"
        return "running" if on <= self.closes_on else "ended"


def minutes_lost(first: dt.date, last: dt.date, unit: str, outages: Sequence[Outage], calendar: Calendar) -> dict[dt.date, int]:
    """Return the days from ``first`` to ``last`` that outages cost, with the minutes of each; days off count only in 日."""
    found = {}
    for on in _days(first, last):
        if not _counts(on, unit, calendar):
            continue
        start = timezone.make_aware(dt.datetime.combine(on, dt.time()))
        silent = sum((_overlap(outage, start, start + DAY) for outage in outages), dt.timedelta())
        if silent >= COSTS_A_DAY:
            found[on] = int(silent.total_seconds() // 60)
    return found


def made_up_end(window: Window, lost: Iterable[dt.date], calendar: Calendar) -> dt.date:
    """Return the day on which a window has had as many days as announced, those lost not counted."""
    without = set(lost)
    left = sum(_counts(on, window.unit, calendar) for on in _days(window.starts_on, window.ends_on))
    on, end = window.starts_on, window.ends_on
    while left:
        if on not in without and _counts(on, window.unit, calendar):
            left, end = left - 1, on
        on += DAY
    return max(end, window.ends_on)


def reason_for(lost: Mapping[dt.date, int], closes_on: dt.date, unit: str) -> str:
    """Say to the public why a window runs longer."""
    silent = [f"{on.month}月{on.day}日（约{_hours(minutes)}）" for on, minutes in sorted(lost.items()) if minutes]
    return (
        f"因本网站在{'、'.join(silent)}无法访问，公示期相应顺延{len(lost)}个{UNITS[unit]}，"
        f"至{closes_on.year}年{closes_on.month}月{closes_on.day}日。"
    )


def _hours(minutes: int) -> str:
    return "全天" if minutes >= 23 * 60 else f"{max(round(minutes / 60), 1)}小时"


def _counts(on: dt.date, unit: str, calendar: Calendar) -> bool:
    return unit != "working_day" or calendar.kind_of(on).working


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


def _overlap(outage: Outage, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    return max(min(outage.until_at, end) - max(outage.from_at, start), dt.timedelta())
