"""DOCX documents: every table in the body with its spans, read from ``w:tbl`` itself.

A table inside a cell becomes a Grid of its own, after the one around it. Tracked changes are read as if accepted;
what is hidden is read too. Both are said in a finding.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from gongkai.rules.findings import Finding
from gongkai.rules.grid import Grid
from gongkai.sources import limits
from gongkai.sources.archive import Archive
from gongkai.sources.errors import BadInput
from gongkai.sources.grids import CellCount, GridMaker, title_of
from gongkai.sources.markup import Element, attribute, child, descendants, local, parse_xml
from gongkai.sources.xlsx import relationships

Progress = Callable[[int, int | None], None]

WRAPPERS = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"}
UNREAD = {"Fallback", "del", "moveFrom", "delText", "instrText", "tbl", "pPr", "rPr", "txbxContent"}
BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
CHECKED = {"F052", "F054", "F0FC", "F0FE"}  # Wingdings: the boxes and ticks that stand for √
UNCHECKED = {"F0A3", "F06F", "F0A8"}


def read(data: bytes, name: str, report: Progress) -> Iterator[Grid | Finding]:
    """Yield a Grid for each table of the body, in order; raises BadInput when there is none."""
    body = body_of(Archive(data, name), name)
    yield from findings_of(body)
    tables, count = list(titled_tables(body)), CellCount(name)
    if len(tables) > limits.TABLES:
        raise BadInput(f"“{name}”里有 {len(tables)} 个表格，远多于一份目录。请拆成几份后再提交。")
    if not tables:
        raise BadInput(f"“{name}”里没有表格。请确认目录是用表格排的，而不是用空格或图片排的，然后再提交。")
    for number, (title, table) in enumerate(tables, 1):
        report(number, len(tables))
        yield read_table(table, title, count)


def body_of(archive: Archive, name: str) -> Element:
    """Find the document's body."""
    targets = (target for target in relationships(archive, "").values() if re.search(r"document\d*\.xml$", target))
    main = next(targets, "word/document.xml")
    body = child(parse_xml(archive.read(main), name), "body")
    if body is None:
        raise BadInput(f"“{name}”里找不到正文，文件已损坏。请用 Word 或 WPS 打开、另存一份后再提交。")
    return body


def findings_of(body: Element) -> Iterator[Finding]:
    """Say that the document holds changes not yet accepted, or hidden text."""
    if any(True for tag in ("ins", "del", "moveFrom", "moveTo") for _ in descendants(body, tag)):
        message = "文档里有未处理的修订，按“接受全部修订”后的样子读取。请在 Word 中接受或拒绝修订后再发布。"
        yield Finding("tracked_changes", "warning", message)
    if any(is_on(mark) for mark in descendants(body, "vanish")):
        message = "文档里有设为“隐藏”的文字，已一并读入。请核对这些文字是否应当公开。"
        yield Finding("hidden_text", "warning", message)


def titled_tables(body: Element) -> Iterator[tuple[str, Element]]:
    """Yield every table with the title that stands above it, the tables within tables after their own."""
    above: list[str] = []
    for block in blocks(body):
        if local(block) == "p":
            above.append(paragraph_text(block))
        else:
            yield title_of(above), block
            yield from (("", nested) for nested in descendants(block, "tbl") if not in_fallback(nested))
            above = []


def blocks(parent: Element) -> Iterator[Element]:
    """Yield paragraphs and tables in order, whatever content controls they are wrapped in."""
    for each in parent:
        name = local(each)
        if name in ("p", "tbl"):
            yield each
        elif name in WRAPPERS:
            yield from blocks(each)


def in_fallback(element: Element) -> bool:
    """Tell whether the element is the second, older copy that Word writes of the same shape."""
    return next(element.iterancestors("{*}Fallback"), None) is not None


def read_table(table: Element, title: str, count: CellCount) -> Grid:
    """Read one table into a Grid."""
    maker = GridMaker(count)
    rows = [row for row in rows_of(table) if not is_deleted(row)]
    placed = list(merged_rows([list(row_cells(row)) for row in rows]))
    for row, column, cell, height, width in placed:
        maker.put(row, column, cell_text(cell), height, width)
    if maker.width > limits.COLUMNS:
        raise BadInput(f"有一个表格多达 {maker.width} 列，不像目录（“{count.name}”）。请检查表格后再提交。")
    return maker.grid(merges_known=True, height=len(rows), title=title)


