"""Prints a catalogue as read for people, and the bar shown meanwhile; loaded only then: ``--json`` needs no rich."""

import sys
from collections import Counter
from itertools import cycle

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from gongkai.rules.catalogue_model import CatalogueItem, CatalogueRead
from gongkai.rules.findings import Finding

SEVERITIES = {"error": ("错误", "bold red"), "warning": ("警告", "yellow"), "note": ("提示", "cyan")}
OFFICE_STYLES = ("green", "blue", "magenta", "cyan", "yellow", "bright_green", "bright_blue", "bright_magenta")
REPAIRS = {
    "filled_down": "按合并单元格补上",
    "same_as_above": "“同上”换成上一行内容",
    "blanks_removed": "去掉词中空格",
    "cells_shifted": "单元格移回所属栏目",
    "column_split": "拆开依据和条款",
    "rows_joined": "多行并成一项",
    "number_normalised": "文号写法统一",
    "title_tied": "法规简称对应全称",
    "basis_merged": "重复的依据并为一条",
}
PIPE_WIDTH = 140


class Bar:
    """A progress bar on stderr."""

    def __init__(self) -> None:
        """Show the bar."""
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}"), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("")
        self._progress.start()

    def step(self, words: str, done: int, total: int | None) -> None:
        """Move the bar."""
        self._progress.update(self._task, description=words, completed=done, total=total)

    def stop(self) -> None:
        """Take the bar away."""
        self._progress.stop()


def print_read(read: CatalogueRead, console: Console | None = None) -> None:
    """Print the items, the findings and a summary."""
    console = console or Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
    console.print(_items_table(read))
    for finding in read.findings:
        console.print(_finding_line(finding), soft_wrap=True)
    console.print(_summary(read), soft_wrap=True)


def _items_table(read: CatalogueRead) -> Table:
    """Lay out one line per item, coloured by office."""
    table = Table(title=Text(read.title or "（没有标题）", style="bold"), expand=True, highlight=False)
    table.add_column("项", justify="right", no_wrap=True)
    table.add_column("页-行", justify="right", no_wrap=True)
    table.add_column("公开事项", ratio=5, overflow="fold")
    table.add_column("公开时限", ratio=3, overflow="fold")
    table.add_column("责任科室", ratio=1, min_width=10, overflow="fold")
    table.add_column("修补", justify="right", no_wrap=True)
    table.add_column("问题", justify="right", no_wrap=True)
    styles = _office_styles(read)
    found = Counter(finding.item for finding in read.findings)
    for number, item in enumerate(read.items, 1):
        doubts = Text(str(found[number] or ""), style="bold yellow")
        repairs = str(len(item.repairs) or "")
        table.add_row(
            str(number), f"{item.page}-{item.row}", Text(_path(item)), _limit(item),
            Text(item.office, style=styles[item.office]), repairs, doubts,
        )  # fmt: skip
    return table


def _office_styles(read: CatalogueRead) -> dict[str, str]:
    offices = dict.fromkeys(item.office for item in read.items)
    return dict(zip(offices, cycle(OFFICE_STYLES), strict=False))


def _path(item: CatalogueItem) -> str:
    return " › ".join(level or "（空）" for level in item.path) or item.content


def _limit(item: CatalogueItem) -> Text:
    """Write the limit as it stands in the file; red where it could not be read."""
    limit = item.time_limit
    return Text(limit.text or "（空）", style="red" if limit.kind == "unread" else "")


def _finding_line(finding: Finding) -> Text:
    word, style = SEVERITIES[finding.severity]
    place = f"第{finding.item}项 " if finding.item else ""
    return Text.assemble((f"{word} ", style), (place, "bold"), finding.message)


def _summary(read: CatalogueRead) -> Text:
    """Count items, repairs by kind, findings and texts without a place."""
    kinds = Counter(repair.kind for item in read.items for repair in item.repairs)
    repairs = "、".join(f"{REPAIRS.get(kind, kind)}{count}处" for kind, count in kinds.most_common())
    severities: Counter[str] = Counter(finding.severity for finding in read.findings)
    findings = "、".join(f"{word}{severities[key]}个" for key, (word, _) in SEVERITIES.items())
    unread = sum(item.time_limit.kind == "unread" for item in read.items)
    parts = [f"共{len(read.items)}项", f"修补：{repairs or '无'}", findings, f"没有归到栏目的内容{len(read.unplaced)}处"]
    if unread:
        parts.append(f"读不懂的公开时限{unread}个")
    return Text("；".join(parts), style="bold")
