"""Reads one cell as people write it into the one form it is stored in: dates, amounts, codes, words of a list.

A cell that cannot be read without guessing is refused with words; nothing is rounded, completed or swapped in silence.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from gongkai.rules.codes import fold_code
from gongkai.rules.table_schema import UNITS, Column

LONG_TERM = dt.date(2099, 12, 31)
LONG_TERM_WORDS = frozenset({"长期", "长期有效", "永久", "永久有效", "无固定期限", "无期限", "长期有效。"})
EMPTY_WORDS = frozenset({"", "/", "\\", "-", "--", "—", "——", "－", "无", "空", "N/A", "NA", "NULL", "None", "null", "nan", "*"})
EXCEL_DAY_0 = dt.date(1899, 12, 30)  # Excel's calendar of 1900, from March 1900 on
EXCEL_SERIALS = range(20_000, 110_000)  # 1954 to 2201: shorter ones are years or counts

DATE = re.compile(
    r"(?P<y>[12][0-9]{3})\s*(?:年|[\-/.])\s*(?P<m>[01]?[0-9])\s*(?:月|[\-/.])\s*(?P<d>[0-3]?[0-9])\s*日?(?:[T\s]+00?:00(?::00(?:\.0+)?)?)?(?:Z|\+00:00)?"
)
COMPACT_DATE = re.compile(r"(?P<y>[12][0-9]{3})(?P<m>[01][0-9])(?P<d>[0-3][0-9])")
CHINESE_DATE = re.compile(r"(?P<y>[〇零○一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日")
CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
NUMBER = re.compile(r"[¥￥$]?\s*(?P<number>[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)\s*(?:人民币)?(?P<unit>亿元|万元|元|万|亿)?(?:整|正)?")
SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,3}", re.I)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says: its stored form (empty when it says nothing), or ``fault``: why it cannot be read, in Chinese.

    ``remark`` says what was changed where a person may want to know (an amount converted to another unit).
    """

    value: str = ""
    fault: str = ""
    remark: str = ""


def read_value(text: str, column: Column, *, unit: str = "", old: bool = False) -> Reading:
    """Read a cell of ``column``; ``unit`` is what the received header says, ``old`` that the list has the old format."""
    text = re.sub(r"[\u200b\ufeff]", "", text).strip()
    if text in EMPTY_WORDS:
        return Reading()
    if column.type == "date":
        return read_date(text, long_term=bool(column.facts.get("x-long-term")))
    if column.type in ("number", "integer"):
        return read_number(text, column, unit)
    if "x-check" in column.facts and SCIENTIFIC.fullmatch(text):
        return Reading(fault="被 Excel 当成数字，末几位已经丢失：请把这一列设为“文本”格式，重新填写原号码")
    if column.facts.get("x-check") == "credit_code":
        return Reading(fold_code(text))
    return Reading(_word(_one_line(text), column, old=old))


