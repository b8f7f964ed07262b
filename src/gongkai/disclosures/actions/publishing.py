"""Letting out: publishing what was reviewed, correcting, withdrawing. Each is atomic, audited and idempotent.

The public files follow after commit, from the outbox entry that each act writes in its own transaction. What goes out is
compared with what was reviewed here, byte for byte, and by the database once more.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.audit.actions import record
from gongkai.catalogue.models import ItemVersion
from gongkai.disclosures import content, expiry, likeness, penalties, telling, telling_afterwards
from gongkai.disclosures.actions.drafting import NotPublished, locked, row_in_force
from gongkai.disclosures.models import Disclosure, Publication, PublicPlace, Review
from gongkai.disclosures.requirements import check
from gongkai.disclosures.serials import next_index_number, next_number
from gongkai.disclosures.statuses import Act, Ending, Status, Validity
from gongkai.duties.actions import close_as_published, refuse_personal_data
from gongkai.publisher.actions import enqueue
from gongkai.rules.findings import Finding
from gongkai.sources.errors import BadInput


class NotReady(BadInput):
    """A draft cannot be published yet; ``findings`` say what stands against it."""

    def __init__(self, findings: list[Finding]) -> None:
        """Keep the findings and name the grave ones."""
        super().__init__("；".join(f.message for f in findings if f.severity == "error"))
        self.findings = findings


class NotReviewed(BadInput):
    """Nothing goes out that was not approved at every stage exactly as it is now."""


@transaction.atomic
def publish(*, disclosure: Disclosure, by: str, at: dt.datetime) -> Publication:
    """Let out what its running review approved, as a first publication or as a correction; again returns the latest.

    Raises NotReviewed, NotReady with its findings, NotInForce, or duties.actions.AlreadyClosed.
    """
    disclosure = locked(disclosure)
    review = Review.objects.select_for_update(of=("self",)).filter(disclosure=disclosure, ending="").first()
    if review is None:
        if disclosure.status == Status.PUBLISHED and disclosure.latest:
            return disclosure.latest
        raise NotReviewed(f"“{disclosure}”还没有送审，或审查已经作废：请送审，逐级同意后才能公开。")
    if review.stage:
        raise NotReviewed(f"“{disclosure}”还在等待{review.get_stage_display()}：逐级同意后才能公开。")
    on = timezone.localdate(at)
    row = row_in_force(disclosure.item, on=on)
    require(check(disclosure, row, on=on))
    if review.act == Act.PUBLISH:
        _require_document(disclosure)
        _number(disclosure, at=at)
        if disclosure.duty:
            close_as_published(duty=disclosure.duty, on=on, by=by, at=at)
    publication = _release(disclosure, row, review, by=by, at=at)
    review.ending, review.ended_at, review.ended_by = Ending.RELEASED, at, by
    review.save(update_fields=["ending", "ended_at", "ended_by"])
    telling.released(review, publication, at=at)
    if review.later_due_on:
        telling.later_review_owed(review, at=at)
    if disclosure.supersedes_id and review.act == Act.PUBLISH:
        _mark_superseded(disclosure, by=by, at=at)
    return publication


@transaction.atomic
def withdraw(
    *, disclosure: Disclosure, reason: str, by: str, at: dt.datetime, planned_at: dt.datetime | None = None
) -> Publication:
    """Take a publication back, leaving a tombstone with the reason; withdrawing again returns the first withdrawal.

    It needs no review, for what should not be public must come down at once; a correction under review ends with it.
    """
    disclosure = locked(disclosure)
    withdrawn = disclosure.publications.filter(act=Act.WITHDRAW).first()
    if withdrawn:
        return withdrawn
    if not reason.strip():
        raise BadInput("撤回必须写明原因，原因会在原地址向公众显示。")
    refuse_personal_data(reason, "撤回原因")
    latest = latest_public(disclosure)
    running = Review.objects.running().filter(disclosure=disclosure)
    running.update(ending=Ending.VOID, ended_at=at, ended_by=by, ending_note="信息已撤回", stage="")
    disclosure.status = Status.WITHDRAWN
    if disclosure.public_interprets_id:
        enqueue(kind="disclosure", key=str(disclosure.public_interprets_id), at=at)
    return add_publication(disclosure, latest.content, act=Act.WITHDRAW, note=reason, by=by, at=at, planned_at=planned_at)


def latest_public(disclosure: Disclosure) -> Publication:
    """Return what the public has now; raises NotPublished when it has nothing."""
    if disclosure.status != Status.PUBLISHED or disclosure.latest is None:
        raise NotPublished(f"“{disclosure}”目前是{disclosure.get_status_display()}，不能更正或撤回：只有已公开的信息可以。")
    return disclosure.latest


def require(findings: list[Finding]) -> None:
    """Raise NotReady when something stands against publishing."""
    if any(finding.severity == "error" for finding in findings):
        raise NotReady(findings)


def _require_document(disclosure: Disclosure) -> None:
    """Raise NotReviewed where an interpretation would be public without what it interprets."""
    document = disclosure.interprets
    if document and document.status != Status.PUBLISHED:
        hint = "撤回之后不再公开它的解读" if document.status == Status.WITHDRAWN else "请先公开文件，或者与文件合并公开"
        raise NotReviewed(f"“{disclosure}”解读的文件“{document}”{document.get_status_display()}：{hint}。")


def _number(disclosure: Disclosure, *, at: dt.datetime) -> None:
    """Give the numbers of a first publication: index number, places under its items and in the agency."""
    agency = disclosure.item.agency
    disclosure.index_number = next_index_number(agency, timezone.localdate(at).year)
    disclosure.item_serial = next_number(f"item:{disclosure.item_id}")
    disclosure.agency_serial = next_number(f"agency:{agency.pk}")
    disclosure.first_published_at = at


def _place(disclosure: Disclosure) -> None:
    """Bring the public places up to what the draft says; a new one gets a number, one given up leaves a gap."""
    wanted = set(disclosure.placements.values_list("item_id", flat=True))
    for place in PublicPlace.objects.filter(disclosure=disclosure):
        if place.is_shown != (place.item_id in wanted):
            place.is_shown = not place.is_shown
            place.save(update_fields=["is_shown"])
        wanted.discard(place.item_id)
    PublicPlace.objects.bulk_create(
        PublicPlace(disclosure=disclosure, item_id=item, serial=next_number(f"item:{item}")) for item in sorted(wanted)
    )


def _release(disclosure: Disclosure, row: ItemVersion, review: Review, *, by: str, at: dt.datetime) -> Publication:
    """Add a publication of exactly what was reviewed, under the rule of its duty or of its first publication."""
    before = disclosure.latest
    if before:
        rule = before.content["rule"]
    else:
        duty = disclosure.duty
        rule = content.rule_of(duty, on_time=timezone.localdate(at) <= duty.due_on) if duty else None
    # Lists are frozen as on the day of submission: what reviewers saw, though a row's display may have ended since.
    snapshot = content.snapshot(disclosure, row, rule=rule, on=timezone.localdate(review.submitted_at))
    if content.sha256_of(content.reviewed(snapshot)) != review.sha256:
        raise NotReviewed(f"“{disclosure}”与审查时不一致（目录、名单或附件有变动）：请重新送审。")
    if before and "superseded_by" in before.content:
        snapshot["superseded_by"] = before.content["superseded_by"]
    _show(disclosure, frozen_on=timezone.localdate(review.submitted_at), at=at)
    note = review.change_note
    return add_publication(
        disclosure, snapshot, act=Act(review.act), note=note, by=by, at=at, planned_at=review.planned_at, review=review
    )


def _show(disclosure: Disclosure, *, frozen_on: dt.date, at: dt.datetime) -> None:
    """Let lists show what the draft says now: title, summary, office, places, and which lists it holds."""
    disclosure.status = Status.PUBLISHED
    disclosure.public_title, disclosure.public_summary = disclosure.title, disclosure.summary
    if disclosure.public_office_id not in (None, disclosure.office_id):
        enqueue(kind="office", key=str(disclosure.public_office_id), at=at)  # the office it leaves
    disclosure.public_office = disclosure.office
    for document in {disclosure.public_interprets_id, disclosure.interprets_id} - {None}:
        enqueue(kind="disclosure", key=str(document), at=at)  # its page links to what interprets it
    disclosure.public_interprets = disclosure.interprets
    disclosure.public_lists.set(disclosure.record_lists.all())
    disclosure.next_expiry_on = expiry.first_expiry(disclosure, on=frozen_on)
    _place(disclosure)


def _mark_superseded(new: Disclosure, *, by: str, at: dt.datetime) -> None:
    """Mark what a disclosure supersedes as repealed, with the address of what took its place; nothing else of it changes."""
    old = locked(new.supersedes) if new.supersedes else None
    if old is None or old.status != Status.PUBLISHED or old.latest is None:
        return
    old.validity = Validity.REPEALED
    snapshot = old.latest.content | {
        "validity": Validity.REPEALED.value,
        "superseded_by": {"index_number": new.index_number, "title": new.title},
    }
    add_publication(old, snapshot, act=Act.SUPERSEDE, note=f"由“{new.title}”（索引号{new.index_number}）取代", by=by, at=at)


def add_publication(
    disclosure: Disclosure,
    snapshot: dict[str, Any],
    *,
    act: Act,
    note: str,
    by: str,
    at: dt.datetime,
    planned_at: dt.datetime | None = None,
    review: Review | None = None,
    closes_earlier: bool = False,
) -> Publication:
    """Add what the public gets now to its history, with its audit row and outbox entry; the disclosure is held already."""
    rule = snapshot["rule"] or {}
    owed = penalties.owed_by(disclosure, act)
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
        review=review,
        reviewed_sha256=review.sha256 if review else "",
        planned_at=planned_at,
        closes_earlier=closes_earlier or bool(owed),
    )
    disclosure.latest = publication
    disclosure.last_changed_at = at
    if act in (Act.PUBLISH, Act.CORRECT, Act.WITHDRAW):
        disclosure.released_at = at
    _keep_days(disclosure, snapshot, at=at)
    disclosure.save()
    if review is not None:
        likeness.mark(disclosure, snapshot)
    penalties.settle(owed, publication, by=by, at=at)
    after = {"number": publication.number, "sha256": publication.content_sha256}
    record(by=by, act=act.label, subject=disclosure, at=at, after=after, note=note)
    enqueue(kind="disclosure", key=str(disclosure.pk), at=at)
    return publication


def _keep_days(disclosure: Disclosure, snapshot: dict[str, Any], *, at: dt.datetime) -> None:
    """Keep the days of what the public gets, by which lists and the clock find it; what came down has none.

    Where the day moves on which it lapses, what was confirmed or is still being told about the one before is over.
    """
    is_public = disclosure.status == Status.PUBLISHED
    disclosure.public_notice_starts_on = content.notice_starts_on(snapshot) if is_public else None
    disclosure.public_notice_ends_on = content.notice_ends_on(snapshot) if is_public else None
    disclosure.next_expiry_on = disclosure.next_expiry_on if is_public else None
    before, disclosure.public_expires_on = disclosure.public_expires_on, content.lapses_on(snapshot) if is_public else None
    if before and before != disclosure.public_expires_on:
        disclosure.expiry_confirmed_at, disclosure.expiry_confirmed_by = None, ""
        telling_afterwards.expiry_settled(disclosure, at=at)


def _date(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None
