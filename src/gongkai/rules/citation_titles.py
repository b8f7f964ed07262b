"""Splits a 公开依据 cell into instruments: titles with or without 书名号, their numbers, and clauses that ran into it.

Kept apart from the clauses because a title has a grammar of its own: quotes inside quotes, lists by 、 or by 1. 2.,
a document number behind, and the words a title can end with.
"""

import re
from dataclasses import dataclass

COUNT = "[零〇一二三四五六七八九十百千\\d]+"
ARTICLE = re.compile(f"第{COUNT}条(?:之{COUNT})?(?:第{COUNT}款)?(?:第?[(（]?{COUNT}[)）]?项)?")
WHOLE = re.compile(r"^全[文部]")
SECTION = re.compile(r"^[一二三四五六七八九十]{1,3}、")
SEPARATORS = "、，,；;。.和及与 "
NUMBERING = re.compile(r"(?<![\d〔\[第])(?:[(（](\d{1,2})[)）]|(\d{1,2})[.．、）)](?!\d)|([①-⑳])[.、]?)")

OPEN, CLOSE = "〔﹝[【(（［", "〕﹞]】)）］"
DOCUMENT = rf"[\u4e00-\u9fff]{{1,15}}[{re.escape(OPEN)}](?:19|20)\d\d[{re.escape(CLOSE)}]?第?\d{{1,5}}号"
ORDER = rf"[\u4e00-\u9fff]{{1,20}}令(?:第?{COUNT}号|[{re.escape(OPEN)}]\d{{4}}[{re.escape(CLOSE)}]第?\d{{1,4}}号)"
NUMBER = rf"(?:{DOCUMENT}|{ORDER})"
NUMBER_HERE = re.compile(rf"^(?:[(（](?P<inside>{NUMBER})[)）]|(?P<bare>{NUMBER}))")
TITLE_WORDS = (
    "法|条例|办法|规定|细则|规则|章程|通知|意见|决定|决议|公告|通告|批复|方案|规划|纲要|指南|指引|标准|规范|准则|规程|解释|要点|计划|文件"
)
TITLE_END = re.compile(rf"(?:{TITLE_WORDS}|号)(?:[(（][^()（）]*[)）])*$")
TITLE_THEN_NUMBER = re.compile(
    rf"^(?P<title>.*?(?:{TITLE_WORDS})(?:[(（][^()（）]*[)）])*?)(?:[(（](?P<inside>{NUMBER})[)）]|(?P<bare>{NUMBER}))$"
)
CONTINUED = re.compile(rf"^(?!第)[\u4e00-\u9fff]{{0,30}}?(?:{TITLE_WORDS})(?=$|[、，,；;。(（]|第{COUNT}条)")


@dataclass(frozen=True, slots=True)
class Named:
    """One instrument as a basis cell names it; ``tail`` is the clause text that ran together with it."""

    title: str
    marked: bool
    number: str | None = None
    number_written: str | None = None
    tail: str = ""


def normal_number(number: str) -> str:
    """Write a 发文字号 with 〔〕, without 第 and leading zeros (norms 8.2).

    >>> normal_number("国办发(2014)46号"), normal_number("内政办发〔201932号")
    ('国办发〔2014〕46号', '内政办发〔2019〕32号')
    """
    plain = re.sub(r"\d", lambda digit: str(int(digit[0])), number)
    pattern = rf"[{re.escape(OPEN)}](\d{{4}})[{re.escape(CLOSE)}]?第?0*(\d+)号$"
    return re.sub(pattern, r"〔\1〕\2号", plain)


def closing(text: str, start: int = 0) -> int:
    """Return the place of the 》 that closes the 《 at ``start``; -1 when it is never closed.

    >>> closing("《关于印发《办法》的通知》全文")
    12
    """
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] in "《〈") - (text[place] in "》〉")
        if depth == 0:
            return place
    return -1