def rows_of(parent: Element) -> Iterator[Element]:
    """Yield the rows of a table, not those of tables within it."""
    return inner(parent, "tr")


def inner(parent: Element, wanted: str) -> Iterator[Element]:
    """Yield the children of a name, also when wrapped in content controls."""
    for each in parent:
        if local(each) == wanted:
            yield each
        elif local(each) in WRAPPERS:
            yield from inner(each, wanted)


def is_deleted(row: Element) -> bool:
    """Tell a row that a tracked change removes."""
    properties = child(row, "trPr")
    return properties is not None and child(properties, "del") is not None


def row_cells(row: Element) -> Iterator[tuple[int, Element, int, str]]:
    """Yield a row's cells: first column, element, columns covered, and its part in a vertical merge."""
    properties = child(row, "trPr")
    column = number_in(properties, "gridBefore", 0)
    for cell in inner(row, "tc"):
        settings = child(cell, "tcPr")
        span = max(1, number_in(settings, "gridSpan", 1))
        yield column, cell, span, merge_of(settings)
        column += span


def merge_of(settings: Element | None) -> str:
    """Give ``restart`` or ``continue`` for a vertical merge, ``left`` for a cell merged into its left neighbour."""
    if settings is None:
        return ""
    horizontal = child(settings, "hMerge")
    if horizontal is not None and attribute(horizontal, "val") != "restart":
        return "left"
    vertical = child(settings, "vMerge")
    if vertical is None:
        return ""
    return "restart" if attribute(vertical, "val") == "restart" else "continue"


def merged_rows(rows: list[list[tuple[int, Element, int, str]]]) -> Iterator[tuple[int, int, Element, int, int]]:
    """Yield anchor cells with the rows and columns they cover."""
    anchors: list[list[Any]] = []
    running: dict[int, list[Any]] = {}
    for number, row in enumerate(rows):
        still: dict[int, list[Any]] = {}
        for column, cell, span, merge in row:
            if merge == "left" and anchors and anchors[-1][0] == number:
                anchors[-1][4] = column + span - anchors[-1][1]
                continue
            above = running.get(column) if merge == "continue" else None
            if above is not None and not cell_text(cell).strip():
                above[3] += 1
            else:
                above = [number, column, cell, 1, span]
                anchors.append(above)
            if merge in ("restart", "continue"):
                still[column] = above
        running = still
    return ((row, column, cell, height, width) for row, column, cell, height, width in anchors)


def number_in(properties: Element | None, name: str, default: int) -> int:
    """Read a small number from a row's or cell's properties."""
    found = child(properties, name) if properties is not None else None
    value = (attribute(found, "val") if found is not None else None) or ""
    return min(int(value), limits.SPAN) if value.isascii() and value.isdigit() and len(value) < 10 else default


def cell_text(cell: Element) -> str:
    """Give a cell's own text, a line for each paragraph; tables within it are read by themselves."""
    return "\n".join(paragraph_text(block) for block in blocks(cell) if local(block) == "p")


def paragraph_text(paragraph: Element) -> str:
    """Give a paragraph's text as it stands when all changes are accepted, text boxes in it included."""
    pieces = list(run_pieces(paragraph))
    for box in descendants(paragraph, "txbxContent"):
        if next(box.iterancestors("{*}p")) is paragraph and not in_fallback(box):
            pieces.extend("\n" + paragraph_text(block) for block in blocks(box) if local(block) == "p")
    return "".join(pieces)


def run_pieces(element: Element) -> Iterator[str]:
    """Yield the texts, breaks and symbols below an element."""
    for each in element:
        name = local(each)
        if name == "t":
            yield each.text or ""
        elif name in BREAKS:
            yield BREAKS[name]
        elif name == "sym":
            yield symbol(each)
        elif name not in UNREAD:
            yield from run_pieces(each)


def symbol(element: Element) -> str:
    """Write a symbol of a symbol font as the check mark it draws."""
    code = (attribute(element, "char") or "").upper()
    return "√" if code in CHECKED else "□" if code in UNCHECKED else ""


def is_on(mark: Element) -> bool:
    """Read a Word switch, which is on unless it says otherwise."""
    return attribute(mark, "val") not in ("0", "false", "off")


