"""Wrong words are found with their place, and the longer words in which they are right are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules.wording import WordList, WrongWording, faults_of

WORDS = WordList([
    WrongWording("按装", "安装", ("按装机", "按装置")),
    WrongWording("既使", "即使", ("既使用",)),
    WrongWording("的的", "的", ("目的的", "的的确确")),
    WrongWording("内蒙自治区", "内蒙古自治区", severity="error"),
])  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("内蒙自治区人民政府", [(0, "内蒙自治区")]),
        ("内蒙古自治区人民政府", []),
        ("按装机容量补贴，按装设备", [(8, "按装")]),
        ("既使用甲又使用乙；既使下雨", [(9, "既使")]),
        ("目的的实现", []),
        ("的的确确是有的的", [(6, "的的")]),
        ("", []),
    ],
)
def test_slips(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(slip.start, slip.word.wrong) for slip in WORDS.slips(text)] == expected


def test_an_excused_find_hides_no_other() -> None:
    words = WordList([WrongWording("甲乙", "甲", ("甲乙丙",)), WrongWording("乙丙丁", "乙")])
    assert [slip.word.wrong for slip in words.slips("甲乙丙丁")] == ["乙丙丁"]


def test_a_word_may_stand_twice_in_its_exception() -> None:
    assert WordList([WrongWording("。。", "。", ("。。。",))]).slips("好。。。") == []


def test_an_empty_list_finds_nothing() -> None:
    assert WordList([]).slips("任何文字") == []


@given(st.text(alphabet="的确目按装机用既使甲乙", max_size=60))
def test_finds_are_what_they_say_and_do_not_overlap(text: str) -> None:
    end = 0
    for slip in WORDS.slips(text):
        assert text[slip.start : slip.end] == slip.word.wrong and slip.start >= end
        end = slip.end


def test_entries_that_make_no_sense_are_told() -> None:
    assert faults_of(WrongWording("帐户", "账户")) == []
    assert len(faults_of(WrongWording("帐", "账"))) == 1
    assert "相同" in faults_of(WrongWording("帐户", "帐户"))[0]
    assert "更长" in faults_of(WrongWording("帐户", "账户", ("帐户",)))[0]
