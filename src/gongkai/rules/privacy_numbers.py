"""The shapes of the numbers that name a person, and the tests that tell them from every other number.

``privacy`` asks this module which numbers stand in a text. It is a thing of its own because everything here is about
one number at a time: its digits, how they are split, its check digit, and the few characters around it.

Every pattern is bounded: it begins only where a run of digits begins, and takes a fixed number of digits with at most
eight separators between two of them, so a text of any kind is read in linear time.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stdnum import luhn
from stdnum.cn import ric
from stdnum.iso7064 import mod_11_10

from gongkai.rules.codes import credit_code_fault

Confidence = Literal["certain", "likely"]

# One character becomes one character, so every place in the folded text is the same place in the text.
FOLD = (
    {0xFF01 + n: 0x21 + n for n in range(94)}
    | {0x1D7CE + n: 0x30 + n % 10 for n in range(50)}
    | dict.fromkeys((0xA0, 0x3000, 0x202F, *range(0x2000, 0x200B)), " ")
    | dict.fromkeys((0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, 0x180E, 0x200E, 0x200F), "\u200b")
    | dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212, 0xFE63, 0x2500), "-")
    | dict.fromkeys((0x2028, 0x2029, 0x85, 0x0B, 0x0C), "\n")
    | {0x30FB: "·", 0x2022: "·", 0x2027: "·", 0xFE50: ",", 0x0425: "X", 0x0445: "x"}
)
SPELLED = str.maketrans("〇零○一二三四五六七八九", "000123456789")

GAP = r"[ ,.·_\-\u200b\r\n]{0,8}"
PROVINCE = rf"(?:1{GAP}[1-5]|2{GAP}[1-3]|3{GAP}[1-7]|4{GAP}[1-6]|5{GAP}[0-4]|6{GAP}[1-5]|7{GAP}1|8{GAP}[1-3])"
MONTH_DAY = rf"(?:0{GAP}[1-9]|1{GAP}[0-2]){GAP}(?:0{GAP}[1-9]|[12]{GAP}[0-9]|3{GAP}[01])"
DIGIT = rf"{GAP}[0-9]"
REGION = rf"(?:{PROVINCE}(?:{DIGIT}){{4}}|9{GAP}{PROVINCE}(?:{DIGIT}){{3}})"

ID_18 = re.compile(
    rf"(?<![0-9])(?=({REGION}{GAP}(?:1{GAP}[89]|2{GAP}0)(?:{DIGIT}){{2}}{GAP}{MONTH_DAY}(?:{DIGIT}){{3}}{GAP}[0-9Xx])(?![0-9]))"
)
ID_BOXES = re.compile(r"(?<![0-9])(?=([1-9](?:[\t|][0-9]){16}[\t|][0-9Xx])(?![0-9]))")
# Split, fifteen digits prove nothing: only behind words that announce an identity number.
ID_15 = re.compile(
    r"(?<![0-9A-Za-z])(?=([1-8][0-9]{7}[01][0-9][0-3][0-9]{4})(?![0-9A-Za-z]))"
)
ID_15_SPLIT = re.compile(rf"(?:证|号码?)[: ]{{0,3}}(?=({PROVINCE}(?:{DIGIT}){{6}}{GAP}{MONTH_DAY}(?:{DIGIT}){{3}})(?![0-9A-Za-z]))")
MOBILE = re.compile(rf"(?<![0-9])(?:\(?(?:\+|00)?86\)?[ \-\u200b]{{0,3}})?(?=(1{GAP}[3-9](?:{DIGIT}){{9}})(?![0-9]))")
CARD_GAP = r"[ \-,.\u200b\r\n]{1,4}"
CARDS = tuple(
    re.compile(rf"(?<![0-9A-Za-z])(?=({shape})(?![0-9A-Za-z]))")
    for shape in (
        r"[2-9]\u200b*(?:[0-9]\u200b*){15,18}",
        rf"[2-9][0-9]{{3}}(?:{CARD_GAP}[0-9]{{4}}){{3}}(?:{CARD_GAP}[0-9]{{1,3}})",
        rf"[2-9][0-9]{{3}}(?:{CARD_GAP}[0-9]{{4}}){{3}}",
        rf"[2-9][0-9]{{5}}{CARD_GAP}[0-9]{{10,13}}",
        r"(?=[0-9]{2,17}[\r\n ]{1,4}[0-9]{2,17}(?![0-9]))[2-9](?:[\r\n ]{0,4}[0-9]){15,18}",
    )
)
SPELLED_RUN = re.compile(r"[〇零○一二三四五六七八九]{11,19}[Xx]?")
USCC = re.compile(r"(?<![0-9A-Za-z])[0-9ANY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])")

CARD_PREFIX = {16: re.compile("6|4|5[1-5]|35[2-8]|2[2-7]"), 17: re.compile("6"), 18: re.compile("6"),
               19: re.compile("6|9558")}  # fmt: skip
ID_PIECES = frozenset({(18,), (6, 8, 4), (6, 4, 4, 4), (4, 4, 4, 4, 2), (6, 12), (14, 4)})
MOBILE_PIECES = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (3, 3, 5), (5, 6)})

SAYS_ID = re.compile(r"身份证|公民身份|证件号|证件编号|身份号|居民证|居留证|\bID\b|sfz", re.I)
SAYS_CARD = re.compile(r"银行|卡号|账号|帐号|账户|帐户|开户|借记卡|储蓄卡|一卡通")
SAYS_PHONE = re.compile(r"电话|手机|联系|微信|tel|phone|mob|\+86|\(86", re.I)
SAYS_OTHER = re.compile(
    r"(?:编号|文号|证号|证书号|备案号|订单号?|单号|流水号?|序列号|注册号|登记号|执照号?|批号|受理号|案号|项目代码|信用代码|"
    r"机构代码|索引号|条形?码|货号|型号|版本号?|税号|发票号?码?|合同号|凭证号|统一代码|标识码|档案号|索取号)"
    r"(?:为|是)?[^0-9A-Za-z\u4e00-\u9fff]{0,4}$"
)
MEASURED = re.compile(r"\s{0,2}(?:%|‰|[万亿]?(?:元|美元|吨|千瓦)|千克|公斤|公里|千米|平方|立方|亩)")
COUNTRY_CODE = re.compile(r"\(?(?:\+|00)?86\)?[ \-]{0,3}$")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number met in a text: where it stands, its bare characters, how it was split, and what stands around it."""

    start: int
    end: int
    digits: str
    pieces: tuple[int, ...]
    gaps: str
    before: str
    after: str

    @property
    def broken(self) -> bool:
        """Say whether a line ends inside the number."""
        return "\n" in self.gaps or "\r" in self.gaps

    @property
    def in_letters(self) -> bool:
        """Say whether a Latin letter touches the number."""
        return bool(re.match(r"[A-Za-z]", self.after) or re.search(r"[A-Za-z]$", self.before))

    @property
    def in_numbers(self) -> bool:
        """Say whether the number is a stretch of a longer row of numbers, and so may be put together by chance."""
        if self.pieces in ID_PIECES or len(self.pieces) == 1:
            return False
        return bool(re.search(r"[0-9][ ,.]{1,4}$", self.before) or re.match(r"[ ,.]{1,4}[0-9]", self.after))

    @property
    def is_amount(self) -> bool:
        """Say whether a unit, decimals or a currency sign make it a quantity."""
        return bool(MEASURED.match(self.after) or re.match(r"\.[0-9]", self.after) or re.search(r"[¥￥$.]\s?$", self.before))

    @property
    def is_part_of_code(self) -> bool:
        """Say whether it is the tail or head of a longer code, a document number or an address on the web."""
        return bool(
            re.search(r"(?:[0-9A-Za-z][\-_]|[A-Za-z.][/=&]|[〔(\[][0-9]{4}[〕)\]]|[第字])\s?$", self.before)
            or re.match(r"[\-_][0-9A-Za-z]|/(?:19|20)[0-9]{2}|/[a-z]|\.[a-z]{2,5}\b", self.after)
        )

    def says(self, words: re.Pattern[str]) -> bool:
        """Say whether the words before the number name it so, and none nearer names it otherwise."""
        return bool(words.search(self.before)) and not self.says_other_than(words)

    def says_other_than(self, words: re.Pattern[str]) -> bool:
        """Say whether the words right before the number call it a number of another kind."""
        other = SAYS_OTHER.search(self.before)
        return bool(other) and not words.search(self.before[max(0, other.start() - 6) :])  # type: ignore[union-attr]


