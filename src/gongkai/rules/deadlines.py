"""From a limit and the day of its event to the due date, with the working a jurist could check with a pencil.

Two dates are always given: ``due_on``, the legal reading, and ``safe_on``, the last working day on or before the end that
nobody could call late. The roll past a holiday (民法典第二百零三条) was made for people who hold a right; for an organ's
duty to publish it is a reading, not a certainty, so alarms go by ``safe_on``. Decisions by kind:

- ``within`` in working days: the n-th working day; both dates are that day. In days or months: rolled and unrolled.
- ``within`` in hours: whole days from the event, because only its date is known; hours run on through holidays.
- ``by_date``: the next such date on or after the start, never rolled (条例第四十九条 and its like name a day and no roll).
- ``cycle``: one period after the start, never rolled. ``immediate``: the day of the event itself.
- ``prompt``: no number in law, so the ceiling of 条例第二十六条, 20 working days.
- ``notice_period``: the start is the day the notice goes up, the answer the last day it must stand, counted from the
  next day (the stricter reading). A negative amount: the start is the event, the answer the day to publish by.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gongkai.rules.limit_model import Kind, TimeLimit
from gongkai.rules.month_arithmetic import add_months, next_by_date
from gongkai.rules.workdays import Calendar

CEILING = 20  # 《政府信息公开条例》第二十六条
NEXT_DAY = "起算当日不计入，从次日起算（《民法典》第二百零一条）"
ROLL = "《民法典》第二百零三条"


class NoDueDate(ValueError):
    """The limit sets no date that could be computed; the Chinese message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a working: a date, whether it counts towards the period, and why."""

    date: dt.date
    counts: bool
    why: str

    def as_json(self) -> dict[str, Any]:
        """Give the shape of ``gongkai due --json``."""
        return {"date": self.date.isoformat(), "counts": self.counts, "why": self.why}


@dataclass(frozen=True, slots=True)
class DueDate:
    """When a duty is due (``due_on``), the date to plan for (``safe_on``), and the working of both."""

    due_on: date
    safe_on: date
    kind: Kind
    provisional: bool
    working: tuple[Step, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the shape of ``gongkai due --json``."""
        return {
            "due_on": self.due_on.isoformat(),
            "safe_on": self.safe_on.isoformat(),
            "kind": self.kind,
            "provisional": self.provisional,
            "working": [step.as_json() for step in self.working],
        }


@dataclass(frozen=True, slots=True)
class Governing:
    """Which of several due dates governs until an officer decides otherwise, and why."""

    due: DueDate
    differs: bool
    why: str


def due(limit: TimeLimit, trigger_on: date, calendar: Calendar) -> DueDate:
    """Compute when a limit that starts from a day falls due.

    Raise NoDueDate for a limit without a date (长期, 定期, not understood) and NotCovered for years nobody can know.

    >>> from gongkai.rules.timelimits import read_limit
    >>> from gongkai.rules.workdays import shipped_calendar
    >>> found = due(read_limit("批准后二十日内"), date(2026, 9, 11), shipped_calendar())
    >>> found.due_on.isoformat(), found.safe_on.isoformat()
    ('2026-10-08', '2026-09-30')
    """
    refuse_without_date(limit)
    amount, unit = limit.amount or 0, limit.unit
    if limit.kind == "prompt":
        why = f"“{limit.text}”没有天数，按最长期限{CEILING}个工作日（《政府信息公开条例》第二十六条）"
        return _working_days(trigger_on, CEILING, "prompt", calendar, why)
    if limit.kind == "immediate":
        step = Step(trigger_on, True, f"“{limit.text}”：当日公开，休息日不顺延")
        return DueDate(trigger_on, trigger_on, "immediate", False, (step,))
    if limit.kind == "by_date":
        on = next_by_date(limit, trigger_on)
        return _fixed_day(on, trigger_on, "by_date", calendar, f"“{limit.text}”：{_start(trigger_on)}之后（含当日）最近的到期日")
    if limit.kind == "cycle":
        on = _shifted(trigger_on, amount, unit)
        return _fixed_day(on, trigger_on, "cycle", calendar, f"“{limit.text}”：自{_start(trigger_on)}起满一个更新周期")
    if amount < 0:
        return _ahead(limit, trigger_on, calendar)
    if unit == "working_day":
        return _working_days(trigger_on, amount, limit.kind, calendar, NEXT_DAY)
    if unit == "hour":
        return _hours(limit, trigger_on)
    return _calendar_days(limit, trigger_on, calendar)


