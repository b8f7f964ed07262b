"""Excel 97-2003 and WPS ET workbooks: visible sheets with their merged cells, through calamine."""

import io
from collections.abc import Callable, Iterator

import python_calamine

from gongkai.rules.findings import Finding
from gongkai.rules.grid import Grid
from gongkai.sources.calamine_sheets import grid_of_sheet
from gongkai.sources.grids import CellCount
from gongkai.sources.kinds import refusal
from gongkai.sources.xlsx import hidden_sheet

Progress = Callable[[int, int | None], None]


def read(data: bytes, name: str, report: Progress) -> Iterator[Grid | Finding]:
    """Yield one Grid for each visible worksheet; hidden sheets give findings."""
    count = CellCount(name)
    book = open_book(data, name)
    for page, meta in enumerate(book.sheets_metadata, 1):
        if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        if meta.visible != python_calamine.SheetVisibleEnum.Visible:
            yield hidden_sheet(meta.name)
            continue
        yield from grid_of_sheet(book.get_sheet_by_name(meta.name), page, count, report)


def open_book(data: bytes, name: str) -> python_calamine.CalamineWorkbook:
    """Open the workbook; raises BadInput when a password guards it."""
    try:
        return python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise refusal("encrypted", name) from error
