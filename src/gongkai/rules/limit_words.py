"""The phrases that set a time limit, each with the limit it means: finds them in a text, in order.

What a phrase means is decided here and nowhere else; which of several phrases is the deadline of a cell, or speaks of
publishing in a clause, is decided by the callers. Texts arrive tidied: half-width and without blanks. Decisions:

- 1个月, 半年, 1年 alone are cycles (a period without 内 and without an event); N日 and N个工作日 alone are deadlines.
- 提前一周 is a period of notice counted back from the event: ``notice_period`` with amount -7.
- 当日, 同步, 即时 are ``immediate``; 动态调整, 按进展情况 are ``prompt``: the law's own ceiling applies.
- 任期内, 有效期内, 长期 are retention, kind ``permanent``; ``text`` keeps the words.
- 每季度结束后15日内 is the 15th of the quarter's first month; 年底 is 31 December; 上旬 and 中旬 end on the 10th and 20th.
- A range (3-5个工作日) is read by its end.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gongkai.rules.limit_model import TimeLimit, Unit
from gongkai.rules.limit_triggers import read_triggers
from gongkai.rules.numerals import NUMBER, read_number

_N = NUMBER
_UNIT = r"工作日|日|天|小时|个月|周|星期|年|季度"
UNITS: dict[str, tuple[int, Unit]] = {
    "工作日": (1, "working_day"), "日": (1, "day"), "天": (1, "day"), "小时": (1, "hour"), "个月": (1, "month"),
    "月": (1, "month"), "周": (7, "day"), "星期": (7, "day"), "年": (1, "year"), "季度": (3, "month"), "季": (3, "month"),
    "半年": (6, "month"), "半月": (15, "day"), "半个月": (15, "day"),
}  # fmt: skip

Builder = Callable[[re.Match[str], str], "Phrase | None"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase found: where it stands in the tidied text, its limit, and whether it is a retention."""

    start: int
    end: int
    limit: TimeLimit
    retention: bool = False
    firm: bool = True


def find_phrases(plain: str) -> Iterator[Phrase]:
    """Yield the phrases of a tidied text from left to right, none overlapping another.

    >>> [phrase.limit.kind for phrase in find_phrases("及时公开,半年至少更新1次,永久公开")]
    ['prompt', 'cycle', 'permanent']
    """
    place = 0
    while True:
        hits = [
            (phrase.start, order, phrase)
            for order, (pattern, build) in enumerate(_PATTERNS)
            if (phrase := _first(pattern, build, plain, place))
        ]
        if not hits:
            return
        phrase = min(hits, key=lambda hit: hit[:2])[2]
        yield phrase
        place = phrase.end


def _first(pattern: re.Pattern[str], build: Builder, plain: str, place: int) -> Phrase | None:
    """Return the first phrase of one pattern from a place on; a match that means nothing (2024年) is passed over."""
    for match in pattern.finditer(plain, place):
        if phrase := build(match, plain[place : match.start()]):
            return phrase
    return None


def _limit(match: re.Match[str], limit: TimeLimit, *, retention: bool = False, firm: bool = True) -> Phrase:
    """Make the phrase of a match."""
    return Phrase(match.start(), match.end(), limit, retention, firm)


def _measure(number: str, unit: str) -> tuple[int, Unit]:
    """Return an amount and its unit; weeks become days, quarters months."""
    times, plain_unit = UNITS[unit]
    return read_number(number) * times, plain_unit


def _amount(match: re.Match[str], before: str) -> Phrase | None:
    """N个工作日内, 半年, 一个月: a deadline, or a cycle where nothing but a long period stands there."""
    word = match["half"] or match["unit"]
    amount, unit = UNITS[word] if match["half"] else _measure(match["n"], word)
    if unit == "year" and amount > 100:  # 2024年 is no period
        return None
    triggers = read_triggers(before + (match["most"] or ""))
    firm = bool(match["within"] or match["most"])
    if not firm and triggers == ("published",) and unit in ("month", "year"):  # 公开之日起5年: how long it stays
        return _limit(match, TimeLimit(match[0], "notice_period", amount=amount, unit=unit), retention=True)
    if (not firm and not triggers and unit in ("month", "year")) or (not firm and word in ("周", "星期", "半月", "半个月")):
        return _limit(match, TimeLimit(match[0], "cycle", amount=amount, unit=unit), firm=False)
    if unit == "year":
        amount, unit = amount * 12, "month"
    return _limit(match, TimeLimit(match[0], "within", triggers, amount, unit), firm=firm)


def _together(match: re.Match[str], before: str) -> Phrase:
    """同步发布,时间跨度不超过5个工作日: within so many days of the other publication."""
    amount, unit = _measure(match["n"], match["unit"])
    return _limit(match, TimeLimit(match[0], "within", ("published",), amount, unit))


def _notice(match: re.Match[str], before: str) -> Phrase:
    """公示期为5个工作日; 公示期 without a number keeps none."""
    amount, unit = _measure(match["n"], match["unit"]) if match["n"] else (None, None)
    return _limit(match, TimeLimit(match[0], "notice_period", amount=amount, unit=unit))


