"""Makes two texts that differ only by pasting equal: half-width signs, no blanks. For reading, never for showing."""

import re
import unicodedata

_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


def unblanked(text: str) -> str:
    """Return the text as written without any blank.

    >>> unblanked("颁发之 日起１５ 日内")
    '颁发之日起１５日内'
    """
    return _BLANK.sub("", text)


def tidy(text: str) -> str:
    """Return the text in half-width signs and without any blank.

    >>> tidy("１月４日（周日） 上班")
    '1月4日(周日)上班'
    """
    return unblanked(unicodedata.normalize("NFKC", text))
