"""Reads a received table into the rows of a list, with a finding for every cell, column and line that is not as it should be.

Nothing is stored here: a screen shows a reading's findings first, and ``actions.load`` stores a reading that has no errors.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.records.checking import CellChecker
from gongkai.records.tables import Line, Table, find_tables
from gongkai.rules.findings import Finding
from gongkai.rules.grid import Grid, grid_of
from gongkai.rules.table_schema import Column, TableSchema
from gongkai.rules.table_schema_faults import CellFinding, Fault, faults_of_row
from gongkai.rules.table_schema_values import Reading, read_value
from gongkai.sources.tables import read_tables_of


@dataclass(slots=True)
class ListReading:
    """What was read: rows of stored values by field name, the fields that hold anything, and what was found.

    ``cells`` are the faults of single cells; ``findings`` are all findings, those of cells included.
    """

    schema: TableSchema
    rows: list[dict[str, str]] = field(default_factory=list)
    cells: list[CellFinding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    source_name: str = ""
    source: bytes = b""

    @property
    def errors(self) -> list[Finding]:
        """Return the findings that forbid storing the list."""
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def filled(self) -> list[str]:
        """Return the names of the fields that at least one row fills, in the schema's order."""
        filled = set().union(*(row.keys() for row in self.rows)) if self.rows else set()
        return [column.name for column in self.schema.columns if column.name in filled]


def read_list(schema: TableSchema, path: Path) -> ListReading:
    """Read a list from a file (XLSX, XLS, CSV or any other table); raises BadInput when the file cannot be used."""
    return read_received(schema, path.read_bytes(), path.name)


def read_received(schema: TableSchema, data: bytes, name: str) -> ListReading:
    """Read a list from a file in memory, under the name it was received by."""
    grids, findings = read_tables_of(data, name)
    reading = read_grids(schema, grids)
    reading.findings[:0] = findings
    reading.source_name, reading.source = name, data
    return reading


def read_rows(schema: TableSchema, rows: Sequence[dict[str, str]]) -> ListReading:
    """Read a list from rows that are already values by field name or title."""
    titles = list(dict.fromkeys(title for row in rows for title in row))
    return read_grids(schema, [grid_of([titles, *([str(row.get(title, "")) for title in titles] for row in rows)])])


def read_grids(schema: TableSchema, grids: Iterable[Grid]) -> ListReading:
    """Read a list from tables that are already grids; every table under a known header is part of the list."""
    reading, reader = ListReading(schema), _Reader(schema)
    tables, findings = find_tables(schema, list(grids))
    reading.findings += findings
    for table in tables:
        for line in table.lines():
            reading.rows.append(reader.row(table, line))
        reading.findings += [*table.findings, *reader.remarks(table)]
    if tables and not reading.rows:
        reading.findings.append(Finding("list_empty", "error", "表头下面没有任何记录，请检查文件是否完整。"))
    reading.cells = reader.cells
    reading.findings += [cell.as_finding() for cell in reader.cells]
    return reading


class _Reader:
    """Reads lines one after the other, and remembers what must not repeat."""

    def __init__(self, schema: TableSchema) -> None:
        self.schema = schema
        self.checker = CellChecker(schema)
        self.cells: list[CellFinding] = []
        self.count = 0
        self.seen: dict[object, tuple[int, int]] = {}
        self.converted: Counter[str] = Counter()
        self.example: dict[str, str] = {}

    def row(self, table: Table, line: Line) -> dict[str, str]:
        """Read and check one line; return its values, empty ones left out."""
        self.count += 1
        values: dict[str, str] = {}
        wrong = set()
        for place, column in table.header.matched.items():
            read = self._value(table, line, place, column)
            if read.fault:
                wrong.add(column.name)
                self._report(table, line, column, ("cell_unread", "error", read.fault))
            elif read.value:
                values[column.name] = "；".join(filter(None, (values.get(column.name), read.value)))
        self._check(table, line, values, wrong)
        return values

    def remarks(self, table: Table) -> Iterator[Finding]:
        """Say once for each column of a table that amounts were converted."""
        for name, count in self.converted.items():
            title = self.schema.column(name).title
            yield Finding("amount_converted", "note", f"“{title}”有{count}格换算了单位，例如{self.example[name]}。", field=title)
        self.converted.clear()

    def _value(self, table: Table, line: Line, place: int, column: Column) -> Reading:
        read = read_value(line.texts[place], column, unit=table.header.units.get(place, ""), old=table.header.is_old)
        if read.remark:
            self.converted[column.name] += 1
            self.example.setdefault(column.name, read.remark)
        return read

    def _check(self, table: Table, line: Line, values: dict[str, str], wrong: set[str]) -> None:
        present = {column.name for column in table.header.matched.values()} - wrong
        for column in self.schema.columns:
            if column.name in present:
                value = values.get(column.name, "")
                for fault in (*self.checker.faults(column, value), *self._repeated(column, value, line)):
                    self._report(table, line, column, fault)
        for column, fault in faults_of_row(self.schema, values, present):
            self._report(table, line, column, fault)
        if first := self._first(frozenset(values.items()), line):
            column = next(iter(table.header.matched.values()))
            self._report(table, line, column, ("row_repeated", "warning", f"整行与第{first}行相同，请核对是否重复"))

    def _repeated(self, column: Column, value: str, line: Line) -> Iterator[Fault]:
        """Yield a fault when a value that names one thing comes twice."""
        unique = column.facts.get("constraints", {}).get("unique")
        if not value or not (unique or "x-repeats" in column.facts):
            return
        if first := self._first((column.name, value), line):
            yield "cell_repeated", "error" if unique else "warning", f"与第{first}行相同，请核对是否重复"

    def _first(self, thing: object, line: Line) -> int:
        """Return the number of the line where this came first, or 0 when that is now."""
        count, number = self.seen.setdefault(thing, (self.count, line.number))
        return number if count != self.count else 0

    def _report(self, table: Table, line: Line, column: Column, fault: Fault) -> None:
        kind, severity, message = fault
        place = next((table.letters(place) for place, each in table.header.matched.items() if each == column), "")
        self.cells.append(CellFinding(line.number, place, column.title, kind, message, severity, table.name))
