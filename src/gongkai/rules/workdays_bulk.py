"""Due ordinals of whole arrays at once: what recomputing every open duty costs when a holiday notice moves a calendar.

Apart from ``workdays`` because it needs numpy, which no command that computes one date should load.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from gongkai.rules.workdays import Calendar, NotCovered

Ordinals = NDArray[np.int32]
Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Table:
    """The answers for every day of a span, from its first place on; ``sure`` marks those decreed all the way."""

    answers: Ordinals
    sure: Marks
    known: Marks
    first_sure: int
    last_sure: int


class BulkCalendar:
    """A calendar laid out for numpy; days are ordinals as ``date.toordinal`` gives them, in int32 arrays."""

    def __init__(self, calendar: Calendar) -> None:
        """Lay a calendar out."""
        self._origin = calendar.origin
        self._rank = np.array(calendar.rank, np.int32)
        self._marked = np.array(calendar.marked, np.int32)
        self._unknown = np.array(calendar.unknown, np.int32)
        self._working = ordinals(calendar.working_days)
        self._tables: dict[int, Table] = {}

    def working_day_after(self, days: Ordinals, n: int) -> Ordinals:
        """Return the n-th working day after each day; raise NotCovered when any answer is not decreed.

        >>> from gongkai.rules.workdays import shipped_calendar
        >>> bulk = BulkCalendar(shipped_calendar())
        >>> [date.fromordinal(int(day)).isoformat() for day in bulk.working_day_after(ordinals([date(2026, 9, 24)]), 20)]
        ['2026-10-29']
        """
        table, places = self._table(n), days - np.int32(self._origin)
        if not days.size:
            return places
        low, high = int(places.min()), int(places.max())
        if low < table.first_sure or high > table.last_sure:
            self._refuse_unknown(low, high)
            if not table.sure[places].all():
                raise NotCovered("其中有的日期没有放假安排通知；请用能注明“暂定”的算法。")
        found: Ordinals = table.answers.take(places)
        return found

    def reckon(self, days: Ordinals, n: int) -> tuple[Ordinals, Marks]:
        """Return the n-th working day after each day and whether it is provisional; raise NotCovered beyond what is known."""
        table, places = self._table(n), days - np.int32(self._origin)
        if days.size:
            self._refuse_unknown(int(places.min()), int(places.max()))
            if not table.known[places].all():
                raise NotCovered("其中有的日期既没有放假安排通知，也无法推算。")
        return table.answers.take(places), ~table.sure.take(places)

    def _refuse_unknown(self, low: int, high: int) -> None:
        """Refuse days outside the span."""
        if low < 0 or high >= len(self._rank):
            raise NotCovered("其中有的日期在已知年份以外，算不出工作日。")

    def _table(self, n: int) -> Table:
        """Return the answers for this n, computed at the first question."""
        if n not in self._tables:
            if n < 1:
                raise ValueError("工作日天数应为正整数。")
            at = self._rank + np.int32(n - 1)
            inside = at < len(self._working)
            answers = self._working[np.minimum(at, len(self._working) - 1)]
            ends = answers - np.int32(self._origin)
            known = inside & (self._unknown[ends] <= self._unknown)
            sure = known & (self._marked[ends] <= self._marked)
            self._tables[n] = Table(answers, sure, known, *_first_run(sure))
        return self._tables[n]


def _first_run(marks: Marks) -> tuple[int, int]:
    """Return the first and last place of the first unbroken run of true marks; an empty run when there is none."""
    places = np.flatnonzero(marks)
    if not places.size:
        return 1, 0
    breaks = np.flatnonzero(np.diff(places) > 1)
    return int(places[0]), int(places[breaks[0]] if breaks.size else places[-1])


def ordinals(days: list[date]) -> Ordinals:
    """Return the int32 ordinals of dates."""
    return np.fromiter((day.toordinal() for day in days), np.int32, len(days))
