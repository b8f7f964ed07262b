"""Reads the catalogue's 公开时限 texts into a ``TimeLimit``; what it cannot read comes back named, with the text.

Three notions that catalogues mix are kept apart: the deadline, the update cycle and the retention (norms 9.3). A cell
that holds only a cycle or only a retention has that as its limit too, so that every cell has one.
"""

from collections.abc import Callable

from gongkai.rules.limit_clauses import read_limits_in_clause
from gongkai.rules.limit_model import Every, Kind, TimeLimit, Trigger, Unit
from gongkai.rules.limit_words import Phrase, find_phrases
from gongkai.rules.tidy_text import tidy, unblanked

__all__ = [
    "Every", "Kind", "TimeLimit", "Trigger", "Unit", "read_limit", "read_limits", "read_limits_in_clause", "write_limit",
]  # fmt: skip

# Which phrase of a cell is its deadline: one with a number of days or a date, then the others in this order.
_RANK = {"within": 0, "by_date": 1, "immediate": 2, "notice_period": 3, "prompt": 4}
_DAYS = {"hour": 1 / 24, "day": 1.0, "working_day": 1.4, "month": 30.0, "year": 365.0}
TRIGGER_WORDS = {
    "formed": "信息形成", "changed": "信息变更", "obtained": "信息获取", "issued": "颁发", "decided": "作出决定",
    "approved": "批准", "received": "收到", "published": "文件发布",
}  # fmt: skip
UNIT_WORDS = {"working_day": "个工作日", "day": "日", "hour": "小时", "month": "个月", "year": "年"}


def read_limit(text: str) -> TimeLimit:
    """Read one text as a limit; kind ``unread`` when nothing in it is understood. ``text`` is kept without its blanks.

    >>> read_limit("颁发之 日起15 日内")  # doctest: +NORMALIZE_WHITESPACE
    TimeLimit(text='颁发之日起15日内', kind='within', triggers=('issued',), amount=15, unit='day',
              month=None, day=None, every=None, year=None)
    >>> read_limit("由科室自定").kind
    'unread'
    """
    return read_limits(text)[0]


def read_limits(text: str) -> tuple[TimeLimit, TimeLimit | None, TimeLimit | None]:
    """Split one cell into deadline, update cycle and retention.

    Of several deadlines the strictest by kind and length counts; the cell's whole text stays in the deadline.

    >>> [limit and limit.kind for limit in read_limits("及时公开，半年至少更新1次，永久公开")]
    ['prompt', 'cycle', 'permanent']
    >>> [limit and limit.kind for limit in read_limits("6个月")]
    ['cycle', 'cycle', None]
    """
    phrases = list(find_phrases(tidy(text)))
    cycle = _chosen([phrase for phrase in phrases if phrase.limit.kind == "cycle"])
    retention = _chosen([phrase for phrase in phrases if phrase.retention])
    deadline = _chosen([phrase for phrase in phrases if phrase.limit.kind in _RANK and not phrase.retention])
    whole = unblanked(text)
    main = _named(deadline or cycle or retention or TimeLimit(whole, "unread"), whole)
    if deadline is None and cycle is not None:
        cycle = main
    elif deadline is None and retention is not None:
        retention = main
    return main, cycle, retention


def _chosen(phrases: list[Phrase]) -> TimeLimit | None:
    """Return the strictest of the limits found, None of none."""
    limits = [phrase.limit for phrase in phrases]
    return min(limits, key=lambda limit: (_RANK.get(limit.kind, 9), _length(limit)), default=None)


def _length(limit: TimeLimit) -> float:
    """Return a limit's rough length in days, to compare deadlines of one kind; the first of equals stays first."""
    return (limit.amount or 0) * _DAYS[limit.unit or "day"] if limit.kind in ("within", "cycle") and limit.amount else 1e9


def _named(limit: TimeLimit, text: str) -> TimeLimit:
    """Return the limit under the whole text of its cell."""
    return TimeLimit.from_json({**limit.as_json(), "text": text})


def write_limit(limit: TimeLimit) -> str:
    """Write a limit in canonical words; reading them gives the same meaning again.

    >>> write_limit(read_limit("信息形成或变更后,二十个工作日内公开"))
    '信息形成或者变更之日起20个工作日内'
    >>> write_limit(read_limit("6月底前"))
    '每年6月底前'
    """
    return _WRITERS[limit.kind](limit)


def _write_within(limit: TimeLimit) -> str:
    """信息形成或者变更之日起20个工作日内."""
    amount = f"{limit.amount}{UNIT_WORDS[limit.unit or 'day']}内"
    words = [TRIGGER_WORDS[trigger] for trigger in limit.triggers]
    if not words:
        return amount
    joined = words[0] + "".join(f"或者{word.removeprefix('信息')}" for word in words[1:])
    return f"{joined}之日起{amount}"


def _write_by_date(limit: TimeLimit) -> str:
    """每年1月31日前, 每季度第1个月15日前, 每月底前."""
    day = f"{limit.day}日前" if limit.day else "底前"
    if limit.every == "month":
        return f"每月{day}"
    if limit.every == "quarter":
        ordinal = {1: "一", 2: "二", 3: "三"}[limit.month or 3]
        return f"每季度第{ordinal}个月{day}"
    return f"{limit.year}年{limit.month}月{day}" if limit.year else f"每年{limit.month}月{day}"


def _write_cycle(limit: TimeLimit) -> str:
    """每6个月更新一次, 每年更新一次, 定期更新."""
    if not limit.amount:
        return "定期更新"
    amount = "" if limit.amount == 1 else str(limit.amount)
    unit = UNIT_WORDS[limit.unit or "day"]
    return f"每{amount}{unit if amount else unit.removeprefix('个')}更新一次"


def _write_notice(limit: TimeLimit) -> str:
    """公示期为5个工作日, 提前7日公开, 公示期."""
    if not limit.amount:
        return "公示期"
    words = f"{abs(limit.amount)}{UNIT_WORDS[limit.unit or 'day']}"
    return f"公示期为{words}" if limit.amount > 0 else f"提前{words}公开"


def _write_permanent(limit: TimeLimit) -> str:
    """永久公开, or the bounded retention that the text names."""
    named = (word for word in ("任期内", "有效期内", "长期") if word in limit.text)
    return f"{next(named, '永久')}公开"


_WRITERS: dict[Kind, Callable[[TimeLimit], str]] = {
    "within": _write_within,
    "by_date": _write_by_date,
    "cycle": _write_cycle,
    "immediate": lambda limit: "实时公开",
    "prompt": lambda limit: "及时公开",
    "notice_period": _write_notice,
    "permanent": _write_permanent,
    "unread": lambda limit: limit.text,
}
