"""The acts on disclosures: draft, attach, publish, correct, withdraw. Each is atomic, audited and idempotent.

The public files follow after commit, from the outbox entry that each act writes in its own transaction.
"""

import datetime as dt
import mimetypes
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.audit.actions import record
from gongkai.catalogue.models import Item, ItemVersion
from gongkai.disclosures import blobs, content
from gongkai.disclosures.models import Attachment, Disclosure, NoticeWindow, Publication
from gongkai.disclosures.requirements import check
from gongkai.disclosures.serials import next_index_number, next_number
from gongkai.disclosures.statuses import Act, Status
from gongkai.duties.actions import close_as_published, refuse_personal_data
from gongkai.duties.models import Duty
from gongkai.publisher.actions import enqueue
from gongkai.records.models import RecordList
from gongkai.rules.findings import Finding
from gongkai.sources.errors import BadInput

LARGEST_FILE = 200 * 1024 * 1024


class NotReady(BadInput):
    """A draft cannot be published yet; ``findings`` say what stands against it."""

    def __init__(self, findings: list[Finding]) -> None:
        """Keep the findings and name the grave ones."""
        super().__init__("；".join(f.message for f in findings if f.severity == "error"))
        self.findings = findings


class NotPublished(BadInput):
    """Only what the public can read now can be corrected or withdrawn."""


class NotInForce(BadInput):
    """The item has no row in a catalogue in force, so nothing says what must be published under it."""


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
        agency=item.agency, item=item, duty=duty, title=title, office=office, created_at=at, created_by=by, is_sample=is_sample, **fields
    )
    disclosure.full_clean(exclude=["latest", "values"])
    disclosure.save()
    disclosure.record_lists.set(record_lists)
    record(by=by, act="拟稿", subject=disclosure, at=at, after={"title": title, "item": item.number})
    return disclosure


@transaction.atomic
def edit(
    *, disclosure: Disclosure, by: str, at: dt.datetime, record_lists: Sequence[RecordList] | None = None, **fields: Any
) -> Disclosure:
    """Change fields of a draft, or of a published disclosure that is about to be corrected; the public sees nothing yet.

    ``record_lists``, when given, replace the lists there were.
    """
    disclosure = _locked(disclosure)
    if disclosure.status == Status.WITHDRAWN:
        raise NotPublished(f"“{disclosure}”已撤回，不能再修改：请另拟一条。")
    before = {name: str(getattr(disclosure, name)) for name in fields}
    for name, value in fields.items():
        setattr(disclosure, name, value)
    disclosure.full_clean(exclude=["latest", "values"])
    disclosure.save()
    after = {name: str(value) for name, value in fields.items()}
    if record_lists is not None:
        before["lists"] = "、".join(map(str, disclosure.record_lists.order_by("id")))
        disclosure.record_lists.set(record_lists)
        after["lists"] = "、".join(map(str, record_lists))
    record(by=by, act="修改", subject=disclosure, at=at, before=before, after=after)
    return disclosure


@transaction.atomic
def attach(*, disclosure: Disclosure, name: str, data: bytes, by: str, at: dt.datetime) -> Attachment:
    """Add a file to a disclosure; the same name with the same bytes changes nothing, other bytes replace it."""
    name = safe_name(name)
    if len(data) > LARGEST_FILE:
        raise BadInput(f"附件“{name}”超过{LARGEST_FILE // 1024 // 1024}MB：请压缩或拆分后再上传。")
    sha256 = blobs.keep(data)
    old = disclosure.attachments.filter(name=name).first()
    if old and old.sha256 == sha256:
        return old
    values = {"sha256": sha256, "size": len(data), "media_type": media_type_of(name)}
    attachment, _ = Attachment.objects.update_or_create(
        disclosure=disclosure,
        name=name,
        defaults=values,
        create_defaults=values | {"position": disclosure.attachments.count()},
    )
    before = {"sha256": old.sha256} if old else None
    record(by=by, act="上传附件", subject=attachment, at=at, before=before, after={"sha256": sha256, "size": len(data)})
    return attachment


@transaction.atomic
def detach(*, disclosure: Disclosure, name: str, by: str, at: dt.datetime) -> None:
    """Take a file out of a disclosure; the publications that had it keep it. Raises BadInput when there is none."""
    attachment = disclosure.attachments.filter(name=name).first()
    if attachment is None:
        names = "、".join(disclosure.attachments.values_list("name", flat=True))
        raise BadInput(f"没有叫“{name}”的附件，现有的是：{names or '（无）'}。")
    record(by=by, act="移除附件", subject=attachment, at=at, before={"sha256": attachment.sha256, "size": attachment.size})
    attachment.delete()


@transaction.atomic
def open_notice(*, disclosure: Disclosure, by: str, at: dt.datetime, **window: Any) -> NoticeWindow:
    """Give a draft its 公示期: starts_on, ends_on, required_days, unit, count_first_day, contact."""
    notice = NoticeWindow(disclosure=disclosure, **window)
    notice.full_clean()
    notice.save()
    record(by=by, act="设定公示期", subject=disclosure, at=at, after={"window": str(notice)})
    return notice


