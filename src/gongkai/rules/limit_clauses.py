"""Finds the limits that a clause of law sets for publishing, so that they can be held against the 公开时限 column.

A clause speaks of many periods; only those tied to publishing count. A period is tied when a word of publishing follows
it in the same sentence before the next period, so 二十个工作日内作出决定 is passed over and 批准后二十日内…向社会公开 is read.
"""

import re

from gongkai.rules.limit_model import TimeLimit
from gongkai.rules.limit_words import Phrase, find_phrases
from gongkai.rules.tidy_text import tidy

_PUBLISHING = re.compile(r"公开|公布|公示|公告|发布|曝光|刊登|向社会")
# Names of things and offices that contain a word of publishing and publish nothing.
_NOT_PUBLISHING = re.compile(
    r"政府信息公开|政务公开|信息公开(?:工作|机构|目录|指南|条例)?|公开(?:招标|透明|招聘|竞争|征集)|公示系统|公示期|公告目录"
)
SOFT = ("prompt", "immediate", "cycle")
# Statutes that say which of their own 日 are working days: 行政处罚法第八十五条, 行政复议法第八十八条, 行政许可法第八十二条.
WORKING_DAY_STATUTES: dict[str, frozenset[int] | None] = {
    "行政处罚法": frozenset({2, 3, 5, 7}),
    "行政复议法": frozenset({3, 5, 7, 10}),
    "行政许可法": None,
}


def read_limits_in_clause(clause: str, title: str = "") -> list[TimeLimit]:
    """Return the limits a clause sets for publishing, in order; ``text`` is the phrase as read.

    ``title`` is the instrument's, for statutes that count their own 日 as working days. 及时 and 定期 are returned only
    where the sentence sets no number.

    >>> [limit.text for limit in read_limits_in_clause("应当在批准后二十日内由本级政府财政部门向社会公开，并作出说明。")]
    ['批准后二十日内']
    >>> read_limits_in_clause("应当自受理申请之日起二十个工作日内作出决定。")
    []
    """
    limits: list[TimeLimit] = []
    for sentence in re.split(r"[。;]", tidy(clause)):
        limits += _in_sentence(sentence)
    return [_as_its_statute_counts(limit, title) for limit in limits]


def _in_sentence(sentence: str) -> list[TimeLimit]:
    """Return the limits of one sentence."""
    phrases = [phrase for phrase in find_phrases(sentence) if phrase.firm and not phrase.retention]
    tied = [phrase for phrase in phrases if _is_tied(phrase, sentence, _reach(phrase, phrases, sentence))]
    numbered = [phrase for phrase in tied if phrase.limit.kind in ("within", "by_date", "notice_period")]
    chosen = numbered or tied
    return [_with_words_before(phrase, sentence) for phrase in chosen]


def _reach(phrase: Phrase, phrases: list[Phrase], sentence: str) -> int:
    """Return where a phrase's reach ends: at the next phrase, but 20个工作日内及时公开 is one."""
    for other in phrases:
        gap = sentence[phrase.end : other.start]
        if other.start >= phrase.end and not (other.limit.kind in SOFT and "," not in gap):
            return other.start
    return len(sentence)


def _is_tied(phrase: Phrase, sentence: str, end: int) -> bool:
    """Say whether a phrase speaks of publishing; 及时 and 定期 bind only within their own comma."""
    if phrase.limit.kind == "notice_period":
        return bool(phrase.limit.amount)
    after = sentence[phrase.end : end]
    if phrase.limit.kind in SOFT:
        after = after.split(",")[0]
    return bool(_PUBLISHING.search(_NOT_PUBLISHING.sub("", after)))


def _with_words_before(phrase: Phrase, sentence: str) -> TimeLimit:
    """Return the limit with its event's words in its text: 批准后二十日内 rather than 二十日内."""
    limit = phrase.limit
    if not limit.triggers:
        return limit
    before = re.split(r"[,:、]|应当在|应当自|应当于|(?:^|,)自|之前", sentence[: phrase.start].rstrip(","))[-1]
    return TimeLimit.from_json({**limit.as_json(), "text": (before + limit.text)[-40:]})


def _as_its_statute_counts(limit: TimeLimit, title: str) -> TimeLimit:
    """Turn 日 into working days where the statute itself says so."""
    if limit.kind != "within" or limit.unit != "day":
        return limit
    for statute, numbers in WORKING_DAY_STATUTES.items():
        if statute in title and (numbers is None or limit.amount in numbers):
            return TimeLimit.from_json({**limit.as_json(), "unit": "working_day"})
    return limit