def has_date(limit: TimeLimit) -> bool:
    """Say whether a date follows from a limit at all.

    >>> has_date(TimeLimit("永久公开", "permanent")), has_date(TimeLimit("及时公开", "prompt"))
    (False, True)
    """
    try:
        refuse_without_date(limit)
    except NoDueDate:
        return False
    return True


def refuse_without_date(limit: TimeLimit) -> None:
    """Raise NoDueDate for a limit from which no date follows."""
    if limit.kind == "unread":
        raise NoDueDate(f"读不懂时限“{limit.text}”，请改写成“……之日起20个工作日内”“每年1月31日前”一类的写法。")
    if limit.kind == "permanent":
        raise NoDueDate(f"“{limit.text}”说的是公开多久，不是什么时候公开，算不出到期日；请另填公开时限。")
    if limit.kind in ("cycle", "notice_period", "within") and not limit.amount:
        raise NoDueDate(f"“{limit.text}”没有写明天数或次数，算不出到期日；请补上天数。")
    if limit.kind == "by_date" and not (limit.every or limit.year):
        raise NoDueDate(f"“{limit.text}”没有写明是哪一年，算不出到期日。")


def governing(column: DueDate, clauses: Sequence[DueDate]) -> Governing:
    """Return the earlier of the column's due date and those its clauses set; 公示期 and cycles set no day to publish by.

    The earlier governs until an officer decides otherwise and says why (system.md 4). An earlier safe date decides
    between equal due dates.
    """
    rivals = [clause for clause in clauses if clause.kind not in ("notice_period", "cycle", "prompt")]
    earliest = min(rivals, key=lambda found: (found.due_on, found.safe_on), default=column)
    if (earliest.due_on, earliest.safe_on) < (column.due_on, column.safe_on):
        why = f"条款要求{earliest.due_on}前，早于公开时限栏的{column.due_on}，按较早的执行，直至负责人另作决定并说明理由。"
        return Governing(earliest, True, why)
    differs = any(found.due_on != column.due_on for found in rivals)
    why = f"公开时限栏的{column.due_on}不晚于条款所定日期，按公开时限栏执行。" if rivals else "条款没有另定日期，按公开时限栏执行。"
    return Governing(column, differs, why)


def _start(day: date) -> str:
    """Return a date as a working writes it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _shifted(day: date, amount: int, unit: str | None) -> date:
    """Return the day an amount of days, months or years later; the month's end where there is no such day (民法典202)."""
    if unit == "month":
        return add_months(day, amount)
    return add_months(day, amount * 12) if unit == "year" else day + timedelta(days=amount)


def _working_days(start: date, amount: int, kind: Kind, calendar: Calendar, why: str) -> DueDate:
    """Count working days from the next day, listing every day passed."""
    found = calendar.reckon(start, amount)
    steps = [Step(start, False, f"起算日。{why}" if why != NEXT_DAY else why)]
    counted = 0
    for n in range(1, (found.day - start).days + 1):
        on = start + timedelta(days=n)
        day = calendar.kind_of(on)
        counted += day.working
        mark = f"第{counted}个工作日（{day.why}）" if day.working else f"{day.why}，不计"
        steps.append(Step(on, day.working, mark + ("，暂定" if day.provisional else "")))
    return DueDate(found.day, found.day, kind, found.provisional, tuple(steps))


