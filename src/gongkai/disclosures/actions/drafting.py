"""Writing: drafts and corrections, their files, notice windows and places. Every change ends a review that is running.

Whoever changes content becomes one of its authors and can never review it.
"""

import datetime as dt
import hashlib
import mimetypes
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.accounts.models import User
from gongkai.audit.actions import record
from gongkai.catalogue.models import Item, ItemVersion
from gongkai.disclosures import blobs
from gongkai.disclosures.content import state_of
from gongkai.disclosures.models import Attachment, Disclosure, NoticeWindow, Placement, Review, Revision
from gongkai.disclosures.statuses import Ending, Status
from gongkai.duties.models import Duty
from gongkai.records.models import RecordList
from gongkai.records.queries import writers_of
from gongkai.sources.errors import BadInput

LARGEST_FILE = 200 * 1024 * 1024
LONGEST_SAID = 2_000  # characters of a value in the record of an act; drafts are saved every few seconds
ONE_SITTING = dt.timedelta(minutes=10)  # saves of one person within this time are one revision


class NotPublished(BadInput):
    """Only what the public can read now can be corrected or withdrawn."""


class NotInForce(BadInput):
    """The item has no row in a catalogue in force, so nothing says what must be published under it."""


class EditedMeanwhile(BadInput):
    """Somebody else saved in the meantime; nothing of either is lost, but they must be brought together."""

    def __init__(self, disclosure: Disclosure) -> None:
        """Say who saved and when."""
        at = timezone.localtime(disclosure.edited_at).strftime("%H:%M") if disclosure.edited_at else ""
        super().__init__(f"{disclosure.edited_by}在{at}保存过这一稿，你的修改没有覆盖它：请对照后再保存。")
        self.disclosure = disclosure


@transaction.atomic
def draft(
    *,
    item: Item,
    title: str,
    by: str,
    at: dt.datetime,
    duty: Duty | None = None,
    record_lists: tuple[RecordList, ...] = (),
    is_sample: bool = False,
    **fields: Any,
) -> Disclosure:
    """Begin a disclosure; ``fields`` are its values, body, dates, document number and the like."""
    row = row_in_force(item, on=timezone.localdate(at))
    office = duty.office if duty else row.office
    disclosure = Disclosure(
        agency=item.agency, item=item, duty=duty, title=title, office=office, created_at=at, created_by=by, is_sample=is_sample,
        **fields,
    )  # fmt: skip
    disclosure.full_clean(exclude=["latest", "values"])
    disclosure.save()
    hold_lists(disclosure, record_lists, by=by, at=at)
    touch(disclosure, by=by, at=at)
    record(by=by, act="拟稿", subject=disclosure, at=at, after={"title": title, "item": item.number})
    return disclosure


@transaction.atomic
def edit(
    *,
    disclosure: Disclosure,
    by: str,
    at: dt.datetime,
    record_lists: Sequence[RecordList] | None = None,
    version: int | None = None,
    **fields: Any,
) -> Disclosure:
    """Change fields of a draft, or of a published disclosure that is about to be corrected; the public sees nothing yet.

    ``record_lists``, when given, replace the lists there were. With ``version``, raises EditedMeanwhile when somebody else
    saved since. Saving what is there already changes nothing and ends no review.
    """
    disclosure = locked(disclosure)
    if version is not None and version != disclosure.version:
        raise EditedMeanwhile(disclosure)
    before = {name: getattr(disclosure, name) for name in fields}
    lists = list(disclosure.record_lists.order_by("id")) if record_lists is not None else []
    changed = {name: value for name, value in fields.items() if before[name] != value}
    lists_changed = record_lists is not None and {one.pk for one in lists} != {one.pk for one in record_lists}
    if not changed and not lists_changed:
        return disclosure
    before_change(disclosure, by=by, at=at)
    for name, value in changed.items():
        setattr(disclosure, name, value)
    disclosure.full_clean(exclude=["latest", "values"])
    disclosure.save()
    said = {name: _said(before[name]) for name in changed}, {name: _said(value) for name, value in changed.items()}
    if record_lists is not None and lists_changed:
        said[0]["lists"], said[1]["lists"] = "、".join(map(str, lists)), "、".join(map(str, record_lists))
        hold_lists(disclosure, record_lists, by=by, at=at)
    touch(disclosure, by=by, at=at)
    record(by=by, act="修改", subject=disclosure, at=at, before=said[0], after=said[1])
    return disclosure


@transaction.atomic
def attach(*, disclosure: Disclosure, name: str, data: bytes, by: str, at: dt.datetime) -> Attachment:
    """Add a file to a disclosure; the same name with the same bytes changes nothing, other bytes replace it."""
    refuse_size(len(data), name)
    return put_file(disclosure, name, blobs.keep(data), len(data), by=by, at=at)


