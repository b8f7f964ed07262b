"""Plain text and CSV as received: any encoding, tabs or commas, and the quoted cells that Excel puts on the clipboard.

Text keeps every line in order, empty ones too: a page of a printed catalogue ends where an empty line stands.
"""

import csv
import re
from collections.abc import Callable, Iterator

from gongkai.rules.findings import Finding
from gongkai.rules.grid import Grid
from gongkai.sources import limits
from gongkai.sources.errors import BadInput
from gongkai.sources.grids import CellCount, GridMaker

Progress = Callable[[int, int | None], None]

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f\ufffe\uffff]")
STRANGE = re.compile(r"[^\t\n\r\x0b\x0c\x20-\x7e\u00a0-\u00ff\u2000-\u33ff\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")
QUOTED_LINES = 200
REPORT_EVERY = 1_000


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8, UTF-16 or GB18030, with or without a mark; raises BadInput that says where the text is damaged."""
    text = decode_marked(data, name)
    if text is None:
        zeros = b"\x00" in data
        text = (decode_utf16(data) or data.decode("utf-8", "replace")) if zeros else decode_unmarked(data, name)
    if text is None or CONTROL.search(text):
        raise BadInput(not_text(text or "", name))
    return text


def decode_marked(data: bytes, name: str) -> str | None:
    """Decode text that begins with a byte order mark; None when there is none."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise BadInput(damaged(data[: error.start], name)) from error
    return None


def decode_utf16(data: bytes) -> str | None:
    """Decode UTF-16 without a mark, when one byte order gives almost only ordinary characters."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(STRANGE.findall(text)) * 10 < len(text) and "\x00" not in text:
            return text
    return None


def decode_unmarked(data: bytes, name: str) -> str | None:
    """Decode UTF-8, or else GB18030 unless the bytes are plainly UTF-8 with a wound."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        high = sum(byte > 127 for byte in data)
        kept = sum(byte > 127 for byte in data.decode("utf-8", "ignore").encode())
        if kept * 10 > high * 9:
            raise BadInput(damaged(data[: error.start], name)) from error
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return None


def damaged(before: bytes, name: str) -> str:
    """Say at which line the damage is."""
    line = before.count(b"\n") + 1
    return f"“{name}”第 {line} 行附近有损坏的字符，无法按原样读出。请重新导出，或用记事本打开后另存为 UTF-8 编码。"


def not_text(text: str, name: str) -> str:
    """Say what makes the data no text."""
    found = CONTROL.search(text)
    if not found:
        return f"“{name}”的文字编码认不出来（不是 UTF-8、UTF-16 或 GB18030）。请用记事本另存为 UTF-8 编码后再提交。"
    line = text.count("\n", 0, found.start()) + 1
    what = "空字符（NUL）" if found.group() == "\x00" else "文本里不该有的控制字符"
    return f"“{name}”第 {line} 行含有{what}，不是完好的文本文件。请用原来的软件重新导出后再提交。"


def read(text: str, name: str, report: Progress) -> Iterator[Grid | Finding]:
    """Yield one Grid of all lines: cells between tabs, or between commas when the file is a CSV."""
    check_amount(text, name)
    lines = re.split(r"\r\n|\r|\n|\x0c", text)
    if lines and lines[-1] in ("", "\x1a"):
        lines.pop()
    rows = comma_rows(lines, name) if is_csv(lines, name) else tab_rows(lines)
    maker, source_rows = GridMaker(CellCount(name)), []
    for number, (line, row) in enumerate(rows):
        source_rows.append(line)
        for column, cell in enumerate(row):
            maker.put(number, column, cell)
        if number % REPORT_EVERY == 0:
            report(line, len(lines))
    if maker.width > limits.COLUMNS:
        raise BadInput(f"“{name}”有一行多达 {maker.width} 列，不像目录。请检查分隔符后再提交。")
    yield maker.grid(merges_known=False, height=len(source_rows), source_rows=tuple(source_rows))


def check_amount(text: str, name: str) -> None:
    """Refuse, before it is cut up, a text of absurdly many lines or cells."""
    lines = sum(text.count(end) for end in "\n\r\x0c")
    if lines > 2 * limits.ROWS or text.count("\t") > 2 * limits.CELLS or text.count(",") > 4 * limits.CELLS:
        raise BadInput(f"“{name}”有 {lines:,} 行，或者单元格极多，远多于一份目录，没有读取。请拆成几份后再提交。")


def is_csv(lines: list[str], name: str) -> bool:
    """Tell a CSV: no tabs, and commas in its lines (in every one of the first, unless the name says so)."""
    head = [line for line in lines[:50] if line.strip()]
    if not head or any("\t" in line for line in head):
        return False
    if name.lower().endswith(".csv"):
        return True
    return len(head) > 1 and len({line.count(",") for line in head}) == 1 and head[0].count(",") > 1


def comma_rows(lines: list[str], name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of a CSV with quoting."""
    csv.field_size_limit(limits.CELL_CHARACTERS)  # one setting for the whole process, which other libraries raise
    reader = csv.reader(line + "\n" for line in lines)
    start = 1
    try:
        for row in reader:
            yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        message = f"“{name}”第 {start} 行的引号或字段不合 CSV 的写法，读不下去。请用 Excel 打开，另存为 .xlsx 后再提交。"
        raise BadInput(message) from error


def tab_rows(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of tab-separated text; a cell in double quotes may run over several lines."""
    position = 0
    while position < len(lines):
        start = position
        cells = lines[position].split("\t")
        position += 1
        if any(cell.startswith('"') for cell in cells):
            cells, position = quoted_cells(lines, start)
        yield start + 1, cells


def quoted_cells(lines: list[str], start: int) -> tuple[list[str], int]:
    """Read a row whose cells may be quoted as Excel copies them; a quote that never closes is an ordinary character."""
    text = lines[start]
    for end in range(start + 1, min(start + QUOTED_LINES, len(lines)) + 1):
        if text.count('"') % 2 == 0:
            row = next(csv.reader([text], delimiter="\t", strict=False), [])
            return row, end
        if end < len(lines):
            text += "\n" + lines[end]
    return lines[start].split("\t"), start + 1
