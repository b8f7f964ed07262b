"""The periods a recurring limit belongs to: 每年1月31日前 falls due once a year, 每季度 once a quarter, 每月 once a month.

A period is what such a limit counts by; the date inside it is computed in ``deadlines`` like any other, from the period's
first day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.rules.timelimits import TimeLimit

MONTHS = {"year": 12, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True)
class Period:
    """One calendar year, quarter or month; ``label`` names it in Chinese and is never the same for two periods."""

    label: str
    first: date
    last: date


def periods(limit: TimeLimit, first: date, last: date) -> Iterator[Period]:
    """Give the periods of a ``by_date`` limit that touch the days from ``first`` to ``last``; none for other kinds.

    >>> yearly = TimeLimit("每年1月31日前", "by_date", month=1, day=31, every="year")
    >>> [period.label for period in periods(yearly, date(2026, 11, 24), date(2027, 3, 1))]
    ['2026年', '2027年']
    """
    if limit.kind != "by_date":
        return
    months = MONTHS[limit.every or "year"]
    month = first.year * 12 + (first.month - 1) // months * months
    while (period := _period(month, months)).first <= last:
        if limit.year in (None, period.first.year):
            yield period
        month += months


def _period(month: int, months: int) -> Period:
    """Make the period of so many months that begins with a month, counted from year 0."""
    first, after = _first_of(month), _first_of(month + months)
    labels = {12: "", 3: f"第{(first.month - 1) // 3 + 1}季度", 1: f"{first.month}月"}
    return Period(f"{first.year}年{labels[months]}", first, after - timedelta(days=1))


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
