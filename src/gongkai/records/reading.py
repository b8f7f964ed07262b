"""Reads a received table into the rows of a list, with a finding for every cell, column and line that is not as it should be.

Nothing is stored here: a screen shows a reading's findings first, and ``actions.load`` stores a reading that has no errors.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.records.row_reading import RowRead, RowReader
from gongkai.records.tables import find_tables
from gongkai.rules.findings import Finding
from gongkai.rules.grid import Grid, grid_of
from gongkai.rules.table_schema import TableSchema
from gongkai.rules.table_schema_faults import CellFinding
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
    reading = ListReading(schema)
    walk = Walk(schema, list(grids))
    for row in walk.rows():
        reading.rows.append(row.values)
        reading.cells += row.cell_findings(schema)
    reading.findings = [*walk.findings, *(cell.as_finding() for cell in reading.cells)]
    return reading


class Walk:
    """Goes through all tables of a file, row by row, so that a screen can keep what was read and tell how far it is.

    ``findings`` are those of headers, lines and whole columns, complete once the rows are through; ``present`` are the
    names of the fields that some header has.
    """

    def __init__(self, schema: TableSchema, grids: list[Grid]) -> None:
        self.schema = schema
        self.tables, self.findings = find_tables(schema, grids)
        names = {column.name for table in self.tables for column in table.header.matched.values()}
        self.present = [column.name for column in schema.columns if column.name in names]

    @property
    def height(self) -> int:
        """Return how many lines all tables have, at most, below their headers."""
        return sum(table.grid.height - table.row - 1 for table in self.tables)

    def rows(self) -> Iterator[RowRead]:
        """Yield each record with what is wrong with it."""
        reader, count, people = RowReader(self.schema), 0, 0
        for table in self.tables:
            for line in table.lines():
                count += 1
                row = reader.read(table, line)
                people += _is_person(self.schema, row.values)
                yield row
            self.findings += [*table.findings, *reader.remarks()]
        if self.tables and not count:
            self.findings.append(Finding("list_empty", "error", "表头下面没有任何记录，请检查文件是否完整。"))
        if people:
            words = "姓名将向社会公开，证件号码不会公开。未成年人，或者公开会侵害其隐私的，请从名单中删去（条例第十五条）"
            self.findings.append(Finding("natural_persons", "note", f"有{people}行的相对人是自然人：{words}。"))


def _is_person(schema: TableSchema, values: Mapping[str, str]) -> bool:
    column = schema.in_role("kind_of_person")
    return column is not None and values.get(column.name) == "自然人"
