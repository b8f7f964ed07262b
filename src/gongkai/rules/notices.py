"""Reads the State Council's yearly holiday notice into days off and make-up days, and refuses one that contradicts itself.

The notice is the only source of working days. It is read as issued and checked against its own weekday brackets and
day counts, so that a slip of the pasting or of the pen is found before any due date is computed from it.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from gongkai.rules.notice_words import Clause, NoticeContradicts, NoticeUnread, Place, read_clause, spoken, weekday_name
from gongkai.rules.numerals import NUMBER, read_number
from gongkai.rules.tidy_text import tidy

__all__ = ["Arrangement", "Notice", "NoticeContradicts", "NoticeUnread", "read_notice", "shipped_notices"]

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
# 《全国年节及纪念日放假办法》 fixes these by the solar calendar; a notice that gives other days is not about its year.
FIXED_DAYS = {"元旦": ((1, 1),), "劳动节": ((5, 1),), "国庆节": ((10, 1), (10, 2), (10, 3))}
DATA = Path(__file__).parent / "data" / "notices"

_FESTIVAL = r"(?:元旦|春节|清明节?|[“\"”]?(?:五一)?[“\"”]?(?:国际)?劳动节|端午节?|中秋节?|国庆节?)"
_HEAD = re.compile(rf"({_FESTIVAL}(?:[、,和及与]{_FESTIVAL})*(?:假期|放假安排)?(?:\([^()]*\))?)(?::|(?=\d{{1,4}}[年月]))")
_TITLE_YEAR = re.compile(r"(\d{4})年部分节假日")
_BODY_YEAR = re.compile(rf"现将(\d{{4}})年{_FESTIVAL}")
_NUMBER = re.compile(r"(国办发(?:明电)?)[〔\[(【](\d{4})[〕\])】]第?(\d+)号")
_AMENDMENT = re.compile(rf"关于(?:调整|延长)(\d{{4}})年({_FESTIVAL})假期")
_EXTENSION = re.compile(rf"延长\d{{4}}年{_FESTIVAL}假期至(?:(\d{{4}})年)?(\d{{1,2}})月(\d{{1,2}})日")
_TAIL = re.compile(r"节假日期间|国务院办公厅(?=\d{4}年)|各地区、各部门要")
_COUNT = re.compile(rf"(?:共|放假(?:调休|公休)?)计?({NUMBER})天")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a notice decides for one festival, or for two that fall together: all its days off, and days worked for it."""

    festivals: tuple[str, ...]
    days_off: tuple[date, ...]
    make_up_days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: its year and number (None when the text has none) and its arrangements.

    ``amends`` is true for a later notice about one festival of a year already decreed; ``extended_to`` is the new last
    day where it only extends the break.
    """

    year: int
    number: str | None
    arrangements: tuple[Arrangement, ...]
    text: str
    amends: bool = False
    extended_to: date | None = None

    @property
    def days_off(self) -> tuple[date, ...]:
        """All days of the stated ranges, weekends in them included, in order."""
        return tuple(sorted(day for part in self.arrangements for day in part.days_off))

    @property
    def make_up_days(self) -> tuple[date, ...]:
        """The Saturdays and Sundays worked instead, in order."""
        return tuple(sorted(day for part in self.arrangements for day in part.make_up_days))

    @property
    def source(self) -> str:
        """The words by which a working names this notice: its number, else its title."""
        return self.number or f"国务院办公厅关于{self.year}年部分节假日安排的通知"

    def amended_by(self, amendment: "Notice") -> "Notice":
        """Return this notice with the festivals of a later notice in place of its own."""
        if not amendment.amends or amendment.year != self.year:
            raise NoticeContradicts(f"这份通知不是对{self.year}年安排的调整。")
        new = amendment.arrangements[0]
        parts = [part for part in self.arrangements if set(part.festivals) & set(new.festivals)]
        if amendment.extended_to:
            new = _extended(parts[0], amendment.extended_to)
        kept = tuple(part for part in self.arrangements if part not in parts)
        return replace(self, arrangements=(*kept, new), number=f"{self.source}、{amendment.source}")


def read_notice(text: str) -> Notice:
    """Read one notice and check it against itself.

    Raise NoticeUnread when it is no notice, NoticeContradicts when weekdays, counts or days disagree; both say where.

    >>> read_notice((DATA / "2026.txt").read_text("utf-8")).make_up_days[0]
    datetime.date(2026, 1, 4)
    """
    plain = tidy(text)
    number = _NUMBER.search(plain)
    stated_number = f"{number[1]}〔{number[2]}〕{number[3]}号" if number else None
    if _AMENDMENT.search(plain):
        return _read_amendment(plain, stated_number, text)
    year = _year(plain)
    heads = list(_HEAD.finditer(plain))
    ends = [head.start() for head in heads[1:]] + [len(plain)]
    parts = tuple(
        _arrangement(head[1], _TAIL.split(plain[head.end() : end])[0], year)
        for head, end in zip(heads, ends, strict=True)
    )
    _check_complete(parts)
    _check_days(parts)
    return Notice(year, stated_number, parts, text)


@cache
def shipped_notices() -> tuple[Notice, ...]:
    """Return the notices that come with the program, one a year in order, each with its year's amendments applied."""
    texts = {path.stem: path.read_text("utf-8") for path in sorted(DATA.glob("*.txt"))}
    years = []
    for stem in sorted(name for name in texts if name.isdecimal()):
        notice = read_notice(texts[stem])
        if f"{stem}-amendment" in texts:
            notice = notice.amended_by(read_notice(texts[f"{stem}-amendment"]))
        years.append(notice)
    return tuple(years)