def read_date(text: str, *, long_term: bool = False) -> Reading:
    """Read a date in any common writing into ISO form; 长期 becomes 2099-12-31 where the column allows it.

    >>> [read_date(text).value for text in ("2026/3/1", "2026年3月1日", "20260301", "46082", "二〇二六年三月一日")]
    ['2026-03-01', '2026-03-01', '2026-03-01', '2026-03-01', '2026-03-01']
    >>> read_date("3/1/2026").fault
    '不是能认出的日期，请写成 2026-03-01 的样子'
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in LONG_TERM_WORDS:
        return Reading(LONG_TERM.isoformat()) if long_term else Reading(fault="写了“长期”，但这一栏要填具体日期，请改为 2026-03-01 的样子")
    if re.fullmatch(r"[0-9]{5,6}(?:\.0+)?", plain) and int(float(plain)) in EXCEL_SERIALS:
        return Reading((EXCEL_DAY_0 + dt.timedelta(days=int(float(plain)))).isoformat())
    match = DATE.fullmatch(plain) or COMPACT_DATE.fullmatch(plain)
    parts = [int(match[part]) for part in "ymd"] if match else _chinese_parts(text)
    if not parts:
        short = re.fullmatch(r"[12][0-9]{3}(?:年|[\-/.])[01]?[0-9]月?", plain)
        return Reading(fault="缺少日，请写成 2026-03-01 的样子" if short else "不是能认出的日期，请写成 2026-03-01 的样子")
    try:
        return Reading(dt.date(*parts).isoformat())
    except ValueError:
        return Reading(fault="这一天不存在，请核对年月日")


def read_number(text: str, column: Column, unit: str = "") -> Reading:
    """Read a number; a unit beside it, or in the received header, is converted to the column's own.

    >>> read_number("2,000元", Column("a", "甲", "number", {"x-unit": "万元"}))
    Reading(value='0.2', fault='', remark='2,000元换算为0.2万元')
    """
    plain = unicodedata.normalize("NFKC", text).replace("，", ",").strip()
    match = NUMBER.fullmatch(plain)
    if not match or (match["unit"] and not column.unit):
        year = re.fullmatch(r"([12][0-9]{3})年度?", plain) if column.facts.get("x-kind") == "year" else None
        return Reading(year[1]) if year else Reading(fault="不是数字，请只填数字" + (f"（单位：{column.unit}）" if column.unit else ""))
    number = Decimal(match["number"].replace(",", ""))
    said = {"万": "万元", "亿": "亿元"}.get(match["unit"] or "", match["unit"] or "") or ("元" if "¥" in plain else "") or unit
    value = number * UNITS[said] / UNITS[column.unit] if column.unit and said else number
    if column.type == "integer" and value != value.to_integral_value():
        return Reading(fault="应为整数，请核对")
    remark = f"{text}{'' if match['unit'] else said}换算为{write_number(value)}{column.unit}" if said and said != column.unit else ""
    return Reading(write_number(value), remark=remark)


def write_number(value: Decimal) -> str:
    """Write a number without exponent and without idle zeros.

    >>> write_number(Decimal("0.20")), write_number(Decimal("1E+3"))
    ('0.2', '1000')
    """
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def shown(value: str, column: Column) -> str:
    """Write a stored value for people: 长期, a code's label, and an amount in both 万元 and 元.

    >>> shown("0.2", Column("a", "罚款金额（万元）", "number", {"x-unit": "万元"}))
    '0.2（即2,000元）'
    >>> shown("2099-12-31", Column("a", "有效期至", "date", {"x-long-term": True}))
    '长期'
    """
    if not value:
        return ""
    if column.type == "date" and column.facts.get("x-long-term") and value == LONG_TERM.isoformat():
        return "长期"
    if column.unit == "万元":
        return f"{value}（即{yuan(value)}元）"
    return column.labels().get(value, value)


def yuan(value: str) -> str:
    """Write an amount given in 万元 as 元, with thousands marked.

    >>> yuan("0.2"), yuan("0.00005")
    ('2,000', '0.5')
    """
    whole, _, rest = write_number(Decimal(value) * 10_000).partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "")


def _chinese_parts(text: str) -> list[int]:
    match = CHINESE_DATE.fullmatch(text)
    if not match:
        return []
    return [int(match["y"].translate(CHINESE_DIGITS)), _chinese_number(match["m"]), _chinese_number(match["d"])]


def _chinese_number(text: str) -> int:
    """Read a numeral up to ninety-nine.

    >>> [_chinese_number(text) for text in ("三", "十", "十二", "二十", "三十一")]
    [3, 10, 12, 20, 31]
    """
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(text.translate(CHINESE_DIGITS))
    return int(tens.translate(CHINESE_DIGITS) or 1) * 10 + int(ones.translate(CHINESE_DIGITS) or 0)


def _word(text: str, column: Column, *, old: bool) -> str:
    """Write a word of a closed list in the list's own spelling."""
    spellings = {**column.facts.get("x-values", {}), **(column.facts.get("x-old-values", {}) if old else {})}
    if not spellings and "pattern" not in column.facts.get("constraints", {}):
        return text
    pattern = column.facts.get("constraints", {}).get("pattern")
    if not pattern:
        return str(spellings.get(text, text))
    for separators in (";；", ";；,，、/+\\s"):  # 其他（…） may hold a comma of its own: the narrow reading is tried first
        words = [word for word in re.split(rf"\s*[{separators}]\s*", spellings.get(text, text)) if word]
        told = "；".join(dict.fromkeys(str(spellings.get(word, word)) for word in words))
        if re.fullmatch(pattern, told):
            return told
    return "；".join(str(spellings.get(word, word)) for word in re.split(r"\s*[;；]\s*", text) if word)


def _one_line(text: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", "", text) if len(text) < 60 else re.sub(r"[\r\n]+\s*", "\n", text)
