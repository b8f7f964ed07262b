"""Compares two catalogues row by row: added, removed, changed field by field, unchanged, moved between offices.

A new version of a catalogue must not orphan the duties that run under the old one, so the question is not which lines
of text differ but which row goes on as which; a pairing that is not certain is said to be so.
"""

from dataclasses import dataclass
from typing import Any

from gongkai.rules.catalogue_diff_match import How, Match, match_items
from gongkai.rules.catalogue_model import CatalogueItem, CatalogueRead, item_as_json
from gongkai.rules.findings import Finding

# What the document itself says; elements, ranks read, places and repairs are our own work on it.
FIELDS = (
    "path",
    "content",
    "bases",
    "time_limit",
    "update_cycle",
    "retention",
    "agency",
    "category",
    "channels",
    "audience",
    "office",
    "extras",
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs, with the values that ``catalogue read --json`` prints."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RowPair:
    """An old row and the new row that continues it, numbered from 1; ``fields`` is empty when nothing changed."""

    old: int
    new: int
    how: How
    confidence: float
    certain: bool
    fields: tuple[FieldChange, ...] = ()

    @property
    def moved(self) -> bool:
        """Tell whether the row went to another office."""
        return any(change.field == "office" for change in self.fields)


@dataclass(frozen=True, slots=True)
class CatalogueDiff:
    """What happened between two versions: every old and every new row stands in exactly one place. Numbers from 1."""

    old: CatalogueRead
    new: CatalogueRead
    added: tuple[int, ...]
    removed: tuple[int, ...]
    changed: tuple[RowPair, ...]
    unchanged: tuple[RowPair, ...]
    findings: tuple[Finding, ...]

    @property
    def moved(self) -> tuple[RowPair, ...]:
        """List the changed rows that went to another office."""
        return tuple(pair for pair in self.changed if pair.moved)

    def as_json(self) -> dict[str, Any]:
        """Give the shape that ``gongkai catalogue diff --json`` prints."""
        return {
            "added": [_row(self.new, number) for number in self.added],
            "removed": [_row(self.old, number) for number in self.removed],
            "changed": [self._pair_as_json(pair) for pair in self.changed],
            "unchanged": [{"old": pair.old, "new": pair.new} for pair in self.unchanged],
            "findings": [finding.as_json() for finding in self.findings],
        }

    def _pair_as_json(self, pair: RowPair) -> dict[str, Any]:
        return {
            "old": pair.old,
            "new": pair.new,
            "path": list(self.new.items[pair.new - 1].path),
            "match": pair.how,
            "confidence": pair.confidence,
            "certain": pair.certain,
            "moved": pair.moved,
            "fields": [{"field": one.field, "before": one.before, "after": one.after} for one in pair.fields],
        }


def diff(old: CatalogueRead, new: CatalogueRead) -> CatalogueDiff:
    """Compare two catalogues; rows are paired first, then compared field by field.

    >>> same = diff(CatalogueRead("甲", ()), CatalogueRead("甲", ()))
    >>> same.added, same.removed, same.changed, same.unchanged
    ((), (), (), ())
    """
    matches = match_items(old.items, new.items)
    pairs = [_pair(match, old.items[match.old], new.items[match.new]) for match in matches]
    kept_old, kept_new = {pair.old for pair in pairs}, {pair.new for pair in pairs}
    return CatalogueDiff(
        old,
        new,
        added=tuple(number for number in range(1, len(new.items) + 1) if number not in kept_new),
        removed=tuple(number for number in range(1, len(old.items) + 1) if number not in kept_old),
        changed=tuple(pair for pair in pairs if pair.fields),
        unchanged=tuple(pair for pair in pairs if not pair.fields),
        findings=tuple(_uncertain(pair, old, new) for pair in pairs if not pair.certain),
    )


def changes(before: CatalogueItem, after: CatalogueItem) -> tuple[FieldChange, ...]:
    """List the fields in which two rows differ."""
    if before == after:
        return ()
    one, other = _said(before), _said(after)
    return tuple(FieldChange(name, one[name], other[name]) for name in FIELDS if one[name] != other[name])


def _said(item: CatalogueItem) -> dict[str, Any]:
    shape = item_as_json(item)
    shape["bases"] = [{key: basis[key] for key in basis if key != "rank_read"} for basis in shape["bases"]]
    shape["extras"] = dict(item.extras)
    return shape


def _pair(match: Match, before: CatalogueItem, after: CatalogueItem) -> RowPair:
    return RowPair(
        match.old + 1, match.new + 1, match.how, match.confidence, match.certain, changes(before, after)
    )


def _row(read: CatalogueRead, number: int) -> dict[str, Any]:
    item = read.items[number - 1]
    return {"item": number, "path": list(item.path), "content": item.content, "office": item.office}


def _uncertain(pair: RowPair, old: CatalogueRead, new: CatalogueRead) -> Finding:
    before, after = old.items[pair.old - 1], new.items[pair.new - 1]
    how = "和同名而换了科室的" if pair.how == "moved" else "和改写后的"
    told = (
        f"旧目录第{pair.old}项“{' › '.join(before.path)}”{how}新目录第{pair.new}项“{' › '.join(after.path)}”"
        f"（相似度{pair.confidence:.0%}）是不是同一事项，不能确定。请确认是同一事项，还是一项取消、一项新增。"
    )
    return Finding("match_uncertain", "warning", told, item=pair.new, field="path")