def numerals(pattern: re.Pattern[str], folded: str) -> Iterator[Numeral]:
    """Yield every place where ``pattern`` fits, overlapping ones too; its first group is the number."""
    for match in pattern.finditer(folded):
        start, end = match.span(1)
        run = folded[start:end].replace("\u200b", "")
        pieces = re.split(r"[^0-9Xx]+", run)
        gaps = re.sub(r"[0-9Xx]+", "", run) if len(pieces) > 1 else ""
        yield _numeral(folded, start, end, "".join(pieces).upper(), tuple(map(len, pieces)), gaps)


def spelled_numerals(folded: str) -> Iterator[Numeral]:
    """Yield the long runs of Chinese numerals, as digits."""
    for match in SPELLED_RUN.finditer(folded):
        digits = match.group().translate(SPELLED).upper()
        yield _numeral(folded, *match.span(), digits, (len(digits),), "")


def _numeral(folded: str, start: int, end: int, digits: str, pieces: tuple[int, ...], gaps: str) -> Numeral:
    before = folded[max(0, start - 24) : start].replace("\u200b", "")
    return Numeral(start, end, digits, pieces, gaps, before, folded[end : end + 8].replace("\u200b", ""))


def judge_id_18(number: Numeral) -> Confidence | None:
    """Weigh an 18-digit identity number by 《公民身份号码》（GB 11643-1999）: date of birth, then check digit.

    The county is not looked up: the published tables of counties by year have holes, and a hole must not hide a leak.
    """
    if not _is_birth_date(number.digits[6:14]):
        return None
    doubtful = number.in_letters or number.in_numbers or number.is_amount or number.is_part_of_code
    doubtful = doubtful or number.says_other_than(SAYS_ID) or is_credit_code(number.digits)
    if is_identity_number(number.digits):
        return "certain" if number.says(SAYS_ID) or not doubtful else "likely"
    if number.says(SAYS_ID):
        return "likely"
    # Without its check digit a number of region, date and serial is as often a case number; those are recent.
    return "likely" if not doubtful and number.pieces in ID_PIECES and number.digits[6:10] < "2016" else None