def _calendar_days(limit: TimeLimit, start: date, calendar: Calendar) -> DueDate:
    """Count natural days, months or years; the legal reading rolls past a day off, the safe date goes back."""
    amount, unit = limit.amount or 0, limit.unit
    end = _shifted(start, amount, unit)
    steps = [Step(start, False, NEXT_DAY)]
    if unit == "day":
        steps += [Step(start + timedelta(days=n), True, f"第{n}日") for n in range(1, amount + 1)]
    else:
        steps.append(Step(end, True, f"满{amount}{'个月' if unit == 'month' else '年'}的对应日，没有对应日的为月末日（《民法典》第二百零二条）"))
    rolled = calendar.on_or_after(end)
    day = end
    while day < rolled.day:
        steps.append(Step(day, False, f"{calendar.kind_of(day).why}，到期日遇休息日，顺延（{ROLL}）"))
        day += timedelta(days=1)
    if rolled.day > end:
        steps.append(Step(rolled.day, False, f"{calendar.kind_of(rolled.day).why}，顺延后的到期日（{ROLL}）"))
    if limit.kind == "notice_period":  # closing early would cut an objector's right, so there is no earlier safe day
        return DueDate(rolled.day, rolled.day, limit.kind, rolled.provisional, tuple(steps))
    safe, unsure = _safe(end, start, calendar, steps)
    return DueDate(rolled.day, safe, limit.kind, rolled.provisional or unsure, tuple(steps))


def _safe(end: date, start: date, calendar: Calendar, steps: list[Step]) -> tuple[date, bool]:
    """Return the last working day on or before an end, and whether it is provisional; never a day before the start."""
    found = calendar.on_or_before(end)
    if found.day < start:
        steps.append(Step(end, False, "期间内没有工作日，稳妥日期为期间最后一日"))
        return end, found.provisional
    if found.day < end:
        why = f"稳妥日期：{end.month}月{end.day}日及以前的最后一个工作日，法律没有规定行政机关的公开义务可以顺延"
        steps.append(Step(found.day, False, why))
    return found.day, found.provisional


def _fixed_day(on: date, start: date, kind: Kind, calendar: Calendar, why: str) -> DueDate:
    """A day that stands whatever weekday it is, and the safe working day before it."""
    day = calendar.kind_of(on)
    steps = [Step(on, True, f"{why}（{day.why}{'' if day.working else '，固定日期不顺延'}）")]
    safe, unsure = _safe(on, start, calendar, steps)
    return DueDate(on, safe, kind, unsure or day.provisional, tuple(steps))


def _hours(limit: TimeLimit, start: date) -> DueDate:
    """Hours run through nights and holidays; without the hour of the event, whole days."""
    days = -(-(limit.amount or 0) // 24)
    end = start + timedelta(days=days)
    why = f"{limit.amount}小时连续计算，自事件发生时起算，休息日不扣除（《民法典》第二百零一条第二款）；具体钟点以事件发生时刻为准"
    return DueDate(end, end, limit.kind, False, (Step(start, False, "起算日，按发生时刻起算"), Step(end, True, why)))


def _ahead(limit: TimeLimit, event: date, calendar: Calendar) -> DueDate:
    """Count back from an event: the last day on which the public still has the whole notice."""
    amount, unit = -(limit.amount or 0), limit.unit
    steps = [Step(event, False, "事件当日，不计入")]
    if unit == "working_day":
        day, left, unsure = event, amount, False
        while left:
            day -= timedelta(days=1)
            kind = calendar.kind_of(day)
            left, unsure = left - kind.working, unsure or kind.provisional
            steps.append(Step(day, kind.working, f"向前第{amount - left}个工作日（{kind.why}）" if kind.working else f"{kind.why}，不计"))
        return DueDate(day, day, limit.kind, unsure, tuple(steps))
    end = _shifted(event, -amount, unit)
    steps.append(Step(end, True, f"“{limit.text}”：从事件当日向前推算"))
    safe, unsure = _safe(end, date.min, calendar, steps)
    return DueDate(end, safe, limit.kind, unsure, tuple(steps))
