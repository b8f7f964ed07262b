"""Splits a 条款内容 cell into clauses and ties each to the instrument it comes from.

A clause is introduced by its instrument's title, often a short one, at the head of a sentence; the same title in the
middle of a sentence is only a mention.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.rules.catalogue_model import Citation
from gongkai.rules.citation_titles import (
    ARTICLE,
    NUMBER_HERE,
    NUMBERING,
    SECTION,
    WHOLE,
    closing,
    numbered_parts,
)
from gongkai.rules.instruments import canonical_title

ENDS = "。；;：:"
MENTIONS = "照据按由依及和与、的于对在经以《(（"


@dataclass(frozen=True, slots=True)
class Section:
    """A run of clause text and the instrument it belongs to: a place in the list of titles, or a title not listed."""

    text: str
    basis: int | None = None
    unlisted: str | None = None
    named: str | None = None


def sections(text: str, titles: Sequence[str]) -> list[Section]:
    """Cut a clause cell at the titles that introduce clauses.

    >>> [(s.basis, s.text) for s in sections("1.《行政处罚法》第三十四条应当公布。2.《甲办法》全文",
    ...  ["中华人民共和国行政处罚法", "甲办法"])]
    [(0, '第三十四条应当公布。'), (1, '全文')]
    """
    heads = list(_heads(text, titles))
    if not heads:
        return _without_heads(text, titles)
    found = [] if not (lead := text[: heads[0][0]].strip()) else [Section(lead)]
    ends = [start for start, _, _ in heads[1:]] + [len(text)]
    for (_, after, title), end in zip(heads, ends, strict=True):
        basis = tied(title, titles)
        found.append(Section(text[after:end].strip(), basis, title if basis is None else None, title))
    return found


def tied(title: str, titles: Sequence[str]) -> int | None:
    """Find the one listed instrument that a clause's title means: the same, or the only one that ends with it.

    >>> tied("政府信息公开条例", ["中华人民共和国预算法", "中华人民共和国政府信息公开条例"])
    1
    """
    wanted = canonical_title(title)
    listed = [canonical_title(one) for one in titles]
    if wanted in listed:
        return listed.index(wanted)
    ending = [place for place, one in enumerate(listed) if one.endswith(wanted) or wanted.endswith(one)]
    return ending[0] if len(ending) == 1 else None


def citations_in(text: str) -> tuple[Citation, ...]:
    """Read the clauses of one instrument: article and words; 全文 is the whole text and has no article.

    >>> [(c.article, c.text[:4]) for c in citations_in("第二十条 依照本条例第十九条的规定公开。第二十一条 还应当公开")]
    [('第二十条', '依照本条'), ('第二十一条', '还应当公')]
    >>> citations_in("三、……应予公开")[0].article
    '三'
    """
    text = text.strip("：:，,、 ")
    if number := NUMBER_HERE.match(text):
        text = text[number.end() :].strip("：:，,、 ")
    if not text:
        return ()
    if WHOLE.match(text) and len(text) <= 4:
        return (Citation("", text.rstrip("。；;")),)
    starts = _article_starts(text)
    found = [] if starts and starts[0].start() == 0 else [_lead(text[: starts[0].start()] if starts else text)]
    for mark, end in zip(starts, [*(later.start() for later in starts[1:]), len(text)], strict=False):
        found.append(Citation(mark[0], text[mark.end() : end].strip("：:，,、和及 ")))
    return tuple(found)


def _lead(text: str) -> Citation:
    section = SECTION.match(text)
    if section:
        return Citation(section[0].rstrip("、"), text[section.end() :].strip())
    return Citation("", text.strip())


def _article_starts(text: str) -> list[re.Match[str]]:
    """Keep the article numbers that open a clause; one inside a sentence (依照第十九条的规定) is a mention."""
    starts: list[re.Match[str]] = []
    for mark in ARTICLE.finditer(text):
        before = text[: mark.start()].rstrip()
        listed = bool(starts) and not text[starts[-1].end() : mark.start()].strip("、，,和及 ")
        opens = not before or before[-1] in "。；;"
        if listed or (opens and not re.match(r"的?规定|所", text[mark.end() :])):
            starts.append(mark)
    return starts


def _heads(text: str, titles: Sequence[str]) -> list[tuple[int, int, str]]:
    """Find the titles that introduce clauses: where each begins, where its clause begins, its words."""
    found: list[tuple[int, int, str]] = []
    place = text.find("《")
    while place >= 0:
        end = closing(text, place)
        if end < 0:
            break
        start = _with_numbering(text, place)
        title = text[place + 1 : end]
        if _introduces(text, start, place, end + 1, title, titles):
            found.append((start, end + 1, title))
        place = text.find("《", end)
    return found or _unquoted_head(text, titles)


def _unquoted_head(text: str, titles: Sequence[str]) -> list[tuple[int, int, str]]:
    return [(0, len(title), title) for title in titles if title and text.startswith(title)][:1]


def _with_numbering(text: str, place: int) -> int:
    for mark in NUMBERING.finditer(text, max(0, place - 5), place):
        if mark.end() == place:
            return mark.start()
    return place


def _introduces(text: str, start: int, place: int, after: int, title: str, titles: Sequence[str]) -> bool:
    behind = NUMBER_HERE.sub("", text[after:].lstrip("：:，, "))
    clause = bool(ARTICLE.match(behind) or WHOLE.match(behind) or SECTION.match(behind))
    known = tied(title, titles) is not None
    before = text[:start].rstrip()
    if not before or start < place:
        return known or clause
    if before[-1] in ENDS:
        return clause
    return clause and known and before[-1] not in MENTIONS


def _without_heads(text: str, titles: Sequence[str]) -> list[Section]:
    parts = numbered_parts(text)
    if len(titles) > 1 and len(parts) == len(titles):
        return [Section(part, place) for place, part in enumerate(parts)]
    return [Section(parts[0] if len(parts) == 1 else text)] if text else []
