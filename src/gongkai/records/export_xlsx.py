"""Writes a list as a workbook that says nothing about who made it, and comes out the same, byte for byte, every time.

A publication names its files by their hash, so a date of writing inside the file would make every copy another file.
"""

import io
import zipfile
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from gongkai.rules.table_schema import Column
from gongkai.rules.table_schema_values import shown

SHEET_NAME_FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")
CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
WIDTHS = {"date": 13, "number": 16, "integer": 8}


def workbook_bytes(title: str, columns: list[Column], rows: Iterable[list[str]]) -> bytes:
    """Return a workbook of one sheet: a bold header that stays in view, texts as texts, numbers as numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title.translate(SHEET_NAME_FORBIDDEN)[:31] or "名单")
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(column.type, max(20, len(column.title) * 2))
    sheet.append([_header_cell(sheet, column.title) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, value, column) for value, column in zip(row, columns, strict=True)])
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
    text = ILLEGAL_CHARACTERS_RE.sub("", shown(value, column))
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
