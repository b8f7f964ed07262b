"""How cells of lists are shown and typed: one place, so that preview, stored list and form say the same of a value."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.records.actions.staging import texts_of
from gongkai.records.models import Record, UploadRow
from gongkai.rules.table_schema import Column, TableSchema
from gongkai.rules.table_schema_values import shown, yuan

LONG = 200  # from this length on a text is typed in several lines
CUT = 48


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table on the screen: ``text`` as it would be typed, ``shown`` as it is read, and what is wrong."""

    name: str
    title: str
    text: str
    shown: str
    severity: str = ""
    messages: tuple[str, ...] = ()
    received: str | None = None
    is_number: bool = False

    @property
    def short(self) -> str:
        """Return what is shown, cut where a column would grow too wide."""
        return self.shown if len(self.shown) <= CUT else f"{self.shown[: CUT - 1]}…"


@dataclass(frozen=True, slots=True)
class Editor:
    """One field of a form: ``kind`` is text, date, long_date, select, lines, money or code."""

    name: str
    title: str
    kind: str
    text: str
    help: str = ""
    is_required: bool = False
    is_private: bool = False
    options: tuple[tuple[str, str], ...] = ()
    messages: tuple[tuple[str, str], ...] = ()
    most: int = 0
    beside: str = ""


def people_read(value: str, column: Column) -> str:
    """Write a stored value for people; an amount in both units, so that 元 in the place of 万元 is seen at once.

    >>> people_read("0.2", Column("a", "罚款金额（万元）", "number", {"x-unit": "万元"}))
    '0.2 万元＝2,000 元'
    """
    if value and column.unit == "万元":
        return f"{value} 万元＝{yuan(value)} 元"
    return shown(value, column)


def cells_of_upload(row: UploadRow, columns: Sequence[Column]) -> list[Cell]:
    """Return the cells of a row handed in, each with its faults."""
    texts = texts_of(row)
    return [_cell(column, texts.get(column.name, ""), row) for column in columns]


def cells_of_record(row: Record, columns: Sequence[Column]) -> list[Cell]:
    """Return the cells of a stored row; numbers of identity documents only in part."""
    cells = []
    for column in columns:
        value = row.values.get(column.name, "")
        told = people_read(value, column) if column.is_public else masked(value)
        cells.append(Cell(column.name, column.title, value, told, is_number=column.type in ("number", "integer")))
    return cells


def masked(text: str) -> str:
    """Hide the middle of a number that is nobody's business at this place.

    >>> masked("150102199003074577"), masked("身份证")
    ('150***********4577', '身份证')
    """
    return text if len(text) < 8 else f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"


def editors_of(schema: TableSchema, texts: Mapping[str, str], faults: Iterable[Sequence[str]]) -> list[Editor]:
    """Return a field for each column of a schema, with its text and what is wrong with it."""
    told: dict[str, list[tuple[str, str]]] = {}
    for name, _, severity, message in faults:
        told.setdefault(name, []).append((severity, message))
    return [_editor(column, texts.get(column.name, ""), tuple(told.get(column.name, ()))) for column in schema.columns]


def _cell(column: Column, text: str, row: UploadRow) -> Cell:
    faults = [(severity, message) for name, _, severity, message in row.faults if name == column.name]
    severity = next((each for each in ("error", "warning", "note") if any(each == s for s, _ in faults)), "")
    told = text if column.name in row.texts else people_read(text, column)
    return Cell(
        column.name, column.title, text, told, severity, tuple(message for _, message in faults), row.received.get(column.name),
        column.type in ("number", "integer"),
    )  # fmt: skip


def _editor(column: Column, text: str, messages: tuple[tuple[str, str], ...]) -> Editor:
    limits = column.facts.get("constraints", {})
    is_iso = len(text) == 10 and text[4] == text[7] == "-"
    options: tuple[tuple[str, str], ...] = ()
    if "enum" in limits:
        kind, labels = "select", column.labels()
        options = tuple((str(value), labels.get(str(value), str(value))) for value in limits["enum"])
        if text and text not in dict(options):
            options = ((text, f"{text}（不在可选范围）"), *options)
    elif column.type == "date":
        kind = "long_date" if column.facts.get("x-long-term") or (text and not is_iso) else "date"
    elif column.unit:
        kind = "money"
    elif column.facts.get("x-check") == "credit_code":
        kind = "code"
    else:
        kind = "lines" if int(limits.get("maxLength", 0)) > LONG else "text"
    return Editor(
        column.name, column.title, kind, shown(text, column) if kind == "long_date" and is_iso else text, _help(column, kind),
        column.is_required, not column.is_public, options, messages, int(limits.get("maxLength", 0)),
        people_read(text, column) if kind == "money" and not any(s == "error" for s, _ in messages) else "",
    )  # fmt: skip


def _help(column: Column, kind: str) -> str:
    words = str(column.facts.get("description", ""))
    if kind == "long_date":
        return "写成 2026-03-01 的样子" + ("；长期有效的写“长期”" if column.facts.get("x-long-term") else "")
    if kind == "money":
        return f"单位：{column.unit}；也可以写“2000元”，会自动换算"
    if "x-pattern-words" in column.facts:
        return str(column.facts["x-pattern-words"])
    return words if column.is_public else "不向社会公开，只保存在交换数据中"
