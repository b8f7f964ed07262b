"""The acts found, as a table to take along: CSV in a stream, XLSX up to fewer rows, both with a limit that is said."""

import csv
import io
import json
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from gongkai.audit.queries import Part, Search, every
from gongkai.desk.access import Person
from gongkai.desk.history.rights import confined
from gongkai.desk.history.showing import shown, words_of
from gongkai.records.export import harmless

MOST = {"csv": 100_000, "xlsx": 20_000}
CHUNK = 500
COLUMNS = ("编号", "时间", "操作人", "用户名", "操作", "类型", "对象", "说明", "之前", "之后")
LONGEST_CELL = 32_000  # a workbook's cell holds 32,767 characters


def rows(parts: list[Part], search: Search, person: Person, *, most: int) -> Iterator[list[str]]:
    """Yield the header and a row for each act, newest first; past the limit a last row says so."""
    yield list(COLUMNS)
    count, chunk = 0, []
    for entry in every(parts, search, most=most + 1):
        count += 1
        if count <= most:
            chunk.append(entry)
        if len(chunk) == CHUNK:
            yield from _rows(chunk, search, person)
            chunk = []
    yield from _rows(chunk, search, person)
    if count > most:
        yield [f"只导出最近的{most}条，还有更早的：请缩小日期范围，分几次导出。"]


def _rows(chunk: list[Any], search: Search, person: Person) -> Iterator[list[str]]:
    hidden = confined(chunk, person)
    for entry, line in zip(chunk, shown(chunk, hidden), strict=True):
        if line.is_confined and search.subject:
            continue
        changes = ["", ""] if line.is_confined else [words_of(entry.before), words_of(entry.after)]
        at = f"{timezone.localtime(line.at):%Y-%m-%d %H:%M:%S}"
        yield [str(line.pk), at, line.by, line.username, line.act, line.kind, line.subject, line.note, *changes]


def csv_lines(table: Iterator[list[str]]) -> Iterator[bytes]:
    """Yield a CSV line by line: UTF-8 with a mark, as Excel wants it, and no text that a spreadsheet would run."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    yield "\ufeff".encode()
    for row in table:
        writer.writerow([harmless(value) for value in row])
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()


def workbook(table: Iterator[list[str]]) -> BinaryIO:
    """Return a workbook as an open file, kept on disk once it is large; texts are texts, never formulas."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("操作记录")
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFGHIJ", (10, 20, 20, 14, 18, 14, 40, 30, 40, 40), strict=True):
        sheet.column_dimensions[column].width = width
    for row in table:
        sheet.append([harmless(ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]) for value in row])
    file = SpooledTemporaryFile(max_size=1_000_000)  # noqa: SIM115 - whoever sends it closes it
    book.save(file)
    file.seek(0)
    return cast(BinaryIO, file)


def search_in_words(search: Search) -> str:
    """Return a search as a text for the record."""
    given = {name: getattr(search, name) for name in search.__slots__}
    return json.dumps({name: str(value) for name, value in given.items() if value}, ensure_ascii=False)
