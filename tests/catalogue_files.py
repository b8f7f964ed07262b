"""Makes the real catalogue of ``examples`` in other formats, with the merged cells that a clerk's own file would have.

The text as extracted shows a merged cell as blanks; here the tables are set as they were printed: a title, on every
page a header of two rows, cells merged down over the rows they belong to.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

import docx
import openpyxl
import xlwt
from docx.oxml.ns import qn
from docx.oxml.shared import OxmlElement
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

SEED = Path(__file__).parents[1] / "examples" / "catalogue.txt"
WIDTH = 14
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LARGE = "内蒙古自治区第{0}家优质中小企业梯度培育公示名单第{1}项"
MERGED_DOWN = (0, *range(4, 12), 13)  # a blank here belongs to the cell above; in the other columns it is empty
HEADER_SPANS = {0: (1, 3), 11: (1, 2)}  # in the first header row: 公开事项 and 公开对象 stand over columns of their own


@dataclass
class Placed:
    """A cell with its place and span."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass
class PageTable:
    """The table of one printed page: its cells and its height."""

    cells: list[Placed]
    height: int


def seed_title() -> str:
    """Give the catalogue's title."""
    return next(line for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip())


def seed_pages() -> list[PageTable]:
    """Give the tables of the catalogue, a page each, with the merged cells restored."""
    blocks = [block.split("\n") for block in SEED.read_text(encoding="utf-8").strip().split("\n\n")]
    return [page_table([line.split("\t") for line in block]) for block in blocks[1:]]


def page_table(lines: list[list[str]]) -> PageTable:
    """Place the two header rows and the body rows of one page."""
    cells = [*header_cells(lines[0], lines[1])]
    above: dict[int, Placed] = {}
    for row, line in enumerate(lines[2:], 2):
        for place in body_cells(row, line):
            if place.text:
                cells.append(place)
                above[place.column] = place
            elif place.column in MERGED_DOWN and place.column in above:
                above[place.column].rows += 1
    return PageTable(cells, len(lines))


def header_cells(first: list[str], second: list[str]) -> Iterator[Placed]:
    """Place the header: most labels cover both rows, two stand over columns of their own."""
    for column, text in enumerate(first):
        if text:
            rows, columns = HEADER_SPANS.get(column, (2, 1))
            yield Placed(0, column, text, rows, columns)
    for column, text in enumerate(second):
        if text:
            yield Placed(1, column, text)


def body_cells(row: int, line: list[str]) -> Iterator[Placed]:
    """Place one body row; where basis and clause ran together, their cell covers both columns."""
    filled = line + [""] * (WIDTH - len(line))
    wide = filled[4] != "" and filled[13] == ""
    if wide:
        filled = [*filled[:5], "", *filled[5:13]]
    for column, text in enumerate(filled):
        if not (wide and column == 5):
            yield Placed(row, column, text.strip(), columns=2 if wide and column == 4 else 1)


def as_xlsx() -> bytes:
    """Write one sheet, a page's table below the other, under a title over all columns."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "目录"
    sheet["A1"] = seed_title()
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=WIDTH)

    def place(cell: Placed, top: int) -> None:
        row, column = top + cell.row + 1, cell.column + 1
        sheet.cell(row, column, cell.text)
        if cell.rows * cell.columns > 1:
            end_row, end_column = row + cell.rows - 1, column + cell.columns - 1
            sheet.merge_cells(start_row=row, start_column=column, end_row=end_row, end_column=end_column)

    for_every_cell(place)
    return saved(book.save)


def as_xls() -> bytes:
    """Write the same sheet as an Excel 97-2003 workbook."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("目录")
    sheet.write_merge(0, 0, 0, WIDTH - 1, seed_title())

    def place(cell: Placed, top: int) -> None:
        row, column = top + cell.row, cell.column
        sheet.write_merge(row, row + cell.rows - 1, column, column + cell.columns - 1, cell.text)

    for_every_cell(place)
    return saved(book.save)


def for_every_cell(place: Callable[[Placed, int], None]) -> None:
    """Call ``place`` for all cells of all pages, with the row at which the page begins, from 0."""
    top = 1
    for page in seed_pages():
        for cell in page.cells:
            place(cell, top)
        top += page.height


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    """Save into memory."""
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def as_docx() -> bytes:
    """Write a document: the title, then a table for each page, merged with gridSpan and vMerge."""
    document = docx.Document()
    document.add_paragraph(seed_title())
    for page in seed_pages():
        document.element.body.append(docx_table(page))
        document.add_paragraph("")
    return saved(document.save)


