"""Giving up a correction: what the public has becomes the draft again.

Everything that can be read out of the publication itself is taken from there. The public notices nothing, and what was
written stays in the history of revisions.
"""

import datetime as dt
from typing import Any

from django.db import transaction

from gongkai.audit.actions import record
from gongkai.catalogue.models import Item
from gongkai.disclosures.actions.drafting import before_change, hold_lists, locked, touch
from gongkai.disclosures.actions.publishing import latest_public
from gongkai.disclosures.content import WRITTEN, WRITTEN_DATES
from gongkai.disclosures.models import Attachment, Disclosure, NoticeWindow, Placement
from gongkai.disclosures.statuses import Status

WINDOW = ("required_days", "unit", "count_first_day", "contact")


def is_being_corrected(disclosure: Disclosure) -> bool:
    """Tell whether a published disclosure was edited since the public got it."""
    edited, released = disclosure.edited_at, disclosure.released_at
    return disclosure.status == Status.PUBLISHED and edited is not None and released is not None and edited > released


@transaction.atomic
def discard_changes(*, disclosure: Disclosure, by: str, at: dt.datetime) -> Disclosure:
    """Restore the public version of a disclosure that is being corrected; a running review ends. Raises NotPublished.

    Afterwards it counts as not edited since its publication.
    """
    disclosure = locked(disclosure)
    content = latest_public(disclosure).content
    before_change(disclosure, by=by, at=at)
    for name in WRITTEN:
        setattr(disclosure, name, content.get(name) or "")
    for name in WRITTEN_DATES:
        setattr(disclosure, name, _date(content.get(name)))
    disclosure.values = {one["name"]: one["value"] for one in content["elements"]}
    disclosure.supersedes = _numbered(content.get("supersedes"))
    disclosure.interprets = _numbered((content.get("interprets") or {}).get("index_number"))
    disclosure.save()
    _restore_files(disclosure, content["files"])
    hold_lists(disclosure, list(disclosure.public_lists.all()), by=by, at=at)
    _restore_places(disclosure, content)
    _restore_notice(disclosure, content["notice"])
    touch(disclosure, by=by, at=at)
    disclosure.edited_at, disclosure.edited_by = None, ""
    disclosure.save(update_fields=["edited_at", "edited_by"])
    record(by=by, act="放弃修改", subject=disclosure, at=at, after={"restored": disclosure.latest_id})
    return disclosure


def _restore_files(disclosure: Disclosure, files: list[dict[str, Any]]) -> None:
    now = [(one.name, one.sha256) for one in disclosure.attachments.all()]
    if now == [(one["name"], one["sha256"]) for one in files]:
        return
    disclosure.attachments.all().delete()
    Attachment.objects.bulk_create(
        Attachment(disclosure=disclosure, position=number, **file) for number, file in enumerate(files)
    )


def _restore_places(disclosure: Disclosure, content: dict[str, Any]) -> None:
    numbers = [one["number"] for one in content.get("also_under", [])]
    Placement.objects.filter(disclosure=disclosure).exclude(item__number__in=numbers).delete()
    there = set(disclosure.placements.values_list("item__number", flat=True))
    items = Item.objects.filter(agency=disclosure.agency_id, number__in=set(numbers) - there)
    Placement.objects.bulk_create(Placement(disclosure=disclosure, item=item) for item in items)


def _restore_notice(disclosure: Disclosure, notice: dict[str, Any] | None) -> None:
    if notice is None:
        NoticeWindow.objects.filter(disclosure=disclosure).delete()
        return
    values = {name: notice[name] for name in WINDOW} | {name: _date(notice[name]) for name in ("starts_on", "ends_on")}
    values["outcome"] = notice.get("outcome")
    NoticeWindow.objects.update_or_create(disclosure=disclosure, defaults=values)


def _numbered(index_number: str | None) -> Disclosure | None:
    return Disclosure.objects.filter(index_number=index_number).first() if index_number else None


def _date(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None
