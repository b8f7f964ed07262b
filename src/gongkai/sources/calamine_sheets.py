"""A worksheet as calamine gives it, XLSX or XLS alike, turned into a Grid with its merged cells."""

import datetime
from collections.abc import Callable, Iterator

import python_calamine

from gongkai.rules.findings import Finding
from gongkai.rules.grid import Grid
from gongkai.sources import limits
from gongkai.sources.grids import CellCount, GridMaker
from gongkai.sources.sheet_scan import column_letters

Progress = Callable[[int, int | None], None]
Span = tuple[int, int]
REPORT_EVERY = 500
COVERED_SHOWN = 10
MOST_DIGITS = 1e21  # a bank card or identity number kept as a number must not come out as 6.2E+18


def grid_of_sheet(
    sheet: python_calamine.CalamineSheet, page: int, count: CellCount, report: Progress
) -> Iterator[Grid | Finding]:
    """Yield the sheet's Grid, places counted from A1, and a finding for values hidden under merged cells."""
    if sheet.start is None or sheet.end is None:
        return
    anchors, covered = merged(sheet)
    maker, under = GridMaker(count), []
    first_column, height, width = sheet.start[1], sheet.end[0] + 1, sheet.end[1] + 1
    for row, values in enumerate(sheet.iter_rows()):
        for column, value in enumerate(values, first_column):
            if value == "":
                continue
            rows, columns = anchors.get((row, column), (1, 1))
            if (row, column) in covered:
                under.append(f"{column_letters(column + 1)}{row + 1}")
            else:
                maker.put(row, column, text_of(value), rows, columns)
        if row % REPORT_EVERY == 0:
            report(row, height)
    if under:
        yield covered_cells(sheet.name, under)
    yield maker.grid(merges_known=True, height=height, width=width, page=page, name=sheet.name)


def covered_cells(sheet: str, under: list[str]) -> Finding:
    """Say that merged cells hide values, which are not read because nobody sees them."""
    cells = "、".join(under[:COVERED_SHOWN]) + (" 等" if len(under) > COVERED_SHOWN else "")
    message = f"工作表“{sheet}”的 {cells} 被合并单元格盖住，里面还有看不见的内容，没有读入。请取消合并核对。"
    return Finding("covered_cell", "warning", message)


def merged(sheet: python_calamine.CalamineSheet) -> tuple[dict[Span, Span], set[Span]]:
    """Give the spans by their anchors, and the places they cover, inside the used part of the sheet."""
    anchors: dict[Span, Span] = {}
    covered: set[Span] = set()
    last_row, last_column = sheet.end or (0, 0)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        bottom, right = min(bottom, last_row), min(right, last_column)
        rows, columns = bottom - top + 1, right - left + 1
        if rows < 1 or columns < 1 or len(covered) + rows * columns > limits.CELLS:
            continue
        anchors[top, left] = (rows, columns)
        covered.update((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
        covered.discard((top, left))
    return anchors, covered


def text_of(value: object) -> str:
    """Write a value as a reader of the sheet would: whole numbers without a point, dates as 2024-01-31.

    >>> text_of(20.0), text_of(datetime.datetime(2024, 1, 31)), text_of(True)
    ('20', '2024-01-31', 'TRUE')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < MOST_DIGITS else format(value, ".15g")
    if isinstance(value, datetime.datetime):
        return str(value.date()) if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    return str(value)
