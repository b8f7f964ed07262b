"""Personal data: what must be found, what must not, and that no message ever repeats a value."""

import datetime as dt
import itertools
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from gongkai.rules.codes import credit_code_check
from gongkai.rules.privacy import Hit, find_personal_data, findings_for, redact


# None of these belongs to anybody: the counties are real, date and serial are made up, the check digit is computed.
def identity_number(region: str, born: dt.date, serial: int) -> str:
    """Make a number that passes every test of GB 11643-1999."""
    first_17 = f"{region}{born:%Y%m%d}{serial:03}"
    return first_17 + ric.calc_check_digit(first_17 + "0")


ID = identity_number("150102", dt.date(1990, 3, 7), 457)
ID_X = next(n for n in (identity_number("150203", dt.date(1985, 1, 1), s) for s in range(99)) if n.endswith("X"))
CARD = "622202020001123456" + luhn.calc_check_digit("622202020001123456")
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def kinds(text: str) -> list[tuple[str, str]]:
    """Give what was found, as (kind, confidence)."""
    return [(hit.kind, hit.confidence) for hit in find_personal_data(text)]


@pytest.mark.parametrize(
    "text",
    [
        ID,
        f"张某（身份证号：{ID}）符合条件",
        f"张某{ID}符合条件",
        f"证件号码 {ID_X}",
        f"证件号码 {ID_X.lower()}",
        f"号码{ID.translate(FULL_WIDTH)}，",
        f"号码{ID_X.translate(FULL_WIDTH)}，",
        f"身份证：{ID[:6]} {ID[6:14]} {ID[14:]}",
        f"{ID[:6]}-{ID[6:14]}-{ID[14:]}",
        f"{ID[:4]} {ID[4:8]} {ID[8:12]} {ID[12:16]} {ID[16:]}",
        f"身份证 {' '.join(ID)} 。",
        "\t".join(ID),
        f"{ID[:9]}\n{ID[9:]}",
        f"{ID[:9]}\r\n    {ID[9:]}",
        "\u200b".join(ID),
        f"{ID[:5]}\ufeff{ID[5:]}",
        ",".join(ID[i : i + 3] for i in range(0, 18, 3)),
        "，".join([ID[:6], ID[6:]]),
        f"1 {ID} 2",
        f"姓名\t{ID}\t内蒙古",
        f"信用代码91110000600037341L，{ID}",
    ],
)
def test_identity_numbers_are_found(text: str) -> None:
    assert kinds(text) == [("id_number", "certain")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("手机13812345678", ("mobile", "certain")),
        ("13812345678", ("mobile", "certain")),
        ("+8613812345678", ("mobile", "certain")),
        ("+86 138-1234-5678", ("mobile", "certain")),
        ("(86)13812345678", ("mobile", "certain")),
        ("008613812345678", ("mobile", "certain")),
        ("电话：138 1234 5678", ("mobile", "certain")),
        ("联系人王某 １３８１２３４５６７８", ("mobile", "certain")),
        ("138\u200b1234\u200b5678", ("mobile", "certain")),
        ("联系电话1381234\n5678", ("mobile", "likely")),
        ("电话 1 3 8 1 2 3 4 5 6 7 8", ("mobile", "likely")),
        ("手机号一三八一二三四五六七八", ("mobile", "certain")),
        ("Tel13812345678", ("mobile", "certain")),
        (f"卡号{CARD}", ("bank_card", "certain")),
        (CARD, ("bank_card", "certain")),
        (f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}", ("bank_card", "certain")),
        (f"开户银行某行，账号 {CARD[:6]}-{CARD[6:]}", ("bank_card", "certain")),
        ("4111 1111 1111 1111", ("bank_card", "likely")),
        ("银行账号：0602 0201 0920 0012346", ("bank_account", "likely")),
        ("护照号E12345678", ("passport", "certain")),
        ("护照：EA1234567", ("passport", "certain")),
        ("E82345678", ("passport", "likely")),
        ("港澳居民来往内地通行证H12345678", ("hk_macau_permit", "certain")),
        ("港澳通行证号码：C12345678", ("hk_macau_permit", "certain")),
        ("台湾居民来往大陆通行证 12345678", ("taiwan_permit", "certain")),
        ("身份证号150102900307457", ("id_number", "certain")),
        ("150102 900307 457 身份证 150102 900307 457", ("id_number", "certain")),
        ("持有人 150102900307458", ("id_number", "likely")),
        ("出生日期：1990年3月7日", ("birth_date", "certain")),
        ("张某，男，1990年3月7日出生", ("birth_date", "certain")),
        ("家庭住址：呼和浩特市某区某街道12号楼3单元", ("home_address", "likely")),
    ],
)
def test_other_personal_data_is_found(text: str, expected: tuple[str, str]) -> None:
    assert kinds(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "91110000600037341L",
        "统一社会信用代码：９１１１００００６０００３７３４１Ｌ",
        "11150000MB1604391C/2025-03582",
        "索引号 11150300011555159D/2025-00995",
        "152900000000016/2025-01513",
        "12332211/2023-2169153",
        "370400/2022-00091",
        "内政发〔2017〕32号、国务院令第711号、〔2023〕13812345678号",
        "0471-6944112，0471-13812345，04716944112，400-800-8820",
        "150***********0012，138****5678，6222***********1234",
        "投资13812345678元，合13812345678.50元，￥13812345678",
        "产值 6222020200011234 元",
        "2026年3月1日至2026-12-31，20260301",
        "订单号：13812345678",
        "流水号 6222020200011234",
        "受理编号150102202603010017",
        "许可证编号：（蒙）MB安许证字〔2026〕0012号",
        "http://example.gov.cn/art/2024/1/1/t20240101_13812345678.html",
        "国药准字H20073024",
        "H20260301，G20240101",
        "工商注册号150100000012345",
        "邮编010010 传真0471-6944100 乘机行车路线",
        "网站标识码1500000009 蒙ICP备05000248号 蒙公网安备15010502000173号",
        "1,381,234,567.80  13,812,345,678",
        "1990 0307 4578 1234 5678",
        "ISBN 978-7-111-12345-6",
        "\n".join(["13", "25", "1234", "567"]),
        "3.1415926535897932384626",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "",
    ],
)
def test_what_is_no_personal_data_is_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_places_are_places_in_the_text_itself() -> None:
    text = f"甲\ufeff　{ID.translate(FULL_WIDTH)}；乙 138-1234-5678。"
    found = [text[hit.start : hit.end] for hit in find_personal_data(text)]
    assert found == [ID.translate(FULL_WIDTH), "138-1234-5678"]


