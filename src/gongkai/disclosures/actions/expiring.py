"""Ends the display of single rows of a published list when their limit (公示截止) has passed. The clock calls it.

It needs no review, like a withdrawal: rows only go. Earlier versions that still held them are no longer shown. When no row
is left, the disclosure itself comes down.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from gongkai.disclosures.actions.drafting import end_review, locked
from gongkai.disclosures.actions.publishing import add_publication, withdraw
from gongkai.disclosures.actions.schedule import AT_ONCE, CLOCK
from gongkai.disclosures.expiry import earliest, without_expired
from gongkai.disclosures.models import Disclosure, Publication
from gongkai.disclosures.statuses import Act, Ending, Status


def expire_rows(*, at: dt.datetime) -> list[Publication]:
    """Take every published row down whose last day of display is past; doing it again changes nothing."""
    over = Disclosure.objects.filter(next_expiry_on__lt=timezone.localdate(at)).order_by("next_expiry_on", "pk")
    return [made for disclosure in over[:AT_ONCE] if (made := _expire(disclosure, at=at))]


@transaction.atomic
def _expire(disclosure: Disclosure, *, at: dt.datetime) -> Publication | None:
    disclosure, today = locked(disclosure), timezone.localdate(at)
    if disclosure.status != Status.PUBLISHED or disclosure.latest is None or disclosure.next_expiry_on is None:
        return None
    content = disclosure.latest.content
    trimmed = without_expired(content, on=today)
    whole = dt.date.fromisoformat(content["display_until"]) if content.get("display_until") else None
    planned_at = timezone.make_aware(dt.datetime.combine(disclosure.next_expiry_on + dt.timedelta(days=1), dt.time()))
    disclosure.next_expiry_on = earliest(whole, trimmed.next_expiry_on)
    if not trimmed.dropped:
        disclosure.save(update_fields=["next_expiry_on"])
        return None
    if not trimmed.left:
        reason = "名单中全部记录的公示期限已满，自动撤下。"
        return withdraw(disclosure=disclosure, reason=reason, by=CLOCK, at=at, planned_at=planned_at)
    end_review(disclosure, Ending.VOID, by=CLOCK, at=at, note="名单中有记录公示期满撤下，请重新送审")
    note = f"名单中{trimmed.dropped}条记录的公示期限已满，自动撤下；含有这些记录的此前版本不再显示。"
    return add_publication(
        disclosure, trimmed.content, act=Act.EXPIRE, note=note, by=CLOCK, at=at, planned_at=planned_at, closes_earlier=True
    )
