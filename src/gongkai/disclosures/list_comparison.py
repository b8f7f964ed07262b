"""What changed in a published list, row by row: rows that came, went or changed, with the cells that did.

Rows are known again by the key of their schema, or by whichever column tells every row of both lists apart. Both lists are
read from the files that were frozen with the content, and no further than a person could look through.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from gongkai.disclosures import blobs
from gongkai.records.schemas import schema_keys, schema_named

Row = tuple[str, ...]
State = Literal["added", "removed", "changed"]

READ_ROWS = 20_000
SHOWN_ROWS = 100
LIKELY_KEYS = ("文书号", "文号", "编号", "证号", "代码", "名称")


@dataclass(frozen=True, slots=True)
class CellChange:
    """What stood and stands in one column of a row; equal where it did not change."""

    column: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Tell whether the cell is not as it was."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came, went or changed; ``key`` names it in words, ``number`` is its place in the list it stands in."""

    state: State
    number: int
    key: str
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class ListChange:
    """What became of a list; ``rows`` are the first changed ones, ``unread`` says that it was too long to be read whole."""

    title: str
    title_before: str
    rows_before: int
    rows_after: int
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    key_columns: tuple[str, ...]
    added: int
    removed: int
    changed: int
    rows: tuple[RowChange, ...]
    unread: bool

    @property
    def is_same(self) -> bool:
        """Tell whether nothing in the list changed."""
        return not (self.added or self.removed or self.changed or self.columns_added or self.columns_removed)

    @property
    def more(self) -> int:
        """Return how many changed rows are not shown."""
        return self.added + self.removed + self.changed - len(self.rows) if self.title and self.title_before else 0


@dataclass(frozen=True, slots=True)
class Table:
    """A list as it was frozen: titles of columns, and rows (the first ones, if there are very many)."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    whole: bool


def compare_lists(before: Mapping[str, Any], after: Mapping[str, Any]) -> ListChange:
    """Return what changed from one frozen list to another of the same schema; ``{}`` stands for a list that was not there."""
    if not before or not after:
        return _whole(before, after)
    old, new = _tables(before, after)
    shared = [title for title in new.titles if title in old.titles]
    keys = _key(str(after.get("schema", "")), shared, old, new)
    changes = list(_changes(old, new, shared, keys))
    count = Counter(change.state for change in changes)
    return ListChange(
        title=after.get("title", ""),
        title_before=before.get("title", ""),
        rows_before=before.get("row_count", 0),
        rows_after=after.get("row_count", 0),
        columns_added=tuple(title for title in new.titles if title not in old.titles),
        columns_removed=tuple(title for title in old.titles if title not in new.titles),
        key_columns=tuple(keys),
        added=count["added"],
        removed=count["removed"],
        changed=count["changed"],
        rows=tuple(_told(change, old, new) for change in changes[:SHOWN_ROWS]),
        unread=not (old.whole and new.whole),
    )


@dataclass(frozen=True, slots=True)
class _Change:
    state: State
    number: int
    key: Row
    was: Row
    became: Row


def _whole(before: Mapping[str, Any], after: Mapping[str, Any]) -> ListChange:
    """Tell of a list that came or went as a whole; its rows are read where it is shown."""
    there = before or after
    rows = there.get("row_count", 0)
    return ListChange(
        title=after.get("title", ""),
        title_before=before.get("title", ""),
        rows_before=before.get("row_count", 0),
        rows_after=after.get("row_count", 0),
        columns_added=(),
        columns_removed=(),
        key_columns=(),
        added=0 if before else rows,
        removed=rows if before else 0,
        changed=0,
        rows=(),
        unread=False,
    )


def _tables(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Table, Table]:
    """Read both from what the content itself holds where it holds all rows, else both from their frozen files."""
    if all(one.get("row_count", 0) <= len(one.get("rows", ())) for one in (before, after)):
        return _shown(before), _shown(after)
    return _read(before), _read(after)


def _shown(frozen: Mapping[str, Any]) -> Table:
    titles = tuple(column["title"] for column in frozen.get("columns", ()))
    return Table(titles, tuple(tuple(row) for row in frozen.get("rows", ())), True)


def _read(frozen: Mapping[str, Any]) -> Table:
    file = next((file for file in frozen.get("files", ()) if file["media_type"] == "text/csv"), None)
    if file is None or not blobs.path_of(file["sha256"]).exists():
        return Table(_shown(frozen).titles, _shown(frozen).rows, frozen.get("row_count", 0) <= len(frozen.get("rows", ())))
    with blobs.path_of(file["sha256"]).open(encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text)
        titles = tuple(next(reader, ()))
        rows = tuple(tuple(row) for _, row in zip(range(READ_ROWS), reader, strict=False))
        return Table(titles, rows, next(reader, None) is None)


def _key(schema: str, shared: Sequence[str], old: Table, new: Table) -> list[str]:
    """Return the columns by which rows are known again, or none when nothing tells them apart."""
    named = _named_key(schema)
    if named and set(named) <= set(shared):
        return named
    likely = sorted(shared, key=lambda title: next((place for place, word in enumerate(LIKELY_KEYS) if word in title), 99))
    return next(([title] for title in likely if _tells_apart(old, title) and _tells_apart(new, title)), [])


def _named_key(schema: str) -> list[str]:
    if schema not in schema_keys():
        return []
    described = schema_named(schema)
    key = described.descriptor.get("primaryKey", ())
    return [described.column(name).title for name in ([key] if isinstance(key, str) else key)]


def _tells_apart(table: Table, title: str) -> bool:
    place = table.titles.index(title)
    values = [row[place] for row in table.rows if place < len(row)]
    return all(values) and len(set(values)) == len(values)


def _changes(old: Table, new: Table, shared: Sequence[str], keys: Sequence[str]) -> Iterator[_Change]:
    """Give what changed in the order of the new list, then what went."""
    was, became = dict(_keyed(old, keys or shared)), dict(_keyed(new, keys or shared))
    old_places, new_places = [old.titles.index(one) for one in shared], [new.titles.index(one) for one in shared]
    for key, (number, row) in became.items():
        if key not in was:
            yield _Change("added", number, key[0], (), row)
        elif [was[key][1][place] for place in old_places] != [row[place] for place in new_places]:
            yield _Change("changed", number, key[0], was[key][1], row)
    for key, (number, row) in was.items():
        if key not in became:
            yield _Change("removed", number, key[0], row, ())


def _keyed(table: Table, keys: Sequence[str]) -> Iterator[tuple[tuple[Row, int], tuple[int, Row]]]:
    """Give each row its number and its key; rows of one key are told apart by their order."""
    places = [table.titles.index(title) for title in keys]
    seen: Counter[Row] = Counter()
    for number, row in enumerate(table.rows, 1):
        padded = row + ("",) * (len(table.titles) - len(row))
        key = tuple(padded[place] for place in places)
        yield (key, seen[key]), (number, padded)
        seen[key] += 1


def _told(change: _Change, old: Table, new: Table) -> RowChange:
    before, after = dict(zip(old.titles, change.was, strict=False)), dict(zip(new.titles, change.became, strict=False))
    cells = tuple(CellChange(title, before.get(title, ""), after.get(title, "")) for title in (after or before))
    return RowChange(change.state, change.number, "，".join(change.key)[:80], cells)
