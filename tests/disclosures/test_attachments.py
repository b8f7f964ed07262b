"""Files as people hand them in: stripped on the way, the hash of the original kept in the record; renamed, ordered, removed."""

import datetime as dt
import io
from collections.abc import Iterator

import makers as make
import openpyxl
import pytest

from gongkai.audit.models import AuditEntry
from gongkai.disclosures import actions, blobs
from gongkai.disclosures.models import Disclosure
from gongkai.sources import limits
from gongkai.sources.errors import BadInput

pytestmark = pytest.mark.django_db
AT = make.moment(dt.date(2026, 11, 10))


class Handed:
    """A file in pieces, as an upload gives it."""

    def __init__(self, data: bytes, piece: int = 1 << 16) -> None:
        self.data, self.size, self.piece, self.largest = data, len(data), piece, 0

    def chunks(self) -> Iterator[bytes]:
        """Give the pieces."""
        for start in range(0, len(self.data), self.piece):
            yield self.data[start : start + self.piece]


@pytest.fixture
def draft() -> Disclosure:
    make.catalogue_in_force()
    return make.draft(make.item(5), title="部门决算", values={"决算报表": "", "情况说明": "见正文"})


def workbook(author: str) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "收入总计"
    book.properties.creator = author
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_an_author_in_the_properties_is_not_published(draft: Disclosure) -> None:
    data = workbook("张三的电脑")
    attached = actions.attach_upload(disclosure=draft, name="决算报表.xlsx", file=Handed(data), by="clerk", at=AT)
    kept = blobs.path_of(attached.attachment.sha256).read_bytes()
    assert openpyxl.load_workbook(io.BytesIO(kept)).properties.creator != "张三的电脑" and kept != data
    assert attached.removed and attached.attachment.size == len(kept)
    said = AuditEntry.objects.get(act="上传附件").after
    assert said["original_sha256"] != said["sha256"] and said["removed"] == list(attached.removed)


def test_a_large_file_is_kept_in_pieces_and_says_that_it_was_not_looked_into(draft: Disclosure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 1000)
    data = bytes(range(256)) * 40
    attached = actions.attach_upload(disclosure=draft, name="大.bin", file=Handed(data), by="clerk", at=AT)
    assert blobs.path_of(attached.attachment.sha256).read_bytes() == data
    assert attached.left and "没有检查" in attached.left[0]


def test_empty_and_too_large_files_are_refused_before_anything_is_written(draft: Disclosure) -> None:
    with pytest.raises(BadInput, match="是空的"):
        actions.attach_upload(disclosure=draft, name="空.pdf", file=Handed(b""), by="clerk", at=AT)
    vast = Handed(b"x")
    vast.size = 201 * 1024 * 1024
    with pytest.raises(BadInput, match="超过200MB"):
        actions.attach_upload(disclosure=draft, name="大.pdf", file=vast, by="clerk", at=AT)
    assert not draft.attachments.exists()


def test_elements_follow_a_file_that_gets_another_name_and_forget_one_that_is_removed(draft: Disclosure) -> None:
    for name in ("报表.txt", "说明.txt"):
        actions.attach_upload(disclosure=draft, name=name, file=Handed(name.encode()), by="clerk", at=AT)
    values = {"决算报表": "见附件：报表.txt、说明.txt；万元", "情况说明": "见正文"}
    actions.edit(disclosure=draft, values=values, by="clerk", at=AT)
    renamed = actions.rename_file(disclosure=draft, name="报表.txt", to="2025年决算报表", by="clerk", at=AT)
    draft.refresh_from_db()
    assert renamed.name == "2025年决算报表.txt" and draft.values["决算报表"] == "见附件：2025年决算报表.txt、说明.txt；万元"
    actions.remove_file(disclosure=draft, name="说明.txt", by="clerk", at=AT)
    draft.refresh_from_db()
    assert draft.values == {"决算报表": "见附件：2025年决算报表.txt；万元", "情况说明": "见正文"}
    assert [one.name for one in draft.attachments.all()] == ["2025年决算报表.txt"]


def test_no_two_files_get_one_name(draft: Disclosure) -> None:
    for name in ("一.txt", "二.txt"):
        actions.attach_upload(disclosure=draft, name=name, file=Handed(name.encode()), by="clerk", at=AT)
    with pytest.raises(BadInput, match="已经有一个附件"):
        actions.rename_file(disclosure=draft, name="一.txt", to="二.txt", by="clerk", at=AT)
    with pytest.raises(BadInput, match="刷新"):
        actions.rename_file(disclosure=draft, name="三.txt", to="四.txt", by="clerk", at=AT)


def test_files_are_put_in_order_and_a_review_ends_with_any_of_it(draft: Disclosure) -> None:
    make.people()
    for name in ("一.txt", "二.txt", "三.txt"):
        actions.attach_upload(disclosure=draft, name=name, file=Handed(name.encode()), by="clerk", at=AT)
    review = make.submitted(draft, at=AT, by="clerk")
    actions.order_files(disclosure=draft, names=["一.txt", "二.txt"], by="clerk", at=AT)
    review.refresh_from_db()
    assert review.ending == ""
    actions.order_files(disclosure=draft, names=["三.txt", "一.txt"], by="clerk", at=AT)
    review.refresh_from_db()
    assert review.ending == "void" and [one.name for one in draft.attachments.all()] == ["三.txt", "一.txt", "二.txt"]
    assert draft.revisions.filter(by="clerk").exists()


def test_a_notice_window_is_taken_off_a_draft_only_before_it_is_public(draft: Disclosure) -> None:
    window = {"starts_on": dt.date(2026, 11, 11), "ends_on": dt.date(2026, 11, 18), "required_days": 5, "unit": "working_day"}
    actions.open_notice(disclosure=draft, by="clerk", at=AT, **window)
    actions.drop_notice(disclosure=draft, by="clerk", at=AT)
    draft = Disclosure.objects.get(pk=draft.pk)
    assert getattr(draft, "notice_window", None) is None
    actions.open_notice(disclosure=draft, by="clerk", at=AT, **window)
    make.release(draft, at=AT, by="clerk")
    draft.refresh_from_db()
    with pytest.raises(BadInput, match="已经公开"):
        actions.drop_notice(disclosure=draft, by="clerk", at=AT)
