"""Writes a list as a workbook that says nothing about who made it, and comes out the same, byte for byte, every time.

A publication names its files by their hash, so a date of writing inside the file would make every copy another file.
"""

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from gongkai.rules.table_schema import ADDED_BY_US, Column
from gongkai.rules.table_schema_values import shown

SHEET_NAME_FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")
CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
MarkedRow = tuple[int, list[str], list[list[str]]]  # number in the file, texts, faults (field, kind, severity, message)
COMMENTS = 5_000  # cells with a comment at most: beyond these the last column tells
ERROR = PatternFill("solid", fgColor="F7D0CB")
WARNING = PatternFill("solid", fgColor="FBE7B5")
WIDTHS = {"date": 13, "number": 16, "integer": 8}


def workbook_bytes(title: str, columns: list[Column], rows: Iterable[list[str]]) -> bytes:
    """Return a workbook of one sheet: a bold header that stays in view, texts as texts, numbers as numbers."""
    book, sheet = _begun(title, columns)
    sheet.append([_header_cell(sheet, column.title) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, value, column) for value, column in zip(row, columns, strict=True)])
    return _finished(book)


def marked_bytes(title: str, columns: list[Column], rows: Iterable[MarkedRow]) -> bytes:
    """Return a workbook to send back to whoever made the list: bad cells coloured and commented, the faults in words too.

    Its last two columns, the row's number in the file and the faults, are passed over when it comes back corrected.
    """
    book, sheet = _begun(title, columns)
    for place in (1, 2):
        sheet.column_dimensions[get_column_letter(len(columns) + place)].width = (12, 70)[place - 1]
    sheet.append([_header_cell(sheet, text) for text in (*(column.title for column in columns), *ADDED_BY_US)])
    left = COMMENTS
    for number, texts, faults in rows:
        cells: list[object] = []
        for text, column in zip(texts, columns, strict=True):
            told = [(severity, message) for name, _, severity, message in faults if name == column.name and severity != "note"]
            cells.append(_marked(sheet, text, told, comment=left > 0) if told else _text(sheet, text))
            left -= bool(told)
        titles = {column.name: column.title for column in columns}
        words = "；".join(f"{titles.get(name, name)}：{message}" for name, _, severity, message in faults if severity != "note")
        sheet.append([*cells, number, _text(sheet, words)])
    return _finished(book)


def _begun(title: str, columns: list[Column]) -> tuple[Workbook, Any]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title.translate(SHEET_NAME_FORBIDDEN)[:31] or "名单")
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(column.type, max(20, len(column.title) * 2))
    return book, sheet


def _finished(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_traces(buffer.getvalue())


def _header_cell(sheet: object, title: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, title)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(sheet: object, value: str, column: Column) -> object:
    if not value:
        return None
    if column.type == "number":
        return float(value)
    if column.type == "integer":
        return int(value)
    return _text(sheet, shown(value, column))


def _marked(sheet: object, text: str, faults: list[tuple[str, str]], *, comment: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.fill = ERROR if any(severity == "error" for severity, _ in faults) else WARNING
    if comment:
        cell.comment = Comment("\n".join(f"{message}。" for _, message in faults), "政府信息公开工作台", width=320, height=120)
    return cell


def _text(sheet: object, text: str) -> object:
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    if not text.startswith("="):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # a text that begins with = must never become a formula
    return cell


def _without_traces(data: bytes) -> bytes:
    """Write the package again with no author, no program's account of itself and no times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = CORE.encode() if name == "docProps/core.xml" else source.read(name)
            target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