def _kept(match: re.Match[str], before: str) -> Phrase:
    """保留1年: how long it stays public."""
    amount, unit = _measure(match["n"], match["unit"])
    return _limit(match, TimeLimit(match[0], "notice_period", amount=amount, unit=unit), retention=True)


def _ahead(match: re.Match[str], before: str) -> Phrase:
    """提前一周: counted back from the event."""
    amount, unit = _measure(match["n"], match["unit"])
    return _limit(match, TimeLimit(match[0], "notice_period", amount=-amount, unit=unit))


def _by_date(match: re.Match[str], before: str) -> Phrase | None:
    """每年1月31日前, 6月底前, 2026年3月31日前: the end of a range counts."""
    month = read_number(match["m"])
    day = _day(match["d"], match["part"])
    year = int(match["y"]) if match["y"] else None
    if not 1 <= month <= 12 or not (day is None or 1 <= day <= monthrange(2024, month)[1]):
        return None
    firm = bool(match["before"] or match["every"])
    limit = TimeLimit(match[0], "by_date", month=month, day=day, every=None if year else "year", year=year)
    return _limit(match, limit, firm=firm)


def _day(number: str | None, part: str | None) -> int | None:
    """Return the day of the month, None for its last: 底, 末, 下旬 or nothing said."""
    if number:
        return read_number(number)
    return {"上旬": 10, "中旬": 20, "初": 10}.get(part or "")


def _by_month(match: re.Match[str], before: str) -> Phrase | None:
    """每月10日前, 月底前."""
    day = _day(match["d"], match["part"])
    if day is not None and not 1 <= day <= 31:
        return None
    return _limit(match, TimeLimit(match[0], "by_date", day=day, every="month"))


def _by_quarter(match: re.Match[str], before: str) -> Phrase | None:
    """每季度首月15日前, 每季度结束后15日内, 每季度末."""
    if match["d"]:
        month = {"第二个月": 2, "第2个月": 2, "末月": 3, "第三个月": 3, "第3个月": 3}.get(match["which"], 1)
        return _limit(match, TimeLimit(match[0], "by_date", month=month, day=read_number(match["d"]), every="quarter"))
    month = {"首月": 1, "第一个月": 1, "第1个月": 1, "第二个月": 2, "第2个月": 2}.get(match["end"].rstrip("底末前"), 3)
    return _limit(match, TimeLimit(match[0], "by_date", month=month, every="quarter"))


def _quarter_of_year(match: re.Match[str], before: str) -> Phrase | None:
    """一季度末, 每年第三季度: the last day of that quarter."""
    if not (match["every"] or match["before"]):
        return None
    return _limit(match, TimeLimit(match[0], "by_date", month=read_number(match["q"]) * 3, every="year"))


def _year_end(match: re.Match[str], before: str) -> Phrase:
    """年底前."""
    return _limit(match, TimeLimit(match[0], "by_date", month=12, every="year"))


def _after_the_year(match: re.Match[str], before: str) -> Phrase | None:
    """年度终了后3个月内: the end of March; 年度终了后15日内: 15 January."""
    amount, days = read_number(match["n"]), match["unit"] != "个月"
    if not 1 <= amount <= (31 if days else 12):
        return None
    month, day = (1, amount) if days else (amount, None)
    return _limit(match, TimeLimit(match[0], "by_date", month=month, day=day, every="year"))