def refuse_size(size: int, name: str) -> None:
    """Raise BadInput for a file that is larger than any that is published here."""
    if size > LARGEST_FILE:
        raise BadInput(f"附件“{name}”超过{LARGEST_FILE // 1024 // 1024}MB：请压缩或拆分后再上传。")


def put_file(
    disclosure: Disclosure, name: str, sha256: str, size: int, *, by: str, at: dt.datetime, also: dict[str, Any] | None = None
) -> Attachment:
    """Add a file whose bytes are kept already, inside the act that kept them; ``also`` is said in the record besides."""
    name = safe_name(name)
    old = disclosure.attachments.filter(name=name).first()
    if old and old.sha256 == sha256:
        return old
    before_change(disclosure, by=by, at=at)
    values = {"sha256": sha256, "size": size, "media_type": media_type_of(name)}
    attachment, _ = Attachment.objects.update_or_create(
        disclosure=disclosure,
        name=name,
        defaults=values,
        create_defaults=values | {"position": disclosure.attachments.count()},
    )
    before = {"sha256": old.sha256} if old else None
    touch(disclosure, by=by, at=at)
    after = {"file": name, "sha256": sha256, "size": size} | (also or {})
    record(by=by, act="上传附件", subject=disclosure, at=at, before=before, after=after)
    return attachment


@transaction.atomic
def detach(*, disclosure: Disclosure, name: str, by: str, at: dt.datetime) -> None:
    """Take a file out of a disclosure; the publications that had it keep it. Raises BadInput when there is none."""
    attachment = disclosure.attachments.filter(name=name).first()
    if attachment is None:
        names = "、".join(disclosure.attachments.values_list("name", flat=True))
        raise BadInput(f"没有叫“{name}”的附件，现有的是：{names or '（无）'}。")
    before_change(disclosure, by=by, at=at)
    was = {"file": name, "sha256": attachment.sha256, "size": attachment.size}
    record(by=by, act="移除附件", subject=disclosure, at=at, before=was)
    attachment.delete()
    touch(disclosure, by=by, at=at)


@transaction.atomic
def open_notice(*, disclosure: Disclosure, by: str, at: dt.datetime, **window: Any) -> NoticeWindow:
    """Give a draft its 公示期, or another one: starts_on, ends_on, required_days, unit, count_first_day, contact."""
    before_change(disclosure, by=by, at=at)
    notice = NoticeWindow.objects.filter(disclosure=disclosure).first() or NoticeWindow(disclosure=disclosure)
    before = {"window": str(notice)} if notice.pk else None
    for name, value in window.items():
        setattr(notice, name, value)
    notice.full_clean()
    notice.save()
    disclosure.notice_window = notice
    touch(disclosure, by=by, at=at)
    record(by=by, act="设定公示期", subject=disclosure, at=at, before=before, after={"window": str(notice)})
    return notice


@transaction.atomic
def drop_notice(*, disclosure: Disclosure, by: str, at: dt.datetime) -> None:
    """Take the 公示期 off a draft that was never public; what the public was told of stays."""
    notice = NoticeWindow.objects.filter(disclosure=disclosure).first()
    if notice is None:
        return
    if disclosure.status != Status.DRAFT:
        raise BadInput(f"“{disclosure}”已经公开，公示期不能取消：可以改动日期后送审更正。")
    before_change(disclosure, by=by, at=at)
    record(by=by, act="取消公示期", subject=disclosure, at=at, before={"window": str(notice)})
    notice.delete()
    disclosure = locked(disclosure)
    touch(disclosure, by=by, at=at)


@transaction.atomic
def place_under(*, disclosure: Disclosure, items: Sequence[Item], by: str, at: dt.datetime) -> None:
    """Let a disclosure stand under these other items too (and no longer under others), without copying it."""
    wanted = {item.pk: item for item in items if item.pk != disclosure.item_id}
    for item in wanted.values():
        if item.agency_id != disclosure.agency_id:
            raise BadInput(f"{item}属于另一个公开主体：只能归入本机关的事项。")
        row_in_force(item, on=timezone.localdate(at))
    there = {one.item_id: one for one in disclosure.placements.select_related("item")}
    if there.keys() == wanted.keys():
        return
    before_change(disclosure, by=by, at=at)
    Placement.objects.filter(disclosure=disclosure).exclude(item__in=wanted).delete()
    Placement.objects.bulk_create(Placement(disclosure=disclosure, item=item) for pk, item in wanted.items() if pk not in there)
    touch(disclosure, by=by, at=at)
    before, after = "、".join(str(one.item) for one in there.values()), "、".join(map(str, wanted.values()))
    record(by=by, act="归入事项", subject=disclosure, at=at, before={"items": before}, after={"items": after})


