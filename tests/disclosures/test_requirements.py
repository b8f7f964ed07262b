"""What stands against publishing: missing elements, dates out of order, personal data wherever it hides."""

import datetime as dt
import io

import makers as make
import pytest
from openpyxl import Workbook

from gongkai.disclosures import actions
from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.requirements import check

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 10)
IDENTITY = "11010519491231002X"  # the standard's own printed example (GB 11643), nobody's


@pytest.fixture
def draft() -> Disclosure:
    make.catalogue_in_force()
    return make.draft(make.item(1))


def kinds(disclosure: Disclosure, severity: str = "error") -> set[str]:
    findings = check(disclosure, make.row_of(disclosure.item.number), on=DAY)
    return {finding.kind for finding in findings if finding.severity == severity}


def test_a_whole_draft_has_nothing_against_it(draft: Disclosure) -> None:
    assert kinds(draft) == set()


def test_each_missing_element_is_named(draft: Disclosure) -> None:
    draft.values, draft.body = {"姓名": "（示例）"}, ""
    findings = check(draft, make.row_of(1), on=DAY)
    assert {f.field for f in findings if f.kind == "element_missing" and f.severity == "error"} == {"职务", "分工"}
    draft.body = "<p>见正文</p>"
    assert {f.severity for f in check(draft, make.row_of(1), on=DAY)} == {"warning"}


def test_an_empty_draft_cannot_be_published(draft: Disclosure) -> None:
    draft.values, draft.body, draft.title = {}, "<p> </p>", "标题"
    draft.save()
    assert "content_missing" in kinds(draft)
    with pytest.raises(actions.NotReady) as refusal:
        make.submitted(draft, at=make.moment(DAY))
    assert refusal.value.findings


@pytest.mark.parametrize(
    ("formed", "effective", "expires", "kind"),
    [
        ("2026-11-11", None, None, "date_in_future"),
        ("2026-11-02", "2026-11-01", None, "dates_out_of_order"),
        ("2026-11-02", "2026-11-02", "2026-11-02", "dates_out_of_order"),
        ("2026-11-02", None, "2026-11-01", "dates_out_of_order"),
        ("2026-11-02", "2026-12-01", "2028-12-01", None),
    ],
)
def test_dates_must_be_in_order(
    draft: Disclosure, formed: str, effective: str | None, expires: str | None, kind: str | None
) -> None:
    draft.formed_on = dt.date.fromisoformat(formed)
    draft.effective_on = dt.date.fromisoformat(effective) if effective else None
    draft.expires_on = dt.date.fromisoformat(expires) if expires else None
    assert kinds(draft) == ({kind} if kind else set())


@pytest.mark.parametrize("field", ["title", "summary", "body", "keywords"])
def test_personal_data_is_found_in_every_text(draft: Disclosure, field: str) -> None:
    setattr(draft, field, f"<p>身份证 {IDENTITY}</p>")
    assert kinds(draft) == {"personal_data_id_number"}
    assert not any(IDENTITY in f.message for f in check(draft, make.row_of(1), on=DAY)), "messages never repeat it"


def test_personal_data_is_found_in_element_values(draft: Disclosure) -> None:
    draft.values = draft.values | {"姓名": f"某 {IDENTITY}"}
    assert kinds(draft) == {"personal_data_id_number"}


def test_personal_data_is_found_in_a_hidden_sheet_of_an_attachment(draft: Disclosure) -> None:
    book = Workbook()
    book.active["A1"] = "公开的名单"
    hidden = book.create_sheet("底稿")
    hidden["C7"] = IDENTITY
    hidden.sheet_state = "hidden"
    data = io.BytesIO()
    book.save(data)
    actions.attach(disclosure=draft, name="名单.xlsx", data=data.getvalue(), by=make.BY, at=make.moment(DAY))
    findings = [f for f in check(draft, make.row_of(1), on=DAY) if f.kind == "personal_data_id_number"]
    assert len(findings) == 1 and "底稿" in findings[0].message and "C7" in findings[0].message
    with pytest.raises(actions.NotReady):
        make.submitted(draft, at=make.moment(DAY))


def test_an_attachment_that_cannot_be_opened_is_said_to_be_unchecked(draft: Disclosure) -> None:
    actions.attach(disclosure=draft, name="照片.png", data=b"\x89PNG\r\n\x1a\n0000", by=make.BY, at=make.moment(DAY))
    assert "file_unchecked" in kinds(draft, "warning")


def test_an_element_that_a_column_of_a_list_holds_is_filled() -> None:
    make.catalogue_in_force()
    row = next(row for row in make.agency().catalogues.get().rows.all() if "处罚机关" in row.elements)
    draft = make.draft(row.item, values={}, body="")
    asked = {one.field for one in check(draft, row, on=DAY) if one.kind == "element_missing"}
    assert {"违法事实", "处罚机关", "处罚内容", "处罚依据"} <= asked
    actions.edit(disclosure=draft, record_lists=[make.record_list("penalties")], by=make.BY, at=make.moment(DAY))
    left = {one.field for one in check(draft, row, on=DAY) if one.kind == "element_missing"}
    assert not left & {"违法事实", "处罚机关", "处罚内容", "处罚依据", "被处罚企业名称"}
