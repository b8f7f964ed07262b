"""The events a time limit counts from, read from the words before its number: 信息形成或者变更之日起, 作出处罚决定后."""

import re

from gongkai.rules.limit_model import Trigger

TRIGGERS: tuple[tuple[Trigger, str], ...] = (
    ("received", "收到|接到|接收|收悉|送达|受理"),
    ("formed", "形成|产生|生成|制作|制定|印制|完成|发生"),
    ("changed", "变更|变动|变化|更新|调整|修改|修订"),
    ("obtained", "获取|取得|获得"),
    ("issued", "颁发|核发|印发|签发|发证|下发|制发|换发|补发"),
    ("decided", "决定|认定|审定|确定|作出"),
    ("approved", "批准|批复|审批|核准|通过"),
    ("published", "发布|公布|公开|公示|公告|出台"),
)
_TRIGGER = re.compile("|".join(f"(?P<{name}>{words})" for name, words in TRIGGERS))
# 公开 is an event only where the count starts from it: 文件发布3个工作日内, 公开之日起; not in 主动公开20个工作日内.
_STARTS = re.compile(r"(?:之日|之时|之后|以后|日|后|时)?(?:起|开始|算起)?的?$")


def read_triggers(before: str) -> tuple[Trigger, ...]:
    """Return the events a count starts from, read from the words right before the number.

    >>> read_triggers("信息形成或者变更之日起"), read_triggers("主动公开,"), read_triggers("作出处罚决定后")
    (('formed', 'changed'), (), ('decided',))
    """
    segments = re.split(r"[,;。:]", before)
    words = segments[-1]
    if len(segments) > 1 and not _TRIGGER.search(words) and (not words or segments[-2].endswith(("起", "后", "日"))):
        words = segments[-2]
    found: list[Trigger] = []
    for part in re.split(r"或者|或|、|及|和|[/()]", words):
        named = [(match.lastgroup, match.end()) for match in _TRIGGER.finditer(part)]
        if not named:
            continue
        trigger, end = next((pair for pair in named if pair[0] == "received"), named[-1])
        if trigger == "published" and not _counts_from(part[end:], part[:end]):
            continue
        found.append(trigger)  # type: ignore[arg-type]
    return tuple(dict.fromkeys(found))


def _counts_from(after: str, before: str) -> bool:
    """Say whether a count starts from a publication: nothing but 之日起 follows, and it is not 主动公开 or 信息公开."""
    return bool(_STARTS.match(after)) and (bool(after) or not re.search(r"(?:主动|信息|政务|应当?|予以|进行)公[开布示]$", before))
