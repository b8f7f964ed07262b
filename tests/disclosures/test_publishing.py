"""Publishing, correcting, withdrawing: what the public gets, which number it carries, how its duty ends."""

import datetime as dt

import makers as make
import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.audit.models import AuditEntry
from gongkai.disclosures import actions, blobs, content
from gongkai.disclosures.actions import publishing
from gongkai.disclosures.models import Disclosure, Publication
from gongkai.disclosures.statuses import Act, Status
from gongkai.duties.statuses import State
from gongkai.publisher.models import OutboxEntry
from gongkai.sources.errors import BadInput

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 10)


@pytest.fixture
def draft() -> Disclosure:
    make.catalogue_in_force()
    duty = make.duty(make.item(10))
    return make.draft(make.item(10), duty=duty)


def publish(disclosure: Disclosure, on: dt.date = DAY) -> Publication:
    return make.release(disclosure, at=make.moment(on))


def correct(disclosure: Disclosure, note: str) -> Publication:
    return make.release(disclosure, at=make.moment(DAY), change_note=note)


def test_publishing_gives_a_number_closes_the_duty_and_freezes_the_rule(draft: Disclosure) -> None:
    publication = publish(draft)
    draft.refresh_from_db()
    assert draft.status == Status.PUBLISHED
    assert draft.index_number == f"{make.CREDIT_CODE}/2026-00001"
    assert draft.duty.state(on=DAY) == State.ON_TIME
    assert publication.on_time is True
    assert publication.due_on == draft.duty.due_on
    assert publication.working == draft.duty.working
    assert publication.content["title"] == draft.title
    assert publication.content_sha256 == content.sha256_of(publication.content)
    assert OutboxEntry.objects.filter(kind="disclosure", key=str(draft.pk)).exists()
    assert AuditEntry.objects.filter(act=Act.PUBLISH.label, subject_key=str(draft.pk)).exists()


def test_publishing_after_the_due_date_is_late_for_ever(draft: Disclosure) -> None:
    publication = publish(draft, draft.duty.due_on + dt.timedelta(days=1))
    assert publication.on_time is False
    assert draft.duty.__class__.objects.get(pk=draft.duty.pk).state(on=make.TODAY) == State.LATE


def test_publishing_twice_publishes_once(draft: Disclosure) -> None:
    first = publish(draft)
    assert actions.publish(disclosure=draft, by=make.BY, at=make.moment(DAY)) == first
    assert Publication.objects.count() == 1


def test_a_failed_publication_leaves_no_trace(draft: Disclosure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "enqueue", lambda **_: (_ for _ in ()).throw(RuntimeError("disk")))
    with pytest.raises(RuntimeError), transaction.atomic():
        publish(draft)
    monkeypatch.undo()
    draft.refresh_from_db()
    assert (draft.status, draft.index_number, Publication.objects.count()) == (Status.DRAFT, None, 0)
    assert draft.duty.closing == ""
    publish(draft)
    draft.refresh_from_db()
    assert draft.index_number.endswith("-00001")


def test_a_correction_keeps_the_number_and_the_old_version(draft: Disclosure) -> None:
    first = publish(draft)
    draft.refresh_from_db()
    actions.edit(disclosure=draft, body="<p>改正后的正文</p>", by=make.BY, at=make.moment(DAY))
    second = correct(draft, "改正一个数字")
    assert (second.number, second.act) == (2, Act.CORRECT)
    assert second.content["index_number"] == first.content["index_number"]
    assert second.content["rule"] == first.content["rule"]
    assert Publication.objects.get(pk=first.pk).content["body"] != second.content["body"]


def test_editing_alone_changes_nothing_outside(draft: Disclosure) -> None:
    publish(draft)
    actions.edit(disclosure=draft, title="另一个标题", by=make.BY, at=make.moment(DAY))
    draft.refresh_from_db()
    assert draft.public_title != "另一个标题"
    assert draft.latest.content["title"] == draft.public_title


def test_a_correction_that_changes_nothing_adds_nothing(draft: Disclosure) -> None:
    publish(draft)
    with pytest.raises(BadInput, match="完全相同"):
        correct(draft, "看一看")
    assert Publication.objects.count() == 1


def test_a_correction_says_why_and_needs_something_public(draft: Disclosure) -> None:
    publish(draft)
    actions.edit(disclosure=draft, body="<p>改</p>", by=make.BY, at=make.moment(DAY))
    with pytest.raises(BadInput, match="更正说明"):
        correct(draft, " ")
    actions.withdraw(disclosure=draft, reason="重复", by=make.BY, at=make.moment(DAY))
    with pytest.raises(actions.NotPublished):
        correct(draft, "改")


def test_a_withdrawal_keeps_the_reason_and_happens_once(draft: Disclosure) -> None:
    publish(draft)
    first = actions.withdraw(disclosure=draft, reason="重复发布", by=make.BY, at=make.moment(DAY))
    again = actions.withdraw(disclosure=draft, reason="另一个原因", by=make.BY, at=make.moment(DAY))
    assert first == again and first.note == "重复发布"
    draft.refresh_from_db()
    assert draft.status == Status.WITHDRAWN
    with pytest.raises(actions.NotPublished):
        actions.edit(disclosure=draft, title="改", by=make.BY, at=make.moment(DAY))


@pytest.mark.parametrize("statement", ["UPDATE disclosures_publication SET note = 'x'", "DELETE FROM disclosures_publication"])
def test_the_database_itself_refuses_to_rewrite_what_the_public_got(draft: Disclosure, statement: str) -> None:
    publish(draft)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_record_of_acts_cannot_be_rewritten_either(draft: Disclosure) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_lists_are_frozen_into_files_at_the_moment_of_publication(draft: Disclosure) -> None:
    actions.edit(disclosure=draft, record_lists=[make.record_list()], by=make.BY, at=make.moment(DAY))
    publication = publish(draft)
    frozen = publication.content["lists"][0]
    assert frozen["row_count"] == len(frozen["rows"])
    for file in frozen["files"]:
        assert len(blobs.path_of(file["sha256"]).read_bytes()) == file["size"]


def test_scripts_in_a_body_do_not_reach_the_public(draft: Disclosure) -> None:
    body = "<p onclick='x()'>正文<script>alert(1)</script><a href='javascript:x()'>链接</a><img src=x onerror=x()></p>"
    actions.edit(disclosure=draft, body=body, by=make.BY, at=make.moment(DAY))
    assert publish(draft).content["body"] == '<p>正文<a rel="noopener noreferrer">链接</a></p>'


def test_attaching_the_same_bytes_again_changes_nothing_and_names_are_made_safe(draft: Disclosure) -> None:
    first = actions.attach(disclosure=draft, name="../../etc/密码.txt", data=b"abc", by=make.BY, at=make.moment(DAY))
    again = actions.attach(disclosure=draft, name="../../etc/密码.txt", data=b"abc", by=make.BY, at=make.moment(DAY))
    assert first == again
    assert "/" not in first.name and not first.name.startswith(".")
    other = actions.attach(disclosure=draft, name="../../etc/密码.txt", data=b"abcd", by=make.BY, at=make.moment(DAY))
    assert other.pk == first.pk and other.sha256 != first.sha256
