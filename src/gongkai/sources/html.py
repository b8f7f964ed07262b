"""Tables of a web page, with rowspan and colspan; also the many ``.xls`` exports that are web pages underneath."""

import re
from collections.abc import Callable, Iterator

from gongkai.rules.findings import Finding
from gongkai.rules.grid import Grid
from gongkai.sources import limits
from gongkai.sources.errors import BadInput
from gongkai.sources.grids import CellCount, GridMaker, title_of
from gongkai.sources.markup import Element, descendants, local, parse_html

Progress = Callable[[int, int | None], None]

UNSEEN = {"script", "style", "template", "noscript", "head", "textarea", "select"}
LINES = {"p", "div", "li", "br", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "ul", "ol"}
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def read(text: str, name: str, report: Progress) -> Iterator[Grid | Finding]:
    """Yield a Grid for each table with cells, in order; raises BadInput when there is none."""
    if text.count("<") > limits.TAGS:
        raise BadInput(f"“{name}”有 {limits.TAGS:,} 个以上的网页标记，远多于一份目录，没有读取。请只保留目录那一部分后再提交。")
    if has_swollen_tag(text):
        raise BadInput(f"“{name}”里有一个网页标记带了 {limits.ATTRIBUTES:,} 个以上的属性，不是正常的网页，没有读取。请把表格复制到 Excel 后再提交。")
    root = parse_html(text, name)
    tables = list(descendants(root, "table"))
    if len(tables) > limits.TABLES:
        raise BadInput(f"“{name}”里有 {len(tables)} 个表格，远多于一份目录。请只保留目录那一部分后再提交。")
    if not any(True for _ in descendants(root, "td")):
        raise BadInput(f"“{name}”这张网页里没有表格。如果网页上显示的是附件或图片，请下载附件后提交附件。")
    if any(is_hidden(row) for row in descendants(root, "tr")):
        yield Finding("hidden_rows", "warning", "网页的表格里有不显示的行，已一并读入。请核对这些行是否应当公开。")
    above, count = lines_above(root), CellCount(name)
    for number, table in enumerate(tables, 1):
        report(number, len(tables))
        yield read_table(table, title_of(above[number - 1]), count)


def has_swollen_tag(text: str) -> bool:
    """Tell a page with a tag of absurdly many attributes; quoted values (pictures written into the page) do not count."""
    for piece in text.split("<"):
        if len(piece) > limits.ATTRIBUTES and piece.count("=") + piece.count(" ") > limits.ATTRIBUTES:
            inside = re.sub(r'"[^"]*"|\'[^\']*\'', "", piece).partition(">")[0]
            if len(inside.split()) > limits.ATTRIBUTES:
                return True
    return False


def lines_above(root: Element) -> list[list[str]]:
    """Give, for each table in order, the lines of text since the table before it."""
    runs: list[list[str]] = [[]]
    for event, piece in walk(root, inside_tables=False):
        if event == "table":
            runs.append([])
        elif event == "line":
            runs[-1].append("")
        elif runs[-1]:
            runs[-1][-1] += piece
        else:
            runs[-1].append(piece)
    return runs


def read_table(table: Element, title: str, count: CellCount) -> Grid:
    """Read one table into a Grid; spans are cut at the table's last row, as browsers do."""
    maker = GridMaker(count)
    rows = [row for row in descendants(table, "tr") if owner(row) is table]
    taken: dict[int, int] = {}  # column -> rows from here on that a cell above still covers
    for number, row in enumerate(rows):
        column = 0
        fresh: dict[int, int] = {}
        for cell in (each for each in row if local(each) in ("td", "th")):
            while taken.get(column, 0) > 0:
                column += 1
            check_width(column, count.name)
            height, width = spans(cell, len(rows) - number)
            maker.put(number, column, cell_text(cell), height, width)
            fresh.update(dict.fromkeys(range(column, column + width), height))
            column += width
        taken = {place: left - 1 for place, left in (taken | fresh).items() if left > 1}
    caption = next(descendants(table, "caption"), None)
    title = cell_text(caption) if caption is not None else title
    return maker.grid(merges_known=True, height=len(rows), title=title)


def owner(element: Element) -> Element | None:
    """Give the table an element belongs to."""
    return next(element.iterancestors("table"), None)


def check_width(columns: int, name: str) -> None:
    """Refuse a row of absurd width."""
    if columns >= limits.COLUMNS:
        raise BadInput(f"“{name}”有一行多达 {columns} 列以上，不像目录。请检查网页后再提交。")


def spans(cell: Element, rows_left: int) -> tuple[int, int]:
    """Read rowspan and colspan; 0 rows mean down to the end, anything absurd is cut."""
    rows, columns = whole(cell.get("rowspan")), whole(cell.get("colspan"))
    return min(rows_left if rows == 0 else rows, rows_left), max(1, min(columns, limits.SPAN))


def whole(value: str | None) -> int:
    """Read a span; 1 when it is missing or no number."""
    found = re.match(r"\s*(\d{1,9})", value or "", re.A)
    return int(found[1]) if found else 1


def is_hidden(element: Element) -> bool:
    """Tell an element that the page itself does not show."""
    return element.get("hidden") is not None or bool(HIDDEN_STYLE.search(element.get("style") or ""))


def cell_text(cell: Element) -> str:
    """Give a cell's own text in lines; tables within it are read by themselves."""
    found = walk(cell, inside_tables=False)
    pieces = [piece if event == "text" else "\n" for event, piece in found if event != "table"]
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def walk(root: Element, *, inside_tables: bool) -> Iterator[tuple[str, str]]:
    """Yield texts, line ends and tables below an element, in order; without recursion, as pages nest deeply."""
    stack: list[tuple[str, Element | str]] = [("open", root)]
    while stack:
        event, item = stack.pop()
        if isinstance(item, str):
            yield event, item
            continue
        name = local(item)
        if item is not root and name == "table":
            yield "table", ""
            if not inside_tables:
                yield from (("table", "") for _ in descendants(item, "table"))
                continue
        if name in UNSEEN:
            continue
        ends: list[tuple[str, Element | str]] = [("line", "")] if name in LINES else []
        stack.extend(ends)
        for each in reversed(item):
            if each.tail:
                stack.append(("text", flat(each.tail)))
            stack.append(("open", each))
        if item.text:
            stack.append(("text", flat(item.text)))
        stack.extend(ends)


def flat(text: str) -> str:
    """Make the line ends of the page's source into blanks: they mean nothing in HTML."""
    return re.sub(r"[ \t\r\n\f]+", " ", text)
