"""Finds the amount that the text of a decision names beside a word: 罚款2000元, 处二万元罚款, 没收违法所得人民币贰仟元整.

A thing of its own because the text of a decision is the only witness against a figure entered in the wrong unit.
"""

import re
from decimal import Decimal

UNITS = {"元": 1, "圆": 1, "万元": 10_000, "万圆": 10_000, "亿元": 100_000_000}
DIGITS = dict(zip("零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖两", [0, 0, *range(1, 10), *range(1, 10), 2], strict=True)) | {"貳": 2, "參": 3, "陸": 6}
PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
CHINESE = r"[零〇一二三四五六七八九十百千万亿壹贰貳叁參肆伍陆陸柒捌玖拾佰仟两]+"
FIGURE = rf"(?:[0-9][0-9,，]*(?:\.[0-9]+)?|{CHINESE})"
AMOUNT = rf"(?:人民币)?[¥￥]?\s*(?P<number>{FIGURE})\s*(?P<unit>亿元|万元|万圆|元|圆)"
BETWEEN = r"(?:金额|数额|共计|合计|计|为|的|人民币|[:：（()）\s])*"


def amount_in(text: str, word: str) -> Decimal | None:
    """Find the amount in 元 that a text names with ``word``; None when it names none, or several that differ.

    >>> amount_in("责令改正，处罚款人民币2,000元", "罚款"), amount_in("罚款0.5万元", "罚款"), amount_in("警告", "罚款")
    (Decimal('2000'), Decimal('5000.0'), None)
    >>> amount_in("处以人民币贰万元的罚款", "罚款"), amount_in("罚款（大写）：伍仟元整（¥5000.00元）", "罚款")
    (Decimal('20000'), Decimal('5000'))
    """
    plain = text.replace("（大写）", "").replace("(大写)", "").replace("（小写）", "")
    after = re.finditer(rf"{re.escape(word)}{BETWEEN}{AMOUNT}", plain)
    before = re.finditer(rf"{AMOUNT}(?:整|正)?(?:人民币)?的?{re.escape(word)}", plain)
    found = {_number(match["number"]) * UNITS[match["unit"]] for match in (*after, *before)}
    return found.pop() if len(found) == 1 else None


def _number(text: str) -> Decimal:
    """Read a figure in digits or in Chinese numerals, ordinary or capital.

    >>> _number("1,234.5"), _number("贰仟零伍拾"), _number("十二万三千"), _number("十")
    (Decimal('1234.5'), Decimal('2050'), Decimal('123000'), Decimal('10'))
    """
    if text[0].isdigit() and text[0].isascii():
        return Decimal(re.sub("[,，]", "", text))
    total, section, digit = 0, 0, None
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in PLACES:
            section += (1 if digit is None else digit) * PLACES[character]
            digit = None
        else:
            total = (total + section + (digit or 0)) * (10_000 if character == "万" else 100_000_000)
            section, digit = 0, None
    return Decimal(total + section + (digit or 0))
