"""The rota as a picture: for every office and post a strip of the days ahead, red where nobody can act.

A strip is drawn by the template; here stand its pieces in days, and the same in words for those who do not see it.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gongkai.accounts.models import User
from gongkai.accounts.rota import POSTS, Able, Outlook, Spell, lacks
from gongkai.accounts.rota_kept import sentences
from gongkai.agencies.models import Office

NAMES = 2  # how many names a cell spells out


@dataclass(frozen=True, slots=True)
class Piece:
    """Some days of a strip that look the same: ``level`` is none, one or more."""

    x: int
    width: int
    level: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One post of one office: who can act today, and the days ahead."""

    names: tuple[str, ...]
    count: int
    level: str
    pieces: tuple[Piece, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One office: a cell for every post, and one for whether four different people can be found."""

    office: Office
    cells: tuple[Cell, ...]
    whole: Cell


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole rota, what is missing in sentences, and the three figures above it."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    marks: tuple[str, ...]
    days: int
    gaps: tuple[str, ...]
    working_today: int
    with_gaps: int


def picture_of(outlook: Outlook) -> Picture:
    """Draw who can act, office by office."""
    gaps = outlook.gaps
    today = outlook.first_on
    broken_today = {gap.office.pk for gap in gaps if gap.first_on <= today}
    return Picture(
        headings=tuple(post.label for post in POSTS),
        rows=tuple(_row(outlook, office) for office in outlook.offices),
        marks=_marks(outlook),
        days=(outlook.last_on - today).days + 1,
        gaps=tuple(sentences(gaps, len(outlook.offices))),
        working_today=len(outlook.offices) - len(broken_today),
        with_gaps=len({gap.office.pk for gap in gaps}),
    )


def _row(outlook: Outlook, office: Office) -> Row:
    spells = outlook.spells[office.pk]
    cells = tuple(_post_cell(outlook, spells, place) for place in range(len(POSTS)))
    return Row(office, cells, _cell(outlook, spells, (), lambda able: "none" if lacks(able) else "more"))


def _post_cell(outlook: Outlook, spells: tuple[Spell, ...], place: int) -> Cell:
    today = [outlook.people[pk] for pk in sorted(spells[0].able[place])]
    return _cell(outlook, spells, today, lambda able: ("none", "one", "more")[min(len(able[place]), 2)])


def _cell(outlook: Outlook, spells: tuple[Spell, ...], today: list[User] | tuple[()], level: Callable[[Able], str]) -> Cell:
    pieces = tuple(_pieces(outlook.first_on, spells, level))
    empty = [piece for piece in pieces if piece.level == "none"]
    words = "、".join(_days(outlook.first_on, piece) for piece in empty)
    return Cell(
        tuple(user.full_name for user in today[:NAMES]),
        len(today),
        pieces[0].level,
        pieces,
        f"{words}没有人" if words else "每天都有人",
    )


def _pieces(first_on: dt.date, spells: tuple[Spell, ...], level: Callable[[Able], str]) -> Iterator[Piece]:
    last: Piece | None = None
    for spell in spells:
        width, now = (spell.last_on - spell.first_on).days + 1, level(spell.able)
        if last and last.level == now:
            last = Piece(last.x, last.width + width, now)
            continue
        if last:
            yield last
        last = Piece((spell.first_on - first_on).days, width, now)
    if last:
        yield last


def _days(first_on: dt.date, piece: Piece) -> str:
    first, last = (first_on + dt.timedelta(days=number) for number in (piece.x, piece.x + piece.width - 1))
    return f"{first:%m-%d}" if piece.width == 1 else f"{first:%m-%d}至{last:%m-%d}"


def _marks(outlook: Outlook) -> tuple[str, ...]:
    """Name the first day, the middle one and the last for the axis above the strips."""
    middle = outlook.first_on + (outlook.last_on - outlook.first_on) / 2
    return ("今天", f"{middle:%m-%d}", f"{outlook.last_on:%m-%d}")