def docx_table(page: PageTable) -> object:
    """Make a w:tbl with the cells exactly as given: no cell for what a wider one covers."""
    anchors = {(cell.row, cell.column): cell for cell in page.cells}
    under = {(cell.row + down, cell.column): cell for cell in page.cells for down in range(1, cell.rows)}
    table = node("w:tbl", node("w:tblPr"), node("w:tblGrid", *(node("w:gridCol") for _ in range(WIDTH))))
    for row in range(page.height):
        line = node("w:tr")
        column = 0
        while column < WIDTH:
            cell = anchors.get((row, column)) or under.get((row, column)) or Placed(row, column, "")
            line.append(docx_cell(cell, row))
            column += cell.columns
        table.append(line)
    return table


def docx_cell(cell: Placed, row: int) -> object:
    """Make a w:tc, with its text only where the cell begins."""
    settings = node("w:tcPr")
    if cell.columns > 1:
        settings.append(node("w:gridSpan", val=str(cell.columns)))
    if cell.rows > 1:
        settings.append(node("w:vMerge", val="restart") if row == cell.row else node("w:vMerge"))
    text = node("w:t")
    text.text = cell.text if row == cell.row else ""
    return node("w:tc", settings, node("w:p", node("w:r", text)))


def node(tag: str, *children: object, val: str | None = None) -> object:
    """Make a WordprocessingML element."""
    element = OxmlElement(tag)
    if val is not None:
        element.set(qn("w:val"), val)
    for child in children:
        element.append(child)
    return element


def as_html() -> bytes:
    """Write a web page with a table for each page, with rowspan and colspan."""
    parts = [f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>公开</title></head><body><h1>{seed_title()}</h1>"]
    for page in seed_pages():
        parts.append("<table border=1>")
        covered = {
            (cell.row + down, cell.column + right)
            for cell in page.cells
            for down in range(cell.rows)
            for right in range(cell.columns)
        }
        anchors = {(cell.row, cell.column): cell for cell in page.cells}
        for row in range(page.height):
            places = [(row, column) for column in range(WIDTH)]
            cells = (html_cell(anchors.get(place)) for place in places if place in anchors or place not in covered)
            parts.append(f"<tr>{''.join(cells)}</tr>")
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>"]).encode("utf-8")


def html_cell(cell: Placed | None) -> str:
    """Write a td."""
    if cell is None:
        return "<td>&nbsp;</td>"
    return f'<td rowspan="{cell.rows}" colspan="{cell.columns}"><p>{escape(cell.text)}</p></td>'


def as_pdf() -> bytes:
    """Write a PDF with a text layer: a ruled table on each page, the title above the first."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("cell", fontName="STSong-Light", fontSize=8, leading=10, wordWrap="CJK")
    out = io.BytesIO()
    document = SimpleDocTemplate(out, pagesize=(1500, 1500), leftMargin=20, rightMargin=20, topMargin=20)
    story = [Paragraph(seed_title(), ParagraphStyle("title", parent=style, fontSize=18, leading=30))]
    for page in seed_pages():
        story += [pdf_table(page, style), PageBreak()]
    document.build(story)
    return out.getvalue()


def pdf_table(page: PageTable, style: ParagraphStyle) -> Table:
    """Make a ruled table with its spans."""
    rows: list[list[object]] = [[""] * WIDTH for _ in range(page.height)]
    spans = []
    for cell in page.cells:
        rows[cell.row][cell.column] = Paragraph(escape(cell.text), style)
        corner = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
        spans.append(("SPAN", (cell.column, cell.row), corner))
    table = Table(rows, colWidths=[100] * WIDTH)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), *spans]))
    return table


def large_workbook(rows: int) -> bytes:
    """Write a sheet of 13 columns quickly: the catalogue's kind of text in every cell, all cells different."""
    lines = []
    for row in range(1, rows + 1):
        cells = (f'<c r="{"ABCDEFGHIJKLM"[column]}{row}" t="inlineStr"><is><t>{LARGE.format(row, column)}</t></is></c>' for column in range(13))
        lines.append(f'<row r="{row}">{"".join(cells)}</row>')
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book.save))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            sheet = name.endswith("sheet1.xml")
            new.writestr(name, f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>' if sheet else old.read(name))
    return out.getvalue()


MAKERS: dict[str, Callable[[], bytes]] = {
    kind: cache(maker)
    for kind, maker in {"xlsx": as_xlsx, "xls": as_xls, "docx": as_docx, "html": as_html, "pdf": as_pdf}.items()
}
