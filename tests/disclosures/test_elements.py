"""Which kind of value each content element takes, looked at by hand for all 39 items; and the one way a value is written."""

import datetime as dt
import doctest
from decimal import Decimal
from pathlib import Path

import makers as make
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.disclosures import elements
from gongkai.disclosures.elements import (
    Kind,
    NotOfThisKind,
    Pointer,
    canonical,
    kind_of,
    money_of,
    money_text,
    pointer_of,
)

GOLDEN = Path(__file__).parent / "data" / "element_kinds.tsv"


def test_every_element_of_the_real_catalogue_has_the_kind_a_person_gave_it() -> None:
    golden = [tuple(line.split("\t")) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    read = make.real_catalogue().items
    found = [(str(number), name, kind_of(name).value) for number, item in enumerate(read, 1) for name in item.elements]
    assert found == golden and len({number for number, _, _ in golden}) == 39


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("处罚决定日期", Kind.DATE), ("竣工时间", Kind.DATE), ("有效期至", Kind.DATE), ("办公时间", Kind.LINE), ("有效期", Kind.LINE),
        ("罚款金额（万元）", Kind.MONEY), ("行政事业性收费", Kind.MONEY), ("收费依据", Kind.TEXT), ("补助资金", Kind.MONEY),
        ("资金", Kind.TEXT), ("统一社会信用代码", Kind.CREDIT_CODE), ("责任科室", Kind.OFFICE), ("建设单位", Kind.OFFICE),
        ("单位概况", Kind.TEXT), ("单位名称", Kind.LINE), ("法定代表人", Kind.PERSON), ("负责人姓名", Kind.PERSON),
        ("联系人及电话", Kind.LINE), ("申请表", Kind.FILES), ("政策文件", Kind.FILES), ("代表", Kind.TEXT), ("政策解读", Kind.TEXT),
        ("认定结果", Kind.LIST), ("处罚结果", Kind.TEXT), ("权责清单", Kind.LIST), ("检查结果公示", Kind.LIST),
    ],
)  # fmt: skip
def test_the_end_of_a_name_tells_its_kind(name: str, kind: Kind) -> None:
    assert kind_of(name) == kind


def test_the_examples_run() -> None:
    assert doctest.testmod(elements).failed == 0


@pytest.mark.parametrize("written", ["2026-03-01", "2026年3月1日", "2026/3/1", "２０２６．３．１", "20260301", " 2026 年 3 月 1 日 "])
def test_dates_are_read_as_people_write_them(written: str) -> None:
    assert canonical(Kind.DATE, written) == "2026-03-01"


@pytest.mark.parametrize("written", ["2026年3月", "2026-02-30", "昨天", "3月1日"])
def test_what_is_no_date_is_refused_with_words(written: str) -> None:
    with pytest.raises(NotOfThisKind, match="请"):
        canonical(Kind.DATE, written)


@pytest.mark.parametrize(
    ("written", "unit", "yuan"),
    [
        ("2000", "元", "2000"), ("2,000.5", "元", "2000.5"), ("0.2", "万元", "2000"), ("0.2万元", "元", "2000"),
        ("１２３．４５万", "元", "1234500"), ("1.5亿元", "元", "150000000"), ("人民币2000元整", "元", "2000"),
        ("2,000元（0.2万元）", "万元", "2000"),
    ],
)  # fmt: skip
def test_amounts_are_read_in_the_unit_they_name(written: str, unit: str, yuan: str) -> None:
    assert money_of(written, unit) == Decimal(yuan)


@pytest.mark.parametrize("written", ["不收费", "2000-3000元", "1.234", "-5", "9" * 20, "二千元"])
def test_what_is_no_amount_is_refused_with_words(written: str) -> None:
    with pytest.raises(NotOfThisKind, match="请"):
        canonical(Kind.MONEY, written)


@given(st.integers(min_value=0, max_value=10**15))
def test_an_amount_survives_being_written(fen: int) -> None:
    amount = Decimal(fen) / 100
    text = money_text(amount)
    assert money_of(text) == amount and canonical(Kind.MONEY, text) == text
    number, unit = elements.money_parts(text)
    assert money_of(number, unit) == amount


def test_a_wrong_credit_code_is_refused_and_says_where() -> None:
    assert canonical(Kind.CREDIT_CODE, "9111 0000 6000 3734 1l") == "91110000600037341L"
    with pytest.raises(NotOfThisKind, match="第18位"):
        canonical(Kind.CREDIT_CODE, "911100006000373411")


def test_free_words_stay_free_words() -> None:
    assert not elements.is_of_kind(Kind.DATE, "见正文") and elements.is_of_kind(Kind.TEXT, "随便") and elements.is_of_kind(Kind.DATE, "")


@given(st.booleans(), st.lists(st.sampled_from(["甲.pdf", "甲", "甲、乙.xlsx", "表；一"]), unique=True),
       st.lists(st.sampled_from(["名单", "名单（一）"]), unique=True), st.sampled_from(["", "共12家", "另见网站；以原件为准"]))  # fmt: skip
def test_where_the_content_is_survives_being_written(in_body: bool, files: list[str], lists: list[str], note: str) -> None:
    pointer = Pointer(in_body, tuple(files), tuple(lists), note)
    known = {"files": ["甲.pdf", "甲", "甲、乙.xlsx", "表；一"], "lists": ["名单", "名单（一）"]}
    assert pointer_of(str(pointer), **known) == pointer


def test_a_date_is_a_date() -> None:
    assert elements.date_of("2026年12月31日") == dt.date(2026, 12, 31)
