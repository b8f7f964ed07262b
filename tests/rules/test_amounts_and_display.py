"""Amounts named in decisions, display limits by class of dishonesty, and headers of the old format."""

import datetime as dt
from decimal import Decimal

import pytest

from gongkai.records.schemas import schema_named
from gongkai.rules.amounts import amount_in
from gongkai.rules.display_limits import faults_of_limit, suggest
from gongkai.rules.table_schema import match_header
from gongkai.rules.table_schema_values import read_value


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("罚款2000元", 2000), ("处罚款人民币2,000元整", 2000), ("罚款0.2万元", 2000), ("处2万元罚款", 20000),
        ("处以人民币贰万伍仟元的罚款", 25000), ("罚款金额为：5000元", 5000), ("罚款人民币（大写）伍仟元整", 5000),
        ("罚款十二万三千元", 123000), ("罚款1万元，没收违法所得3万元", 10000), ("警告", None), ("罚款1万元，又罚款2万元", None),
        ("没收违法所得3万元", None),
    ],
)  # fmt: skip
def test_the_amount_of_a_fine_is_found_in_the_words_of_the_decision(text: str, yuan: int | None) -> None:
    assert amount_in(text, "罚款") == (None if yuan is None else Decimal(yuan))


@pytest.mark.parametrize(
    ("display_class", "decided", "until", "latest"),
    [
        ("minor", dt.date(2026, 11, 30), None, dt.date(2027, 2, 28)),
        ("general", dt.date(2026, 11, 24), dt.date(2027, 11, 24), dt.date(2027, 11, 24)),
        ("serious", dt.date(2028, 2, 29), dt.date(2031, 2, 28), dt.date(2031, 2, 28)),
    ],
)
def test_the_display_ends_at_the_longest_of_its_class(display_class: str, decided: dt.date, until: dt.date, latest: dt.date) -> None:
    found = suggest(display_class, decided)  # type: ignore[arg-type]
    assert (found.until, found.latest) == (until, latest)
    assert str(latest) in "".join(found.working) and "信用修复管理办法" in found.working[0]


def test_a_limit_outside_its_class_is_told() -> None:
    decided = dt.date(2026, 5, 1)
    assert [f[1] for f in faults_of_limit("general", decided, dt.date(2027, 5, 2))] == ["error"]
    assert [f[1] for f in faults_of_limit("general", decided, dt.date(2026, 7, 1))] == ["warning"]
    assert list(faults_of_limit("general", decided, dt.date(2027, 5, 1))) == []
    assert "请核对适用的规定" in "".join(suggest("general", dt.date(2026, 3, 31)).working)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("行政相对人代码_1(统一社会信用代码)", "CF_XDR_SHXYM"), ("行政相对人代码_2(组织机构代码)", "CF_XDR_ZZJG"),
        ("行政相对人代码_3(工商登记码)", "CF_XDR_GSZC"), ("行政相对人代码_4(税务登记号)", "CF_XDR_SWDJ"),
        ("行政相对人代码_5(居民身份证号)", "CF_XDR_ZJHM"), ("行政相对人代码_5(事业单位证书号)", "CF_XDR_SYDW"),
        ("处罚机关（统一社会信用代码）", "CF_CFJGDM"), ("罚款金额(元)", "CF_NR_FK"),
    ],
)  # fmt: skip
def test_what_stands_in_brackets_beats_the_number_before_them(header: str, field: str) -> None:
    """The old format gives the same number to other codes: an identity number must not land in a public column."""
    assert [column.name for column in match_header(schema_named("penalties"), [header]).matched.values()] == [field]


def test_bare_numbers_mean_what_they_meant_in_the_format_of_the_table() -> None:
    schema = schema_named("penalties")
    new = match_header(schema, ["处罚机关", "行政相对人代码_2", "行政相对人代码_5"]).matched
    old = match_header(schema, ["CF_XZJG", "行政相对人代码_2", "行政相对人代码_5"]).matched
    assert [new[1].name, new[2].name] == ["CF_XDR_GSZC", "CF_XDR_SYDW"]
    assert [old[1].name, old[2].name] == ["CF_XDR_ZZJG", "CF_XDR_ZJHM"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("罚款、没收违法所得", "罚款；没收违法所得"), ("警告,罚款", "警告；罚款"), ("没收违法所得、没收非法财物", "没收违法所得；没收非法财物"),
        ("暂扣许可证", "暂扣许可证件"), ("其他-补办手续、限期改正", "其他-补办手续、限期改正"), ("警告；其他-责令改正、通报", "警告；其他-责令改正、通报"),
        ("罚金", "罚金"),
    ],
)  # fmt: skip
def test_several_kinds_are_told_apart_however_they_are_separated(text: str, value: str) -> None:
    assert read_value(text, schema_named("penalties").column("CF_CFLB")).value == value
