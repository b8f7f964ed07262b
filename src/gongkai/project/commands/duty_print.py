"""Prints duties and what moved them for people; loaded only then, so that ``--json`` starts without rich."""

import datetime as dt
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from gongkai.duties.actions import Enforced
from gongkai.duties.models import Duty
from gongkai.duties.recomputing import Move
from gongkai.duties.statuses import Closing, State

STYLES = {State.OVERDUE: "bold red", State.DUE_SOON: "yellow", State.LATE: "red", State.ON_TIME: "green"}
SHOWN_MOVES = 200


def print_duties(duties: Sequence[Duty], *, on: dt.date, title: str) -> None:
    """Print duties with how they stand on a day."""
    table = Table(*map(_narrow, ("编号", "到期", "稳妥", "状态", "事项")), title=f"{title}（{len(duties)}项）", title_justify="left")
    table.add_column("内容", ratio=3, overflow="fold")
    table.add_column("责任科室", ratio=1, overflow="fold")
    for duty in duties:
        state = duty.state(on=on)
        label = f"{state.label}{'·暂定' if duty.is_provisional and not duty.closing else ''}"
        safe = str(duty.safe_on) if duty.safe_on != duty.due_on else ""
        if duty.closing == Closing.WITHHELD and duty.reassess_on and not duty.reassessed_on:
            label = f"{label}（{duty.reassess_on}再评估）"
        words = (str(duty.pk), str(duty.due_on), safe, label, f"{duty.item.number:03d}", duty.subject, str(duty.office or ""))
        table.add_row(*map(Text, words), style=STYLES.get(state, ""))
    Console().print(table)


def print_moves(moves: Sequence[Move], *, recomputed: int | None = None) -> None:
    """Print the dates of moved duties before and after."""
    console = Console()
    if recomputed is not None:
        console.print(Text(f"重算{recomputed}项未结束的公开义务，变动{len(moves)}项；已结束的不动。"))
    if not moves:
        return
    table = Table(*map(_narrow, ("事项", "原到期日", "现到期日", "变化")), title="到期日变动", title_justify="left")
    table.add_column("内容", ratio=3, overflow="fold")
    table.add_column("责任科室", ratio=1, overflow="fold")
    for move in moves[:SHOWN_MOVES]:
        duty, dates = move.duty, (str(move.before.due_on), str(move.after.due_on))
        words = (f"{duty.item.number:03d}", *dates, _change(move), duty.subject, str(duty.office or ""))
        table.add_row(*map(Text, words))
    console.print(table)
    if len(moves) > SHOWN_MOVES:
        console.print(Text(f"另有{len(moves) - SHOWN_MOVES}项，见操作记录。"))


def print_enforced(report: Enforced) -> None:
    """Print what a version in force changed, and what became of the running duties."""
    console = Console()
    change, duties = report.change, report.duties
    if change.repeated:
        console.print(Text(f"{change.catalogue}此前已确认自{change.on}起生效。"))
    else:
        console.print(Text(f"{change.catalogue}自{change.on}起生效。", style="bold green"))
    counts = f"新增{len(change.entered)}项、延续{len(change.stayed)}项、移出{len(change.left)}项"
    before = f"；第{change.previous.version}版到前一日为止" if change.previous else ""
    console.print(Text(f"事项：{counts}{before}。"))
    if report.postponed:
        console.print(Text("生效之日再结转未结束的公开义务。"))
        return
    console.print(Text(f"未结束的公开义务：结转{duties.carried}项。"))
    print_moves(duties.moves)
    _print_some([f"保留原到期日{kept.duty.due_on}：{kept.duty.subject}（{kept.why}）" for kept in duties.kept])
    _print_some([f"事项已移出目录，义务仍须履行：{duty}" for duty in duties.left])


def _print_some(lines: Sequence[str]) -> None:
    """Print the first of many like lines and how many more there are; all stand in ``gongkai duties list``."""
    console = Console()
    for line in lines[:SHOWN_MOVES]:
        console.print(Text(line, style="yellow"))
    if len(lines) > SHOWN_MOVES:
        console.print(Text(f"这样的另有{len(lines) - SHOWN_MOVES}项，见 gongkai duties list。", style="yellow"))


def print_lines(lines: Iterable[str]) -> None:
    """Print plain sentences."""
    for line in lines:
        Console().print(Text(line))


def _narrow(title: str) -> Column:
    return Column(title, no_wrap=True)


def _change(move: Move) -> str:
    if move.before.due_on != move.after.due_on:
        days = (move.after.due_on - move.before.due_on).days
        return f"{'推后' if days > 0 else '提前'}{abs(days)}天"
    if move.became_firm:
        return "暂定变为确定"
    return f"稳妥日期改为{move.after.safe_on}" if move.before.safe_on != move.after.safe_on else "确定变为暂定"