def _year(plain: str) -> int:
    """Return the year that title and first sentence agree on."""
    stated = [match[1] for pattern in (_TITLE_YEAR, _BODY_YEAR) if (match := pattern.search(plain))]
    if not stated:
        raise NoticeUnread("这不像国务院办公厅的放假安排通知：没有“××××年部分节假日安排”或“现将××××年元旦……”的字样。")
    if len(set(stated)) > 1:
        raise NoticeContradicts(f"标题写的是{stated[0]}年，正文写的是{stated[1]}年，请核对通知原文。")
    return int(stated[0])


def _festivals(words: str) -> tuple[str, ...]:
    """Return the canonical names of the festivals a heading names."""
    return tuple(name for name in FESTIVALS if name.removesuffix("节") in words)


def _arrangement(head: str, body: str, year: int) -> Arrangement:
    """Read the item under one heading."""
    festivals = _festivals(head)
    place = Place(year, festivals[0] if len(festivals) == 1 else "、".join(festivals))
    off, work = set[date](), set[date]()
    for clause in re.split(r"[。;；]", body):
        if clause.startswith("鼓励"):  # 2024: a wish for New Year's Eve, not a day off
            continue
        told = read_clause(clause, place)
        off.update(told.off)
        work.update(told.work)
        _check_counts(clause, told, off, place)
    if not off:
        raise NoticeUnread(f"{place.festival}：读不出放假日期，请核对通知原文。")
    return Arrangement(festivals, tuple(sorted(off)), tuple(sorted(work)))


def _check_counts(clause: str, told: Clause, off: set[date], place: Place) -> None:
    """Compare 共N天 with the days counted; a break that joins a weekend may count the weekend."""
    possible = {len(set(told.off)), len(off)}
    if re.search(r"连休|周末|补休", clause):
        possible.add(len(_with_weekends(off)))
    for match in _COUNT.finditer(clause):
        if read_number(match[1]) not in possible:
            raise NoticeContradicts(
                f"{place.festival}：通知里写“{match[0]}”，按所列日期是{len(set(told.off) or off)}天，请核对通知原文。"
            )


def _with_weekends(days: set[date]) -> set[date]:
    """Return the days with every Saturday and Sunday that touches them."""
    joined = set(days)
    edge = list(days)
    while edge:
        day = edge.pop()
        near = {day + timedelta(days=step) for step in (-1, 1)}
        fresh = {other for other in near - joined if other.weekday() >= 5}
        joined |= fresh
        edge += fresh
    return joined


def _check_complete(parts: tuple[Arrangement, ...]) -> None:
    """Every festival of the law appears once."""
    named = [name for part in parts for name in part.festivals]
    missing = [name for name in FESTIVALS if name not in named]
    if missing:
        raise NoticeContradicts(f"通知里没有{'、'.join(missing)}的放假安排，可能没有粘贴完整。")
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise NoticeContradicts(f"{'、'.join(twice)}在通知里出现了两次，请核对通知原文。")


def _check_days(parts: tuple[Arrangement, ...]) -> None:
    """Fixed festivals lie in their breaks; make-up days are weekends; no day is decided twice."""
    decided: dict[date, str] = {}
    for part in parts:
        name = "、".join(part.festivals)
        months_days = {(day.month, day.day) for day in part.days_off}
        for fixed in (fixed for festival in part.festivals for fixed in FIXED_DAYS.get(festival, ())):
            if fixed not in months_days:
                raise NoticeContradicts(f"{name}：{fixed[0]}月{fixed[1]}日是法定节假日，却不在放假日期里，请核对通知原文。")
        for day in part.make_up_days:
            if day.weekday() < 5:
                raise NoticeContradicts(f"{name}：{spoken(day)}是{weekday_name(day)}，本来就上班，不会是调休上班日，请核对日期。")
        for day in (*part.days_off, *part.make_up_days):
            if day in decided:
                raise NoticeContradicts(f"{spoken(day)}在“{decided[day]}”和“{name}”里重复或者既放假又上班，请核对通知原文。")
            decided[day] = name


def _read_amendment(plain: str, number: str | None, text: str) -> Notice:
    """Read a later notice about one festival: a new arrangement, or only a new last day."""
    match = _AMENDMENT.search(plain)
    assert match is not None
    year, festivals = int(match[1]), _festivals(match[2])
    body = _TAIL.split(plain[match.end() :])[0]
    if extension := _EXTENSION.search(body):
        until = date(int(extension[1] or year), int(extension[2]), int(extension[3]))
        dates = body[extension.start(1) if extension[1] else extension.start(2) :]
        read_clause(dates.split("。")[0], Place(year, festivals[0]))  # for its weekday brackets
        part = Arrangement(festivals, (until,), ())
        return Notice(year, number, (part,), text, amends=True, extended_to=until)
    start = re.search(r"一、", body)
    part = _arrangement(match[2], body[start.end() if start else 0 :], year)
    _check_days((part,))
    return Notice(year, number, (part,), text, amends=True)


def _extended(part: Arrangement, until: date) -> Arrangement:
    """Lengthen a break to a new last day; a make-up day inside it is no longer worked (2020: 1 February)."""
    first = part.days_off[0]
    days = tuple(first + timedelta(days=n) for n in range((until - first).days + 1))
    return replace(part, days_off=days, make_up_days=tuple(day for day in part.make_up_days if day not in days))
