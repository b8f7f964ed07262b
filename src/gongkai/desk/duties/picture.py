"""An item's years as bars: how many duties of each year ended on time, late, otherwise, or still run."""

from dataclasses import dataclass

from gongkai.duties.queries import ItemYear, Standing

WIDTH = 420
SHOWN_YEARS = 8
# Which counts make the bar, in its order, with their words; the key is the style and the filter of the work list.
PARTS = (
    ("on_time", "按期公开"),
    ("late", "逾期公开"),
    ("overdue", "逾期未公开"),
    ("waiting", "未到期"),
    ("nothing", "本期无公开内容"),
    ("withheld", "依法不予公开"),
    ("cancelled", "已撤销"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a bar."""

    key: str
    words: str
    count: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One year: its stretches, longest year widest."""

    year: int
    total: int
    parts: list[Part]


def bars(years: list[ItemYear]) -> list[Bar]:
    """Return the bars of the latest years, one scale for all."""
    shown = years[:SHOWN_YEARS]
    widest = max((_total(year.standing) for year in shown), default=1) or 1
    return [_bar(year, widest) for year in shown]


def _total(standing: Standing) -> int:
    return standing.running + standing.ended


def _bar(year: ItemYear, widest: int) -> Bar:
    parts: list[Part] = []
    x = 0
    for key, words in PARTS:
        standing = year.standing
        count = standing.running - standing.overdue if key == "waiting" else getattr(standing, key)
        if count:
            width = max(4, round(WIDTH * count / widest))
            parts.append(Part(key, words, count, x, width))
            x += width
    return Bar(year.year, _total(year.standing), parts)
