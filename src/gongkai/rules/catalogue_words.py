"""Blanks that do not belong: a PDF breaks words at the edge of a cell, and the break arrives as a blank.

Chinese needs no blanks, so every blank beside a Chinese character or full-width sign goes; one blank between two Latin
words or numbers stays. Nothing else of a text is touched: half-width signs and slips of the pen stay as written.
"""

import re
from functools import lru_cache

BLANK = r"[\s\u200b\u2060\ufeff]"
_BLANKS = re.compile(rf"{BLANK}+")
_WORD = re.compile(r"\w")
_ENDS_A_CLAUSE_NUMBER = re.compile(r"第[一二三四五六七八九十百千零〇\d]+[章节条款项]$")
_LONGEST_SAME = 12
_SAME = frozenset({"同上", "同前", "同上行", "〃", "″", "\"", "''"})


def bare(text: str) -> str:
    """Return the text without any blank.

    >>> bare("公开 时限")
    '公开时限'
    """
    return _BLANKS.sub("", text)


@lru_cache(maxsize=8192)
def join_words(text: str) -> str:
    """Return the text with the blanks inside words removed, those between Latin words or numbers kept as one.

    >>> join_words("2024 年 “专精特 新”")
    '2024年“专精特新”'
    >>> join_words("信用  China 网站 GB/T 37668")
    '信用China网站GB/T 37668'
    """
    return _BLANKS.sub(_blank_between, text.strip(" \t\r\n\u3000\u200b\u2060\ufeff\xa0"))


def _blank_between(blank: re.Match[str]) -> str:
    """Keep one blank between two Latin words or numbers, also after a sign that ends the first; none otherwise."""
    return " " if _parts_latin(blank) else ""


def _parts_latin(blank: re.Match[str]) -> bool:
    """Say whether a blank stands between Latin words or numbers (``GB/T 37668``, ``1. 2024``)."""
    text, start = blank.string, blank.start()
    before = text[start - 2] if text[start - 1] in ".,;:" and start > 1 else text[start - 1]
    after = text[blank.end()]
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


@lru_cache(maxsize=8192)
def is_broken(text: str) -> bool:
    """Say whether a blank stands inside a word; one after an article number or beside a sign is only layout.

    >>> is_broken("第九条 省、自治区"), is_broken("直辖市人民政府盐业主管 部门")
    (False, True)
    """
    return any(_breaks_a_word(blank) for blank in _BLANKS.finditer(text.strip()))


def _breaks_a_word(blank: re.Match[str]) -> bool:
    """Say whether this blank parts two word characters that belong together."""
    text = blank.string
    before, after = text[blank.start() - 1], text[blank.end()]
    if _parts_latin(blank) or not (_WORD.match(before) and _WORD.match(after)):
        return False
    return not _ENDS_A_CLAUSE_NUMBER.search(text[max(0, blank.start() - 12) : blank.start()])


def says_same(text: str) -> bool:
    """Say whether a cell only points to the cell above it.

    >>> says_same("同 上"), says_same("同上级文件")
    (True, False)
    """
    return len(text) < _LONGEST_SAME and bare(text).rstrip("。.") in _SAME
