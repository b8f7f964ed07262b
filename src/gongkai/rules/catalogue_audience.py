"""Reads where an item is published and for whom: 公开渠道和载体 and 公开对象, from marks, names or both.

A channel or group that is offered and not chosen is kept among the extras, so that it is seen and not lost. Where a
catalogue has no 公开对象 at all, proactive disclosure is for everyone (条例 第十三条) and the reader notes it once.
"""

from gongkai.rules.catalogue_layout import Column, Role
from gongkai.rules.catalogue_marks import is_chosen, is_mark, read_listed
from gongkai.rules.catalogue_model import Audience
from gongkai.rules.catalogue_reading import Reading, tidy
from gongkai.rules.catalogue_words import join_words

_NOBODY = frozenset({"无", "否", "/", "-", "—", "——"})
_EVERYONE = ("社会", "公众", "全体公民")


def read_channels(reading: Reading) -> tuple[str, ...]:
    """Read the channels chosen; one column with names, or one column for each channel with marks."""
    chosen: list[str] = []
    for place, column, text in reading.cells("channels"):
        chosen += _chosen_in(reading, place, column, text)
    return tuple(dict.fromkeys(chosen))


def _chosen_in(reading: Reading, place: int, column: Column, text: str) -> list[str]:
    """Read one cell of names or a lone mark under a name; keep the names refused."""
    if is_mark(text):
        return [column.label] if reading.chooses(place, text) else []
    listed = read_listed(text, hollow_chooses=place in reading.hollow_columns)
    reading.keep(f"{column.label}（未选）", "、".join(listed.refused))
    return list(listed.chosen)


def read_audience(reading: Reading) -> Audience:
    """Read 公开对象 from its marks, its names, or one column with words."""
    layout = reading.row.layout
    if not (layout.of("everyone") or layout.of("groups") or layout.of("audience")):
        return Audience()
    everyone = True in [_is_everyone(reading, *cell) for cell in reading.cells("everyone")]
    groups = [name for cell in reading.cells("groups") for name in _groups(reading, *cell)]
    for cell in reading.cells("audience"):
        names = _chosen_in(reading, *cell)
        everyone = everyone or any(names_everyone(name) for name in names)
        groups += [name for name in names if not names_everyone(name)]
    if not everyone and not groups:
        reading.say("audience_missing", "audience", "公开对象没有选：全社会和特定群体都是空的")
    return Audience(everyone, tuple(dict.fromkeys(groups)))


def names_everyone(name: str) -> bool:
    """Say whether a name means everyone.

    >>> names_everyone("面向全社会"), names_everyone("社会公众"), names_everyone("特定社会群体")
    (True, True, False)
    """
    return any(word in name for word in _EVERYONE) and "特定" not in name


def _chosen_beside(reading: Reading, role: Role, place: int, mark: str) -> bool:
    """Say whether a mark chooses; a hollow one never beside a filled one in the sister column."""
    beside = any(is_mark(text) and is_chosen(text, hollow_chooses=False) for _, _, text in reading.cells(role))
    return is_chosen(mark, hollow_chooses=place in reading.hollow_columns and not beside)


def _is_everyone(reading: Reading, place: int, column: Column, text: str) -> bool:
    """Read the cell under 全社会; words that do not say everyone are kept."""
    if is_mark(text):
        return _chosen_beside(reading, "groups", place, text)
    words = tidy(text)
    if names_everyone(words) or words in ("是", "有"):
        return True
    reading.keep(column.label, words)
    if words not in _NOBODY:
        reading.say("audience_unclear", "audience", f"“{column.label}”一栏的“{words}”读不懂，没有按“全社会”读取")
    return False


def _groups(reading: Reading, place: int, column: Column, text: str) -> list[str]:
    """Read the cell under 特定群体: who is named, or the heading itself where only a mark stands."""
    if is_mark(text):
        return [column.label] if _chosen_beside(reading, "everyone", place, text) else []
    if join_words(text) in _NOBODY:
        reading.keep(column.label, join_words(text))
        return []
    return _chosen_in(reading, place, column, text)
