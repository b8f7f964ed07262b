"""A finding: one thing a person should look at, with its place and what would mend it.

Reading, linting, checking a draft and checking a list all answer with findings, so that every screen, command and
test shows them in one way.
"""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Say what was found (``kind``, a stable snake_case key), how grave, at which item (from 1) and field, in Chinese words."""

    kind: str
    severity: Severity
    message: str
    item: int | None = None
    field: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the shape that every ``--json`` prints.

        >>> Finding("limit_unread", "error", "读不懂", item=3, field="time_limit").as_json()["item"]
        3
        """
        return {key: asdict(self)[key] for key in ("kind", "severity", "item", "field", "message")}
