"""Finds personal data in a text before it is published, and masks it (《个人信息保护法》第二十五条、第三十四条).

It answers with places and kinds, never with the value, so that a message, a log or a screen cannot become the leak.
What is found is either ``certain`` (a check digit or the words around it prove it) or ``likely`` (a person must look).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from gongkai.rules import privacy_numbers as numbers
from gongkai.rules.findings import Finding, Severity
from gongkai.rules.privacy_numbers import Confidence, Numeral

Kind = Literal[
    "id_number", "bank_card", "mobile", "passport", "hk_macau_permit", "taiwan_permit", "bank_account", "birth_date", "home_address"
]

NAMES: dict[Kind, str] = {
    "id_number": "公民身份号码",
    "bank_card": "银行卡号",
    "mobile": "手机号码",
    "passport": "护照号码",
    "hk_macau_permit": "港澳通行证号码",
    "taiwan_permit": "台湾通行证号码",
    "bank_account": "银行账号",
    "birth_date": "出生日期",
    "home_address": "家庭住址",
}

# The default redaction table of norms 10.2, in the words a clerk acts on.
REMEDIES: dict[Kind, str] = {
    "id_number": "请删除；确需区分同名人员的，只保留前3位和后4位",
    "bank_card": "请删除",
    "mobile": "请删除，或改为机关的办公电话",
    "passport": "请删除",
    "hk_macau_permit": "请删除",
    "taiwan_permit": "请删除",
    "bank_account": "请核对是否必须公开，不必须的请删除",
    "birth_date": "请删除，或只保留年份",
    "home_address": "请删除，或只写到县区、乡镇",
}

LEFT, RIGHT = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
OTHER_DOCUMENTS: tuple[tuple[Kind, re.Pattern[str], re.Pattern[str]], ...] = (
    ("passport", re.compile(rf"{LEFT}(?:[EG](?!19|20)[0-9]{{8}}|E[A-HJ-NP-Z](?:[0-9]{{7}})|[DSP]E[0-9]{{7}}){RIGHT}"),
     re.compile(r"护照|passport", re.I)),
    ("hk_macau_permit", re.compile(rf"{LEFT}(?:[HM](?!19|20)[0-9]{{8}}(?:[0-9]{{2}})?){RIGHT}"),
     re.compile(r"通行证|回乡证|港澳|证件")),
)  # fmt: skip
NAMED_DOCUMENTS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("passport", re.compile(r"(?:护照|passport)[^0-9A-Za-z\n]{0,12}((?:[A-Z]{1,2}[0-9]{6,8}|1[45][0-9]{7}))(?![0-9A-Za-z])", re.I)),
    ("hk_macau_permit", re.compile(r"(?:港澳|回乡证)[^0-9A-Za-z\n]{0,16}([A-Z][A-Z0-9][0-9]{7}(?:[0-9]{2})?)(?![0-9A-Za-z])")),
    ("taiwan_permit", re.compile(r"(?:台湾|台胞证)[^0-9A-Za-z\n]{0,16}([A-Z]?[0-9]{8}(?:[0-9]{2})?)(?![0-9A-Za-z])")),
    ("bank_account", re.compile(
        r"(?:银行卡?账[号户]|银行卡?帐[号户]|银行卡号|卡号|(?:开户行|开户银行)[^0-9\n]{0,30}[账帐]号|收款[账帐][号户])[^0-9A-Za-z\n]{0,6}"
        r"([0-9](?:[ \-]?[0-9]){9,29})(?![0-9A-Za-z])")),
    ("birth_date", re.compile(
        r"(?:出生日期|出生年月日|出生于|生日)[^0-9\n]{0,4}((?:19|20)[0-9]{2}[年\-./][01]?[0-9][月\-./][0-3]?[0-9]日?)")),
    ("birth_date", re.compile(r"((?:19|20)[0-9]{2}年[01]?[0-9]月[0-3]?[0-9]日)(?:出生|生(?=[,。;、)\s]))")),
    ("home_address", re.compile(
        r"(?:家庭住址|家庭地址|现住址|居住地址|户籍地址|户籍所在地|住址)[::\s为是]{1,4}([^\s,。;、:]{4,40}?[0-9一二三四五六七八九十]+(?:号|室|户|单元|栋|组))")),
)  # fmt: skip
PUBLIC_PHONE = re.compile(r"(?:咨询|监督|举报|投诉|办公|值班|受理|服务|报名|监管|公开)(?:电话|热线)|热线")
# Nearly every cell of a list has neither the digits of a number nor the words before a date or an address.
MAY_HOLD = re.compile(r"[0-9](?:[^0-9]*[0-9]){6}|[〇零○一二三四五六七八九]{11}|住址|地址|户籍|出生|生日")
# What must be there at the least for each way of finding; most cells of a list have none of it, and are passed at once.
ELEVEN_DIGITS = re.compile(r"[0-9](?:[ ,.·_\-\u200b\r\n\t|]*[0-9]){10}")
NAMES_OR_LETTERS = re.compile(
    r"护照|passport|港澳|回乡证|台湾|台胞证|账|帐|卡号|出生|生日|日生|住址|地址|户籍|[DEGHMSP][A-Z]?[0-9]{7}", re.I
)
SPELLED_OUT = re.compile(r"[〇零○一二三四五六七八九]{11}")
SHOWN_PLACES = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """Say where personal data stands (``start`` to ``end``, as in a slice), of which kind, and how sure this is.

    ``public_contact`` marks a mobile number that the text itself offers to the public as an office's contact.
    """

    kind: Kind
    start: int
    end: int
    confidence: Confidence
    public_contact: bool = False


def find_personal_data(text: str) -> list[Hit]:
    """Find identity numbers, mobiles, bank cards and the like, in order of place; no two overlap.

    Full-width digits, and digits split by blanks, hyphens, commas, line breaks or zero-width marks, are read through.
    A unified credit code is recognised first, a masked value is not a hit.

    >>> [(hit.kind, hit.start, hit.end) for hit in find_personal_data("电话：138 1234 5678，邮编010010")]
    [('mobile', 3, 16)]
    """
    folded = text.translate(numbers.FOLD)
    if not MAY_HOLD.search(folded):
        return []
    digits, named, spelled = (bool(least.search(folded)) for least in (ELEVEN_DIGITS, NAMES_OR_LETTERS, SPELLED_OUT))
    if not (digits or named or spelled):
        return []
    taken = [match.span() for match in numbers.USCC.finditer(folded) if _is_plain_credit_code(match.group())]
    hits: list[Hit] = []
    # The order decides between readings of the same characters: what proves itself comes first.
    for possible, find in (
        (digits, _identity_numbers), (digits, _bank_cards), (named, _documents), (digits, _mobiles), (spelled, _spelled),
    ):  # fmt: skip
        if not possible:
            continue
        found = find(folded)
        if candidates := list(found):
            fresh = list(_apart(candidates, taken))
            hits += fresh
            taken += [(hit.start, hit.end) for hit in fresh]
    return sorted(hits, key=lambda hit: hit.start)


def redact(text: str, hits: Iterable[Hit]) -> str:
    """Mask what was found, keeping the length of the text: ``150***********0012`` for an identity number.

    >>> redact("手机13812345678", find_personal_data("手机13812345678"))
    '手机138****5678'
    """
    characters = list(text)
    for hit in hits:
        places = [place for place in range(hit.start, hit.end) if text[place].isalnum()]
        first, last = KEPT.get(hit.kind, (0, 0))
        for place in places[first : len(places) - last]:
            characters[place] = "*"
    return "".join(characters)


KEPT: dict[Kind, tuple[int, int]] = {"id_number": (3, 4), "mobile": (3, 4), "bank_card": (0, 4), "birth_date": (4, 0)}


def findings_for(hits: Iterable[Hit], place: str) -> list[Finding]:
    """Say in Chinese what stands where and what to do: one finding for each kind and severity; never the value.

    >>> findings_for([Hit("mobile", 3, 14, "certain")], "正文")[0].message
    '正文有1处手机号码（第4个字起）：请删除，或改为机关的办公电话。'
    """
    keyed = sorted(hits, key=lambda hit: (list(NAMES).index(hit.kind), severity_of(hit), hit.start))
    return [
        _finding(kind, severity, [hit.start + 1 for hit in group], place)
        for (kind, severity), group in groupby(keyed, key=lambda hit: (hit.kind, severity_of(hit)))
    ]


def severity_of(hit: Hit) -> Severity:
    """Return ``error`` for what must not be published, ``warning`` for what a person must look at."""
    return "error" if hit.confidence == "certain" and not hit.public_contact else "warning"


def _finding(kind: Kind, severity: Severity, places: list[int], place: str) -> Finding:
    where = "、".join(map(str, places[:SHOWN_PLACES])) + ("等" if len(places) > SHOWN_PLACES else "")
    words = "有" if severity == "error" else "可能有"
    remedy = REMEDIES[kind] if severity == "error" else "请核对；" + REMEDIES[kind].removeprefix("请核对")
    return Finding(f"personal_data_{kind}", severity, f"{place}{words}{len(places)}处{NAMES[kind]}（第{where}个字起）：{remedy}。", field=place)


def _apart(found: Iterable[Hit], taken: list[tuple[int, int]]) -> Iterator[Hit]:
    """Yield hits that overlap neither what is taken nor one another; surer hits first, then longer ones."""
    marks = _Spans(taken)
    for hit in sorted(found, key=lambda hit: (hit.confidence != "certain", hit.start - hit.end, hit.start)):
        if marks.take(hit.start, hit.end):
            yield hit


class _Spans:
    """Holds spans that do not overlap, by blocks of 64 characters, so that asking costs the same in any text."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.blocks: dict[int, list[tuple[int, int]]] = {}
        for start, end in spans:
            self._put(start, end)

    def take(self, start: int, end: int) -> bool:
        """Take a span unless part of it is taken; say whether it was free."""
        blocks = range(start // 64, end // 64 + 1)
        if any(start < e and s < end for block in blocks for s, e in self.blocks.get(block, ())):
            return False
        self._put(start, end)
        return True

    def _put(self, start: int, end: int) -> None:
        for block in range(start // 64, end // 64 + 1):
            self.blocks.setdefault(block, []).append((start, end))


def _is_plain_credit_code(code: str) -> bool:
    """Say whether 18 characters are a credit code that cannot be read as an identity number."""
    return numbers.is_credit_code(code) and not (code[:-1].isdigit() and numbers.is_identity_number(code))


def _hit(kind: Kind, number: Numeral, confidence: Confidence | None) -> Iterator[Hit]:
    if confidence:
        yield Hit(kind, number.start, number.end, confidence, kind == "mobile" and bool(PUBLIC_PHONE.search(number.before)))


def _identity_numbers(folded: str) -> Iterator[Hit]:
    for pattern in (numbers.ID_18, numbers.ID_BOXES):
        for number in numbers.numerals(pattern, folded):
            yield from _hit("id_number", number, numbers.judge_id_18(number))
    for pattern in (numbers.ID_15, numbers.ID_15_SPLIT):
        for number in numbers.numerals(pattern, folded):
            yield from _hit("id_number", number, numbers.judge_id_15(number))


def _bank_cards(folded: str) -> Iterator[Hit]:
    for pattern in numbers.CARDS:
        for number in numbers.numerals(pattern, folded):
            yield from _hit("bank_card", number, numbers.judge_card(number))


def _mobiles(folded: str) -> Iterator[Hit]:
    for number in numbers.numerals(numbers.MOBILE, folded):
        yield from _hit("mobile", number, numbers.judge_mobile(number))


def _documents(folded: str) -> Iterator[Hit]:
    """Find passports and permits by their form, and what only the words before it prove."""
    for kind, pattern in NAMED_DOCUMENTS:
        sure: Confidence = "likely" if kind in ("bank_account", "home_address") else "certain"
        for match in pattern.finditer(folded):
            yield Hit(kind, *match.span(1), sure)
    for kind, pattern, words in OTHER_DOCUMENTS:
        for match in pattern.finditer(folded):
            before = folded[max(0, match.start() - 24) : match.start()]
            if not (numbers.SAYS_OTHER.search(before) or re.search(r"准字\s?$|[0-9A-Za-z][\-_/]$", before)):
                yield Hit(kind, *match.span(), "certain" if words.search(before) else "likely")


def _spelled(folded: str) -> Iterator[Hit]:
    """Find numbers written in Chinese numerals (一三八……)."""
    for number in numbers.spelled_numerals(folded):
        if len(number.digits) == 18 and number.digits[:17].isdigit():
            yield from _hit("id_number", number, numbers.judge_id_18(number))
        elif re.fullmatch(r"1[3-9][0-9]{9}", number.digits):
            yield from _hit("mobile", number, numbers.judge_mobile(number))
