"""Whether everybody can read a body: its headings, tables and links, its layout and the length of its paragraphs.

By GB/T 37668-2019 and WCAG 2.1: 1.3.1 (structure is marked, not painted), 2.4.4 (a link says where it leads), 2.4.6
(headings). Everything is told once with all its places, so that a long body does not drown the reader in findings.
"""

import re
from collections.abc import Iterable, Iterator

from gongkai.rules.findings import Finding
from gongkai.rules.html_access_reading import Element, Reading

LEVELS = {"h2": 2, "h3": 3, "h4": 4}
LONGEST_PARAGRAPH = 600
SHOWN = 5
SPACED = re.compile(r"(?<=\S)(?:[ \xa0]{4,}|[　]{2,}|[ \xa0]*　[ \xa0　]{2,})(?=\S)")
CAPITALS = re.compile(r"\b[A-Z]{3,}(?:[ ,.\-]+[A-Z]{2,}){3,}\b")
EMPTY_LINES = re.compile(r"(?:<br>\s*){3,}|(?:<p>(?:\s|&nbsp;|<br>)*</p>\s*){2,}")


def barriers(reading: Reading) -> Iterator[Finding]:
    """Yield what would keep somebody from reading the body, one finding for each kind."""
    yield from heading_order(reading)
    yield from tables(reading)
    yield from layout(reading)
    long = [each for each in reading.blocks if len(reading.words(each)) > LONGEST_PARAGRAPH]
    if long:
        yield _finding("paragraph_long", f"{_paragraphs(reading, long)}超过{LONGEST_PARAGRAPH}字：请分段，或加小标题。")


def heading_order(reading: Reading) -> Iterator[Finding]:
    """Headings begin at the second level (the first is the page's title) and never skip one; none is empty."""
    headings = [each for each in reading.elements if each.tag in LEVELS]
    empty = sum(not reading.words(each).strip() for each in headings)
    if empty:
        yield _finding("heading_empty", f"有{empty}个空标题：请删除或填写。")
    level = 1
    skipped = []
    for each in headings:
        if LEVELS[each.tag] > level + 1:
            skipped.append(reading.words(each).strip()[:20])
        level = LEVELS[each.tag]
    if skipped:
        said = "、".join(f"“{words}”" for words in skipped[:SHOWN])
        yield _finding("heading_skipped", f"小标题跳级：{said}前面缺少上一级标题。请按顺序使用标题级别。")


def tables(reading: Reading) -> Iterator[Finding]:
    """A table of data has cells marked as headers and a caption, and lies in no other table."""
    inner: dict[int, set[str]] = {}
    around: list[tuple[int, int]] = []  # the tables that are open, each with its number and where it ends
    for each in reading.elements:
        while around and around[-1][1] <= each.start:
            around.pop()
        if around:
            inner[around[-1][0]].add(each.tag)
        if each.tag == "table":
            around.append((len(inner) + 1, each.end))
            inner[len(inner) + 1] = set()
    bare = [number for number, tags in inner.items() if "th" not in tags]
    nameless = [number for number, tags in inner.items() if "caption" not in tags]
    nested = [number for number, tags in inner.items() if "table" in tags]
    if bare:
        yield _finding("table_without_header", f"第{_listed(bare)}个表格没有表头单元格：请把表头设为“标题单元格”。")
    if nameless:
        yield _finding("table_without_caption", f"第{_listed(nameless)}个表格没有表名：请填写表名，读屏软件先读表名。")
    if nested:
        yield _finding("table_nested", f"第{_listed(nested)}个表格里又套了表格：请拆成几个表格。")


def layout(reading: Reading) -> Iterator[Finding]:
    """Words are not pushed into place with blanks, empty lines or capital letters."""
    spaced = [each for each in reading.blocks if SPACED.search(reading.words(each))]
    if spaced:
        yield _finding("layout_by_spaces", f"{_paragraphs(reading, spaced)}用连续空格排版：请改用表格、列表或分段。")
    if EMPTY_LINES.search(reading.html):
        yield _finding("layout_by_empty_lines", "正文用连续空行排版：请删除多余的空行。")
    capital = [each for each in reading.blocks if CAPITALS.search(reading.words(each))]
    if capital:
        yield _finding("all_capitals", f"{_paragraphs(reading, capital)}整句使用大写字母：读屏软件会逐个字母读出，请改用小写。")


def _finding(kind: str, message: str) -> Finding:
    return Finding(kind, "warning", message, field="body")


def _paragraphs(reading: Reading, blocks: Iterable[Element]) -> str:
    wanted = {id(each) for each in blocks}
    return f"正文第{_listed([number for number, each in enumerate(reading.blocks, 1) if id(each) in wanted])}段"


def _listed(numbers: list[int]) -> str:
    return "、".join(map(str, numbers[:SHOWN])) + (f"等{len(numbers)}" if len(numbers) > SHOWN else "")
