"""Collects the cells of one table into a Grid: cleans their text, counts them, keeps spans inside the table."""

import re
from collections.abc import Iterable

from gongkai.rules.grid import Cell, Grid
from gongkai.sources import limits
from gongkai.sources.errors import BadInput

FAULTY = re.compile("[\x00\ufeff\u200b\ud800-\udfff]")
UNWANTED = {0: None, 0xFEFF: None, 0x200B: None} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
TITLE_WORDS = ("目录", "清单")
TITLE_LENGTH = 60
SHARED = 10_000  # texts remembered to share their cells: what repeats in a table repeats early


def clean(text: str) -> str:
    """Drop NUL and zero-width marks, and replace lone surrogates, which no output can encode.

    >>> clean("\\ufeff公开\\x00")
    '公开'
    """
    return text.translate(UNWANTED) if FAULTY.search(text) else text


class CellCount:
    """Counts the cells with text of a whole file; raises BadInput when there are absurdly many."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.left = limits.CELLS

    def take(self) -> None:
        """Count one cell."""
        self.left -= 1
        if self.left < 0:
            raise BadInput(f"“{self.name}”有 {limits.CELLS:,} 个以上的单元格，远多于一份目录，没有读取。请拆成几份。")


class GridMaker:
    """Holds one table while it is read; cells with equal text share one value, so large tables stay small."""

    def __init__(self, count: CellCount) -> None:
        self.count = count
        self.cells: dict[tuple[int, int], Cell] = {}
        self.height = 0
        self.width = 0
        self._seen: dict[str | tuple[str, int, int], Cell] = {}

    def put(self, row: int, column: int, text: str, rows: int = 1, columns: int = 1) -> None:
        """Place a cell; an empty one only widens the table."""
        if row >= self.height:
            self.height = row + 1
        if column >= self.width:
            self.width = column + 1
        text = clean(text).strip()
        if not text:
            return
        self.count.take()
        key = text if rows + columns == 2 else (text, rows, columns)
        cell = self._seen.get(key)
        if cell is None:
            cell = Cell(text, rows, columns)
            if len(self._seen) < SHARED:
                self._seen[key] = cell
        self.cells[row, column] = cell

    def grid(
        self, *, merges_known: bool, height: int = 0, width: int = 0, page: int | None = None, name: str = "",
        title: str = "", source_rows: tuple[int, ...] = (),
    ) -> Grid:  # fmt: skip
        """Make the Grid; spans that reach past the table's edge are cut there."""
        height, width = max(self.height, height), max(self.width, width)
        for place, cell in self.cells.items():
            if cell.rows > height - place[0] or cell.columns > width - place[1]:
                fitted = Cell(cell.text, min(cell.rows, height - place[0]), min(cell.columns, width - place[1]))
                self.cells[place] = fitted
        return Grid(self.cells, height, width, merges_known, page, clean(name), clean(title), source_rows)


def title_of(lines: Iterable[str]) -> str:
    """Choose a table's title from the lines above it: the last that says 目录 or 清单, or else the last short one.

    >>> title_of(["首页 > 公开", "某厅主动公开事项目录", "2024年5月"])
    '某厅主动公开事项目录'
    """
    short = [line for line in (" ".join(line.split()) for line in lines) if 0 < len(line) <= TITLE_LENGTH]
    named = [line for line in short if any(word in line for word in TITLE_WORDS)]
    return (named or short or [""])[-1]
