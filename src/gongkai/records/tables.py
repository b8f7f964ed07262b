"""Finds, in the grids of a received file, the tables that belong to a list: where the header stands and which lines are records.

It is apart from ``reading`` because it asks only how a table is laid out, never what a cell means.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.rules.findings import Finding
from gongkai.rules.grid import Grid
from gongkai.rules.table_schema import Header, TableSchema, match_header
from gongkai.sources.sheet_scan import column_letters

HEADER_WITHIN = 30
TOTALS = ("合计", "总计", "小计", "共计")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table that is a record: its number in the file, and its texts by column."""

    number: int
    texts: list[str]


@dataclass(slots=True)
class Table:
    """A grid whose header is known. ``name`` is the sheet's, where there are several; ``findings`` fill while it is read."""

    schema: TableSchema
    grid: Grid
    row: int
    header: Header
    name: str = ""
    findings: list[Finding] = field(default_factory=list)
    _places: dict[str, str] = field(default_factory=dict, repr=False)

    def lines(self) -> Iterator[Line]:
        """Yield the records below the header; blank lines are passed over, notes and totals are told."""
        covered = _covered(self.grid)
        spellings = {text.strip() for text in self.grid.row_texts(self.row)} - {""} | self.schema.spellings()
        for row in range(self.row + 1, self.grid.height):
            texts = self.grid.row_texts(row)
            for column in range(self.grid.width):
                texts[column] = texts[column] or covered.get((row, column), "")
            if not any(text.strip() for text in texts) or self._is_header(texts, spellings):
                continue
            if why := self._no_record(texts):
                message = f"第{self.number(row)}行{why}，没有当作记录收入，请核对。"
                self.findings.append(Finding("row_skipped", "warning", message, item=self.number(row)))
                continue
            yield Line(self.number(row), texts)

    def number(self, row: int) -> int:
        """Return a row's number as a person counts it in the file."""
        return self.grid.source_rows[row] if row < len(self.grid.source_rows) else row + 1

    def places(self) -> dict[str, str]:
        """Return the letters of each field's column as Excel shows them, the first of several."""
        if not self._places:
            for place, column in self.header.matched.items():
                self._places.setdefault(column.name, self.letters(place))
        return self._places

    def letters(self, place: int) -> str:
        """Return the letters of a column as Excel shows them."""
        return column_letters(place + 1)

    def findings_of_header(self) -> Iterator[Finding]:
        """Yield what the header lacks, has twice, or has that the schema does not know."""
        texts, where = self.grid.row_texts(self.row), f"第{self.number(self.row)}行表头"
        for column in self.header.missing(self.schema):
            old = self.header.is_old and column.facts.get("x-absent-in-old")
            words = "旧格式没有此栏，公开前请补充" if old else "请补上这一栏后重新提交"
            yield Finding("column_missing", "warning" if old else "error", f"{where}缺少必填的“{column.title}”栏：{words}。", field=column.title)
        for place in self.header.unknown:
            title = " ".join(texts[place].split())[:40]
            words = "不在格式之内，没有收入；如果是别的栏的另一种写法，请改用规定的栏名"
            yield Finding("column_unknown", "warning", f"{where}的{self.letters(place)}列“{title}”{words}。", field=title)
        for place in self.header.repeated:
            title = " ".join(texts[place].split())[:40]
            words = "与前面的栏重复，请删去其中一列"
            yield Finding("column_repeated", "error", f"{where}的{self.letters(place)}列“{title}”{words}。", field=title)
        if self.header.is_old:
            yield Finding("old_format", "note", f"{where}是2016—2017年的旧格式，已对应到现行字段。")

    def _is_header(self, texts: list[str], spellings: set[str]) -> bool:
        again = sum(text.strip() in spellings for text in texts)
        return again >= 2 and again * 2 > len(self.header.matched)

    def _no_record(self, texts: list[str]) -> str:
        filled = [text.strip() for text in texts if text.strip()]
        if filled[0].replace(" ", "").startswith(TOTALS):
            return "像是合计"
        return "只有一格有字，像是说明" if len(filled) == 1 and len(self.header.matched) > 2 else ""


def find_tables(schema: TableSchema, grids: list[Grid]) -> tuple[list[Table], list[Finding]]:
    """Find the header in each grid; return the tables, and findings of headers and of grids without one."""
    tables: list[Table] = []
    findings: list[Finding] = []
    for grid in grids:
        best = max(_headers(schema, grid), key=lambda found: len(found[1].matched), default=None)
        if best:
            tables.append(Table(schema, grid, *best))
            findings += tables[-1].findings_of_header()
        elif grid.cells:
            name = f"工作表“{grid.name}”" if grid.name else "一张表"
            findings.append(Finding("table_unread", "warning", f"{name}里没有认出“{schema.title}”的表头，没有读取。"))
    if len(tables) > 1:
        for table in tables:
            table.name = table.grid.name
    if not tables:
        wanted = "、".join(column.title for column in schema.columns if column.is_required)
        message = f"没有找到“{schema.title}”的表头。表头应在前{HEADER_WITHIN}行之内，并含有这些栏：{wanted}。"
        findings = [Finding("header_not_found", "error", message)]
    return tables, findings


def _headers(schema: TableSchema, grid: Grid) -> Iterator[tuple[int, Header]]:
    for row in range(min(grid.height, HEADER_WITHIN)):
        texts = grid.row_texts(row)
        header = match_header(schema, texts)
        if len(header.matched) >= 2 and len(header.matched) * 3 >= sum(bool(text.strip()) for text in texts):
            yield row, header


def _covered(grid: Grid) -> dict[tuple[int, int], str]:
    """Return the text of the anchor for every place below it in a merged cell: it stands for each of those rows."""
    return {
        (row + below, column): cell.text
        for (row, column), cell in grid.cells.items()
        for below in range(1, cell.rows)
    }
