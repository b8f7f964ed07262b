"""What happens at its hour: planned releases and the end of display. Each fires once, and after an outage catches up.

The clock calls these; planned and actual time are both kept with the publication.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

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
    over = Disclosure.objects.published().filter(display_until__lt=today).select_related("latest")[:AT_ONCE]
    done = []
    for disclosure in over:
        # A limit that is only drafted in a correction does not count yet: the public was told the one in the publication.
        shown_until = disclosure.latest.content.get("display_until") if disclosure.latest else None
        if not shown_until or dt.date.fromisoformat(shown_until) >= today:
            continue
        until = dt.date.fromisoformat(shown_until)
        planned_at = timezone.make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))
        reason = f"公示期限至{until:%Y年%m月%d日}，期满自动撤下。"
        done.append(withdraw(disclosure=disclosure, reason=reason, by=CLOCK, at=at, planned_at=planned_at))
    return Fired(tuple(done), ())


@transaction.atomic
def _publish_together(reviews: list[Review], *, at: dt.datetime) -> list[Publication]:
    """Publish what belongs together, all or none, in the name of whoever approved its release."""
    made = []
    for review in reviews:
        last = review.opinions.order_by("-id").first()
        made.append(publish(disclosure=review.disclosure, by=last.by if last else CLOCK, at=at))
    return made


@transaction.atomic
def _return(review: Review, why: str, *, at: dt.datetime) -> None:
    disclosure = locked(review.disclosure)
    end_review(disclosure, Ending.RETURNED, by=CLOCK, at=at, note=f"到了计划公开时间但不能公开：{why}")
