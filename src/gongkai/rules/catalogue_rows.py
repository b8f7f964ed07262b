"""Reads a catalogue: grids of strings become items, findings and texts that found no place. Nothing is lost.

The way of a row: found under its header (``catalogue_tables``), put straight (``catalogue_shift``), filled from the row
above where the table says so (``catalogue_runs``), turned into values (``catalogue_items``). Uncertain readings are
findings, never guesses.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from gongkai.rules.catalogue_columns import HollowColumns, columns_missing
from gongkai.rules.catalogue_items import read_item
from gongkai.rules.catalogue_model import CatalogueItem, CatalogueRead
from gongkai.rules.catalogue_reading import Reading
from gongkai.rules.catalogue_runs import belongs_above, fill, join
from gongkai.rules.catalogue_shift import straighten
from gongkai.rules.catalogue_tables import NoHeaderFound as NoHeaderFound
from gongkai.rules.catalogue_tables import Outside, Row, body_rows
from gongkai.rules.catalogue_words import join_words
from gongkai.rules.findings import Finding
from gongkai.rules.grid import Grid

PROGRESS_EVERY = 256
_TITLE_WORDS = ("目录", "清单", "一览表", "事项")


def read_catalogue(grids: Sequence[Grid], *, on_progress: Callable[[int], None] | None = None) -> CatalogueRead:
    """Read the catalogue that these tables hold; ``on_progress`` is told how many rows have been read.

    Raises NoHeaderFound when no table has a header that a catalogue has.

    >>> from gongkai.rules.grid import grid_of
    >>> head = ["公开事项", "公开内容", "公开时限", "责任科室"]
    >>> read = read_catalogue([grid_of([["示例目录"], head, ["年度 报告", "示例", "每年1月31日前", "办公室"]])])
    >>> read.title, read.items[0].path, read.items[0].repairs[0].kind
    ('示例目录', ('年度报告',), 'blanks_removed')
    """
    outside = Outside()
    rows, findings, unplaced = _logical_rows(_counted(body_rows(grids, outside), on_progress))
    title, spare = _title(outside.above)
    hollow = HollowColumns(rows)
    items: list[CatalogueItem] = []
    for number, place, row in _numbered(rows):
        reading = Reading(row, number, place, hollow.of(row.layout))
        items.append(read_item(reading))
        findings += reading.findings + [_unplaced(text, number) for text in reading.unplaced]
        unplaced += reading.unplaced
    loose = [join_words(text) for text in spare + outside.between]
    findings += hollow.findings() + columns_missing(rows, items) + [_unplaced(text, None) for text in loose]
    return CatalogueRead(title, tuple(items), tuple(findings), tuple(unplaced + loose))


def _numbered(rows: list[Row]) -> Iterator[tuple[int, int, Row]]:
    """Give each row its number in the catalogue and its place on its page, both from 1."""
    page = place = 0
    for number, row in enumerate(rows, 1):
        place = place + 1 if row.page == page else 1
        page = row.page
        yield number, place, row


def _counted(rows: Iterable[Row], on_progress: Callable[[int], None] | None) -> Iterator[Row]:
    """Pass rows on and tell how many have passed."""
    count = 0
    for count, row in enumerate(rows, 1):
        if on_progress and count % PROGRESS_EVERY == 0:
            on_progress(count)
        yield row
    if on_progress:
        on_progress(count)


def _logical_rows(rows: Iterable[Row]) -> tuple[list[Row], list[Finding], list[str]]:
    """Put rows straight, join those that only add to the row above, fill the others from it."""
    kept: list[Row] = []
    findings: list[Finding] = []
    unplaced: list[str] = []
    for row in rows:
        above = kept[-1] if kept else None
        straighten(row)
        if above and belongs_above(row, above):
            join(row, above)
        elif row.has(row.layout.identity):
            fill(row, above)
            kept.append(row)
        else:
            texts = [join_words(text) for text in row.texts + row.overflow if text]
            unplaced += texts
            message = f"这一行没有公开事项也没有公开内容，没有归到任何事项：{'；'.join(texts)}"
            findings.append(Finding("row_without_item", "warning", message, item=len(kept) or None))
    return kept, findings, unplaced


def _title(above: list[str]) -> tuple[str, list[str]]:
    """Choose the title among the texts above the first header, and return the others."""
    texts = list(dict.fromkeys(above))
    named = (text for word in _TITLE_WORDS for text in texts if word in join_words(text))
    title = next(named, texts[0] if texts else "")
    return join_words(title), [text for text in texts if text != title]


def _unplaced(text: str, item: int | None) -> Finding:
    return Finding("unplaced", "warning", f"没有归到任何栏目的内容：{text}", item=item)
