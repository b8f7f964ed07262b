"""Reads events out of a table (CSV or XLSX as exported by another system): which columns, which item, which day.

Nothing is written here. Every wrong cell is named by row and column, so that the whole list can be mended at once.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gongkai.duties.statuses import Trigger
from gongkai.rules.grid import Grid
from gongkai.sources.errors import BadInput

COLUMNS = {
    "item": ("事项", "事项编号", "事项名称", "公开事项", "事项编号或名称", "事项（编号或名称）", "目录事项"),
    "trigger": ("事件", "事件类型", "触发事件", "起算事件"),
    "happened_on": ("日期", "发生日期", "事件日期", "起算日期", "发生时间"),
    "subject": ("内容", "事件内容", "标题", "事由"),
    "external_key": ("外部编号", "外部系统编号", "来源编号", "业务编号"),
    "note": ("说明", "备注"),
}
REQUIRED = ("item", "trigger", "happened_on", "subject")
TRIGGERS = {
    Trigger.FORMED: ("信息形成", "形成", "成文", "印发", "制定"),
    Trigger.CHANGED: ("信息变更", "变更", "修改", "调整"),
    Trigger.OBTAINED: ("获取信息", "获取", "取得"),
    Trigger.ISSUED: ("颁发", "发证", "核发", "颁发证书"),
    Trigger.DECIDED: ("作出决定", "决定", "作出处罚决定", "处罚决定", "作出许可决定", "许可决定"),
    Trigger.APPROVED: ("批准", "批复", "审批通过"),
    Trigger.RECEIVED: ("收到", "接收"),
    Trigger.PUBLISHED: ("公布", "发布", "文件发布"),
}
DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
SUBJECT_LENGTH, KEY_LENGTH = 200, 120


@dataclass(frozen=True, slots=True)
class RowError:
    """One wrong cell: the row of the file (from 1), the column's heading, what is wrong; the sheet where there are several."""

    row: int
    column: str
    message: str
    sheet: str = ""

    def __str__(self) -> str:
        sheet = f"工作表“{self.sheet}”" if self.sheet else ""
        return f"{sheet}第{self.row}行“{self.column}”：{self.message}"


class RowErrors(BadInput):
    """Some rows cannot be used, so none was registered; ``errors`` name each cell."""

    def __init__(self, errors: Sequence[RowError], rows: int) -> None:
        """Say how many rows are wrong, then each cell on a line of its own."""
        wrong = len({(error.sheet, error.row) for error in errors})
        head = f"{rows}行事件中有{wrong}行有问题，全部没有登记；请改正后重新登记："
        super().__init__("\n".join([head, *map(str, errors)]))
        self.errors = tuple(errors)


@dataclass(frozen=True, slots=True)
class EventRow:
    """One row as written, and what is wrong with it; ``item`` is still a number or a name, an unreadable cell is None."""

    row: int
    item: str
    trigger: Trigger | None
    happened_on: dt.date | None
    subject: str
    external_key: str = ""
    note: str = ""
    sheet: str = ""
    errors: tuple[RowError, ...] = ()


def read_events(grids: Sequence[Grid]) -> list[EventRow]:
    """Read the events of every table whose header names the four necessary columns; raises BadInput when none does."""
    headers = [(grid, *found) for grid in grids if (found := _header(grid))]
    if not headers:
        named = "、".join(COLUMNS[name][0] for name in REQUIRED)
        raise BadInput(f"没有找到事件表的表头：需要“{named}”这几列（另可有“外部编号”“说明”）。")
    rows: list[EventRow] = []
    for grid, top, columns in headers:
        sheet = grid.name if len(headers) > 1 else ""
        for index in range(top + 1, grid.height):
            cells = {name: grid.text(index, column).strip() for name, column in columns.items()}
            if any(cells.values()):
                rows.append(_read_row(cells, _number(grid, index), sheet))
    return rows


def heading(name: str) -> str:
    """Return how a column is called in messages."""
    return COLUMNS[name][0]


def read_date(text: str) -> dt.date | None:
    """Read a date in any of the usual ways of writing it, or None.

    >>> read_date("2026年3月5日"), read_date("2026/3/5"), read_date("20260305") == read_date("2026-03-05 00:00:00")
    (datetime.date(2026, 3, 5), datetime.date(2026, 3, 5), True)
    """
    found = DATE.fullmatch(text.strip()) or COMPACT_DATE.fullmatch(text.strip())
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def read_trigger(text: str) -> Trigger | None:
    """Read the kind of event by its Chinese words or its key, or None."""
    for trigger, words in TRIGGERS.items():
        if text in words or text == trigger.value:
            return trigger
    return None


def _header(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """Find the header row and which column is which."""
    for index in range(min(grid.height, 10)):
        columns: dict[str, int] = {}
        for column, text in enumerate(grid.row_texts(index)):
            plain = re.sub(r"\s", "", text).replace("(", "（").replace(")", "）")
            name = next((name for name, words in COLUMNS.items() if plain in words), None)
            if name:
                columns.setdefault(name, column)
        if all(name in columns for name in REQUIRED):
            return index, columns
    return None


def _number(grid: Grid, index: int) -> int:
    """Return the row's number in the file as the clerk sees it."""
    return grid.source_rows[index] if index < len(grid.source_rows) else index + 1


def _read_row(cells: dict[str, str], number: int, sheet: str) -> EventRow:
    row = EventRow(
        number,
        item=cells["item"],
        trigger=read_trigger(cells["trigger"]),
        happened_on=read_date(cells["happened_on"]),
        subject=cells["subject"],
        external_key=cells.get("external_key", ""),
        note=cells.get("note", ""),
        sheet=sheet,
    )
    wrong = tuple(RowError(number, heading(name), message, sheet) for name, message in _wrong_cells(row, cells))
    return replace(row, errors=wrong)


def _wrong_cells(row: EventRow, cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name in REQUIRED:
        if not cells[name]:
            yield name, "没有填写。"
    if cells["trigger"] and row.trigger is None:
        known = "、".join(words[0] for words in TRIGGERS.values())
        yield "trigger", f"不认识“{cells['trigger']}”，可以写：{known}。"
    if cells["happened_on"] and row.happened_on is None:
        yield "happened_on", f"“{cells['happened_on']}”不是日期，请写成2026-03-05或2026年3月5日。"
    if len(row.subject) > SUBJECT_LENGTH:
        yield "subject", f"有{len(row.subject)}个字，最多{SUBJECT_LENGTH}个字。"
    if len(row.external_key) > KEY_LENGTH:
        yield "external_key", f"有{len(row.external_key)}个字，最多{KEY_LENGTH}个字。"
