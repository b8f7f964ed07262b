"""Looks over a worksheet's XML for what its values do not tell: hidden rows and columns, formulas, absurd places.

calamine lays a sheet out from its first used cell to its last, so two cells in far corners would ask for all the
memory there is; such a sheet is refused here, before. Most sheets need only a quick look at the bytes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from gongkai.sources import limits
from gongkai.sources.errors import BadInput

MARKS = (b' hidden="1"', b' hidden="true"', b"<f>", b"<f ", b":f>", b":f ", b"<f/>", b"<!DOCTYPE", b"r='")
FAR = re.compile(rb' r="(?:[A-Z]{3}|[A-Z]{0,2}\d{6})')
OVERLAP = 64
REFERENCE = re.compile(r"([A-Za-z]{0,3})([0-9]{1,7})$")
MOST_COLUMNS = 16_384


@dataclass(slots=True)
class SheetScan:
    """What was seen: rows and columns from 1 that are hidden, how many formulas, and which have no saved result."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    formulas: int = 0
    uncalculated: list[str] = field(default_factory=list)


def scan_sheet(chunks: Callable[[], Iterator[bytes]], name: str, sheet: str) -> SheetScan:
    """Scan a worksheet given as a function that starts its chunks anew; raises BadInput when its places are absurd."""
    if not is_noteworthy(chunks()):
        return SheetScan()
    scanner = Scanner(name, sheet)
    scanner.run(chunks())
    return scanner.scan


def is_noteworthy(chunks: Iterator[bytes]) -> bool:
    """Tell whether any part of the sheet calls for the slow and exact look."""
    tail = b""
    found = False
    for chunk in chunks:  # read to the end: that is also what proves the member whole
        piece = tail + chunk
        found = found or any(mark in piece for mark in MARKS) or bool(FAR.search(piece))
        tail = chunk[-OVERLAP:]
    return found


class Scanner:
    """Walks the sheet's XML event by event, in memory that does not grow with the sheet."""

    def __init__(self, name: str, sheet: str) -> None:
        self.scan = SheetScan()
        self.name, self.sheet = name, sheet
        self.row = self.column = 0
        self.top, self.bottom, self.left, self.right = 1 << 30, 0, 1 << 30, 0
        self.has_formula = self.has_value = False
        self.inside_value = False

    def run(self, chunks: Iterator[bytes]) -> None:
        """Parse the whole member."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = self.refuse_doctype
        try:
            for chunk in chunks:
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise BadInput(f"“{self.name}”的工作表“{self.sheet}”已损坏，读不出来。请用 Excel 另存一份后再提交。") from error

    def refuse_doctype(self, *_: object) -> None:
        """Refuse a document type: no spreadsheet program writes one."""
        raise BadInput(f"“{self.name}”的工作表“{self.sheet}”带有文档类型定义，没有读取。请用 Excel 另存一份。")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Note a row, a column setting, a cell, or what is inside a cell."""
        name = tag.rpartition(":")[2]
        if name == "c":
            self.start_cell(attributes.get("r"))
        elif name == "row":
            self.start_row(attributes)
        elif name == "f":
            self.has_formula = True
        elif name in ("v", "t"):
            self.inside_value = True
        elif name == "col" and is_true(attributes.get("hidden")):
            first, last = whole(attributes.get("min")), min(whole(attributes.get("max")), MOST_COLUMNS)
            self.scan.hidden_columns.extend(range(first, last + 1) if last - first < limits.COLUMNS else (first,))

    def start_row(self, attributes: dict[str, str]) -> None:
        """Note the row's number and whether it is hidden."""
        self.row = whole(attributes.get("r")) or self.row + 1
        self.column = 0
        if is_true(attributes.get("hidden")) and len(self.scan.hidden_rows) < limits.CELLS:
            self.scan.hidden_rows.append(self.row)

    def start_cell(self, reference: str | None) -> None:
        """Note where a cell is."""
        match = REFERENCE.match(reference or "")
        if match and match[1]:
            self.row, self.column = int(match[2]), column_number(match[1])
        else:
            self.column += 1
        self.has_formula = self.has_value = False

    def characters(self, text: str) -> None:
        """Note that a cell has a value."""
        self.has_value = self.has_value or self.inside_value

    def end(self, tag: str) -> None:
        """Close a value, or account for a finished cell."""
        name = tag.rpartition(":")[2]
        if name in ("v", "t"):
            self.inside_value = False
        elif name == "c":
            self.end_cell()

    def end_cell(self) -> None:
        """Count formulas; widen the used box and refuse it when it is absurd."""
        if self.has_formula:
            self.scan.formulas += 1
            if not self.has_value:
                self.scan.uncalculated.append(f"{column_letters(self.column)}{self.row}")
        if self.has_value:
            self.top, self.bottom = min(self.top, self.row), max(self.bottom, self.row)
            self.left, self.right = min(self.left, self.column), max(self.right, self.column)
            if (self.bottom - self.top + 1) * (self.right - self.left + 1) > limits.BOX_CELLS:
                raise BadInput(
                    f"“{self.name}”的工作表“{self.sheet}”从第 {self.top} 行铺到第 {self.bottom} 行、{self.right} 列，"
                    f"远大于一份目录。请删掉 {column_letters(self.column)}{self.row} 等远处的单元格后再提交。"
                )


def is_true(value: str | None) -> bool:
    """Read an XML boolean."""
    return value in ("1", "true")


def whole(value: str | None) -> int:
    """Read a small whole number; 0 when there is none."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 8 else 0


def column_number(letters: str) -> int:
    """Count a column's letters from 1.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Write a column's number, from 1, in letters.

    >>> column_letters(1), column_letters(16384)
    ('A', 'XFD')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
