"""Puts a row right whose cells stand under the wrong headings, because a cell was lost or one too many came in.

Some columns can be told by their words alone: a rank, a time limit, a category, a channel, a check mark. When at least
two of them do not fit (one, where a cell stands beyond the header), moving the cells from one column on by one (at most
three) places is tried; it is done only when afterwards everything fits and only one way does. Where 公开依据 and
条款内容 ran together into one cell, it is split.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from gongkai.rules.catalogue_layout import Layout, Role
from gongkai.rules.catalogue_marks import is_mark
from gongkai.rules.catalogue_tables import BLANK, LEFT, Row
from gongkai.rules.catalogue_words import bare, says_same

FARTHEST = 3
_FITS: dict[Role, re.Pattern[str]] = {
    "rank": re.compile(r"宪法|法律|法规|规章|规范性|文件|条例|解释|规定|标准|政策|其他|其它|[无—/-]"),
    "limit": re.compile(r"[日天月年季周时期随]|公开|永久|动态"),
    "category": re.compile(r"公开|法定|其他|其它|主动|依申请|公示"),
    "everyone": re.compile(r"社会|公众|公民|全体|所有|[是否有无]"),
    "channels": re.compile(
        r"网|报|刊|播|电视|媒|端|栏|屏|微|平台|大厅|中心|点|站|会|入户|现场|推送|公告|公示|馆|线|信|其他|其它|书面"
    ),
    "basis": re.compile(
        r"《|[法例则]$|办法|条例|通知|规定|意见|方案|决定|细则|文件|号|规范|标准|职[能责]|指引|计划|[无—/-]"
    ),
}
_LONGEST: dict[Role, int] = {"rank": 60, "category": 30, "everyone": 12, "limit": 120}
_CITED = re.compile(r"第[一二三四五六七八九十百千零〇\d]+条")
_RAN_TOGETHER = re.compile(
    r"\s*((?:\d+[.、．]\s*)?《[^》]+》(?:\s*[（(][^）)]*[）)])?)\s*(第\s*[一二三四五六七八九十百千零〇\d]+\s*条.*)", re.S
)
_LIST = re.compile(r"(?:^|\s)\d+[.、．]\s*(《[^》]+》)")


@lru_cache(maxsize=8192)
def _fits(role: Role, text: str) -> bool:
    """Say whether a text can stand under this heading."""
    words = bare(text)
    if says_same(words):
        return True
    if role == "everyone" and is_mark(words):
        return True
    return len(words) <= _LONGEST.get(role, 10_000) and _FITS[role].search(words) is not None


def _misfits(layout: Layout, texts: list[str], roles: tuple[Role, ...]) -> int:
    """Count the cells whose words cannot stand under their heading."""
    return sum(bool(texts[place]) and not _fits(role, texts[place]) for role in roles for place in layout.of(role))


_TELLING: tuple[Role, ...] = ("rank", "limit", "category", "everyone", "channels")
_TELLING_ALL: tuple[Role, ...] = (*_TELLING, "basis")


def straighten(row: Row) -> None:
    """Move a row's cells back under their headings, or record the doubt; split a cell where two ran together."""
    if _misfits(row.layout, row.texts, _TELLING) >= (1 if any(row.overflow) else 2):
        _move(row)
    _split_basis(row, spans=True)


def _move(row: Row) -> None:
    """Find the one move after which everything fits, and make it."""
    found: dict[tuple[str, ...], tuple[int, list[str], list[str]]] = {}
    for place, texts, origins in _moves(row):
        if not _misfits(row.layout, texts[: len(row.texts)], _TELLING_ALL) and not any(texts[len(row.texts) :]):
            found.setdefault(tuple(texts), (place, texts, origins))
    joined = [move for move in found.values() if _lost_to_basis(row, move[0])]
    chosen = list(found.values()) if len(found) == 1 else joined
    if len(chosen) != 1:
        row.doubts.append(("row_misaligned", "", "这一行的内容与表头对不上，可能缺了或多了单元格；请核对这一行"))
        return
    place, texts, origins = chosen[0]
    width = len(row.texts)
    row.texts, row.origins, row.overflow = texts[:width], origins[:width], []
    row.repairs.append(("cells_shifted", place))
    _split_basis(row, spans=False)


def _moves(row: Row) -> Iterator[tuple[int, list[str], list[str]]]:
    """Yield every way to put blanks in, using up blanks at the end, or to take one blank out."""
    texts, origins = row.texts + row.overflow, row.origins + [BLANK] * len(row.overflow)
    free = next((count for count, text in enumerate(reversed(row.texts)) if text), 0)
    for place in range(len(row.texts)):
        if not row.overflow:
            for count in range(1, min(free, FARTHEST) + 1):
                keep = len(texts) - count
                yield (
                    place,
                    texts[:place] + [""] * count + texts[place:keep],
                    origins[:place] + [BLANK] * count + origins[place:keep],
                )
        if not texts[place]:
            yield place, [*texts[:place], *texts[place + 1 :], ""], [*origins[:place], *origins[place + 1 :], BLANK]


def _lost_to_basis(row: Row, place: int) -> bool:
    """Say whether the column lost at this place is 条款内容, whose words stand in 公开依据 before it."""
    return place in row.layout.of("clause") and any(
        "《" in row.texts[basis] and _CITED.search(bare(row.texts[basis])) for basis in row.layout.of("basis")
    )


def _split_basis(row: Row, *, spans: bool) -> None:
    """Give 条款内容 its words back from the cell of 公开依据 (``spans``: only when one cell covers both)."""
    for basis, clause in zip(row.layout.of("basis"), row.layout.of("clause"), strict=False):
        if row.texts[clause] or (spans and row.origins[clause] != LEFT):
            continue
        parts = split_basis(row.texts[basis])
        if parts:
            row.texts[basis], row.texts[clause] = parts
            row.origins[clause] = row.origins[basis]
            row.repairs.append(("column_split", basis))


@lru_cache(maxsize=4096)
def split_basis(text: str) -> tuple[str, str] | None:
    """Return the instruments and the clauses of a cell where both ran together, or None when they did not.

    >>> split_basis("《条例》 第二十条 行政机关应当")
    ('《条例》', '第二十条 行政机关应当')
    """
    listed = _LIST.findall(text)
    if len(listed) > 1 and _CITED.search(bare(text)):
        return "、".join(listed), text
    match = _RAN_TOGETHER.fullmatch(text)
    return (match[1], match[2]) if match else None
