"""Credit codes, index numbers and document numbers: right ones pass, each kind of wrong one is named."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.rules.codes import (
    ALPHABET,
    credit_code_check,
    credit_code_fault,
    fold_code,
    is_credit_code,
    is_index_number,
    normal_document_number,
)

# Codes of organs and public enterprises, as their own sites print them (norms 7.1).
REAL = [
    "91110000600037341L", "11150000MB1604391C", "11150300011555159D", "11370322004222241N", "1134170366946603XM",
    "11341702486344515H", "11441700007280420Y", "11230500001755309F", "91230500MA1B3N1N2M",
]  # fmt: skip


@pytest.mark.parametrize("code", REAL)
def test_real_codes_are_right(code: str) -> None:
    assert credit_code_fault(code) is None
    assert is_credit_code(f" {code[:8].lower()}-{code[8:].lower()}\u200b")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "应为18位，现有0位"),
        ("91110000600037341", "应为18位，现有17位"),
        ("91110000600037341LL", "应为18位，现有19位"),
        ("9111O000600037341L", "第5位是字母 O，信用代码不用"),
        ("911100006000373I1L", "第16位是字母 I"),
        ("91110000S00037341L", "第9位是字母 S"),
        ("91110000V00037341L", "第9位是字母 V"),
        ("91110000Z00037341L", "多半应是 2"),
        ("9111A000600037341L", "第5位是字母 A，而第3至8位是行政区划代码"),
        ("91110000？00037341L", "第9位“？”不是数字或大写字母"),
        ("B1110000600037341L", "第1位“B”不是登记管理部门代码"),
        ("91110000600037314L", "校验位（第18位）与前17位对不上"),
        ("9.11E+17", "应为18位，现有8位"),
    ],
)
def test_what_is_wrong_is_said(code: str, words: str) -> None:
    assert words in (credit_code_fault(code) or "")


def test_registrars_that_are_letters_are_known() -> None:
    first_17 = "N2150102MA0000001"
    assert is_credit_code(first_17 + credit_code_check(first_17))


CODES = st.builds(
    lambda head, tail: head + tail + credit_code_check(head + tail),
    st.from_regex(r"(?:1[1-3]|5[1-3]|9[1-3])15[0-9]{4}", fullmatch=True),
    st.text(st.sampled_from(ALPHABET), min_size=9, max_size=9),
)


@given(CODES, st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ?中"))
def test_any_one_wrong_character_breaks_a_credit_code(code: str, place: int, character: str) -> None:
    assume(code[place] != character)
    assert is_credit_code(code)
    assert not is_credit_code(code[:place] + character + code[place + 1 :])


@given(CODES)
def test_folding_changes_nothing_of_a_right_code(code: str) -> None:
    assert fold_code(code) == code


@pytest.mark.parametrize(
    "number",
    [
        "000014349/2017-00110", "11150000MB1604391C/2025-03582", "11150300011555159D/2025-00995", "152900000000016/2025-01513",
        "035210000/2025-00016", "11341702486344515H/202110-00013", "1134170366946603XM/202505-00026",
        "11370322004222241N/2021-5135380", "6107280000/2024-001005", "370400/2022-00091", "12332211/2023-2169153",
        "014416330/2018-04736", "0142768-8/2022-00185", "150102GGA001/2019-00259",
    ],
)  # fmt: skip
def test_real_index_numbers_have_the_form(number: str) -> None:
    assert is_index_number(number)


@pytest.mark.parametrize("number", ["", "2025-03582", "11150000MB1604391C/25-03582", "11150000MB1604391C/2025-03582号"])
def test_other_texts_do_not(number: str) -> None:
    assert not is_index_number(number)


@pytest.mark.parametrize(
    ("dirty", "normal"),
    [
        ("内政发〔2017〕32号", "内政发〔2017〕32号"),
        ("内政发【2017】32号", "内政发〔2017〕32号"),
        ("内政发[2008]32号", "内政发〔2008〕32号"),
        ("内政发﹝2016﹞32号", "内政发〔2016〕32号"),
        ("内政发（2007）32号", "内政发〔2007〕32号"),
        ("内政发(2007)032号", "内政发〔2007〕32号"),
        ("内政发［２０１７］第 32 号", "内政发〔2017〕32号"),
        ("内政办发〔201932号", "内政办发〔2019〕32号"),
        ("内政办发2019〕32号", "内政办发〔2019〕32号"),
        ("国务院令第711号", "国务院令第711号"),
        ("工信部原〔2021〕46号", "工信部原〔2021〕46号"),
        ("（2019年修订）", "（2019年修订）"),
        ("", ""),
    ],
)
def test_document_numbers_are_written_in_one_form(dirty: str, normal: str) -> None:
    assert normal_document_number(dirty) == normal
    assert normal_document_number(normal) == normal
