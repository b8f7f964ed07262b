"""The wording of a holiday notice: cuts one clause into dates, ranges and the verbs that say off or at work.

Apart from ``notices`` so that what a phrase means (here) and whether the whole notice agrees with itself (there) can be
read one at a time. Wordings of 2007 to 2026 are known: 放假, 补休, 公休, 与周末连休, 公休日调至, 上班, 起正常上班.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKDAYS = "一二三四五六日"
_DATE = r"(?:(?P<{0}y>\d{{4}})年)?(?:(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}}){1}(?:\((?P<{0}n>[^()]*)\))?"
_TOKEN = re.compile(
    rf"{_DATE.format('a', '日?')}(?:至|到|[-—–―~〜]+){_DATE.format('b', '日')}"
    rf"|{_DATE.format('s', '日')}"
    r"|(?P<transfer>(?:公休日)?(?:调至|调到|调换至))|(?P<resume>起(?:恢复)?(?:正常|照常)?上班)|(?P<work>上班|工作日|补班)"
    r"|(?P<off>放假|补休|公休|连休|休息|休假|(?<!不)调休(?!上班)|法定节假日)|(?P<comma>,)"
)
_STATED_WEEKDAY = re.compile(r"(?:星期|礼拜|周(?!末))(.)|(?<=[一二三四五六日天])[、至和](?:星期|周)?([一二三四五六日天])(?![月十])")


class NoticeContradicts(ValueError):
    """The notice disagrees with itself or with the calendar; the Chinese message says where and what."""


class NoticeUnread(ValueError):
    """The text is no holiday notice, or has a sentence that cannot be read; the Chinese message says which."""


@dataclass(slots=True)
class Clause:
    """What one clause decides: days off, days at work, whether it joins a weekend, and the counts it states."""

    off: list[date] = field(default_factory=list)
    work: list[date] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a date stands: the notice's year and the festival, whose months before the year need no year written."""

    year: int
    festival: str


def weekday_name(day: date) -> str:
    """Return 周一 to 周日."""
    return f"周{WEEKDAYS[day.weekday()]}"


def spoken(day: date) -> str:
    """Return a date as a notice writes it, with its year."""
    return f"{day.year}年{day.month}月{day.day}日"


def read_clause(clause: str, place: Place) -> Clause:
    """Read one clause; check each weekday bracket on the way. Raise NoticeContradicts or NoticeUnread.

    >>> read_clause("1月4日(周日)上班", Place(2026, "元旦")).work
    [datetime.date(2026, 1, 4)]
    """
    told, pending, verb, transferring, month = Clause(), list[date](), "", False, None
    for token in _TOKEN.finditer(clause):
        kind = token.lastgroup
        if kind in ("transfer", "resume"):
            # A rest day moved elsewhere may itself be the festival (8 June 2008), so only its new place is decided here.
            pending, transferring = [], kind == "transfer"
        elif kind in ("off", "work") or (kind == "comma" and transferring and pending):
            verb = "off" if kind == "comma" else str(kind)
            (told.work if verb == "work" else told.off).extend(pending)
            pending, transferring = [], False
        elif kind != "comma":
            days, month = _days(token, place, month)
            _check_weekdays(token["sn"], [*pending, *days], place)
            pending += days
    if pending and transferring:
        verb = "off"
    if pending and not verb and not re.search(r"\d{4}年", clause):
        raise NoticeUnread(f"{place.festival}：读不懂“{clause}”这一句是放假还是上班，请核对通知原文。")
    (told.work if verb == "work" else told.off).extend(pending if verb else [])
    return told


def _days(token: re.Match[str], place: Place, month: int | None) -> tuple[list[date], int]:
    """Return the days of a date or a range, and the month that later dates without one inherit."""
    if token["sd"]:
        day = _date(token, "s", place, month)
        return [day], day.month
    start = _date(token, "a", place, month)
    end = _date(token, "b", place, start.month, after=start)
    _check_weekdays(token["an"], [start], place)
    _check_weekdays(token["bn"], [start, end], place)
    if not 0 < (end - start).days < 31:
        raise NoticeContradicts(f"{place.festival}：“{token.group()}”的起止日期前后颠倒或过长，请核对通知原文。")
    return [start + timedelta(days=n) for n in range((end - start).days + 1)], end.month


def _date(token: re.Match[str], part: str, place: Place, month: int | None, after: date | None = None) -> date:
    """Make the date of one part of a token; a month of last winter under 元旦 belongs to the year before."""
    stated_month = token[f"{part}m"]
    if not stated_month and month is None:
        raise NoticeUnread(f"{place.festival}：“{token.group()}”没有写月份，请核对通知原文。")
    number = int(stated_month or month or 0)
    if token[f"{part}y"]:
        year = int(token[f"{part}y"])
    elif after is not None:
        year = after.year + (number < after.month)
    else:
        year = place.year - (place.festival == "元旦" and number >= 11)
    if abs(year - place.year) > 1:
        raise NoticeContradicts(f"{place.festival}：“{token.group()}”与{place.year}年的安排不符，请核对年份。")
    try:
        return date(year, number, int(token[f"{part}d"]))
    except ValueError as error:
        raise NoticeContradicts(f"{place.festival}：“{token.group()}”不是存在的日期，请核对通知原文。") from error


def _check_weekdays(note: str | None, days: list[date], place: Place) -> None:
    """Compare the weekdays stated in a bracket with the real ones; several in one bracket speak of the last dates."""
    stated = [match[1] or match[2] for match in _STATED_WEEKDAY.finditer(note or "")]
    for written, day in zip(reversed(stated), reversed(days), strict=False):
        if written.replace("天", "日") != WEEKDAYS[day.weekday()]:
            raise NoticeContradicts(
                f"{place.festival}：{spoken(day)}是{weekday_name(day)}，通知里写的是“周{written}”，请核对日期或年份。"
            )
