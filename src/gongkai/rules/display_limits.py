"""How long a penalty is shown: the classes of dishonesty and the longest and shortest display of each.

《信用修复管理办法》（国家发展改革委，2025年11月19日通过，自2026年4月1日起施行）: the display is counted from the date of
the official document, and ends by itself at the longest. The class is a person's judgement; the dates follow from it.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from gongkai.rules.findings import Severity
from gongkai.rules.month_arithmetic import add_months

DisplayClass = Literal["minor", "general", "serious"]
SOURCE = "《信用修复管理办法》（2026年4月1日起施行）"
IN_FORCE = dt.date(2026, 4, 1)


@dataclass(frozen=True, slots=True)
class Span:
    """The display of one class: its Chinese name, shortest and longest in months, and what the rule says in words."""

    name: str
    least: int
    most: int
    words: str


SPANS: dict[DisplayClass, Span] = {
    "minor": Span("轻微", 0, 3, "原则上不公示；确需公示的，最长3个月"),
    "general": Span("一般", 3, 12, "公示3个月至1年"),
    "serious": Span("严重", 12, 36, "公示1年至3年"),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed last day of display, ``until`` (None: better not shown at all), with its ``working`` line by line."""

    until: dt.date | None
    earliest: dt.date
    latest: dt.date
    working: tuple[str, ...]


def suggest(display_class: DisplayClass, decided_on: dt.date) -> Suggestion:
    """Propose until when a penalty of this class is shown, counted from the date of its document.

    >>> suggest("general", dt.date(2026, 4, 30)).until
    datetime.date(2027, 4, 30)
    >>> suggest("minor", dt.date(2026, 4, 30)).until is None
    True
    """
    span = SPANS[display_class]
    earliest, latest = add_months(decided_on, span.least), add_months(decided_on, span.most)
    working = [
        f"失信程度：{span.name}，{span.words}——{SOURCE}。",
        f"自决定书落款日期{decided_on}起算，满{span.most}个月为{latest}" + (f"，满{span.least}个月为{earliest}" if span.least else "") + "。",
    ]
    if decided_on < IN_FORCE:
        working.append(f"该办法自{IN_FORCE}起施行，此决定作出在前，请核对适用的规定。")
    if display_class == "minor":
        working.append(f"建议不公示；确需公示的，截止期不晚于{latest}。")
    else:
        working.append(f"建议截止期为最长期限{latest}，可以改早，不早于{earliest}。")
    return Suggestion(None if display_class == "minor" else latest, earliest, latest, tuple(working))


def faults_of_limit(display_class: DisplayClass, decided_on: dt.date, until: dt.date) -> Iterator[tuple[str, Severity, str]]:
    """Say where a chosen last day lies outside what the class allows.

    >>> [fault[0] for fault in faults_of_limit("serious", dt.date(2026, 5, 1), dt.date(2029, 6, 1))]
    ['display_too_long']
    """
    found, span = suggest(display_class, decided_on), SPANS[display_class]
    if until > found.latest:
        yield "display_too_long", "error", f"{until}超过“{span.name}”的最长公示期（{found.latest}），请改早——{SOURCE}"
    elif until < found.earliest:
        yield "display_too_short", "warning", f"{until}早于“{span.name}”的最短公示期（{found.earliest}），除已信用修复外请核对"
