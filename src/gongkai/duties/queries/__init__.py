"""Reads across duties, items and offices: how things stand, when what falls due, and what a date would be.

Callers say ``duties.queries.standing(...)``. Each asks the database a constant number of times, and counts in SQL.
"""

from gongkai.duties.queries.deadlines import Deadline, MonthRate, deadlines_between, on_time_by_month
from gongkai.duties.queries.items import ItemYear, RivalLimit, differing, rivals, years_of
from gongkai.duties.queries.previews import NotHappened, NotInForce, preview
from gongkai.duties.queries.standings import (
    AgeBand,
    ItemStanding,
    OfficeStanding,
    Standing,
    ages,
    by_item,
    by_office,
    due_counts,
    in_all,
    standing,
    tally,
)

__all__ = [
    "AgeBand", "Deadline", "ItemStanding", "ItemYear", "MonthRate", "NotHappened", "NotInForce", "OfficeStanding",
    "RivalLimit", "Standing", "ages", "by_item", "by_office", "deadlines_between", "differing", "due_counts", "in_all",
    "on_time_by_month", "preview", "rivals", "standing", "tally", "years_of",
]  # fmt: skip
