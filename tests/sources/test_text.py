"""Text in every encoding, with tabs or commas, gives the same table; rows keep their places."""

import pytest
from catalogue_files import SEED
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.rules.grid import Grid
from gongkai.sources.errors import BadInput
from gongkai.sources.tables import read_tables_of

TABLE = "公开事项\t公开时限\r\n机关简介\t\r\n\r\n行政许可\t7个工作日\r\n"


def grid(data: bytes, name: str = "目录.txt") -> Grid:
    (only,), findings = read_tables_of(data, name)
    assert findings == ()
    return only


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_reads_the_same(encoding: str) -> None:
    read = grid(TABLE.encode(encoding))
    assert [read.row_texts(row) for row in range(read.height)] == [
        ["公开事项", "公开时限"], ["机关简介", ""], ["", ""], ["行政许可", "7个工作日"],
    ]  # fmt: skip
    assert not read.merges_known


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_real_catalogue_keeps_every_line_in_every_encoding(encoding: str) -> None:
    text = SEED.read_text(encoding="utf-8").rstrip("\n")
    lines = text.split("\n")
    read = grid(text.encode(encoding))
    assert read.height == len(lines)
    for row, line in enumerate(lines):
        cells = [cell.strip() for cell in line.split("\t")]
        assert read.row_texts(row) == cells + [""] * (read.width - len(cells))


def test_a_form_feed_is_a_page_end() -> None:
    assert grid("甲\t乙\n丙\t丁\n\f甲\t乙\n".encode()).height == 4


def test_quoted_cells_of_the_clipboard_may_hold_lines_and_tabs() -> None:
    read = grid('事项\t内容\n"甲\n乙"\t"丙""丁""\t戊"\n己\t庚\n'.encode())
    assert read.row_texts(1) == ["甲\n乙", '丙"丁"\t戊']
    assert read.source_rows == (1, 2, 4)


def test_a_quote_that_never_closes_is_a_character() -> None:
    assert grid('"甲\t乙\n丙\t丁\n'.encode()).row_texts(0) == ['"甲', "乙"]


def test_csv_is_read_by_its_commas_also_under_another_name() -> None:
    data = '公开事项,公开内容,时限\n机关简介,"职能,地址","7日\n内"\n许可,结果,及时\n'.encode("gb18030")
    assert grid(data, "a.csv").row_texts(1) == ["机关简介", "职能,地址", "7日\n内"]
    assert grid(b"a,b,c\nd,e,f\n", "a.txt").width == 3


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_tables_of(b"\t" + data, "目录.txt")
    except BadInput as refused:
        assert "请" in str(refused)


@given(st.text(max_size=200), st.sampled_from(ENCODINGS))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(text: str, encoding: str) -> None:
    try:
        read_tables_of(("事项\t内容\n" + text).encode(encoding, "surrogatepass" if "utf" in encoding else "replace"), "a.csv")
    except BadInput as refused:
        assert "请" in str(refused)