def judge_id_15(number: Numeral) -> Confidence | None:
    """Weigh a 15-digit identity number, which has no check digit; a business registration number has one (GS 15-2006)."""
    if not re.match(PROVINCE, number.digits) or not _is_birth_date("19" + number.digits[6:12]):
        return None
    if number.says(SAYS_ID):
        return "certain"
    if len(number.pieces) > 1 or number.is_amount or number.is_part_of_code or number.says_other_than(SAYS_ID):
        return None
    return None if mod_11_10.is_valid(number.digits) or number.says(SAYS_CARD) else "likely"


def judge_mobile(number: Numeral) -> Confidence | None:
    """Weigh a mobile number: eleven digits from 13 to 19, whole or split as people write them."""
    says_phone = number.says(SAYS_PHONE) or bool(COUNTRY_CODE.search(number.before))
    if number.is_amount or re.search(r"0[0-9]{2,3}-$", number.before):
        return None
    if not says_phone and (number.in_letters or number.is_part_of_code or number.says_other_than(SAYS_PHONE)):
        return None
    if number.broken:
        named = says_phone or re.search(r"[\u4e00-\u9fff:;)]\s?$", number.before)
        return "likely" if named and len(number.pieces) == 2 else None
    mixed = len(set(number.gaps) - {" "}) > 1 or (len(number.pieces) == 2 and number.gaps in ".,")
    if number.pieces not in MOBILE_PIECES or (mixed and number.gaps):
        boxed = len(number.pieces) == 11 and not number.in_numbers
        return "likely" if boxed or (says_phone and len(number.pieces) > 2) else None
    return "certain" if says_phone or not (number.in_letters or number.in_numbers) else "likely"


def judge_card(number: Numeral) -> Confidence | None:
    """Weigh a bank card: 16 to 19 digits, an issuer's prefix, the Luhn check digit (GB/T 15694.1)."""
    if not CARD_PREFIX[len(number.digits)].match(number.digits) or not luhn.is_valid(number.digits):
        return None
    if number.says(SAYS_CARD):
        return "certain"
    if number.is_amount or number.is_part_of_code or number.says_other_than(SAYS_CARD) or is_credit_code(number.digits):
        return None
    if number.in_numbers or (number.broken and re.search(r"(?:^|[\s0-9])$", number.before)):
        return None
    return "certain" if number.digits.startswith(("62", "9558")) and not number.broken else "likely"


def is_credit_code(digits: str) -> bool:
    """Say whether the characters are a unified credit code of a plausible kind, region and check digit.

    >>> is_credit_code("91110000600037341L"), is_credit_code("110105194912310021")
    (True, False)
    """
    known_region = re.fullmatch(PROVINCE, digits[2:4]) or digits[2:8] == "100000"
    return bool(known_region) and credit_code_fault(digits) is None


def is_identity_number(digits: str) -> bool:
    """Say whether 18 characters have an identity number's date and check digit."""
    return _is_birth_date(digits[6:14]) and ric.calc_check_digit(digits) == digits[-1]


def _is_birth_date(text: str) -> bool:
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:])).year >= 1850
    except ValueError:
        return False