def all_digit_credit_code(*, also_identity_number: bool) -> str:
    """Make a credit code of digits only, which has a date where an identity number has one."""
    for serial in range(10_000):
        first_17 = f"111501198503{serial % 28 + 1:02}{serial % 1000:03}"
        code = first_17 + credit_code_check(first_17)
        if code.isdigit() and (ric.calc_check_digit(code) == code[-1]) == also_identity_number:
            return code
    raise AssertionError("no such code")


def test_an_all_digit_credit_code_is_not_taken_for_an_identity_number() -> None:
    assert kinds(all_digit_credit_code(also_identity_number=False)) == []


def test_what_may_be_either_is_shown_to_a_person() -> None:
    both = all_digit_credit_code(also_identity_number=True)
    assert kinds(both) == [("id_number", "likely")]
    assert kinds(f"身份证号{both}") == [("id_number", "certain")]


def test_several_numbers_side_by_side_are_all_found() -> None:
    assert kinds(f"{ID}、{ID_X},13812345678/13912345678 {ID}") == [("id_number", "certain")] * 2 + [
        ("mobile", "certain")
    ] * 2 + [("id_number", "certain")]


CJK = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=30)
IDS = st.builds(
    identity_number,
    st.sampled_from(["110105", "150102", "150921", "152921", "310101", "440304", "540102", "623021", "650102", "810000"]),
    st.dates(dt.date(1900, 1, 1), dt.date(2026, 12, 31)),
    st.integers(0, 999),
)


@given(CJK, IDS, CJK)
def test_any_identity_number_between_chinese_text_is_found(before: str, number: str, after: str) -> None:
    hits = [hit for hit in find_personal_data(before + number + after) if hit.kind == "id_number"]
    assert [(hit.start, hit.end) for hit in hits] == [(len(before), len(before) + 18)]


@given(IDS, st.sampled_from([" ", "-", "\n", "\u200b", ",", "，", "—", "\u3000"]), st.integers(1, 17))
def test_any_split_identity_number_is_found(number: str, gap: str, place: int) -> None:
    assert ("id_number", "certain") in kinds(f"某人{number[:place]}{gap}{number[place:]}某地")


@given(IDS, st.integers(0, 17), st.integers(1, 9))
def test_one_changed_digit_is_never_certain(number: str, place: int, step: int) -> None:
    if number[place] == "X":
        return
    changed = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert ("id_number", "certain") not in kinds(changed)


@given(st.text(st.sampled_from("0123456789 -,\n\u200bXx第号元证年9１E某"), max_size=80))
def test_hits_are_ordered_apart_and_gone_once_masked(text: str) -> None:
    hits = find_personal_data(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(hits))
    masked = redact(text, hits)
    assert len(masked) == len(text)
    for hit in hits:
        assert not any(hit.start <= other.start < hit.end for other in find_personal_data(masked))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"身份证{ID}", f"身份证150***********{ID[-4:]}"),
        ("138-1234-5678", "138-****-5678"),
        ("护照E12345678", "护照*********"),
        ("出生日期：1990年3月7日", "出生日期：1990*****"),
    ],
)
def test_masking(text: str, masked: str) -> None:
    assert redact(text, find_personal_data(text)) == masked


def test_findings_name_place_kind_and_count_but_never_the_value() -> None:
    text = f"{ID}，{ID_X}，手机13812345678，咨询电话13912345678"
    findings = findings_for(find_personal_data(text), "附件“名单.xlsx”")
    assert [(f.kind, f.severity) for f in findings] == [
        ("personal_data_id_number", "error"),
        ("personal_data_mobile", "error"),
        ("personal_data_mobile", "warning"),
    ]
    assert findings[0].message == (
        "附件“名单.xlsx”有2处公民身份号码（第1、20个字起）：请删除；确需区分同名人员的，只保留前3位和后4位。"
    )
    for finding in findings:
        assert not re.search(r"[0-9]{5}", finding.message)
        assert finding.field == "附件“名单.xlsx”"


def test_no_hits_no_findings() -> None:
    assert findings_for([], "正文") == []
    assert findings_for([Hit("mobile", 0, 11, "likely")], "正文")[0].severity == "warning"


@pytest.mark.parametrize(
    "unit",
    ["关于民用爆炸物品的通知，电话0471-6944112。", "1 ", "13 ", "1    ", "6222 ", "某", "E1", "1\n", "一", "1", "家庭住址："],
)
def test_reading_takes_time_in_proportion_to_length_whatever_the_text(unit: str) -> None:
    text = "家庭住址：" + unit * (100_000 // len(unit))
    started = time.process_time()
    find_personal_data(text)
    assert time.process_time() - started < 3  # a tenth of a second to one, on a slow machine
