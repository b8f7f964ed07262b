"""Fills merged runs: a blank means "as above" only where the table says so.

Where merged cells are known, they say it. Where they are not (text, or a PDF's run cut by a page break), a row goes on a
run when its first level is blank while a lower level or its content is written; then blank levels before the first
written one are as above, and so are three or more neighbouring blank columns after the content, or all of them. A lone
blank column says nothing: it stays empty and is a doubt. "同上" is as above everywhere. A row without levels and content
belongs to the row above (one channel per row).
"""

from collections.abc import Iterator, Sequence

from gongkai.rules.catalogue_layout import Column, Layout, Role
from gongkai.rules.catalogue_reading import field_of
from gongkai.rules.catalogue_tables import ABOVE, OWN, Row
from gongkai.rules.catalogue_words import says_same

ENOUGH = 3
Run = list[tuple[int, ...]]
FILLED, SAME, JOINED = "filled_down", "same_as_above", "rows_joined"
_SELF: frozenset[Role] = frozenset({"number", "level", "content"})
_PAIRED: frozenset[Role] = frozenset({"everyone", "groups"})


def fill(row: Row, above: Row | None) -> None:
    """Fill the blanks of a row that mean "as above", and record each."""
    row.repairs += [(FILLED, place) for place, origin in enumerate(row.origins) if origin == ABOVE and row.texts[place]]
    if above and not row.merges:
        runs = list(_open_runs(row, above))
        if continues(row):
            _fill_levels(row, above)
            _fill_runs(row, above, runs)
        else:
            _doubt([run for run, counts in runs if counts], row)
    if above:
        _fill_same(row, above)


def continues(row: Row) -> bool:
    """Say whether a row goes on a run by its first level being blank while something of its own is written."""
    levels = row.layout.of("level")
    return bool(levels) and not row.texts[levels[0]] and row.has(row.layout.identity)


def belongs_above(row: Row, above: Row | None) -> bool:
    """Say whether a row has no levels and no content of its own, so that it only adds to the row above."""
    if above is None or above.layout.columns != row.layout.columns:
        return False
    origins = {row.origins[place] for place in row.layout.identity if row.texts[place]}
    if OWN in origins:
        return False
    return ABOVE in origins or not (row.merges or row.has(row.layout.of("number")))


def join(row: Row, above: Row) -> None:
    """Add a row's own texts to the row above, column by column."""
    for place, text in enumerate(row.texts):
        if text and row.origins[place] == OWN and not says_same(text):
            before = above.texts[place]
            above.texts[place] = f"{before}{_joint(row, place, before)}{text}" if before else text
            above.repairs.append((JOINED, place))
    if row.starts_page:
        above.doubts.append(("row_continued", "", "换页后的第一行没有事项名称，接到了这一项后面；请核对"))
    above.overflow += row.overflow
    above.doubts += row.doubts


def _joint(row: Row, place: int, before: str) -> str:
    """Return what stands between two joined texts: a sign of a list, or only a line break where one text was cut."""
    cut = row.starts_page or before.count("《") > before.count("》")
    return "\n" if cut or row.layout.columns[place].role == "clause" else "、"


def _text_above(row: Row, above: Row, place: int) -> str:
    """Return the text above, under the same heading even where the header changed between pages."""
    if above.layout is row.layout or above.layout.columns == row.layout.columns:
        return above.texts[place]
    column = row.layout.columns[place]
    pairs = zip(above.texts, above.layout.columns, strict=True)
    return next((text for text, other in pairs if _alike(column, other)), "")


def _alike(column: Column, other: Column) -> bool:
    """Say whether two columns of different headers hold the same thing."""
    if column.role != other.role or column.level != other.level:
        return False
    return column.role not in ("extra", "mode", "tiers") or column.label == other.label


def _take(row: Row, above: Row, place: int, kind: str) -> None:
    if text := _text_above(row, above, place):
        row.texts[place] = text
        row.repairs.append((kind, place))


def _fill_levels(row: Row, above: Row) -> None:
    """Fill the blank levels before the first written one."""
    for place in row.layout.of("level"):
        if row.texts[place]:
            break
        _take(row, above, place, FILLED)
    if row.starts_page:
        row.doubts.append(("filled_across_page", "path", "这一页第一行的上级事项为空，按上一页最后一行补上；请核对"))


def _fill_runs(row: Row, above: Row, runs: Sequence[tuple[Run, bool]]) -> None:
    """Fill runs of neighbouring blank columns after the content; a shorter run is a doubt."""
    for place in (place for run, counts in runs if counts for unit in run for place in unit):
        _take(row, above, place, FILLED)
    _doubt([run for run, counts in runs if not counts], row)


def _doubt(runs: Sequence[Run], row: Row) -> None:
    """Say which blanks may be merged cells and were left empty."""
    for run in runs:
        names = "、".join(row.layout.columns[unit[0]].label for unit in run)
        message = f"“{names}”为空，看不出是合并的单元格还是没有填写，没有按上一行补；请核对"
        row.doubts.append(("blank_unclear", field_of(row.layout.columns[run[0][0]].role), message))


def _open_runs(row: Row, above: Row) -> Iterator[tuple[Run, bool]]:
    """Yield the runs of blank columns that the row above has texts for, and whether each is as long as a merge."""
    units = [unit for unit in _units(row.layout) if row.has(unit) or any(_text_above(row, above, p) for p in unit)]
    units = [unit for unit in units if row.has(unit) or not _tied(row, unit)]
    for run in _blank_runs(row, units):
        yield run, len(run) >= ENOUGH or len(run) == len(units)


def _units(layout: Layout) -> list[tuple[int, ...]]:
    """Return the columns after the content that are filled together: 全社会 with 特定群体, every other one alone."""
    pair = tuple(place for place, column in enumerate(layout.columns) if column.role in _PAIRED)
    units: list[tuple[int, ...]] = []
    for place, column in enumerate(layout.columns):
        if column.role in _SELF or (place in pair and place != pair[0]):
            continue
        units.append(pair if place in pair else (place,))
    return units


def _tied(row: Row, unit: tuple[int, ...]) -> bool:
    """Say whether a blank is a clause or rank beside a basis of the row's own: another basis's is never taken."""
    role = row.layout.columns[unit[0]].role
    return role in ("clause", "rank") and row.has(row.layout.of("basis"))


def _blank_runs(row: Row, units: Sequence[tuple[int, ...]]) -> list[Run]:
    """Return the runs of neighbouring units without a text."""
    runs: list[Run] = [[]]
    for unit in units:
        if row.has(unit):
            runs.append([])
        else:
            runs[-1].append(unit)
    return [run for run in runs if run]


def _fill_same(row: Row, above: Row) -> None:
    """Replace 同上 by the text above."""
    for place, text in enumerate(row.texts):
        if text and says_same(text):
            _take(row, above, place, SAME)
