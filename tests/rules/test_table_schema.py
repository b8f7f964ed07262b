"""Headers, cells and rows of lists: what is matched, read and refused."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules.table_schema import Column, match_header, schema_of
from gongkai.rules.table_schema_values import read_date, read_number, read_value, shown

SCHEMA = schema_of(
    {
        "name": "fines",
        "title": "罚款",
        "x-ignored": ["SJC"],
        "fields": [
            {"name": "NAME", "title": "企业名称", "x-aliases": ["单位名称"], "x-old-aliases": ["OLD_NAME"]},
            {"name": "FINE", "title": "罚款金额（万元）", "type": "number", "x-unit": "万元"},
            {"name": "ID", "title": "证件号码", "x-display": "exchange_only"},
        ],
    }
)
FINE = SCHEMA.column("FINE")
TEXT = SCHEMA.column("NAME")


@pytest.mark.parametrize(
    ("header", "names"),
    [
        (["企业名称", "罚款金额（万元）"], {0: "NAME", 1: "FINE"}),
        (["企 业\n名称*", "罚款金额(元)"], {0: "NAME", 1: "FINE"}),
        (["name", "fine"], {0: "NAME", 1: "FINE"}),
        (["罚款金额", "单位名称（必填）"], {0: "FINE", 1: "NAME"}),
        (["OLD_NAME", "SJC"], {0: "NAME"}),
        (["", "别的"], {}),
    ],
)
def test_headers_are_matched_however_they_are_written(header: list[str], names: dict[int, str]) -> None:
    match = match_header(SCHEMA, header)
    assert {place: column.name for place, column in match.matched.items()} == names
    assert match.unknown == ((1,) if "别的" in header else ())
    assert match.is_old == ("OLD_NAME" in header)
    assert match.units.get(1, "") == ("元" if "罚款金额(元)" in header else "万元" if "罚款金额（万元）" in header else "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026/3/1", "2026-03-01"), ("2026-03-01", "2026-03-01"), ("2026.3.1", "2026-03-01"), ("2026年3月1日", "2026-03-01"),
        ("2026 年 3 月 1 日", "2026-03-01"), ("２０２６年３月１日", "2026-03-01"), ("20260301", "2026-03-01"),
        ("2026-03-01 00:00:00", "2026-03-01"), ("2026-03-01T00:00:00", "2026-03-01"), ("46082", "2026-03-01"),
        ("46082.0", "2026-03-01"), ("二〇二六年三月一日", "2026-03-01"), ("二○二六年十二月三十一日", "2026-12-31"),
        ("2099/12/31", "2099-12-31"), ("2024-02-29", "2024-02-29"),
    ],
)  # fmt: skip
def test_dates_are_read(text: str, value: str) -> None:
    assert read_date(text).value == value


@pytest.mark.parametrize("text", ["2026-02-29", "2026-13-01", "3/1/2026", "26/3/1", "2026年3月", "2026-03-01 09:30", "明天", "2026", "长期"])
def test_what_is_no_date_is_refused_with_words(text: str) -> None:
    assert read_date(text).value == ""
    assert read_date(text).fault


@given(st.dates(dt.date(1954, 10, 3), dt.date(2099, 12, 31)))
def test_a_day_reads_the_same_in_every_writing(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    writings = [day.isoformat(), f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}", str(serial)]
    assert {read_date(text).value for text in writings} == {day.isoformat()}


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.2", "0.2"), ("2,000元", "0.2"), ("￥2000", "0.2"), ("0.20万元", "0.2"), ("1亿元", "10000"), ("５", "5"), ("0", "0"), ("1，000", "1000")],
)
def test_amounts_are_read(text: str, value: str) -> None:
    assert read_number(text, FINE).value == value


def test_an_amount_shows_both_units() -> None:
    assert shown("0.2", FINE) == "0.2（即2,000元）"
    assert shown("", FINE) == ""


@pytest.mark.parametrize("text", ["", " ", "/", "—", "无", "NULL", "\u200b"])
def test_words_for_nothing_are_nothing(text: str) -> None:
    assert read_value(text, TEXT).value == ""
    assert read_value(text, FINE).value == ""


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_and_reading_again_changes_nothing(text: str) -> None:
    for column in (TEXT, FINE, Column("d", "日期", "date", {"x-long-term": True})):
        read = read_value(text, column)
        assert not (read.value and read.fault)
        assert read_value(read.value, column).value == read.value
