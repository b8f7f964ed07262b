"""What happens at its hour: planned releases and the end of display. Each fires once, and after an outage catches up.

The clock calls these; planned and actual time are both kept with the publication.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.audit.actions import record
from gongkai.disclosures import telling
from gongkai.disclosures.actions.drafting import end_review, locked
from gongkai.disclosures.actions.publishing import publish, withdraw
from gongkai.disclosures.models import Disclosure, Publication, Review
from gongkai.disclosures.statuses import Ending
from gongkai.sources.errors import BadInput

CLOCK = "时钟"
AT_ONCE = 200  # how many are let out in one round, so that other work is not kept waiting


@dataclass(frozen=True, slots=True)
class Fired:
    """What one round did: what went out or came down, and what could not, with the reason."""

    done: tuple[Publication, ...]
    failed: tuple[tuple[Review, str], ...]


def release_due(*, at: dt.datetime) -> Fired:
    """Let out every approved review whose hour has come; one that cannot go out any more is returned to its author."""
    done: list[Publication] = []
    failed: list[tuple[Review, str]] = []
    due = Review.objects.scheduled().filter(planned_at__lte=at).select_related("disclosure").order_by("planned_at", "id")
    together: dict[object, list[Review]] = {}
    for review in due[:AT_ONCE]:
        together.setdefault(review.disclosure.bundle_id or f"alone {review.pk}", []).append(review)
    for reviews in together.values():
        try:
            done += _publish_together(reviews, at=at)
        except BadInput as error:
            for review in reviews:
                _return(review, str(error), at=at)
                failed.append((review, str(error)))
    return Fired(tuple(done), tuple(failed))


def end_displays(*, at: dt.datetime) -> Fired:
    """Take down what was to be shown until a day that is past (公示截止); the tombstone says so."""
    today = timezone.localdate(at)
    over = Disclosure.objects.filter(next_expiry_on__lt=today).select_related("latest").order_by("next_expiry_on", "pk")
    done = []
    for disclosure in over[:AT_ONCE]:
        # The limit that the public was told counts, not one that is only drafted in a correction.
        shown_until = disclosure.latest.content.get("display_until") if disclosure.latest else None
        if not shown_until or dt.date.fromisoformat(shown_until) >= today:
            continue
        until = dt.date.fromisoformat(shown_until)
        planned_at = timezone.make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))
        reason = f"公示期限至{until:%Y年%m月%d日}，期满自动撤下。"
        done.append(withdraw(disclosure=disclosure, reason=reason, by=CLOCK, at=at, planned_at=planned_at))
    return Fired(tuple(done), ())


@transaction.atomic
def reschedule(*, review: Review, planned_at: dt.datetime | None, by: str, at: dt.datetime) -> list[Publication]:
    """Set another hour for what is not out yet; None lets it out once its release is approved, at once when it is already.

    What is bound together moves together. Returns what went out. Raises BadInput for what has ended or an hour that is past.
    """
    disclosure = locked(review.disclosure)
    if planned_at and planned_at <= at:
        raise BadInput("计划公开时间已经过去：请改为以后的时间，或者选择立即公开。")
    running = Review.objects.running().select_related("disclosure").order_by("pk")
    together = Q(disclosure__bundle=disclosure.bundle_id) if disclosure.bundle_id else Q(pk=review.pk)
    moved = list(running.select_for_update(of=("self",)).filter(together))
    if review.pk not in {one.pk for one in moved}:
        raise BadInput("这次审查已经结束，不能再改公开时间：请刷新后查看。")
    for one in moved:
        if one.planned_at == planned_at:
            continue
        said = {"planned_at": _iso(one.planned_at)}, {"planned_at": _iso(planned_at)}
        one.planned_at = planned_at
        one.save(update_fields=["planned_at"])
        record(by=by, act="调整计划公开时间", subject=one.disclosure, at=at, before=said[0], after=said[1])
    if planned_at is None and all(one.stage == "" for one in moved):
        return [publish(disclosure=one.disclosure, by=by, at=at) for one in moved]
    return []


def _iso(moment: dt.datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="minutes") if moment else None


@transaction.atomic
def _publish_together(reviews: list[Review], *, at: dt.datetime) -> list[Publication]:
    """Publish what belongs together, all or none, in the name of whoever approved its release."""
    made = []
    for review in reviews:
        locked(review.disclosure)
        if Review.objects.filter(pk=review.pk, planned_at__gt=at).exists():
            continue  # it was given a later hour since the round began
        last = review.opinions.order_by("-id").first()
        made.append(publish(disclosure=review.disclosure, by=last.by if last else CLOCK, at=at))
    return made


@transaction.atomic
def _return(review: Review, why: str, *, at: dt.datetime) -> None:
    disclosure = locked(review.disclosure)
    if ended := end_review(disclosure, Ending.RETURNED, by=CLOCK, at=at, note=f"到了计划公开时间但不能公开：{why}"):
        telling.returned(ended, at=at)
