"""Which of an item's limits governs one duty, and the date it gives.

The column and the clauses it cites may set different limits: the earlier date governs (``rules.deadlines.governing``) until
an officer decides otherwise and says why (``GoverningLimit``). A column that sets no date to publish by leaves the
statute's own: 条例第二十六条.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.catalogue.models import ItemVersion
from gongkai.duties.models import Duty, GoverningLimit
from gongkai.rules import deadlines
from gongkai.rules.deadlines import DueDate, NoDueDate
from gongkai.rules.timelimits import TimeLimit
from gongkai.rules.workdays import Calendar

COLUMN = "公开时限栏"
DECISION = "适用时限决定"
UPDATE = "更新"  # how the period of a duty to update begins


@dataclass(frozen=True, slots=True)
class Candidate:
    """A limit that may govern, and where it is written. A statutory one gives way to no column, clause or decision."""

    source: str
    limit: TimeLimit
    is_statutory: bool = False

    def as_json(self) -> dict[str, Any]:
        """Give the shape stored on a duty."""
        return {"source": self.source, "limit": self.limit.as_json()} | ({"statutory": True} if self.is_statutory else {})

    @classmethod
    def from_json(cls, shape: dict[str, Any]) -> "Candidate":
        """Make the candidate again from the shape of ``as_json``."""
        return cls(shape["source"], TimeLimit.from_json(shape["limit"]), shape.get("statutory", False))


STATUTE = Candidate(
    "《政府信息公开条例》第二十六条",
    TimeLimit("自该政府信息形成或者变更之日起20个工作日内", "within", ("formed", "changed"), 20, "working_day"),
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The limit that governs, why it does, and the date it gives."""

    governing: Candidate
    reason: str
    due: DueDate

    def as_fields(self) -> dict[str, Any]:
        """Give the fields of a duty that follow from the weighing."""
        return {
            "limit": self.governing.limit.as_json(),
            "limit_source": self.governing.source[:200],
            "limit_reason": self.reason,
            "due_on": self.due.due_on,
            "safe_on": self.due.safe_on,
            "is_provisional": self.due.provisional,
            "working": [step.as_json() for step in self.due.working],
        }


def candidates_of(row: ItemVersion) -> list[Candidate]:
    """Return the limits an event of this item may fall under: the column's first, then those its clauses set."""
    clauses = [candidate for candidate in _clauses(row) if _sets_a_day(candidate.limit)]
    if _sets_a_day(row.time_limit):
        return [Candidate(COLUMN, row.time_limit), *clauses]
    return clauses or [STATUTE]


def recurring_of(row: ItemVersion) -> dict[str, list[Candidate]]:
    """Return the limits that fall due by the calendar alone, by how often: every year, quarter or month."""
    found: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in [Candidate(COLUMN, row.time_limit), *_clauses(row)]:
        if candidate.limit.kind == "by_date":
            found[candidate.limit.every or "year"].append(candidate)
    return found


def cycle_of(row: ItemVersion) -> Candidate | None:
    """Return the update cycle of a row that has one with a length."""
    cycle = TimeLimit.from_json(row.update_cycle) if row.update_cycle else row.time_limit
    return Candidate("更新周期", cycle) if cycle.kind == "cycle" and cycle.amount else None


def candidates_for(duty: Duty, row: ItemVersion) -> list[Candidate]:
    """Return the limits of ``row`` that a duty of this kind falls under; none when the row has no such limit."""
    if own := statutory_on(duty):
        return own
    if not duty.period:  # it came from an event
        return candidates_of(row)
    if duty.period.startswith(UPDATE):
        cycle = cycle_of(row)
        return [cycle] if cycle else []
    every = candidates_on(duty)[0].limit.every or "year"
    return recurring_of(row).get(every, [])


def candidates_on(duty: Duty) -> list[Candidate]:
    """Return the limits that were weighed when the duty's date was last computed."""
    return [Candidate.from_json(shape) for shape in duty.candidates]


def statutory_on(duty: Duty) -> list[Candidate]:
    """Return the limit that a statute sets for this very duty, whatever its item's row says; none as a rule."""
    return [candidate for candidate in candidates_on(duty) if candidate.is_statutory]


def decision_for(duty: Duty, decision: GoverningLimit | None) -> Candidate | None:
    """Return the limit that an officer's decision lets govern this duty; a duty of a period only follows a dated one."""
    if decision is None or statutory_on(duty):
        return None
    limit = TimeLimit.from_json(decision.limit)
    applies = not duty.period or (limit.kind == "by_date" and not duty.period.startswith(UPDATE))
    return Candidate(f"{DECISION}：{decision.reason}", limit) if applies else None


def weigh(
    candidates: Sequence[Candidate], trigger_on: dt.date, calendar: Calendar, decision: Candidate | None = None
) -> Weighed:
    """Return the limit whose date comes first, counted from ``trigger_on``; a decision goes before all of them.

    Raises ``rules.workdays.NotCovered`` for years that nobody can know.
    """
    if decision:
        return Weighed(decision, decision.source, deadlines.due(decision.limit, trigger_on, calendar))
    dated = [(candidate, deadlines.due(candidate.limit, trigger_on, calendar)) for candidate in candidates]
    (first, column), clauses = dated[0], [due for _, due in dated[1:]]
    found = deadlines.governing(column, clauses)
    governing = next((candidate for candidate, due in dated if due is found.due), first)
    return Weighed(governing, found.why if clauses else _why_alone(first), found.due)


def _why_alone(candidate: Candidate) -> str:
    return "目录没有写明公开的日期，按条例规定的最长期限。" if candidate == STATUTE else ""


def _clauses(row: ItemVersion) -> list[Candidate]:
    return list(dict.fromkeys(Candidate.from_json(found) for found in row.clause_limits))


def _sets_a_day(limit: TimeLimit) -> bool:
    """Tell whether a limit says by which day to publish; 公示期, cycles and retentions do not."""
    if limit.kind == "cycle" or (limit.kind == "notice_period" and (limit.amount or 0) > 0):
        return False
    try:
        deadlines.refuse_without_date(limit)
    except NoDueDate:
        return False
    return True


class Scales:
    """Weighs many duties on one calendar; what was weighed before is not weighed again."""

    def __init__(self, calendar: Calendar) -> None:
        """Keep the calendar."""
        self._calendar = calendar
        self._known: dict[tuple[dt.date, tuple[Candidate, ...], Candidate | None], Weighed] = {}

    def weigh(self, candidates: Sequence[Candidate], trigger_on: dt.date, decision: Candidate | None) -> Weighed:
        """Return the same as ``weigh``; ten thousand duties of one item and day cost one weighing."""
        key = (trigger_on, tuple(candidates), decision)
        if key not in self._known:
            self._known[key] = weigh(candidates, trigger_on, self._calendar, decision)
        return self._known[key]
