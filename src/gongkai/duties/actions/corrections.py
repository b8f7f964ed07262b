"""Correcting the day on which something happened: its duty is worked out again, with the dates before and after."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from gongkai.audit.actions import record
from gongkai.duties.actions.closing import AlreadyClosed, IncompleteClosing
from gongkai.duties.models import Duty, Event
from gongkai.duties.queries.previews import NotHappened, weigh_event
from gongkai.duties.recomputing import Dates, Move
from gongkai.publisher.actions import enqueue


@transaction.atomic
def correct_event(*, event: Event, happened_on: dt.date, reason: str, by: str, at: dt.datetime) -> Move:
    """Set the day an event happened right and move its running duty; raises AlreadyClosed when the duty has ended."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    duty = Duty.objects.select_for_update(of=("self",)).select_related("item_version").get(event=event)
    before = Dates.of(duty)
    if event.happened_on == happened_on:
        return Move(duty, before, before)
    if duty.closing:
        raise AlreadyClosed(f"“{duty.subject}”已于{duty.closed_on}结束（{duty.get_closing_display()}），不能再更正事件日期。")
    if not reason.strip():
        raise IncompleteClosing("请写明为什么更正事件日期。")
    if happened_on > timezone.localdate(at):
        raise NotHappened(f"“{event.subject}”的日期{happened_on}还没有到，请填写实际发生的日期。")
    was, event.happened_on, duty.trigger_on = event.happened_on, happened_on, happened_on
    weigh_event(duty)
    event.save(update_fields=["happened_on"])
    duty.save()
    move = Move(duty, before, Dates.of(duty))
    said = {"happened_on": was.isoformat(), **before.as_json()}, {"happened_on": str(happened_on), **move.after.as_json()}
    record(by=by, act="更正事件日期", subject=duty, at=at, before=said[0], after=said[1], note=reason.strip())
    enqueue(kind="item", key=str(duty.item_id), at=at)
    return move
