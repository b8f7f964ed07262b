"""A small picture of a list: bars as SVG, drawn on the server, readable as text by those who do not see it."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, LINE, LABEL, BAR = 460, 26, 150, 240


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where its line stands, how long it is, its words and its count."""

    label: str
    count: int
    y: int
    length: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of bars; ``words`` says the same as a sentence."""

    title: str
    bars: tuple[Bar, ...]
    height: int
    words: str


def chart_of(title: str, counts: Sequence[tuple[str, int]]) -> Chart | None:
    """Draw counts as bars, or nothing where one bar would say no more than the number of rows.

    >>> chart_of("按年份", [("2025", 2), ("2026", 4)]).bars[0].length
    120
    """
    if len(counts) < 2:
        return None
    most = max(count for _, count in counts)
    bars = tuple(
        Bar(label if len(label) <= 11 else f"{label[:10]}…", count, line * LINE, max(2, round(BAR * count / most)))
        for line, (label, count) in enumerate(counts)
    )
    return Chart(title, bars, len(bars) * LINE, "；".join(f"{label}：{count}" for label, count in counts))