@transaction.atomic
def confine(*, disclosure: Disclosure, confinement: str, readers: Sequence[User], by: str, at: dt.datetime) -> None:
    """Say who may see a draft; the content, and so a running review, is not touched."""
    disclosure = locked(disclosure)
    before = {"confinement": disclosure.confinement, "readers": _usernames(disclosure)}
    disclosure.confinement = confinement
    disclosure.save(update_fields=["confinement"])
    disclosure.readers.set(readers)
    after = {"confinement": confinement, "readers": _usernames(disclosure)}
    if before != after:
        record(by=by, act="限定查看范围", subject=disclosure, at=at, before=before, after=after)


def touch(disclosure: Disclosure, *, by: str, at: dt.datetime) -> None:
    """Count a change of content, and keep it as a revision of its author."""
    disclosure.version += 1
    disclosure.edited_at, disclosure.edited_by = at, by
    disclosure.save(update_fields=["version", "edited_at", "edited_by"])
    disclosure._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    last = disclosure.revisions.order_by("-number").first()
    reviewed_since = last is not None and disclosure.reviews.filter(submitted_at__gte=last.at).exists()
    if last and last.by == by and at - last.at < ONE_SITTING and not reviewed_since:
        Revision.objects.filter(pk=last.pk).update(content=state_of(disclosure), at=at)
    else:
        number = last.number + 1 if last else 1
        Revision.objects.create(disclosure=disclosure, number=number, content=state_of(disclosure), at=at, by=by)


def hold_lists(disclosure: Disclosure, record_lists: Sequence[RecordList], *, by: str, at: dt.datetime) -> None:
    """Let a disclosure hold these lists; whoever wrote in them becomes an author of it, as the database sees to later on."""
    disclosure.record_lists.set(record_lists)
    known = set(disclosure.revisions.values_list("by", flat=True)) | {by}
    number = disclosure.revisions.count()
    for writer in sorted(writers_of(record_lists) - known):
        number += 1
        Revision.objects.create(disclosure=disclosure, number=number, content=state_of(disclosure), at=at, by=writer)


def before_change(disclosure: Disclosure, *, by: str, at: dt.datetime) -> None:
    """Make ready for a change of content: what was withdrawn stays, and a running review ends, its opinions with it."""
    if disclosure.status == Status.WITHDRAWN:
        raise NotPublished(f"“{disclosure}”已撤回，不能再修改：请另拟一条。")
    end_review(disclosure, Ending.VOID, by=by, at=at, note="送审后修改了内容，此前的意见作废")


def end_review(disclosure: Disclosure, ending: Ending, *, by: str, at: dt.datetime, note: str) -> Review | None:
    """End the review that is running, if one is. Before content is changed, or the database ends it in its own name."""
    review = Review.objects.running().filter(disclosure=disclosure).first()
    if review is None:
        return None
    review.ending, review.ended_at, review.ended_by, review.ending_note, review.stage = ending, at, by, note, ""
    review.save(update_fields=["ending", "ended_at", "ended_by", "ending_note", "stage"])
    record(by=by, act=f"审查结束：{ending.label}", subject=disclosure, at=at, after={"review": review.pk}, note=note)
    return review


def row_in_force(item: Item, *, on: dt.date) -> ItemVersion:
    """Return the item's row in the catalogue in force on the day ``on``; raise NotInForce when there is none."""
    row = ItemVersion.objects.filter(item=item).in_force(on).select_related("office").first()
    if row is None:
        raise NotInForce(f"{item}在{on}没有生效的目录行：请先让目录生效，或检查该事项是否已移出目录。")
    return row


def locked(disclosure: Disclosure) -> Disclosure:
    """Read the disclosure again and hold it until commit, so that two people acting at once act one after the other."""
    # What another act may just have written (the latest publication, the duty's ending) is not joined: PostgreSQL would
    # give those rows as they were before the wait for the lock.
    rows = Disclosure.objects.select_for_update(of=("self",)).select_related("item__agency", "office")
    return rows.get(pk=disclosure.pk)


def safe_name(name: str) -> str:
    """Return a file name that is one path component on every system, its words kept."""
    name = unicodedata.normalize("NFC", name).replace("/", "／").replace("\\", "＼")
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip().lstrip(".")
    if not name:
        raise BadInput("附件没有文件名：请给文件起一个名字再上传。")
    stem, dot, suffix = name.rpartition(".")
    return f"{stem[:60]}.{suffix[:10]}" if dot else name[:70]


def media_type_of(name: str) -> str:
    """Return the media type by the name's ending; unknown ones are plain bytes."""
    return mimetypes.guess_type(name, strict=False)[0] or "application/octet-stream"


def _said(value: object) -> str:
    """Return a value as the record says it: a long text by its beginning, length and hash, for its revision keeps it whole."""
    text = str(value)
    if len(text) <= LONGEST_SAID:
        return text
    return f"{text[:200]}…（共{len(text)}字，SHA-256 {hashlib.sha256(text.encode()).hexdigest()}）"


def _usernames(disclosure: Disclosure) -> list[str]:
    return sorted(disclosure.readers.values_list("username", flat=True))
