"""Prints due dates, limits and notices for people; loaded only then, so that ``--json`` starts without rich."""

from datetime import date

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from gongkai.rules.deadlines import DueDate
from gongkai.rules.limit_model import TimeLimit
from gongkai.rules.notices import Notice
from gongkai.rules.timelimits import read_limits, write_limit
from gongkai.rules.workdays import WEEKDAYS, Calendar, provisional_note

KINDS = {
    "within": "期限（从事件起算）", "by_date": "固定日期", "cycle": "更新周期", "immediate": "实时", "prompt": "及时（没有天数）",
    "notice_period": "公示期或提前公开", "permanent": "公开时长", "unread": "读不懂",
}  # fmt: skip
TRIGGERS = {
    "formed": "信息形成", "changed": "信息变更", "obtained": "信息获取", "issued": "颁发", "decided": "作出决定",
    "approved": "批准", "received": "收到", "published": "文件发布",
}  # fmt: skip


def print_due(limit: TimeLimit, start: date, found: DueDate, calendar: Calendar) -> None:
    """Print a due date and its working."""
    console = Console()
    console.print(Text(f"时限：{limit.text}　起算：{_spoken(start)}"))
    console.print(Text(f"到期：{_spoken(found.due_on)}", style="bold green"))
    if found.safe_on != found.due_on:
        console.print(Text(f"稳妥：{_spoken(found.safe_on)}（按这一天安排工作）", style="bold yellow"))
    if found.provisional:
        days = [found.due_on, found.safe_on, *(step.date for step in found.working)]
        for year in sorted({day.year for day in days} - calendar.decreed_years):
            console.print(Text(provisional_note(year), style="bold red"))
    table = Table("日期", "计入", Column("说明", overflow="fold"), title="计算过程", title_justify="left")
    for step in found.working:
        why = step.why.removeprefix(f"{WEEKDAYS[step.date.weekday()]}，")
        table.add_row(_spoken(step.date), "是" if step.counts else "", why, style="" if step.counts else "dim")
    console.print(table)


def print_limit(text: str) -> None:
    """Print what a text means: the deadline and, where the cell holds them, update cycle and retention."""
    console = Console()
    limit, cycle, retention = read_limits(text)
    if limit.kind == "unread":
        console.print(Text(f"读不懂“{limit.text}”，请改写成“……之日起20个工作日内”“每年1月31日前”一类的写法。", style="bold red"))
        return
    console.print(Text(f"{KINDS[limit.kind]}：{write_limit(limit)}", style="bold green"))
    if limit.triggers:
        console.print(Text("起算事件：" + "、".join(TRIGGERS[trigger] for trigger in limit.triggers)))
    for label, part in (("更新周期", cycle), ("公开时长", retention)):
        if part and part != limit:
            console.print(Text(f"{label}：{write_limit(part)}"))


def print_notice(notice: Notice) -> None:
    """Print a notice's days by festival."""
    console = Console()
    console.print(Text(f"{notice.year}年放假安排，文号：{notice.number or '文中没有'}。星期和天数核对无误。", style="bold green"))
    table = Table("节日", "放假", "天数", "调休上班")
    for part in notice.arrangements:
        first, last = part.days_off[0], part.days_off[-1]
        whole = len(part.days_off) == (last - first).days + 1
        days = f"{_spoken(first)}至{_spoken(last)}" if whole and first != last else "、".join(map(_spoken, part.days_off))
        table.add_row("、".join(part.festivals), days, str(len(part.days_off)), "、".join(map(_spoken, part.make_up_days)))
    console.print(table)


def _spoken(day: date) -> str:
    """Return a date with its weekday."""
    return f"{day.isoformat()} {WEEKDAYS[day.weekday()]}"
