"""Finds the header of a catalogue in a grid, over one or several rows, and says which column holds what.

Spans are used where the format knows them. Where it does not, a group heading reaches over the blanks to its right
that have a sub-heading under them; and a header copied without its merged places (``公开事项|公开内容`` over
``一级|二级|三级``) is spread out again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from gongkai.rules.catalogue_headers import Role as Role
from gongkai.rules.catalogue_headers import belongs_under, heading, is_group, is_sub, level_of, role_of, role_under
from gongkai.rules.grid import Grid

CORE: frozenset[Role | None] = frozenset({"level", "item", "content"})
FEWEST = 3
TALLEST = 4


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it means, its own heading, its level (1 to 6) and the heading it stands under."""

    role: Role
    label: str
    level: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one header, left to right, and where each role stands."""

    columns: tuple[Column, ...]
    places: dict[Role, tuple[int, ...]] = field(default_factory=dict)

    def of(self, role: Role) -> tuple[int, ...]:
        """Return the places of all columns with this role."""
        return self.places.get(role, ())

    @property
    def identity(self) -> tuple[int, ...]:
        """Return the columns that say which item a row is: its levels and its content."""
        return self.of("level") + self.of("content")

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the headings, for messages."""
        return tuple(f"{column.group}/{column.label}" if column.group else column.label for column in self.columns)


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: its layout and the first row under it."""

    layout: Layout
    below: int


def layout_of(columns: Sequence[Column]) -> Layout:
    """Make a layout; 公开事项 without sub-columns is the only level there is, or the levels in order."""
    settled = _settle_levels(columns)
    places: dict[Role, list[int]] = {}
    for place, column in enumerate(settled):
        places.setdefault(column.role, []).append(place)
    return Layout(tuple(settled), {role: tuple(found) for role, found in places.items()})


def _settle_levels(columns: Sequence[Column]) -> list[Column]:
    """Turn 公开事项 itself into a level and number the levels that carry no number."""
    settled: list[Column] = []
    level = 0
    for column in columns:
        if column.role in ("item", "level"):
            level = column.level or level + 1
            settled.append(replace(column, role="level", level=level))
        else:
            settled.append(column)
    return settled


def find_header(grid: Grid, row: int, covered: dict[tuple[int, int], tuple[int, int]]) -> Header | None:
    """Return the header that starts at this row, or None when the row is something else."""
    tops = [grid.text(row, column) for column in range(grid.width)]
    written = [text for text in tops if text.strip()]
    if len(written) < FEWEST:
        return None
    roles = [role_of(text) for text in written]
    known = [role for role in roles if role]
    if len(known) < FEWEST or 2 * len(known) < len(written) or not any(role in CORE for role in known):
        return None
    below = _first_row_below(grid, row, tops, covered)
    subs = _subs(grid, row, below, covered)
    if not grid.merges_known and _is_packed(tops, subs):
        return Header(layout_of(_spread_out(tops, subs)), below)
    return Header(layout_of(_columns(_tops_over(grid, row, tops, subs, covered), subs)), below)


def _first_row_below(grid: Grid, row: int, tops: list[str], covered: dict[tuple[int, int], tuple[int, int]]) -> int:
    """Return the first body row: under the tallest header cell, and under a following row of sub-headings."""
    tallest = max((cell.rows for column in range(grid.width) if (cell := grid.cells.get((row, column)))), default=1)
    below = row + min(tallest, TALLEST)
    while below < min(grid.height, row + TALLEST) and _is_sub_row(grid, row, below, tops):
        below += 1
    return below


def _is_sub_row(grid: Grid, row: int, below: int, tops: list[str]) -> bool:
    """Say whether this row holds nothing but sub-headings."""
    texts = [(column, text) for column in range(grid.width) if (text := grid.text(below, column)).strip()]
    if not texts or not any(is_sub(text) for _, text in texts):
        return False
    groups = [text for text in tops if is_group(text)]
    return all(is_sub(text) or any(belongs_under(group, text) for group in groups) for _, text in texts)


def _subs(grid: Grid, row: int, below: int, covered: dict[tuple[int, int], tuple[int, int]]) -> list[str]:
    """Return for each column the lowest heading under the first header row."""
    subs = [""] * grid.width
    for under in range(row + 1, below):
        for column in range(grid.width):
            text = grid.text(under, column)
            anchor = covered.get((under, column))
            if not text and anchor and anchor[0] > row:
                text = grid.text(*anchor)
            subs[column] = text.strip() or subs[column]
    return subs


def _tops_over(
    grid: Grid, row: int, tops: list[str], subs: list[str], covered: dict[tuple[int, int], tuple[int, int]]
) -> list[str]:
    """Return for each column the heading above it, with a group's heading carried over all it spans."""
    over: list[str] = []
    for column, top in enumerate(tops):
        anchor = covered.get((row, column))
        text = top or (grid.text(*anchor) if anchor and anchor[0] == row else "")
        if not text and not grid.merges_known and subs[column] and over:
            text = over[-1]
        over.append(text.strip())
    return over


def _columns(tops: list[str], subs: list[str]) -> list[Column]:
    """Pair headings with their sub-headings and drop the columns to the right that have neither."""
    columns = [_column(top, sub) for top, sub in zip(tops, subs, strict=True)]
    while columns and not columns[-1].label:
        columns.pop()
    return columns


def _column(top: str, sub: str) -> Column:
    """Say what one column holds; a sub-heading that repeats its group adds nothing."""
    if sub and top and heading(sub) != heading(top):
        return Column(role_under(top, sub), heading(sub), level_of(sub), heading(top))
    label = sub or top
    return Column(role_of(label) or "extra", heading(label), level_of(label))


def _is_packed(tops: list[str], subs: list[str]) -> bool:
    """Say whether the header rows arrived without their merged places: a sub-heading under a column of another kind."""
    return any(sub and top.strip() and not is_group(top) for top, sub in zip(tops, subs, strict=True))


def _spread_out(tops: list[str], subs: list[str]) -> list[Column]:
    """Give each group heading the run of sub-headings that belongs to it, in order."""
    waiting = [sub for sub in subs if sub]
    columns: list[Column] = []
    for top in (text.strip() for text in tops if text.strip()):
        mine: list[str] = []
        while is_group(top) and waiting and belongs_under(top, waiting[0]):
            mine.append(waiting.pop(0))
        columns += [_column(top, sub) for sub in mine] or [_column(top, "")]
    return columns


def name_unlabelled(layout: Layout, samples: Callable[[int], list[str]]) -> Layout:
    """Settle columns without a heading by what stands in them: numbers are 序号, others get a name of their own."""
    if all(column.label for column in layout.columns):
        return layout
    columns = list(layout.columns)
    for place, column in enumerate(columns):
        if column.label:
            continue
        texts = [text.strip() for text in samples(place) if text.strip()]
        if texts and all(text.rstrip(".、．").isdigit() for text in texts):
            columns[place] = Column("number", "序号")
        elif texts and place and columns[place - 1].role == "level" and not columns[place - 1].group:
            columns[place] = Column("level", "", columns[place - 1].level + 1)
        else:
            columns[place] = Column("extra", f"无表头列{place + 1}")
    return layout_of(columns)
