"""Giving up a correction brings back exactly what the public has, and what was written stays in the history."""

import datetime as dt

import makers as make
import pytest

from gongkai.audit.models import AuditEntry
from gongkai.disclosures import actions, content
from gongkai.disclosures.models import Disclosure, Review
from gongkai.sources.errors import BadInput

pytestmark = pytest.mark.django_db
AT = make.moment(dt.date(2026, 11, 10))
LATER = make.moment(dt.date(2026, 11, 12))
EVEN_LATER = make.moment(dt.date(2026, 11, 13))


def as_it_stands(disclosure: Disclosure) -> str:
    """Return the hash of what would go out."""
    disclosure = Disclosure.objects.get(pk=disclosure.pk)
    row = make.row_of(disclosure.item.number)
    return content.sha256_of(content.reviewed(content.snapshot(disclosure, row, rule=None, on=LATER.date())))


@pytest.fixture
def public() -> Disclosure:
    """Something public that has everything: document fields, files, a list, another item, a notice window, a predecessor."""
    make.catalogue_in_force()
    old = make.published_disclosure(make.item(5), title="旧的决算")
    of = make.item(5)
    draft = make.draft(of, title="新的决算", at=AT.date(), document_number="内工信发〔2026〕3号", formed_on=dt.date(2026, 11, 1),
        keywords="决算", topic="财政、金融、审计", validity="valid", summary="概述", supersedes=old,
        record_lists=(make.record_list(),))  # fmt: skip
    actions.attach(disclosure=draft, name="表.txt", data=b"1", by=make.BY, at=AT)
    actions.place_under(disclosure=draft, items=[make.item(4)], by=make.BY, at=AT)
    actions.open_notice(disclosure=draft, starts_on=dt.date(2026, 11, 11), ends_on=dt.date(2026, 11, 18), required_days=5,
        unit="working_day", contact="0471-1234567", by=make.BY, at=AT)  # fmt: skip
    make.release(draft, at=AT)
    draft.refresh_from_db()
    return draft


def test_everything_comes_back_as_the_public_has_it(public: Disclosure) -> None:
    assert not actions.is_being_corrected(public)
    before = as_it_stands(public)
    actions.edit(disclosure=public, title="改了", body="<p>改了</p>", values={}, document_number="", formed_on=None, supersedes=None,
        summary="", validity="", record_lists=[], by="clerk", at=LATER)  # fmt: skip
    actions.attach(disclosure=public, name="表.txt", data=b"2", by="clerk", at=LATER)
    actions.attach(disclosure=public, name="另.txt", data=b"3", by="clerk", at=LATER)
    actions.place_under(disclosure=public, items=[make.item(6)], by="clerk", at=LATER)
    actions.open_notice(disclosure=public, ends_on=dt.date(2026, 12, 1), contact="", by="clerk", at=LATER)
    public.refresh_from_db()
    assert actions.is_being_corrected(public) and as_it_stands(public) != before
    actions.discard_changes(disclosure=public, by="clerk", at=EVEN_LATER)
    public.refresh_from_db()
    assert as_it_stands(public) == before
    assert not actions.is_being_corrected(public) and public.latest.number == 1
    assert AuditEntry.objects.filter(act="放弃修改", by="clerk").exists()
    assert public.revisions.filter(by="clerk", content__title="改了").exists() or public.revisions.filter(by="clerk").count() >= 1


def test_what_was_given_up_can_be_corrected_again(public: Disclosure) -> None:
    actions.edit(disclosure=public, title="改错了", by="clerk", at=LATER)
    actions.discard_changes(disclosure=public, by="clerk", at=LATER)
    with pytest.raises(BadInput, match="完全相同"):
        make.submitted(Disclosure.objects.get(pk=public.pk), at=EVEN_LATER, by="clerk", change_note="改标题")
    actions.edit(disclosure=public, title="改对了", by="clerk", at=EVEN_LATER)
    make.release(public, at=EVEN_LATER, by="clerk", change_note="改标题")
    public.refresh_from_db()
    assert public.public_title == "改对了" and not actions.is_being_corrected(public)


def test_a_review_of_the_correction_ends_with_it(public: Disclosure) -> None:
    actions.edit(disclosure=public, title="改了", by="clerk", at=LATER)
    review = make.submitted(public, at=LATER, by="clerk", change_note="改标题")
    actions.discard_changes(disclosure=public, by="clerk", at=LATER)
    assert Review.objects.get(pk=review.pk).ending == "void"


def test_a_draft_that_was_never_public_has_nothing_to_go_back_to() -> None:
    make.catalogue_in_force()
    with pytest.raises(BadInput, match="只有已公开的信息可以"):
        actions.discard_changes(disclosure=make.draft(make.item(5)), by="clerk", at=LATER)
