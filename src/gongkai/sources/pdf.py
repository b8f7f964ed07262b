"""PDF with a text layer: the ruled tables of each page, through pdfplumber.

A page break cuts a merged cell in two, and the second half arrives blank; so ``merges_known`` is false, though the
spans that the ruling lines show on one page are given.
"""

import io
from collections.abc import Callable, Iterator

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import PdfminerException

from gongkai.rules.findings import Finding
from gongkai.rules.grid import Grid
from gongkai.sources import limits
from gongkai.sources.errors import BadInput
from gongkai.sources.grids import CellCount, GridMaker, title_of
from gongkai.sources.kinds import refusal

Progress = Callable[[int, int | None], None]
SNAP = 3.0  # points: ruling lines closer than this are one line


def read(data: bytes, name: str, report: Progress) -> Iterator[Grid | Finding]:
    """Yield a Grid for each ruled table, page by page; raises BadInput when there is no text layer or no table."""
    tables, count, with_text, bare = 0, CellCount(name), 0, []
    with open_pdf(data, name) as document:
        pages = pages_of(document, name, limits.PDF_PAGES)
        for page in pages:
            report(page.page_number - 1, len(pages))
            check_objects(page, name)
            found = list(read_page(page, count))
            tables += len(found)
            with_text += bool(page.chars)
            if not found:
                bare.append(page.page_number)
            yield from found
            page.close()
        report(len(pages), len(pages))
    check_read(name, len(pages), with_text, tables)
    if bare:
        listed = "、".join(str(number) for number in bare[:20])
        message = f"第 {listed} 页没有读到带框线的表格。请核对这些页是否有遗漏，或提供 Excel、Word 原件。"
        yield Finding("page_without_table", "warning", message)


def open_pdf(data: bytes, name: str) -> PDF:
    """Open the document; raises BadInput when a password guards it."""
    try:
        return pdfplumber.open(io.BytesIO(data))
    except (PdfminerException, PDFPasswordIncorrect) as error:
        if isinstance(error, PDFPasswordIncorrect) or any(isinstance(arg, PDFPasswordIncorrect) for arg in error.args):
            raise refusal("encrypted", name) from error
        raise


def pages_of(document: PDF, name: str, limit: int) -> list[Page]:
    """Give the pages; raises BadInput when there are too many or none."""
    pages: list[Page] = document.pages
    if len(pages) > limit:
        raise BadInput(f"“{name}”有 {len(pages)} 页，超过 {limit} 页，没有读取。请只提交目录所在的那些页。")
    if not pages:
        raise BadInput(f"“{name}”里没有页面，文件已损坏或没有传完整。请重新导出后再提交。")
    return pages


def check_objects(page: Page, name: str) -> None:
    """Refuse a page with an absurd number of characters and lines, on which finding tables would take for ever."""
    number = sum(len(found) for found in page.objects.values())
    if number > limits.PDF_PAGE_OBJECTS:
        where = f"“{name}”第 {page.page_number} 页"
        raise BadInput(f"{where}有 {number:,} 个文字和线条，多得不正常，没有读取。请提供 Excel 或 Word 原件。")


def check_read(name: str, pages: int, with_text: int, tables: int) -> None:
    """Say why nothing could be read, when nothing was."""
    if not with_text:
        raise BadInput(f"“{name}”的 {pages} 页都是图片（扫描件），没有文字可读。请先OCR（文字识别），或提供原始电子版。")
    if not tables:
        raise BadInput(f"“{name}”里有文字，但没有带框线的表格，无法分出行和列。请提供 Excel 或 Word 原件。")


def read_page(page: Page, count: CellCount) -> Iterator[Grid]:
    """Yield the tables of one page, each with the title above it."""
    top = 0.0
    for table in page.find_tables():
        above = text_between(page, top, table.bbox[1])
        yield read_table(table, title_of(above.split("\n")), page.page_number, count)
        top = max(top, table.bbox[3])


def text_between(page: Page, top: float, bottom: float) -> str:
    """Give the text of a horizontal band of the page."""
    left, page_top, right, page_bottom = page.bbox
    top, bottom = max(top, page_top), min(bottom, page_bottom)
    return page.crop((left, top, right, bottom)).extract_text() if bottom - top > 1 else ""


def read_table(table: Table, title: str, page: int, count: CellCount) -> Grid:
    """Read one ruled table: its lines give rows, columns and spans."""
    lefts = lines([cell[0] for cell in table.cells])
    tops = lines([cell[1] for cell in table.cells])
    maker = GridMaker(count)
    texts = texts_by_corner(table)
    for cell in table.cells:
        row, column = at(tops, cell[1]), at(lefts, cell[0])
        rows = sum(cell[1] + SNAP < line < cell[3] - SNAP for line in tops)
        columns = sum(cell[0] + SNAP < line < cell[2] - SNAP for line in lefts)
        maker.put(row, column, texts.get((cell[0], cell[1]), ""), rows + 1, columns + 1)
    return maker.grid(merges_known=False, height=len(tops), width=len(lefts), page=page, title=title)


def texts_by_corner(table: Table) -> dict[tuple[float, float], str]:
    """Give the text of each cell by its upper left corner."""
    found: dict[tuple[float, float], str] = {}
    for row, texts in zip(table.rows, table.extract(), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            if cell is not None:
                found[cell[0], cell[1]] = text or ""
    return found


def lines(places: list[float]) -> list[float]:
    """Merge places that differ by less than a line's width."""
    merged: list[float] = []
    for place in sorted(places):
        if not merged or place - merged[-1] > SNAP:
            merged.append(place)
    return merged


def at(merged: list[float], place: float) -> int:
    """Find the line a place belongs to."""
    return max(index for index, line in enumerate(merged) if line <= place + 0.001)
