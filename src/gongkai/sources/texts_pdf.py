"""Texts of PDF documents: every page with its notes and form fields, the properties and the attached files."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import decode_text
from pdfplumber.page import Page
from pdfplumber.pdf import PDF

from gongkai.rules.findings import Finding
from gongkai.sources import limits
from gongkai.sources.messages import WHOLE, TextPart, Unreadable
from gongkai.sources.pdf import check_objects, open_pdf, pages_of
from gongkai.sources.texts_office import Found

LARGE_PICTURE = 0.2  # of the page: a scan, not a seal or an emblem
NAME_TREE_NODES = 1_000
RUNS = re.compile(rb"/(?:JavaScript|Launch)\b")


def of_pdf(data: bytes, name: str) -> Iterator[Found]:
    """Yield the text of every page with its notes, then the document's properties and attached files."""
    with open_pdf(data, name) as document:
        pages, with_text, notes = pages_of(document, name, limits.PDF_TEXT_PAGES), 0, 0
        for page in pages:
            check_objects(page, name)
            with_text += bool(page.chars)
            notes += sum(is_comment(note) for note in page.annots)
            yield from of_page(page)
            page.close()
        if not with_text:
            message = f"{len(pages)}页都是图片（扫描件），没有文字层：读屏软件读不出来，也搜索不到"
            yield Finding("scanned_pdf", "warning", message, field=WHOLE)
        if notes:
            yield Finding("file_comments", "warning", f"有{notes}条批注", field=WHOLE)
        if RUNS.search(data):
            yield Finding("file_macros", "warning", "带有脚本或会启动程序的动作", field=WHOLE)
        for key, value in (document.metadata or {}).items():
            yield TextPart(f"文档属性 {key}", str(value), True)
        yield from of_catalog(document)


def is_comment(note: dict[str, Any]) -> bool:
    """Tell a reader's remark from a link and from a field of a form."""
    kind = str(getattr(note.get("data", {}).get("Subtype"), "name", ""))
    return kind not in ("Link", "Widget", "Popup")


def of_page(page: Page) -> Iterator[TextPart | Unreadable]:
    """Yield one page: its text layer, its notes and fields, and a warning of a picture that may hold text."""
    where = f"第{page.page_number}页"
    if text := page.extract_text():
        yield TextPart(where, text)
        yield from broken_cells(page, where)
    elif any(page.objects.values()):
        yield Unreadable(where, "这一页只有图片或图形，没有可以检查的文字。请先OCR（文字识别），或提供原始电子版。")
    if any(picture["width"] * picture["height"] > page.width * page.height * LARGE_PICTURE for picture in page.images):
        yield Unreadable(f"{where}的图片", "图片（扫描件）里的文字无法检查，请打开查看。")
    for note in page.annots:
        found = (resolve1(note.get("data", {}).get(key)) for key in ("Contents", "V", "T", "TU"))
        texts = [decode_text(value) for value in found if isinstance(value, bytes)]
        if note.get("uri"):
            texts.append(str(note["uri"]))
        if texts:
            yield TextPart(f"{where}的批注或表单", "\n".join(texts), True)


def broken_cells(page: Page, where: str) -> Iterator[TextPart]:
    """Yield cells whose text runs over several lines: on the page a number broken there has other columns in between."""
    if not page.edges:
        return
    for table in page.find_tables():
        for text in (text for row in table.extract() for text in row if text):
            if "\n" in text and any(letter.isdigit() for letter in text):
                yield TextPart(f"{where}的表格", text)


def of_catalog(document: PDF) -> Iterator[Found]:
    """Yield the XMP properties and the attached files."""
    catalog: dict[str, Any] = document.doc.catalog
    metadata = resolve1(catalog.get("Metadata"))
    if isinstance(metadata, PDFStream):
        yield TextPart("文档属性 XMP", re.sub(r"<[^>]*>", " ", metadata.get_data().decode("utf-8", "replace")), True)
    names = resolve1(catalog.get("Names")) or {}
    for file_name, stream in islice(attached(resolve1(names.get("EmbeddedFiles"))), NAME_TREE_NODES):
        yield f"PDF 附件 {file_name}", stream.get_data()


def attached(root: Any) -> Iterator[tuple[str, PDFStream]]:
    """Walk the tree of attached files, each with its name."""
    waiting, visited = [root], 0
    while waiting and visited < NAME_TREE_NODES:
        node = resolve1(waiting.pop())
        visited += 1
        if not isinstance(node, dict):
            continue
        waiting.extend(resolve1(node.get("Kids")) or [])
        for entry in (resolve1(node.get("Names")) or [])[1::2]:
            specification = resolve1(entry) or {}
            stream = resolve1((resolve1(specification.get("EF")) or {}).get("F"))
            if isinstance(stream, PDFStream):
                yield decode_text(resolve1(specification.get("UF") or specification.get("F")) or b""), stream
