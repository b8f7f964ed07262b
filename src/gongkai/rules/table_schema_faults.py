"""What can be wrong with a cell of a list, and with the cells of a row together, in words a clerk can act on.

The shape of single cells is checked with the Frictionless library (``records.checking``), which answers with the name of
the constraint that failed; the words for it are here, and so are the checks that Table Schema has no constraint for.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from stdnum.cn import ric

from gongkai.rules.amounts import amount_in
from gongkai.rules.codes import credit_code_fault, fold_code
from gongkai.rules.findings import Finding, Severity
from gongkai.rules.privacy import NAMES, REMEDIES, find_personal_data, severity_of
from gongkai.rules.privacy_numbers import is_identity_number
from gongkai.rules.table_schema import Column, TableSchema
from gongkai.rules.table_schema_values import yuan

ECHO_LENGTH = 20
LARGE_FINE = Decimal(1_000)  # 万元: ten million yuan, above nearly every fine of a department

Fault = tuple[str, Severity, str]
RowCheck = Callable[[TableSchema, Column, str, Mapping[str, str]], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class CellFinding:
    """One fault of one cell: ``row`` and ``place`` as the person sees them in the file (row from 1, column letter)."""

    row: int
    place: str
    column: str
    kind: str
    message: str
    severity: Severity = "error"
    sheet: str = ""

    def as_finding(self) -> Finding:
        """Give it the shape every screen and command shows; ``item`` is the row, ``field`` the column's title.

        >>> CellFinding(5, "C", "盟市", "cell_not_in_list", "不在名单之内，请改正").as_finding().message
        '第5行C列“盟市”：不在名单之内，请改正。'
        """
        where = f"第{self.row}行" + (f"{self.place}列" if self.place else "") + f"“{self.column}”"
        where = f"工作表“{self.sheet}”{where}" if self.sheet else where
        return Finding(self.kind, self.severity, f"{where}：{self.message}。", item=self.row, field=self.column)


def words_for(column: Column, constraint: str, text: str) -> Fault:
    """Say what a failed constraint means. The cell's own text is repeated only where it can harm nobody."""
    limit: Any = column.facts.get("constraints", {}).get(constraint)
    said = echo(text, column)
    match constraint:
        case "required":
            return "cell_missing", "error", "没有填写，此栏必填，请补充"
        case "enum":
            return "cell_not_in_list", "error", f"{said}不在可填的内容之内，请改为：{'、'.join(map(str, limit))}{_labels(column)}"
        case "pattern":
            return "cell_pattern", "error", f"{said}{column.facts.get('x-pattern-words', '不合规定的写法，请核对')}"
        case "maxLength":
            return "cell_too_long", "error", f"有{len(text)}字，最多{limit}字，请缩短"
        case "minimum" | "maximum":
            bound = "小于" if constraint == "minimum" else "大于"
            return "cell_out_of_range", "error", f"{said}{bound}{limit}，请核对"
        case _:
            return "cell_type", "error", f"{said}不合这一栏的类型，请核对"


def echo(text: str, column: Column) -> str:
    """Repeat a cell's text in a message, shortened; nothing where it is, or may be, personal data.

    >>> echo("某市", Column("a", "盟市", "string", {})), echo("某市", Column("a", "号", "string", {"x-display": "exchange_only"}))
    ('“某市”', '')
    """
    if not column.is_public or find_personal_data(text):
        return ""
    return f"“{text[:ECHO_LENGTH]}{'…' if len(text) > ECHO_LENGTH else ''}”"


def faults_of_cell(column: Column, value: str) -> Iterator[Fault]:
    """Check what Table Schema cannot: credit codes, and personal data where the public would see it (norms 6.4)."""
    if column.facts.get("x-check") == "credit_code":
        if fault := credit_code_fault(value):
            yield "credit_code_wrong", "error", fault
    elif column.is_public and column.type == "string":
        for hit in find_personal_data(value):
            words = "有" if severity_of(hit) == "error" else "可能有"
            yield f"personal_data_{hit.kind}", severity_of(hit), f"{words}{NAMES[hit.kind]}，这一栏向社会公开：{REMEDIES[hit.kind]}"


def faults_of_row(schema: TableSchema, values: Mapping[str, str], present: set[str]) -> Iterator[tuple[Column, Fault]]:
    """Check the cells of a row together; only columns the received table has (``present``) are asked for."""
    for column, checks in _checks_of(schema):
        if column.name in present:
            value = values.get(column.name, "")
            for check in checks:
                yield from ((column, fault) for fault in check(schema, column, value, values))