def _cycle(match: re.Match[str], before: str) -> Phrase | None:
    """每月, 每两年, 半年至少更新1次, 按季度公开; several times a period divide it."""
    amount, unit = UNITS[match["unit"]]
    amount *= read_number(match["n"]) if match["n"] else 1
    times = read_number(match["times"]) if match["times"] else 1
    if times > 1:
        months = {"year": 12, "month": 1}.get(unit, 0) * amount
        if months and months % times == 0:
            amount, unit = months // times, "month"
        else:
            days = amount * {"year": 365, "month": 30}.get(unit, 1)
            amount, unit = max(1, days // times), "day" if unit != "hour" else "hour"
    return _limit(match, TimeLimit(match[0], "cycle", amount=amount, unit=unit), firm=bool(match["each"]))


def _plain(kind: str, *, retention: bool = False) -> Callable[[re.Match[str], str], Phrase]:
    """Make the builder of a phrase that needs no number."""
    return lambda match, before: _limit(match, TimeLimit(match[0], kind), retention=retention)  # type: ignore[arg-type]



_END = r"(?:之内|以内|内)"
_BEFORE = r"(?P<before>之?前|以前|底前|末前|内)?"
_YEARLY = r"(?P<every>每年度?|次年|当年|翌年|本年度?|下一?年度?|年度)?的?"
_DO = r"(?:更新|公开|公布|发布|调整|维护|公示|集中|汇总|报送|统计)"
_NOT_LESS = r"(?:不得?(?:少于|低于|短于)|至少)"
_NOT_MORE = r"(?:不得?(?:超过|晚于|迟于)|最[长迟多]|至迟)"
_PART = r"(?P<part>底|末|初|上旬|中旬|下旬)"
_NTH_MONTH = r"首月|末月|第[一二三123]个月"
_MEASURE = rf"(?P<n>{_N})个?(?P<unit>{_UNIT})"
_LONG_UNIT = r"(?P<unit>半年|半个?月|个?月|年|季度|季|周|星期|日|天|工作日)"
_NO_NUMBER = r"(?P<n>(?!))?"
# In order of precedence where two match at one place; each is tried over the rest of the text.
_WORDINGS: tuple[tuple[str, Builder], ...] = (
    (rf"同步{_DO}?,?(?:时间)?(?:跨度|间隔|相差|误差)?{_NOT_MORE}{_MEASURE}{_END}?", _together),
    (
        r"(?:公示|公告|征求意见|征集意见)(?:期限?|时间|时长|天数|期间)?(?:应当?|一般)?(?:为|是|:)?"
        rf"{_NOT_LESS}?(?:{_N}[-~至到])?{_MEASURE}(?!{_END}|前|后)(?:以上)?",
        _notice,
    ),
    (
        r"(?:保留|保存|留存|展示|公开时长|公开期限?)(?:期限?|时长|时间)?(?:应当?)?"
        rf"(?:为|是|满|:|{_NOT_LESS})*(?P<n>{_N})(?P<unit>年|个月)(?!{_END}|后)",
        _kept,
    ),
    (rf"提前(?P<n>{_N})个?(?P<unit>{_UNIT}|月)", _ahead),
    (rf"(?:举行|召开|实施|施行|开始|开工|出让|拍卖)的?(?P<n>{_N})个?(?P<unit>工作日|日|天)前", _ahead),
    (
        rf"(?:(?P<y>\d{{4}})年)?{_YEARLY}(?:{_N}月?(?:{_N}[日号])?[-~至到])?"
        rf"(?P<m>{_N})月份?(?:(?P<d>{_N})[日号]|{_PART})?{_BEFORE}",
        _by_date,
    ),
    (
        rf"每?个?季度?(?:结束|终了|完)?(?:之|以)?(?P<which>后|次月|{_NTH_MONTH})的?"
        rf"(?P<d>{_N})[日号](?:之?前|{_END})|(?:每|各)?个?季度?(?P<end>(?:{_NTH_MONTH})?[底末]前?)",
        _by_quarter,
    ),
    (rf"{_YEARLY}第?(?P<q>[一二三四1234])季度(?P<before>末前?|底前?|内|之?前|结束前)?", _quarter_of_year),
    (
        rf"(?P<every>每个?月|次月|下月|当月)(?:{_N}[日号]?[-~至到])?(?:(?P<d>{_N})[日号]|{_PART}){_BEFORE}"
        r"|(?P<end>(?<![\d一二三四五六七八九十个])月(?:底|末)(?:之?前|以前))",
        _by_month,
    ),
    (rf"(?:会计)?年度?(?:终了|结束|完结|末)(?:之?日)?(?:之?后|以后|起)+的?(?P<n>{_N})(?P<unit>个月|日|天){_END}", _after_the_year),
    (r"(?:每年?度?|当|次|本|当年|次年)?年(?:底|末|终)(?:之?前|以前)?", _year_end),
    (
        rf"(?P<each>每|按|逐)隔?(?P<n>{_N})?个?{_LONG_UNIT}度?"
        rf"(?:{_NOT_LESS}|最少|应当?|定期|{_DO})*(?:(?P<times>{_N})次)?",
        _cycle,
    ),
    (rf"(?P<each>)(?P<n>{_N})?{_LONG_UNIT}度?内?{_NOT_LESS}?{_DO}?{_NOT_LESS}?(?P<times>{_N})次", _cycle),
    (rf"(?P<each>){_NO_NUMBER}(?P<unit>半年|年|季|月)度{_DO}(?P<times>(?!))?", _cycle),
    (
        rf"(?P<most>{_NOT_MORE})?(?:(?:{_N}[-~至到])?{_MEASURE}|(?P<half>(?<![上下])半年|半个?月))"
        rf"(?P<within>{_END})?(?![前次])",
        _amount,
    ),
    (rf"(?:公示|公告)期(?!满|届满|结束|后){_NO_NUMBER}", _notice),
    (r"定期", _plain("cycle")),
    (r"实时|即时|立即|当即|即日|当[日天场]|第一时间|同步", _plain("immediate")),
    (r"及时|适时|尽快|尽早|随时|动态|(?:按|依|视|根据).{0,4}(?:进展|进度|需要|情况)", _plain("prompt")),
    (
        r"永久|长期|常年|一直|始终|持续公开|任期(?:之?内|期间)|有效期(?:之?内|期间)|存续期",
        _plain("permanent", retention=True),
    ),
)
_PATTERNS = tuple((re.compile(wording), build) for wording, build in _WORDINGS)
