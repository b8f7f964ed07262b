"""Chinese numerals up to 999 as the law and its clerks write them: 二十, 十五, 三十一, 两, 廿, and digits of either width.

A thing of its own because notices, time limits and clauses all count in both scripts.
"""

import re

DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
NUMBER = r"(?:\d+|[〇零一二两三四五六七八九十廿卅百]+)"
_CHINESE = re.compile(r"(?:(?P<hundreds>[一二两三四五六七八九])百零?)?(?:(?P<tens>[一二三四五六七八九]?)(?P<ten>十))?(?P<ones>[〇零一二两三四五六七八九]?)")


def read_number(text: str) -> int:
    """Return the number a text of digits or Chinese numerals means; raise ValueError when it means none.

    >>> [read_number(word) for word in ("二十", "十五", "三十一", "两", "廿", "一百二十", "２０")]
    [20, 15, 31, 2, 20, 120, 20]
    """
    if text.isdecimal():
        return int(text)
    plain = text.replace("廿", "二十").replace("卅", "三十")
    match = _CHINESE.fullmatch(plain)
    if not plain or match is None:
        raise ValueError(f"读不出数字：{text}")
    hundreds = DIGITS[match["hundreds"]] if match["hundreds"] else 0
    tens = DIGITS.get(match["tens"] or "一", 1) if match["ten"] else 0
    return hundreds * 100 + tens * 10 + (DIGITS[match["ones"]] if match["ones"] else 0)


def write_number(number: int) -> str:
    """Return a number below 100 in Chinese numerals.

    >>> [write_number(n) for n in (2, 10, 15, 20, 31)]
    ['二', '十', '十五', '二十', '三十一']
    """
    ones = "〇一二三四五六七八九"
    if number < 10:
        return ones[number]
    tens, rest = divmod(number, 10)
    return ("" if tens == 1 else ones[tens]) + "十" + (ones[rest] if rest else "")