@cache
def _checks_of(schema: TableSchema) -> tuple[tuple[Column, tuple[RowCheck, ...]], ...]:
    """Choose, once a schema, the checks that each column asks for."""
    asked: list[tuple[Column, tuple[RowCheck, ...]]] = []
    for column in schema.columns:
        facts = column.facts
        document = facts.get("x-check") == "identity_document"
        wanted: list[tuple[bool, RowCheck]] = [
            ("x-required-when" in facts, _missing_here), ("x-not-before" in facts, _too_early), (document, _wrong_document),
            ("x-minor-on" in facts, _minor), (column.unit == "万元", _amount_clash),
        ]  # fmt: skip
        if checks := tuple(check for is_wanted, check in wanted if is_wanted):
            asked.append((column, checks))
    return tuple(asked)


def _missing_here(schema: TableSchema, column: Column, value: str, values: Mapping[str, str]) -> Iterator[Fault]:
    when = column.facts.get("x-required-when")
    if not when or value:
        return
    other = values.get(when["field"], "")
    if other in when.get("values", ()) or any(word in other for word in when.get("contains", ())):
        title = schema.column(when["field"]).title
        yield "cell_missing", "error", f"没有填写；“{title}”为“{other[:ECHO_LENGTH]}”时必填，请补充"


def _too_early(schema: TableSchema, column: Column, value: str, values: Mapping[str, str]) -> Iterator[Fault]:
    start_name = column.facts.get("x-not-before", "")
    start = values.get(start_name, "")
    if value and start and value < start:
        yield "dates_out_of_order", "error", f"{value}早于“{schema.column(start_name).title}”（{start}），请核对"


def _wrong_document(schema: TableSchema, column: Column, value: str, values: Mapping[str, str]) -> Iterator[Fault]:
    if not value:
        return
    kind = values.get(column.facts.get("x-document-type", ""), "")
    number = fold_code(value)
    if (kind == "身份证" or (not kind and number.isdigit() and len(number) in (17, 18))) and "*" not in number:
        if len(number) not in (15, 18):
            yield "identity_number_wrong", "error", f"身份证号码应为18位，现有{len(number)}位，请核对"
        elif len(number) == 18 and not (number[:-1].isdigit() and ric.calc_check_digit(number) == number[-1]):
            yield "identity_number_wrong", "error", "身份证号码的校验位对不上，多半有一位抄错，请核对"


def _minor(schema: TableSchema, column: Column, value: str, values: Mapping[str, str]) -> Iterator[Fault]:
    """Say that a natural person was under eighteen on the day of the decision (未成年人保护法; 条例 15): not to be named."""
    decided = values.get(column.facts.get("x-minor-on", ""), "")
    number = fold_code(value)
    if not decided or len(number) != 18 or not number[:-1].isdigit() or not is_identity_number(number):
        return
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    if f"{int(decided[:4]) - 18}{decided[4:]}" < born:
        yield "person_is_minor", "warning", "按证件号码，本人在决定作出时未满18周岁：姓名等信息不得公开，请把这一行从名单中删去"


def _amount_clash(schema: TableSchema, column: Column, value: str, values: Mapping[str, str]) -> Iterator[Fault]:
    """Compare a 万元 column with the amount the text of the decision names: the classic fault is 元 in its place."""
    if not value:
        return
    source = column.facts.get("x-amount-in", {"field": "", "word": ""})
    told = amount_in(values.get(source["field"], ""), source["word"])
    amount, means = Decimal(value), f"{value}万元即{yuan(value)}元"
    if told is None:
        if amount >= LARGE_FINE:
            should = _ten_thousandth(amount)
            yield "amount_unit_doubtful", "warning", f"{means}；如果本来是{value}元，应填{should}，请核对单位"
        return
    where = f"“{schema.column(source['field']).title}”"
    if told == amount:
        yield "amount_unit_wrong", "error", f"单位是万元，{means}，而{where}写的是{value}元，应填{_ten_thousandth(amount)}"
    elif told != amount * 10_000:
        yield "amount_clash", "warning", f"{means}，与{where}所写的{yuan(str(told / 10_000))}元不一致，请核对"


def _ten_thousandth(amount: Decimal) -> str:
    return format((amount / 10_000).normalize(), "f")


def _labels(column: Column) -> str:
    labels = column.labels()
    return f"（{'，'.join(f'{code} {label}' for code, label in labels.items())}）" if labels else ""