def numbered_parts(text: str) -> list[str]:
    """Cut ``1. … 2. …`` into its parts; a text that does not open with 1 is one part.

    >>> numbered_parts("1.法律2.行政法规3.规范性文件")
    ['法律', '行政法规', '规范性文件']
    """
    cuts: list[re.Match[str]] = []
    for mark in NUMBERING.finditer(text):
        if _value(mark) == len(cuts) + 1 and (cuts or mark.start() == 0):
            cuts.append(mark)
    if not cuts:
        return [text] if text else []
    ends = [mark.start() for mark in cuts[1:]] + [len(text)]
    return [text[mark.end() : end].strip(SEPARATORS) for mark, end in zip(cuts, ends, strict=True)]


def named_in(text: str) -> list[Named]:
    """Read every instrument a basis cell names, in order.

    >>> [n.title for n in named_in("1.《行政处罚法》、2.《内蒙古自治区禁毒条例》")]
    ['行政处罚法', '内蒙古自治区禁毒条例']
    >>> named_in("关于做好公开工作的通知国办发(2014)46号")[0].number
    '国办发〔2014〕46号'
    """
    found: list[Named] = []
    for part in numbered_parts(text):
        rest = part.lstrip(SEPARATORS)
        while rest:
            named, rest = _take_marked(rest) if rest.startswith("《") and closing(rest) > 0 else _take_unmarked(rest)
            found.append(named)
            rest = rest.lstrip(SEPARATORS)
    return found


def _value(mark: re.Match[str]) -> int:
    return ord(mark[3]) - ord("①") + 1 if mark[3] else int(mark[1] or mark[2])


def _take_marked(text: str) -> tuple[Named, str]:
    """Take a title in 书名号 with what belongs to it; a word directly behind (《…法》实施办法) makes it unmarked."""
    end = closing(text)
    title, rest = text[1:end], text[end + 1 :]
    number = NUMBER_HERE.match(rest)
    if not number and (more := CONTINUED.match(rest)):
        return _take_unmarked(text, least=end + 1 + more.end())
    if number:
        rest = rest[number.end() :]
    elif remark := re.match(r"[(（][^()（）]{2,30}[)）]", rest):
        title, rest = title + remark[0], rest[remark.end() :]
    tail, rest = _take_tail(rest)
    return _named(title, marked=True, number=number, tail=tail), rest


def _take_unmarked(text: str, least: int = 1) -> tuple[Named, str]:
    end = _unmarked_end(text, least)
    raw, rest = text[:end], text[end:]
    split = TITLE_THEN_NUMBER.match(raw)
    tail, rest = _take_tail(rest)
    return _named(split["title"] if split else raw, marked=False, number=split, tail=tail), rest


def _named(title: str, *, marked: bool, number: re.Match[str] | None, tail: str) -> Named:
    written = (number["inside"] or number["bare"]) if number else None
    return Named(title, marked, normal_number(written) if written else None, written, tail)


def _unmarked_end(text: str, least: int) -> int:
    """Find where a title without 书名号 ends: a 、 inside it (首台(套)、关键零部件…办法) does not end it."""
    place = least
    while place < len(text):
        sign = text[place]
        complete = bool(TITLE_END.search(text[:place]))
        if sign == "《" and not complete and closing(text, place) > 0:
            place = closing(text, place) + 1
            continue
        if sign in "；;。" or (complete and (sign in "、，,《" or ARTICLE.match(text, place))):
            return place
        place += 1
    return len(text)


def _take_tail(text: str) -> tuple[str, str]:
    """Take the clause text that stands behind a title in the same cell, up to the next title of the list."""
    if not text or text[0] in "、，,；;。《":
        return "", text
    for mark in re.finditer(r"《", text):
        before = text[: mark.start()]
        only_articles = not re.sub(rf"{ARTICLE.pattern}|[{SEPARATORS}]|全文", "", before)
        ends = closing(text, mark.start())
        behind = text[ends + 1 :] if ends > 0 else ""
        opens = not behind or ARTICLE.match(behind) or WHOLE.match(behind) or behind[0] in "、，,；;"
        if only_articles or (before[-1:] in "。；;" and opens):
            return before.strip(SEPARATORS) if only_articles else before, text[mark.start() :]
    return text, ""
