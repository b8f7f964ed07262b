"""Which columns of a site are going stale, by the figures of the national inspection (国办秘函〔2019〕19号; norms 5.4).

A column here is an item of the catalogue. Figures are those seen in published self-check tables; a column's own update
cycle, where the catalogue sets one, is stricter for us than any figure of the inspection.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

HOME_DAYS = 14  # 首页两周内没有更新
POLICY_DAYS = 183  # 通知公告、政策文件类一级栏目六个月内没有更新
VETO_EMPTY = 5  # 空白栏目达到5个，单项否决
VETO_STALE = 5  # 不更新的栏目达到5个，单项否决
CYCLE_DAYS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "half_year": 183, "year": 366}

Why = Literal["empty", "policy", "cycle"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind, its own cycle in days where it has one, and when it was last added to."""

    key: int
    is_policy: bool
    cycle_days: int | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Stale:
    """A column that draws attention, why, and since when (None: never filled)."""

    key: int
    why: Why
    due_on: date | None


def cycle_days(amount: int | None, unit: str | None) -> int | None:
    """Return how many days a cycle allows at most, or None where it is not a length of time.

    >>> cycle_days(6, "month"), cycle_days(1, "year"), cycle_days(None, None)
    (186, 366, None)
    """
    return amount * CYCLE_DAYS[unit] if amount and unit in CYCLE_DAYS else None


def stale_columns(columns: Iterable[Column], *, on: date) -> list[Stale]:
    """Return the columns that are empty, or have not been added to within their figure, in the order given.

    >>> stale_columns([Column(1, False, None, None), Column(2, True, None, date(2026, 1, 1))], on=date(2026, 11, 26))
    [Stale(key=1, why='empty', due_on=None), Stale(key=2, why='policy', due_on=datetime.date(2026, 7, 3))]
    """
    found = []
    for column in columns:
        if column.last_on is None:
            found.append(Stale(column.key, "empty", None))
        elif column.cycle_days is not None:
            due_on = column.last_on + timedelta(days=column.cycle_days)
            if due_on < on:
                found.append(Stale(column.key, "cycle", due_on))
        elif column.is_policy and (due_on := column.last_on + timedelta(days=POLICY_DAYS)) < on:
            found.append(Stale(column.key, "policy", due_on))
    return found


def home_is_stale(last_on: date | None, *, on: date) -> bool:
    """Tell whether nothing was added to the site within two weeks.

    >>> home_is_stale(date(2026, 11, 1), on=date(2026, 11, 26)), home_is_stale(date(2026, 11, 20), on=date(2026, 11, 26))
    (True, False)
    """
    return last_on is None or (on - last_on).days > HOME_DAYS
