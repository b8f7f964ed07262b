"""The one shape every table takes, whatever file it came in: rows of cells with spans.

A reader of a file format makes grids and nothing else; everything that understands a table works on grids, so a new
format is one small reader.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold a cell's text as received, and how many rows and columns it covers (1 and 1 when it is not merged)."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """Hold one table: ``rows`` of anchor cells by (row, column), its size, and where in the file it stands.

    ``cells`` maps (row, column), both from 0, to the anchor cell there; a place covered by a merged cell, or empty,
    has no entry. ``merges_known`` is true when the format reports merged cells (XLSX, XLS, DOCX, HTML): then an empty
    place outside every span is truly empty. When it is false (text, most PDF) a blank may be the rest of a merged run.
    ``page`` is the page or sheet number from 1 where the format knows it; ``name`` is a sheet's name.
    """

    cells: dict[tuple[int, int], Cell]
    height: int
    width: int
    merges_known: bool
    page: int | None = None
    name: str = ""
    title: str = ""
    source_rows: tuple[int, ...] = field(default=())

    def text(self, row: int, column: int) -> str:
        """Return the text of the anchor at this place, or an empty string."""
        cell = self.cells.get((row, column))
        return cell.text if cell else ""

    def row_texts(self, row: int) -> list[str]:
        """Return a row as ``width`` strings, covered and empty places as empty strings."""
        return [self.text(row, column) for column in range(self.width)]


def grid_of(rows: list[list[str]], *, merges_known: bool = False, page: int | None = None, title: str = "") -> Grid:
    """Make a grid of plain rows of strings; shorter rows are padded by absence.

    >>> grid_of([["a", "b"], ["c"]]).row_texts(1)
    ['c', '']
    """
    cells = {(r, c): Cell(text) for r, row in enumerate(rows) for c, text in enumerate(row) if text.strip()}
    width = max((len(row) for row in rows), default=0)
    return Grid(cells, len(rows), width, merges_known, page=page, title=title)
