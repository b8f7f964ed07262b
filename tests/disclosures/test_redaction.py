"""What is offered masked says the same, keeps every tag, and holds no personal data any more; nothing is saved by itself."""

import datetime as dt
import re

import makers as make
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.disclosures import actions
from gongkai.disclosures.html import clean
from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.redaction import masked_html, redacted
from gongkai.disclosures.requirements import check
from gongkai.records.models import Record

DAY = dt.date(2026, 11, 10)
IDENTITY = "11010519491231002X"  # the standard's own printed example (GB 11643), nobody's
MOBILE = "13812345678"
TAG = re.compile(r"<[^>]*>")


@pytest.fixture
def draft() -> Disclosure:
    make.catalogue_in_force()
    return make.draft(make.item(1))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p>手机{MOBILE}</p>", "<p>手机138****5678</p>"),
        ("<p>手机138<b>1234</b>5678</p>", "<p>手机138<b>****</b>5678</p>"),
        (f"<p>身份证：{IDENTITY}</p>", "<p>身份证：110***********002X</p>"),
        (f'<p><a href="https://a.gov.cn/?t={IDENTITY}" rel="noopener noreferrer">乙</a></p>',
         '<p><a href="https://a.gov.cn/?t=110***********002X" rel="noopener noreferrer">乙</a></p>'),
        (f"<table><tr><td>甲&amp;乙</td><td>{MOBILE}</td></tr></table>", "<table><tr><td>甲&amp;乙</td><td>138****5678</td></tr></table>"),
        (f"<p>咨询电话：{MOBILE}</p>", f"<p>咨询电话：{MOBILE}</p>"),
        ("<p>没有</p>", "<p>没有</p>"),
    ],
)  # fmt: skip
def test_html(html: str, expected: str) -> None:
    assert masked_html(html)[0] == expected


@given(st.lists(st.sampled_from(["手机", MOBILE, f"<b>{MOBILE[:3]}</b>{MOBILE[3:]}", IDENTITY, "&amp;", "<br>", "<p>", "</p>", "<i>", "</i>", '<a title="'
    + IDENTITY + '">x</a>']), max_size=12))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_masking_changes_no_tag_and_leaves_nothing_certain(parts: list[str]) -> None:
    html = clean("，".join(parts))
    masked, hits = masked_html(html)
    tags = [re.sub(r'title="[^"]*"', "", tag) for tag in TAG.findall(masked)]
    assert tags == [re.sub(r'title="[^"]*"', "", tag) for tag in TAG.findall(html)]
    assert clean(masked) == masked, "what was clean stays clean"
    assert IDENTITY not in masked and (not hits or masked != html)


@pytest.mark.django_db
def test_a_draft_saved_as_offered_has_no_personal_data(draft: Disclosure) -> None:
    actions.edit(
        disclosure=draft, title=f"关于{MOBILE}的公示", body=f"<p>身份证 {IDENTITY}</p><p>其他</p>", values=draft.values | {"姓名": f"某 {MOBILE}"},
        by=make.BY, at=make.moment(DAY),
    )  # fmt: skip
    draft = Disclosure.objects.get(pk=draft.pk)
    offered = redacted(draft)
    assert set(offered.fields) == {"title", "body", "values"} and offered.cells == {}
    assert offered.masked == ("标题：1处手机号码", "正文：1处公民身份号码", "公开要素“姓名”：1处手机号码")
    assert Disclosure.objects.get(pk=draft.pk).title == f"关于{MOBILE}的公示", "nothing is saved by itself"
    actions.edit(disclosure=draft, by=make.BY, at=make.moment(DAY), **offered.fields)
    findings = check(Disclosure.objects.get(pk=draft.pk), make.row_of(1), on=DAY)
    assert not [f for f in findings if f.kind.startswith("personal_data")]
    assert redacted(Disclosure.objects.get(pk=draft.pk)).fields == {}


@pytest.mark.django_db
def test_cells_are_offered_by_position_and_column(draft: Disclosure) -> None:
    record_list = make.record_list("licences")
    row = Record.objects.in_list(record_list).first()
    column = next(name for name, value in row.values.items() if isinstance(value, str) and name in record_list.columns)
    row.values |= {column: f"某，手机{MOBILE}"}
    row.save()
    draft.record_lists.add(record_list)
    offered = redacted(draft)
    assert offered.cells == {record_list.pk: {(row.position, column): "某，手机138****5678"}}
    assert offered.masked == ("名单“示例名单”：1处手机号码",)
