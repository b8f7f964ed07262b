"""An officer decides which limit governs an item where column and clause differ, and says why."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from gongkai.audit.actions import record
from gongkai.catalogue.models import Item
from gongkai.duties.calendars import calendar_in_force
from gongkai.duties.models import Duty, GoverningLimit
from gongkai.duties.recomputing import Move, recompute
from gongkai.rules.deadlines import NoDueDate, refuse_without_date
from gongkai.rules.timelimits import TimeLimit
from gongkai.sources.errors import BadInput


class LimitUnusable(BadInput):
    """The limit gives no date to publish by, or no reason was given."""


@dataclass(frozen=True, slots=True)
class LimitDecided:
    """The decision, and the running duties of the item that it moved."""

    decision: GoverningLimit
    moves: tuple[Move, ...]


@transaction.atomic
def decide_limit(*, item: Item, limit: TimeLimit, reason: str, by: str, at: dt.datetime) -> LimitDecided:
    """Let ``limit`` govern the item's duties from now on, running ones included; a later decision replaces it.

    Saying the same again changes nothing. Raises LimitUnusable.
    """
    _check(limit, reason)
    Item.objects.select_for_update().get(pk=item.pk)
    there = GoverningLimit.objects.filter(item=item).first()
    if there and (there.limit, there.reason) == (limit.as_json(), reason.strip()):
        return LimitDecided(there, ())
    before = {"limit": there.limit, "reason": there.reason} if there else None
    values = {"limit": limit.as_json(), "reason": reason.strip(), "decided_at": at, "decided_by": by}
    decision, _ = GoverningLimit.objects.update_or_create(item=item, defaults=values)
    after = {"limit": decision.limit, "reason": decision.reason}
    record(by=by, act="决定适用时限", subject=decision, at=at, before=before, after=after, note=decision.reason)
    running = Duty.objects.running().filter(item=item).select_for_update(of=("self",)).select_related("item", "office")
    moves = recompute(running, calendar=calendar_in_force(), act="适用时限决定，重算到期日", by=by, at=at)
    return LimitDecided(decision, tuple(moves))


def _check(limit: TimeLimit, reason: str) -> None:
    if not reason.strip():
        raise LimitUnusable("请写明为什么适用这一时限。")
    try:
        refuse_without_date(limit)
    except NoDueDate as error:
        raise LimitUnusable(str(error)) from error
    if limit.kind in ("cycle", "notice_period"):
        raise LimitUnusable(f"“{limit.text}”不是公开的期限，不能作为适用时限。")
