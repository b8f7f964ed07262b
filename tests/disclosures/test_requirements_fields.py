"""What is said of texts, dates, links and structure: each with its field and place, as grave as the one table says."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import makers as make
import pytest

from gongkai.disclosures import actions, requirements, wording
from gongkai.disclosures.models import Disclosure, WrongWord
from gongkai.disclosures.requirements import KINDS, check, key_of
from gongkai.disclosures.statuses import Validity
from gongkai.disclosures.wrong_words import shipped
from gongkai.rules.findings import Finding
from gongkai.rules.wording import WordList, faults_of

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 10)
IDENTITY = "11010519491231002X"  # the standard's own printed example (GB 11643), nobody's


@pytest.fixture
def draft() -> Disclosure:
    make.catalogue_in_force()
    return make.draft(make.item(1))


@pytest.fixture
def words() -> None:
    """Put the shipped list in place, whatever another test flushed."""
    WrongWord.objects.all().delete()
    WrongWord.objects.bulk_create(WrongWord(**values) for values in shipped())


def found(disclosure: Disclosure) -> list[Finding]:
    return check(disclosure, make.row_of(disclosure.item.number), on=DAY)


def of(disclosure: Disclosure, kind: str) -> list[Finding]:
    return [finding for finding in found(disclosure) if finding.kind == kind]


def test_paragraphs_and_links_of_the_body_are_named_never_the_value(draft: Disclosure) -> None:
    draft.body = f'<p>甲</p><p>身份证{IDENTITY[:6]}<b>{IDENTITY[6:]}</b></p><p>电话 13812345678 <a href="https://a.gov.cn/?id={IDENTITY}">乙</a></p>'
    messages = [f.message for f in found(draft) if f.kind.startswith("personal_data")]
    assert messages == [
        "正文有2处公民身份号码（第2段、第1个链接的地址）：请删除；确需区分同名人员的，只保留前3位和后4位。",
        "正文有1处手机号码（第3段）：请删除，或改为机关的办公电话。",
    ]


def test_wrong_words_are_found_in_every_text(draft: Disclosure, words: None) -> None:
    draft.title, draft.body, draft.values = "关于帐户的公示", "<p>甲</p><p>内蒙<b>自治区</b>人民政府</p>", {"姓名": "既使用甲又使用乙"}
    assert {(f.field, f.severity, f.message) for f in of(draft, "wrong_word")} == {
        ("title", "warning", "标题有1处“帐户”（第3个字起）：应为“账户”。现行法律用“账户”。"),
        ("body", "error", "正文有1处“内蒙自治区”（第2段）：应为“内蒙古自治区”。"),
    }


def test_the_list_of_wrong_words_is_the_departments_own(draft: Disclosure, words: None) -> None:
    draft.title = "关于帐户和某某词的公示"
    wording.set_word(wrong="帐户", right="账户", is_active=False, by=make.BY, at=make.moment())
    wording.set_word(wrong="某某词", right="某词", severity="error", by=make.BY, at=make.moment())
    assert [(f.severity, f.field) for f in of(draft, "wrong_word")] == [("error", "title")]
    wording.set_word(wrong="某某词", right="某词", exceptions="某某词的公示", by=make.BY, at=make.moment())
    assert of(draft, "wrong_word") == []
    with pytest.raises(wording.CannotBeUsed, match="至少要有两个字"):
        wording.set_word(wrong="帐", right="账", by=make.BY, at=make.moment())


def test_the_shipped_list_accuses_no_right_text(words: None) -> None:
    entries = wording.words_in_use()
    assert len(entries) > 100
    for entry in entries:
        assert faults_of(entry) == []
        assert WordList([entry]).slips(entry.right) == [], entry
        for longer in entry.exceptions:
            assert WordList([entry]).slips(longer) == [], longer


def test_the_shipped_list_finds_in_the_real_catalogue_the_slips_that_are_there(words: None) -> None:
    text = make.SEED.read_text(encoding="utf-8")
    slips = WordList(wording.words_in_use()).slips(text)
    assert [slip.word.wrong for slip in slips] == ["内蒙自治区", "内蒙自治区"], "no false alarm in the whole catalogue"


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({"expires_on": "2026-11-09", "effective_on": "2026-01-01"}, {"already_expired"}),
        ({"expires_on": "2026-11-09", "effective_on": "2026-01-01", "validity": Validity.EXPIRED}, set()),
        ({"display_until": "2026-11-09"}, {"display_limit_wrong"}),
        ({"display_until": "2026-11-10"}, set()),
        ({"display_until": "2029-11-10", "formed_on": "2026-11-01"}, set()),
    ],
)
def test_dates_against_the_day(draft: Disclosure, fields: dict[str, str], kinds: set[str]) -> None:
    for name, value in fields.items():
        setattr(draft, name, dt.date.fromisoformat(value) if name.endswith(("_on", "_until")) else value)
    assert {f.kind for f in found(draft)} == kinds


@pytest.mark.parametrize(
    ("window", "fields", "kinds"),
    [
        (("2026-11-10", "2026-11-17", 5, "working_day", False), {}, set()),  # 10 November 2026 is a Tuesday
        (("2026-11-10", "2026-11-16", 5, "working_day", False), {}, {"notice_too_short"}),
        (("2026-11-10", "2026-11-16", 5, "working_day", True), {}, set()),
        (("2026-11-10", "2026-11-15", 5, "day", False), {}, set()),
        (("2026-11-10", "2026-11-14", 5, "day", False), {}, {"notice_too_short"}),
        (("2026-11-09", "2026-11-30", 5, "day", False), {}, {"notice_dates_wrong"}),
        (("2026-11-10", "2026-11-30", 5, "day", False), {"formed_on": dt.date(2026, 11, 12)}, {"notice_dates_wrong", "date_in_future"}),
        (("2026-11-10", "2026-11-30", 5, "day", False), {"display_until": dt.date(2026, 11, 29)}, {"display_limit_wrong"}),
    ],
)
def test_notice_windows(draft: Disclosure, window: tuple, fields: dict[str, dt.date], kinds: set[str]) -> None:
    starts, ends, days, unit, first = window
    actions.open_notice(
        disclosure=draft, starts_on=dt.date.fromisoformat(starts), ends_on=dt.date.fromisoformat(ends), required_days=days, unit=unit,
        count_first_day=first, by=make.BY, at=make.moment(DAY),
    )  # fmt: skip
    draft = Disclosure.objects.get(pk=draft.pk)
    for name, value in fields.items():
        setattr(draft, name, value)
    assert {f.kind for f in found(draft)} == kinds


def test_the_contact_of_a_notice_window_is_read_too(draft: Disclosure) -> None:
    actions.open_notice(
        disclosure=draft, starts_on=DAY, ends_on=DAY, required_days=1, unit="day", count_first_day=True,
        contact=f"联系人身份证{IDENTITY}", by=make.BY, at=make.moment(DAY),
    )  # fmt: skip
    assert [f.field for f in of(Disclosure.objects.get(pk=draft.pk), "personal_data_id_number")] == ["notice"]


def test_links_and_structure_of_the_body(draft: Disclosure) -> None:
    draft.body = '<h3>一</h3><p><a href="http://192.168.1.1/a">点击这里</a></p><p><a href="javascript:x()">丙</a></p>'
    assert {(f.kind, f.severity, f.field) for f in found(draft)} == {
        ("link_local", "error", "body"), ("link_vague", "warning", "body"), ("link_nowhere", "warning", "body"),
        ("link_dangerous", "warning", "body"), ("heading_skipped", "warning", "body"),
    }  # fmt: skip


def test_a_key_names_a_finding_across_checks_and_changes_with_what_it_says(draft: Disclosure) -> None:
    draft.body = "<h3>一</h3>"
    (first,), (again,) = of(draft, "heading_skipped"), of(draft, "heading_skipped")
    assert key_of(first) == key_of(again)
    draft.body = "<h3>二</h3>"
    assert key_of(of(draft, "heading_skipped")[0]) != key_of(first)


def test_the_table_of_kinds_can_be_read() -> None:
    for name, kind in KINDS.items():
        assert kind.title and kind.remedy and kind.severity in ("error", "warning", "note"), name
        assert kind.weaker in (None, "warning"), name
    assert "file_unchecked" in requirements.KINDS


def test_the_clerks_guide_shows_the_same_table() -> None:
    words = {"error": "必须改正", "warning": "说明理由后可以通过", "note": "仅提示", None: ""}
    guide = (Path(__file__).parents[2] / "docs" / "guide" / "checks.md").read_text(encoding="utf-8")
    rows = [line for line in guide.splitlines() if line.startswith("| ")][2:]
    assert rows == [f"| {k.title} | {words[k.severity]} | {words[k.weaker]} | {k.remedy} | {k.basis} |" for k in KINDS.values()]


def test_the_number_of_queries_does_not_grow(draft: Disclosure, django_assert_max_num_queries: Callable) -> None:
    for number in range(5):
        actions.attach(disclosure=draft, name=f"{number}.txt", data=f"第{number}份".encode(), by=make.BY, at=make.moment(DAY))
    draft = Disclosure.objects.get(pk=draft.pk)
    row = make.row_of(1)
    with django_assert_max_num_queries(18):
        check(draft, row, on=DAY)
