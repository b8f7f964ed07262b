"""The codes that documents and enterprises go by: unified credit codes, index numbers, document numbers.

They stand together, apart from the texts that carry them, because each is a short string with a form one can check
with a pencil, and because a wrong one is refused with words that say which part is wrong.
"""

import re
from functools import lru_cache

from stdnum.cn import uscc

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
REGISTRARS = "123456789ANY"
MISREAD = {"I": "1", "O": "0", "S": "5", "V": "U 或 Y", "Z": "2"}

# Norms 8.1: true of every index number met, from a bare region code to a credit code with a monthly serial.
INDEX_NUMBER = re.compile(r"[0-9A-Z]{5,18}(-[0-9X])?/[0-9]{4}([0-9]{2})?-[0-9]{4,8}")

OPENING, CLOSING = "〔【［[﹝〖〘(（{｛<〈", "〕】］]﹞〗〙)）}｝>〉"
DOCUMENT_YEAR = re.compile(
    rf"[{re.escape(OPENING)}](?P<y1>(?:19|20)[0-9]{{2}})[{re.escape(CLOSING)}]?(?=第?0*[0-9]+号)"
    rf"|(?P<y2>(?:19|20)[0-9]{{2}})[{re.escape(CLOSING)}](?=第?0*[0-9]+号)"
)
SERIAL = re.compile(r"(?<=〕)第?0*(?=[0-9]+号)")
HALF_WIDTH = {0xFF10 + n: 0x30 + n for n in range(10)} | {0xFF21 + n: 0x41 + n for n in range(26)} | {0xFF41 + n: 0x61 + n for n in range(26)}


def fold_code(text: str) -> str:
    """Write a code as it is compared: half width, capitals, without blanks and hyphens.

    >>> fold_code("９１110000 600037341l")
    '91110000600037341L'
    """
    return re.sub(r"[\s\u200b-\u200d\u2060\ufeff\-－–]", "", text.translate(HALF_WIDTH)).upper()


@lru_cache(maxsize=4096)  # the code of the issuing organ stands in every row of its lists
def credit_code_fault(text: str) -> str | None:
    """Say in Chinese what is wrong with a unified credit code (统一社会信用代码), or None when it is right.

    《法人和其他组织统一社会信用代码编码规则》（GB 32100-2015）: 18 places from 31 characters, region in places 3 to 8,
    check character last. The registrars A (军队), N (农业) and Y (其他) are letters, which python-stdnum does not know.

    >>> credit_code_fault("91110000600037341L")
    >>> credit_code_fault("9111000060003734IL")
    '第17位是字母 I，信用代码不用 I、O、S、V、Z 这五个字母，多半应是 1，请对照证书改正'
    """
    code = fold_code(text)
    if len(code) != 18:
        return f"应为18位，现有{len(code)}位，请对照证书补全"
    return _wrong_character(code) or _wrong_check(code)


def is_credit_code(text: str) -> bool:
    """Say whether the text is a unified credit code, in any writing ``fold_code`` accepts."""
    return credit_code_fault(text) is None


def credit_code_check(first_17: str) -> str:
    """Return the check character for the first 17 places (GB 32100-2015).

    >>> credit_code_check("91110000600037341")
    'L'
    """
    return uscc.calc_check_digit(first_17)


def is_index_number(text: str) -> bool:
    """Say whether the text has the form of an index number (索引号).

    >>> is_index_number("11150000MB1604391C/2025-03582"), is_index_number("2025-03582")
    (True, False)
    """
    return INDEX_NUMBER.fullmatch(text) is not None


def normal_document_number(text: str) -> str:
    """Write a document number (发文字号) in its normal form for comparing: 〔2017〕, no blanks, no 第, no leading zero.

    Orders such as 国务院令第711号 have no year and stay. 《党政机关公文格式》（GB/T 9704-2012）7.2.5

    >>> normal_document_number("内政发 【2017】第032号"), normal_document_number("国务院令第711号")
    ('内政发〔2017〕32号', '国务院令第711号')
    """
    plain = re.sub(r"[\s\u200b\ufeff]", "", text.translate(HALF_WIDTH))
    bracketed = DOCUMENT_YEAR.sub(lambda m: f"〔{m['y1'] or m['y2']}〕", plain)
    return SERIAL.sub("", bracketed)


def _wrong_character(code: str) -> str | None:
    for place, character in enumerate(code, start=1):
        if character in MISREAD:
            words = f"多半应是 {MISREAD[character]}"
            return f"第{place}位是字母 {character}，信用代码不用 I、O、S、V、Z 这五个字母，{words}，请对照证书改正"
        if character not in ALPHABET:
            return f"第{place}位“{character}”不是数字或大写字母，请对照证书改正"
        if 3 <= place <= 8 and not character.isdigit():
            return f"第{place}位是字母 {character}，而第3至8位是行政区划代码，只能是数字，请对照证书改正"
    if code[0] not in REGISTRARS:
        return f"第1位“{code[0]}”不是登记管理部门代码，请对照证书改正"
    return None


def _wrong_check(code: str) -> str | None:
    if uscc.calc_check_digit(code) == code[-1]:
        return None
    return "校验位（第18位）与前17位对不上，多半有一位抄错或颠倒，请对照证书逐位核对"
