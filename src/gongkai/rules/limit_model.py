"""The value a time-limit text is read into. Apart from the reading, so that tables, cells and clauses can share it."""

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["within", "by_date", "cycle", "immediate", "prompt", "notice_period", "permanent", "unread"]
Trigger = Literal["formed", "changed", "obtained", "issued", "decided", "approved", "received", "published"]
Unit = Literal["working_day", "day", "hour", "month", "year"]
Every = Literal["year", "quarter", "month"]


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A limit as a rule; ``text`` is what was written. Fields that a kind does not use are None or empty.

    ``within``: triggers, amount, unit. ``by_date``: month (None for every month; for a quarter its 1st to 3rd month), day
    (None for the month's last), every (year | quarter | month; None with a ``year`` of its own). ``cycle``: amount, unit
    (both None for 定期, a cycle without a number). ``notice_period``: amount and unit of the 公示期 (None when it names
    none); a negative amount is counted back from an event (提前一周).
    """

    text: str
    kind: Kind
    triggers: tuple[Trigger, ...] = ()
    amount: int | None = None
    unit: Unit | None = None
    month: int | None = None
    day: int | None = None
    every: Every | None = None
    year: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the shape of ``gongkai limit --json``: only the keys that this kind uses."""
        shape: dict[str, Any] = {"text": self.text, "kind": self.kind}
        if self.kind == "within":
            shape |= {"triggers": list(self.triggers), "amount": self.amount, "unit": self.unit}
        if self.kind == "by_date":
            shape |= {"month": self.month, "day": self.day, "every": self.every}
            shape |= {"year": self.year} if self.year else {}
        if self.kind == "cycle" or (self.kind == "notice_period" and self.amount):
            shape |= {"amount": self.amount, "unit": self.unit}
        return shape

    @classmethod
    def from_json(cls, shape: dict[str, Any]) -> "TimeLimit":
        """Make the limit again from the shape of ``as_json``."""
        return cls(**{**shape, "triggers": tuple(shape.get("triggers", ()))})
