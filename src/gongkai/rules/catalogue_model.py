"""What a catalogue says, as values: an item with its bases, limit, channels, audience and the repairs made.

These are the shapes of ``gongkai catalogue read --json`` (system.md 3); reading, lint, diff and import share them.
"""

from dataclasses import dataclass, field
from typing import Any

from gongkai.rules.findings import Finding
from gongkai.rules.timelimits import TimeLimit


@dataclass(frozen=True, slots=True)
class Citation:
    """One clause an item cites: ``article`` as written (``第十条``; empty when all of it is meant) and its words."""

    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Basis:
    """One instrument: ``title`` has no 书名号; ``rank_stated`` is the column's word, ``rank_read`` ours."""

    title: str
    number: str | None = None
    rank_stated: str | None = None
    rank_read: str | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Audience:
    """公开对象: everyone, or named groups."""

    everyone: bool = True
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """A change the reader made to get from the cell as received to the value: ``kind`` and the field it touched."""

    kind: str
    field: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One row of the catalogue, read. Text fields carry no blanks inside words; signs stay as wide as written."""

    path: tuple[str, ...]
    content: str
    elements: tuple[str, ...]
    bases: tuple[Basis, ...]
    time_limit: TimeLimit
    update_cycle: TimeLimit | None = None
    retention: TimeLimit | None = None
    agency: str = ""
    category: str = ""
    channels: tuple[str, ...] = ()
    audience: Audience = field(default_factory=Audience)
    office: str = ""
    page: int | None = None
    row: int | None = None
    extras: tuple[tuple[str, str], ...] = ()
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueRead:
    """A whole catalogue as read: its title, items in order, findings, and texts that found no place."""

    title: str
    items: tuple[CatalogueItem, ...]
    findings: tuple[Finding, ...] = ()
    unplaced: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the shape that ``gongkai catalogue read --json`` prints."""
        return {
            "title": self.title,
            "items": [item_as_json(item) for item in self.items],
            "findings": [finding.as_json() for finding in self.findings],
            "unplaced": list(self.unplaced),
        }


def item_as_json(item: CatalogueItem) -> dict[str, Any]:
    """Give one item in the published JSON shape; ``extras`` appears only when a column of the file's own was read."""
    shape: dict[str, Any] = {
        "path": list(item.path),
        "content": item.content,
        "elements": list(item.elements),
        "bases": [
            {
                "title": basis.title,
                "number": basis.number,
                "rank_stated": basis.rank_stated,
                "rank_read": basis.rank_read,
                "citations": [{"article": c.article, "text": c.text} for c in basis.citations],
            }
            for basis in item.bases
        ],
        "time_limit": item.time_limit.as_json(),
        "update_cycle": item.update_cycle.as_json() if item.update_cycle else None,
        "retention": item.retention.as_json() if item.retention else None,
        "agency": item.agency,
        "category": item.category,
        "channels": list(item.channels),
        "audience": {"everyone": item.audience.everyone, "groups": list(item.audience.groups)},
        "office": item.office,
        "source": {"page": item.page, "row": item.row},
        "repairs": [{"kind": repair.kind, "field": repair.field} for repair in item.repairs],
    }
    if item.extras:
        shape["extras"] = dict(item.extras)
    return shape
