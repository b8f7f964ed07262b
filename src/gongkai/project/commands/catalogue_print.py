"""Prints findings and comparisons of catalogues for people; loaded only then, so that ``--json`` starts without rich."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gongkai.rules.catalogue_diff import CatalogueDiff, RowPair
from gongkai.rules.catalogue_lint_scope import name_of
from gongkai.rules.catalogue_model import CatalogueItem, CatalogueRead
from gongkai.rules.findings import Finding

SEVERITIES = (("error", "错误", "bold red"), ("warning", "警告", "yellow"), ("note", "提示", "cyan"))
FIELDS = {
    "path": "公开事项",
    "content": "公开内容",
    "bases": "公开依据",
    "time_limit": "公开时限",
    "update_cycle": "更新周期",
    "retention": "公开时长",
    "agency": "公开主体",
    "category": "事项类别",
    "channels": "公开渠道",
    "audience": "公开对象",
    "office": "责任科室",
    "extras": "其他栏目",
}


def print_findings(read: CatalogueRead, findings: Sequence[Finding], console: Console | None = None) -> None:
    """Print findings by gravity, then by item."""
    console = console or Console()
    console.print(Text(f"{read.title}：{len(read.items)}项，{_counts(findings)}", style="bold"))
    for severity, word, style in SEVERITIES:
        group = [finding for finding in findings if finding.severity == severity]
        if group:
            console.print(_findings_table(f"{word}（{len(group)}）", style, read, group))


def print_diff(found: CatalogueDiff, console: Console | None = None) -> None:
    """Print what was added, removed, changed, and what is not certain."""
    console = console or Console()
    counts = (("增加", found.added), ("删除", found.removed), ("修改", found.changed), ("不变", found.unchanged))
    console.print(Text("，".join(f"{word}{len(rows)}项" for word, rows in counts), style="bold"))
    _print_rows(console, "增加", "green", ((number, found.new.items[number - 1]) for number in found.added))
    _print_rows(console, "删除", "red", ((number, found.old.items[number - 1]) for number in found.removed))
    for pair in found.changed:
        console.print(_changes_table(found, pair))
    for finding in found.findings:
        console.print(Text(f"需确认：{finding.message}", style="yellow"))


def _counts(findings: Sequence[Finding]) -> str:
    parts = [f"{word}{sum(one.severity == severity for one in findings)}个" for severity, word, _ in SEVERITIES]
    return "、".join(parts)


def _findings_table(title: str, style: str, read: CatalogueRead, findings: Sequence[Finding]) -> Table:
    table = Table(title=Text(title, style=style), title_justify="left", expand=True)
    table.add_column("项", justify="right", no_wrap=True)
    table.add_column("事项", ratio=2, overflow="fold")
    table.add_column("栏目", no_wrap=True)
    table.add_column("问题和改法", ratio=6, overflow="fold")
    for finding in findings:
        item = read.items[finding.item - 1] if finding.item and finding.item <= len(read.items) else None
        field = FIELDS.get(finding.field or "", finding.field or "")
        table.add_row(str(finding.item or ""), Text(name_of(item) if item else ""), field, Text(finding.message))
    return table


def _print_rows(console: Console, word: str, style: str, rows: Iterable[tuple[int, CatalogueItem]]) -> None:
    for number, item in rows:
        console.print(Text(f"{word} 第{number}项 {_name(item)}（{item.office}）", style=style))


def _changes_table(found: CatalogueDiff, pair: RowPair) -> Table:
    old, new = found.old.items[pair.old - 1], found.new.items[pair.new - 1]
    moved = f"，由{old.office}转到{new.office}" if pair.moved else ""
    title = Text(f"修改 第{pair.old}项→第{pair.new}项 {_name(new)}{moved}", style="yellow")
    table = Table(title=title, title_justify="left", expand=True)
    table.add_column("栏目", no_wrap=True)
    table.add_column("原来", ratio=1, overflow="fold")
    table.add_column("现在", ratio=1, overflow="fold")
    for change in pair.fields:
        table.add_row(FIELDS[change.field], Text(_words(change.before)), Text(_words(change.after)))
    return table


def _name(item: CatalogueItem) -> str:
    return " › ".join(level or "（空）" for level in item.path)


def _words(value: Any) -> str:
    """Write a field's value for reading: a limit by its text, a list by its parts."""
    if value is None:
        return "（无）"
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and "text" in value:
        return str(value["text"])
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " › ".join(value)
    return json.dumps(value, ensure_ascii=False, indent=1)
