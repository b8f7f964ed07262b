"""Turns a finished row into an item: every cell becomes a value, an extra, or a text with a finding.

Blank levels at the end of a path do not exist; a blank between two written levels stays as an empty name, so that the
levels keep their places and the gap can be reported.
"""

from collections.abc import Iterator
from functools import lru_cache

from gongkai.rules.catalogue_audience import read_audience, read_channels
from gongkai.rules.catalogue_elements import split_elements
from gongkai.rules.catalogue_extras import read_extras
from gongkai.rules.catalogue_model import CatalogueItem, Repair
from gongkai.rules.catalogue_reading import Reading, field_of
from gongkai.rules.catalogue_tables import OWN, Row
from gongkai.rules.catalogue_words import is_broken, join_words, says_same
from gongkai.rules.citations import BasesRead, read_bases
from gongkai.rules.timelimits import TimeLimit, read_limits

_UNREAD = TimeLimit("", "unread")


def read_item(reading: Reading) -> CatalogueItem:
    """Make the item of a row; findings and texts without a place are left in ``reading``."""
    row = reading.row
    bases = _bases(reading)
    limit, cycle, retention = _limits(reading)
    content = join_words(reading.raw("content"))
    _check(reading, content)
    return CatalogueItem(
        path=_path(row),
        content=content,
        elements=split_elements(content),
        bases=bases.bases,
        time_limit=limit,
        update_cycle=cycle,
        retention=retention,
        agency=reading.words("agency"),
        category=reading.words("category"),
        channels=read_channels(reading),
        audience=read_audience(reading),
        office=reading.words("office"),
        page=row.page,
        row=reading.place,
        extras=read_extras(reading),
        repairs=tuple(_repairs(row, bases)),
    )


def _path(row: Row) -> tuple[str, ...]:
    """Return the levels without the blank ones at the end."""
    path = [join_words(row.texts[place]) for place in row.layout.of("level")]
    while path and not path[-1]:
        path.pop()
    return tuple(path)


def _check(reading: Reading, content: str) -> None:
    """Report what the row should have and does not, and what stayed in doubt on the way."""
    row = reading.row
    levels = row.layout.of("level")
    if row.layout.of("content") and not content:
        reading.say("content_missing", "content", "公开内容（要素）为空")
    if levels and not row.texts[levels[0]]:
        reading.say("first_level_missing", "path", "一级事项为空，表中也看不出它与上一行是合并的单元格")
    for column, text in zip(row.layout.columns, row.texts, strict=True):
        if says_same(text):
            reading.say("same_as_nothing", field_of(column.role), f"“{column.label}”写着“同上”，上面没有内容")
    for kind, where, message in row.doubts:
        reading.say(kind, where, message)


def _bases(reading: Reading) -> BasesRead:
    """Read the instruments and clauses; words that gave none are kept as unplaced."""
    texts = reading.raw("basis"), reading.raw("clause"), reading.raw("rank")
    read = _read_bases(*texts)
    for finding in read.findings:
        reading.say(finding.kind, finding.field or "bases", finding.message, finding.severity)
    if not read.bases:
        reading.unplaced += [join_words(text) for text in texts if text]
    return read


@lru_cache(maxsize=4096)
def _read_bases(basis: str, clause: str, rank: str) -> BasesRead:
    return read_bases(basis, clause, rank)


@lru_cache(maxsize=4096)
def _read_limits(text: str) -> tuple[TimeLimit, TimeLimit | None, TimeLimit | None]:
    return read_limits(text) if text else (_UNREAD, None, None)


def _limits(reading: Reading) -> tuple[TimeLimit, TimeLimit | None, TimeLimit | None]:
    """Read the deadline, update cycle and retention, from 公开时限 and from columns of their own."""
    limit, cycle, retention = _read_limits(reading.words("limit"))
    if text := reading.words("cycle"):
        own, found, _ = _read_limits(text)
        cycle = found or own
    if text := reading.words("retention"):
        own, _, found = _read_limits(text)
        retention = found or own
    return limit, cycle, retention


def _repairs(row: Row, read: BasesRead) -> Iterator[Repair]:
    """Yield each kind of repair once per field, with the columns it touched."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for kind, place in [*row.repairs, *_blanks_removed(row)]:
        column = row.layout.columns[place]
        found.setdefault((kind, field_of(column.role)), {})[column.label] = None
    for repair in read.repairs:
        found.setdefault((repair.kind, repair.field), {})[repair.detail] = None
    for (kind, name), details in found.items():
        yield Repair(kind, name, "、".join(filter(None, details)))


def _blanks_removed(row: Row) -> Iterator[tuple[str, int]]:
    """Yield the cells that lost blanks; between a clause's number and its words they were only layout."""
    for place, (text, origin) in enumerate(zip(row.texts, row.origins, strict=True)):
        if origin != OWN or not text:
            continue
        role = row.layout.columns[place].role
        if is_broken(text) if role in ("basis", "clause", "rank") else join_words(text) != text.strip():
            yield "blanks_removed", place
