"""Reads and checks one row of a list at a time: a line of a received file, or the cells someone has just typed.

Apart from ``reading``, because a corrected cell must pass exactly the checks that the file passed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from gongkai.records.checking import CellChecker
from gongkai.records.tables import Line, Table
from gongkai.rules.findings import Finding, Severity
from gongkai.rules.table_schema import Column, TableSchema
from gongkai.rules.table_schema_faults import CellFinding, Fault, faults_of_row
from gongkai.rules.table_schema_values import Reading, read_value

REPEATS = ("cell_repeated", "row_repeated")  # faults that depend on other rows
REMEMBERED = 20_000


class RowFault(NamedTuple):
    """One fault of one cell: the field's name, what kind, how grave, and the words for the clerk."""

    name: str
    kind: str
    severity: Severity
    message: str


@dataclass(slots=True)
class RowRead:
    """One record as read: its number in the file, ``values`` in stored form, the ``texts`` that could not be read, faults.

    ``places`` are the letters of the columns, where the row comes from a file.
    """

    number: int
    sheet: str = ""
    values: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def has_errors(self) -> bool:
        """Tell whether something forbids storing the row."""
        return any(fault.severity == "error" for fault in self.faults)

    def cell_findings(self, schema: TableSchema) -> list[CellFinding]:
        """Give the faults the shape in which they stand in a report: with row, letters and title."""
        return [
            CellFinding(self.number, self.places.get(name, ""), schema.column(name).title, kind, message, severity, self.sheet)
            for name, kind, severity, message in self.faults
        ]


class RowReader:
    """Reads rows one after the other, and remembers what must not repeat."""

    def __init__(self, schema: TableSchema) -> None:
        self.schema = schema
        self.checker = CellChecker(schema)
        self.count = 0
        self.seen: dict[object, tuple[int, int]] = {}
        self.converted: Counter[str] = Counter()
        self.example: dict[str, str] = {}
        self._readings: dict[tuple[str, str, str, bool], Reading] = {}

    def read(self, table: Table, line: Line) -> RowRead:
        """Read and check one line of a table; empty values are left out."""
        self.count += 1
        row = RowRead(line.number, table.name, places=table.places())
        for place, column in table.header.matched.items():
            text = line.texts[place]
            self._take(row, column, text, self._value(text, column, table.header.units.get(place, ""), table.header.is_old))
        present = {column.name for column in table.header.matched.values()}
        self._check(row, present)
        for column in self.schema.columns:
            if column.name in present and column.name not in row.texts:
                self._repeated(row, column)
        if first := self._first(frozenset(row.values.items()), row.number):
            row.faults.append(RowFault(next(iter(row.places)), "row_repeated", "warning", same_row(first)))
        return row

    def reread(self, number: int, sheet: str, texts: Mapping[str, str], present: set[str]) -> RowRead:
        """Read and check a row from the texts of its cells; what repeats in other rows is not asked."""
        row = RowRead(number, sheet)
        for column in self.schema.columns:
            if column.name in texts:
                self._take(row, column, texts[column.name], self._value(texts[column.name], column, "", False))
        self._check(row, present)
        return row

    def remarks(self) -> Iterator[Finding]:
        """Say once for each column of a table that amounts were converted."""
        for name, count in self.converted.items():
            title = self.schema.column(name).title
            yield Finding("amount_converted", "note", f"“{title}”有{count}格换算了单位，例如{self.example[name]}。", field=title)
        self.converted.clear()

    def _value(self, text: str, column: Column, unit: str, old: bool) -> Reading:
        key = (column.name, text, unit, old)
        read = self._readings.get(key)
        if read is None:
            read = read_value(text, column, unit=unit, old=old)
            if len(self._readings) < REMEMBERED:
                self._readings[key] = read
        return read

    def _take(self, row: RowRead, column: Column, text: str, read: Reading) -> None:
        if read.remark:
            self.converted[column.name] += 1
            self.example.setdefault(column.name, read.remark)
        if read.fault:
            row.texts[column.name] = text.strip()
            row.faults.append(RowFault(column.name, "cell_unread", "error", read.fault))
        elif read.value:
            before = row.values.get(column.name)
            row.values[column.name] = f"{before}；{read.value}" if before else read.value

    def _check(self, row: RowRead, present: set[str]) -> None:
        readable = present - row.texts.keys()
        for column in self.schema.columns:
            if column.name in readable:
                for fault in self.checker.faults(column, row.values.get(column.name, "")):
                    row.faults.append(RowFault(column.name, *fault))
        for column, fault in faults_of_row(self.schema, row.values, readable):
            row.faults.append(RowFault(column.name, *fault))

    def _repeated(self, row: RowRead, column: Column) -> None:
        """Add a fault when a value that names one thing comes twice."""
        value, severity = row.values.get(column.name, ""), severity_of_repeat(column)
        if value and severity and (first := self._first((column.name, value), row.number)):
            row.faults.append(RowFault(column.name, *repeated(first, severity)))

    def _first(self, thing: object, number: int) -> int:
        """Return the number of the line where this came first, or 0 when that is now."""
        count, first = self.seen.setdefault(thing, (self.count, number))
        return first if count != self.count else 0


def severity_of_repeat(column: Column) -> Severity | None:
    """Return how grave it is when a value of the column comes twice; None where it may."""
    if column.facts.get("constraints", {}).get("unique"):
        return "error"
    return "warning" if "x-repeats" in column.facts else None


def repeated(first: int, severity: Severity) -> Fault:
    """Say that a cell repeats one above."""
    return "cell_repeated", severity, f"与第{first}行相同，请核对是否重复"


def same_row(first: int) -> str:
    """Say that a whole row repeats one above."""
    return f"整行与第{first}行相同，请核对是否重复"
