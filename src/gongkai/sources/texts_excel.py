"""Texts of workbooks: cells of all sheets, shown or not, and in XLSX also comments, names, headers and properties."""

import io
import re
from collections.abc import Iterator
from html import unescape

import python_calamine

from gongkai.sources.archive import Archive
from gongkai.sources.calamine_sheets import merged, text_of
from gongkai.sources.errors import BadInput
from gongkai.sources.markup import descendants, local, parse_xml
from gongkai.sources.messages import TextPart, Unreadable
from gongkai.sources.sheet_scan import SheetScan, column_letters, scan_sheet
from gongkai.sources.texts_notices import hidden_cells, hidden_sheets, of_package
from gongkai.sources.texts_office import Found, rest_of_package
from gongkai.sources.xls import open_book
from gongkai.sources.xlsx import relationships, sheet_parts, target_of_package

HEADER = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]{1,5000})<")
HINT = re.compile(rb"<(?:\w+:)?(?:dataValidation|hyperlink)\s[^<>]{1,5000}>")
HINT_WORDS = re.compile(rb'\s(?:prompt|promptTitle|error|errorTitle|tooltip|display)="([^"]+)"')
COMMENT_TEXTS = ("comments", "threadedComments")


def of_xlsx(data: bytes, name: str) -> Iterator[Found]:
    """Yield every text of an XLSX workbook."""
    archive = Archive(data, name)
    parts = {part.name: part for part in sheet_parts(archive)}
    book = python_calamine.load_workbook(io.BytesIO(data))
    done = {"xl/sharedStrings.xml"}
    yield from hidden_sheets(unseen_sheets(book))
    for meta in book.sheets_metadata:
        part = parts.get(meta.name)
        scan = SheetScan()
        if part and part.member in archive.names:
            done.add(part.member)
            scan = scan_sheet(lambda member=part.member: archive.chunks(member), name, meta.name)  # type: ignore[misc]
            yield from around_sheet(archive, part.member, meta.name, done)
        yield from cells(book, meta, scan)
        if meta.name not in unseen_sheets(book):
            yield from hidden_cells(meta.name, len(scan.hidden_rows), len(scan.hidden_columns))
    yield from of_package(archive)
    workbook = target_of_package(archive)
    done.add(workbook)
    for defined in descendants(parse_xml(archive.read(workbook), name), "definedName"):
        yield TextPart(f"名称“{defined.get('name', '')}”", defined.text or "", True)
    yield from rest_of_package(archive, done)


def of_xls(data: bytes, name: str) -> Iterator[Found]:
    """Yield the cells of an old workbook, and say what cannot be seen in this format."""
    book = open_book(data, name)
    yield from hidden_sheets(unseen_sheets(book))
    for meta in book.sheets_metadata:
        yield from cells(book, meta, SheetScan())
    why = f"“{name}”是旧格式（.xls），其中的批注、图形和文档属性无法检查。请另存为 .xlsx 后再提交。"
    yield Unreadable("批注、图形和文档属性", why)


def unseen_sheets(book: python_calamine.CalamineWorkbook) -> list[str]:
    """List the sheets out of sight."""
    return [meta.name for meta in book.sheets_metadata if meta.visible != python_calamine.SheetVisibleEnum.Visible]


def cells(
    book: python_calamine.CalamineWorkbook, meta: python_calamine.SheetMetadata, scan: SheetScan
) -> Iterator[TextPart]:
    """Yield the cells of one sheet with their addresses, and why one of them is out of sight."""
    if meta.typ not in (python_calamine.SheetTypeEnum.WorkSheet, python_calamine.SheetTypeEnum.MacroSheet):
        return
    sheet = book.get_sheet_by_name(meta.name)
    unseen_sheet = meta.visible != python_calamine.SheetVisibleEnum.Visible
    rows, columns, covered = set(scan.hidden_rows), set(scan.hidden_columns), merged(sheet)[1] if sheet.start else set()
    for row, values in enumerate(sheet.iter_rows() if sheet.start else ()):
        for column, value in enumerate(values, sheet.start[1] if sheet.start else 0):
            if value == "":
                continue
            why = (
                "（隐藏工作表）" if unseen_sheet
                else "（隐藏行）" if row + 1 in rows
                else "（隐藏列）" if column + 1 in columns
                else "（被合并单元格盖住）" if (row, column) in covered
                else ""
            )  # fmt: skip
            yield TextPart(f"工作表“{meta.name}”{column_letters(column + 1)}{row + 1}{why}", text_of(value), bool(why))


def around_sheet(archive: Archive, member: str, sheet: str, done: set[str]) -> Iterator[TextPart]:
    """Yield a sheet's comments, its printed headers and footers, and what its input hints and links say."""
    for target in relationships(archive, member).values():
        if any(word in target for word in COMMENT_TEXTS) and target in archive.names and target not in done:
            done.add(target)
            yield from comments(archive, target, sheet)
    tail = b""
    for chunk in archive.chunks(member):
        for found in HEADER.finditer(tail + chunk):
            yield TextPart(f"工作表“{sheet}”页眉页脚", unescape(found[1].decode("utf-8", "replace")), False)
        for found in HINT.finditer(tail + chunk):
            words = "\n".join(unescape(word.decode("utf-8", "replace")) for word in HINT_WORDS.findall(found[0]))
            if words:
                yield TextPart(f"工作表“{sheet}”的输入提示和链接", words, True)
        tail = chunk[chunk.rfind(b"<") :][-6_000:] if b"<" in chunk else b""


def comments(archive: Archive, member: str, sheet: str) -> Iterator[TextPart]:
    """Yield the comments of one sheet, old and threaded, with the names of those who wrote them."""
    try:
        root = parse_xml(archive.read(member), archive.name)
    except BadInput as error:
        yield TextPart(f"工作表“{sheet}”批注", str(error), True)
        return
    for comment in root.iter("{*}comment", "{*}threadedComment"):
        text = "".join(piece.text or "" for piece in comment.iter() if local(piece) in ("t", "text"))
        yield TextPart(f"工作表“{sheet}”{comment.get('ref', '')}批注", text, True)
    for author in descendants(root, "author"):
        yield TextPart(f"工作表“{sheet}”批注作者", author.text or "", True)
