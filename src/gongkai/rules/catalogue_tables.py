"""Cuts grids into the body rows under each header, page by page, and keeps what stands outside them.

A header repeated inside a grid starts a new page; a grid without a header goes on under the last one. A row leaves
here with the text of every column and how it came there: written in the cell, reached by a merged cell from above or
from the left, or blank.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from gongkai.rules.catalogue_headers import EXPECTED
from gongkai.rules.catalogue_layout import FEWEST, Header, Layout, find_header, name_unlabelled
from gongkai.rules.catalogue_words import join_words
from gongkai.rules.grid import Cell, Grid

SAMPLE = 40
OWN, ABOVE, LEFT, BLANK = "own", "above", "left", "blank"
Places = dict[tuple[int, int], tuple[int, int]]


class NoHeaderFound(ValueError):
    """No table of the file has a header that a catalogue has; the message says what was seen and what is expected."""


@dataclass(slots=True)
class Row:
    """One table row under a layout: texts by column, where each came from, what was done to it (kind, column).

    ``merges`` is true when the table itself says which cells are merged, so that its blanks are truly empty.
    ``overflow`` holds texts to the right of the last column.
    """

    layout: Layout
    texts: list[str]
    origins: list[str]
    page: int
    merges: bool = False
    starts_page: bool = False
    overflow: list[str] = field(default_factory=list)
    repairs: list[tuple[str, int]] = field(default_factory=list)
    doubts: list[tuple[str, str, str]] = field(default_factory=list)

    def has(self, places: Sequence[int]) -> bool:
        """Say whether any of these columns has a text."""
        return any(self.texts[place] for place in places)


@dataclass(slots=True)
class Outside:
    """Texts that stand in no row: above the first header (one of them is the title), and everywhere else."""

    above: list[str] = field(default_factory=list)
    between: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Keep a text met after the first header, unless it is the title printed again."""
        if not any(join_words(text) == join_words(known) for known in self.above):
            self.between.append(text)


@dataclass(slots=True)
class _Walk:
    """The header and page in force while the grids are walked."""

    layout: Layout | None = None
    page: int = 0
    starts_page: bool = False


def covered_places(grid: Grid) -> Places:
    """Map every place inside a merged cell, but its anchor, to the anchor's place."""
    covered: Places = {}
    for (row, column), cell in grid.cells.items():
        if cell.rows > 1 or cell.columns > 1:
            covered |= dict.fromkeys(_span(grid, row, column, cell), (row, column))
            del covered[row, column]
    return covered


def _span(grid: Grid, row: int, column: int, cell: Cell) -> Iterator[tuple[int, int]]:
    """Yield the places a cell covers inside the grid, its own first."""
    for under in range(row, min(row + cell.rows, grid.height)):
        for right in range(column, min(column + cell.columns, grid.width)):
            yield under, right


def body_rows(grids: Sequence[Grid], outside: Outside) -> Iterator[Row]:
    """Yield the body rows of all grids in order, and put the texts outside them into ``outside``.

    Raises NoHeaderFound when no grid has a header.
    """
    walk = _Walk()
    for grid in grids:
        yield from _rows_of_grid(grid, walk, outside)
    if walk.layout is None:
        raise NoHeaderFound(_no_header_message(grids))


def _rows_of_grid(grid: Grid, walk: _Walk, outside: Outside) -> Iterator[Row]:
    """Yield one grid's body rows, changing the header and page in force on the way."""
    covered = covered_places(grid)
    written = sorted({row for (row, _), cell in grid.cells.items() if cell.text.strip()})
    headers = _headers(grid, covered, written)
    in_header = {row for start, header in headers.items() for row in range(start, header.below)}
    merges = grid.merges_known and any(
        cell.rows > 1 for (row, _), cell in grid.cells.items() if row not in in_header
    )
    if grid.title.strip():
        (outside.add if walk.layout else outside.above.append)(grid.title)
    if grid.page and grid.page != walk.page:
        walk.page, walk.starts_page = grid.page, True
    fits = bool(headers) or (walk.layout is not None and abs(grid.width - len(walk.layout.columns)) <= 1)
    top = 0
    for row in written:
        if row in headers:
            top = headers[row].below
            walk.layout = name_unlabelled(headers[row].layout, _samples(grid, top))
            walk.page, walk.starts_page = grid.page or walk.page + 1, True
        elif row in in_header:
            continue
        elif walk.layout is None:
            outside.above += _own_texts(grid, row)
        elif not fits or _is_loose(grid, row, top, covered):
            for text in _own_texts(grid, row):
                outside.add(text)
        else:
            yield _row(grid, row, top, covered, walk, merges)
            walk.starts_page = False


def _headers(grid: Grid, covered: Places, written: list[int]) -> dict[int, Header]:
    """Find every header of a grid by its first row."""
    headers: dict[int, Header] = {}
    below = 0
    for row in written:
        if row >= below and (header := find_header(grid, row, covered)):
            headers[row] = header
            below = header.below
    return headers


def _samples(grid: Grid, top: int) -> Callable[[int], list[str]]:
    """Return a function that gives the first texts of a column under the header."""
    return lambda column: [grid.text(row, column) for row in range(top, min(grid.height, top + SAMPLE))]


def _own_texts(grid: Grid, row: int) -> list[str]:
    """Return the texts written in this row."""
    return [text for text in grid.row_texts(row) if text.strip()]


def _is_loose(grid: Grid, row: int, top: int, covered: Places) -> bool:
    """Say whether a row is a line of text beside the table: one text in the first column, or one across the table."""
    own = [column for column in range(grid.width) if grid.text(row, column).strip()]
    if len(own) != 1 or any(top <= covered.get((row, column), (-1,))[0] < row for column in range(grid.width)):
        return False
    return own[0] == 0 or grid.cells[row, own[0]].columns >= FEWEST


def _row(grid: Grid, row: int, top: int, covered: Places, walk: _Walk, merges: bool) -> Row:
    """Read one body row's cells under the layout in force."""
    assert walk.layout is not None
    width = len(walk.layout.columns)
    cells = [_cell(grid, row, column, top, covered) for column in range(max(width, grid.width))]
    return Row(
        walk.layout,
        [text for text, _ in cells[:width]],
        [origin for _, origin in cells[:width]],
        walk.page,
        merges,
        walk.starts_page,
        overflow=[text for text, _ in cells[width:]],
    )


def _cell(grid: Grid, row: int, column: int, top: int, covered: Places) -> tuple[str, str]:
    """Return the text at a place and how it came there."""
    if text := grid.text(row, column).strip():
        return text, OWN
    anchor = covered.get((row, column))
    if anchor is None or anchor[0] < top:
        return "", BLANK
    if anchor[0] == row:
        return "", LEFT
    return (grid.text(*anchor).strip() if anchor[1] == column else ""), ABOVE


def _no_header_message(grids: Sequence[Grid]) -> str:
    """Say which columns were seen and which are expected."""
    rows = (_own_texts(grid, row) for grid in grids for row in range(min(grid.height, SAMPLE)))
    seen = max(rows, key=len, default=[])
    columns = "、".join(join_words(text)[:20] for text in seen[:14]) or "没有表格"
    least = "至少要有其中三列，一列是公开事项或公开内容"
    return f"没有找到目录的表头。看到的列：{columns}。应当有的列：{EXPECTED}（{least}）。请核对文件，或把表头改成这些名称。"
