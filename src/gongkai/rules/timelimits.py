"""Reads the catalogue's 公开时限 texts into a ``TimeLimit``; what it cannot read comes back named, with the text.

Three notions that catalogues mix are kept apart: the deadline, the update cycle and the retention (norms 9.3).
"""

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["within", "by_date", "cycle", "immediate", "prompt", "notice_period", "permanent", "unread"]
Trigger = Literal["formed", "changed", "obtained", "issued", "decided", "approved", "received", "published"]
Unit = Literal["working_day", "day", "hour", "month", "year"]


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A limit as a rule; ``text`` is what was written. Fields that a kind does not use are None or empty.

    ``within``: triggers, amount, unit. ``by_date``: month (None for every month), day (None for the month's last),
    every (year | quarter | month). ``cycle``: amount, unit.
    """

    text: str
    kind: Kind
    triggers: tuple[Trigger, ...] = ()
    amount: int | None = None
    unit: Unit | None = None
    month: int | None = None
    day: int | None = None
    every: Literal["year", "quarter", "month"] | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the shape of ``gongkai limit --json``: only the keys that this kind uses."""
        shape: dict[str, Any] = {"text": self.text, "kind": self.kind}
        if self.kind == "within":
            shape |= {"triggers": list(self.triggers), "amount": self.amount, "unit": self.unit}
        if self.kind == "by_date":
            shape |= {"month": self.month, "day": self.day, "every": self.every}
        if self.kind == "cycle":
            shape |= {"amount": self.amount, "unit": self.unit}
        return shape