@transaction.atomic
def publish(*, disclosure: Disclosure, by: str, at: dt.datetime) -> Publication:
    """Publish a draft and close its duty; publishing again returns the first publication.

    Raises NotReady with its findings, NotInForce, or duties.actions.AlreadyClosed.
    """
    disclosure = _locked(disclosure)
    first = disclosure.publications.order_by("number").first()
    if first:
        return first
    on = timezone.localdate(at)
    row = row_in_force(disclosure.item, on=on)
    _require(check(disclosure, row, on=on))
    agency = disclosure.item.agency
    disclosure.index_number = next_index_number(agency, on.year)
    disclosure.item_serial = next_number(f"item:{disclosure.item_id}")
    disclosure.agency_serial = next_number(f"agency:{agency.pk}")
    disclosure.first_published_at = at
    if disclosure.duty:
        close_as_published(duty=disclosure.duty, on=on, by=by, at=at)
    return _release(disclosure, row, act=Act.PUBLISH, note="", by=by, at=at)


@transaction.atomic
def correct(*, disclosure: Disclosure, note: str, by: str, at: dt.datetime) -> Publication:
    """Publish the disclosure as it stands now as a correction; when nothing changed, return the latest publication."""
    disclosure = _locked(disclosure)
    latest = _latest_public(disclosure)
    if not note.strip():
        raise BadInput("更正必须写明更正说明：改了什么、为什么。")
    refuse_personal_data(note, "更正说明")
    row = row_in_force(disclosure.item, on=timezone.localdate(at))
    _require(check(disclosure, row, on=timezone.localdate(at)))
    if content.sha256_of(content.snapshot(disclosure, row, rule=latest.content["rule"])) == latest.content_sha256:
        return latest
    return _release(disclosure, row, act=Act.CORRECT, note=note, by=by, at=at)


@transaction.atomic
def withdraw(*, disclosure: Disclosure, reason: str, by: str, at: dt.datetime) -> Publication:
    """Take a publication back, leaving a tombstone with the reason; withdrawing again returns the first withdrawal."""
    disclosure = _locked(disclosure)
    withdrawn = disclosure.publications.filter(act=Act.WITHDRAW).first()
    if withdrawn:
        return withdrawn
    if not reason.strip():
        raise BadInput("撤回必须写明原因，原因会在原地址向公众显示。")
    refuse_personal_data(reason, "撤回原因")
    latest = _latest_public(disclosure)
    disclosure.status = Status.WITHDRAWN
    return _add(disclosure, latest.content, act=Act.WITHDRAW, note=reason, by=by, at=at)


def row_in_force(item: Item, *, on: dt.date) -> ItemVersion:
    """Return the item's row in the catalogue in force on the day ``on``; raise NotInForce when there is none."""
    row = ItemVersion.objects.filter(item=item).in_force(on).select_related("office").first()
    if row is None:
        raise NotInForce(f"{item}在{on}没有生效的目录行：请先让目录生效，或检查该事项是否已移出目录。")
    return row


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


def _locked(disclosure: Disclosure) -> Disclosure:
    """Read the disclosure again and hold it until commit, so that two people acting at once act one after the other."""
    rows = Disclosure.objects.select_for_update(of=("self",)).select_related("item__agency", "office", "duty", "latest")
    return rows.get(pk=disclosure.pk)


def _latest_public(disclosure: Disclosure) -> Publication:
    if disclosure.status != Status.PUBLISHED or disclosure.latest is None:
        raise NotPublished(f"“{disclosure}”目前是{disclosure.get_status_display()}，不能更正或撤回：只有已公开的信息可以。")
    return disclosure.latest


def _require(findings: list[Finding]) -> None:
    if any(finding.severity == "error" for finding in findings):
        raise NotReady(findings)


def _release(
    disclosure: Disclosure, row: ItemVersion, *, act: Act, note: str, by: str, at: dt.datetime
) -> Publication:
    """Add a publication of the disclosure as it stands, under the rule of its duty or of its first publication."""
    disclosure.status = Status.PUBLISHED
    disclosure.public_title = disclosure.title
    if disclosure.latest:
        rule = disclosure.latest.content["rule"]
    else:
        duty = disclosure.duty
        rule = content.rule_of(duty, on_time=timezone.localdate(at) <= duty.due_on) if duty else None
    snapshot = content.snapshot(disclosure, row, rule=rule)
    return _add(disclosure, snapshot, act=act, note=note, by=by, at=at)


def _add(
    disclosure: Disclosure, snapshot: dict[str, Any], *, act: Act, note: str, by: str, at: dt.datetime
) -> Publication:
    rule = snapshot["rule"] or {}
    publication = Publication.objects.create(
        disclosure=disclosure,
        number=disclosure.latest.number + 1 if disclosure.latest else 1,
        act=act,
        content=snapshot,
        content_sha256=content.sha256_of(snapshot),
        note=note,
        published_at=at,
        published_by=by,
        trigger_on=_date(rule.get("trigger_on")),
        due_on=_date(rule.get("due_on")),
        limit_text=rule.get("limit_text", ""),
        working=rule.get("working"),
        on_time=rule.get("on_time"),
    )
    disclosure.latest = publication
    disclosure.last_changed_at = at
    disclosure.save()
    after = {"number": publication.number, "sha256": publication.content_sha256}
    record(by=by, act=act.label, subject=disclosure, at=at, after=after, note=note)
    enqueue(kind="disclosure", key=str(disclosure.pk), at=at)
    return publication


def _date(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None
