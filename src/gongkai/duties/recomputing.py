"""Works running duties out again when what they were computed from changes: a calendar, a rule, a decision, an event.

Nothing moves in silence: every moved duty is in the report with its dates before and after, has its audit row, and its
pages are refreshed. Duties that have ended are never touched; callers pass running ones.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.audit.actions import entry
from gongkai.audit.models import AuditEntry
from gongkai.duties.models import Duty, GoverningLimit
from gongkai.duties.weighing import Scales, Weighed, candidates_on, decision_for
from gongkai.publisher.actions import enqueue
from gongkai.rules.workdays import Calendar

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Dates:
    """What a duty's computation gives: due, safe, and whether it is provisional."""

    due_on: dt.date
    safe_on: dt.date
    provisional: bool

    @classmethod
    def of(cls, duty: Duty) -> "Dates":
        """Return a duty's dates as they stand."""
        return cls(duty.due_on, duty.safe_on, duty.is_provisional)

    def as_json(self) -> dict[str, str | bool]:
        """Give the shape that the audit keeps."""
        return {"due_on": self.due_on.isoformat(), "safe_on": self.safe_on.isoformat(), "provisional": self.provisional}


@dataclass(frozen=True, slots=True)
class Move:
    """One duty whose dates changed, or whose provisional date became firm."""

    duty: Duty
    before: Dates
    after: Dates

    @property
    def became_firm(self) -> bool:
        """Tell whether a provisional date has become certain."""
        return self.before.provisional and not self.after.provisional


def recompute(duties: Iterable[Duty], *, calendar: Calendar, act: str, by: str, at: dt.datetime, note: str = "") -> list[Move]:
    """Weigh running duties again from their own candidates, write what changed, and return the moves in order of date."""
    duties = list(duties)
    scales, decisions = Scales(calendar), decisions_for(duties)
    weighed = [
        (duty, scales.weigh(candidates_on(duty), duty.trigger_on, decision_for(duty, decisions.get(duty.item_id))))
        for duty in duties
    ]
    return write(weighed, act=act, by=by, at=at, note=note)


def decisions_for(duties: Iterable[Duty]) -> dict[int, GoverningLimit]:
    """Return the officers' decisions on the items of these duties, by item."""
    items = {duty.item_id for duty in duties}
    decisions = GoverningLimit.objects.all()
    return {decision.item_id: decision for decision in decisions if decision.item_id in items}


def write(weighed: Sequence[tuple[Duty, Weighed]], *, act: str, by: str, at: dt.datetime, note: str = "") -> list[Move]:
    """Write new results of weighing to running duties and tell of each whose dates moved.

    Duties with one result are written by one statement, so ten thousand duties cost as many as there are results.
    """
    moves: list[Move] = []
    alike: dict[int, tuple[dict[str, Any], list[int]]] = {}
    for duty, result in weighed:
        before = Dates.of(duty)
        fields, keys = alike.get(id(result)) or alike.setdefault(id(result), (result.as_fields(), []))
        keys.append(duty.pk)
        for name, value in fields.items():
            setattr(duty, name, value)
        if Dates.of(duty) != before:
            moves.append(Move(duty, before, Dates.of(duty)))
    for fields, keys in alike.values():
        update_running(keys, **fields)
    _tell(moves, act=act, by=by, at=at, note=note)
    return sorted(moves, key=lambda move: (move.after.due_on, move.duty.pk))


def update_running(keys: Sequence[int], **fields: Any) -> None:
    """Write the same values to many duties, those that have ended meanwhile left alone."""
    for start in range(0, len(keys), CHUNK):
        Duty.objects.running().filter(pk__in=keys[start : start + CHUNK]).update(**fields)


def _tell(moves: Sequence[Move], *, act: str, by: str, at: dt.datetime, note: str) -> None:
    AuditEntry.objects.bulk_create(
        entry(
            by=by, act=act, subject=move.duty, at=at, before=move.before.as_json(), after=move.after.as_json(), note=note
        )
        for move in moves
    )
    for item in dict.fromkeys(move.duty.item_id for move in moves):
        enqueue(kind="item", key=str(item), at=at)
