"""Registering what happened: one event gives exactly one duty."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from gongkai.audit.actions import record
from gongkai.catalogue.models import Item
from gongkai.duties.models import Duty, Event
from gongkai.duties.queries import preview
from gongkai.duties.statuses import Trigger
from gongkai.publisher.actions import enqueue
from gongkai.sources.errors import BadInput


class SameKeyOtherEvent(BadInput):
    """The external number is taken by an event of other content; one number is one event."""


@transaction.atomic
def register_event(
    *,
    item: Item,
    trigger: str,
    happened_on: dt.date,
    subject: str,
    by: str,
    at: dt.datetime,
    note: str = "",
    external_key: str = "",
    is_sample: bool = False,
    once: bool = False,
) -> Duty:
    """Register what happened and return its duty; the same ``external_key`` again gives the duty that is there.

    With ``once``, so does an event that is there word for word. What it gives is what ``queries.preview`` says.
    Raises NotInForce, NotHappened or SameKeyOtherEvent.
    """
    Item.objects.select_for_update().get(pk=item.pk)
    if external_key and (there := Event.objects.filter(item=item, external_key=external_key).first()):
        return duty_of_same(there, trigger, happened_on, subject)
    if once and (same := Event.objects.filter(item=item, trigger=trigger, happened_on=happened_on, subject=subject).first()):
        return same.duty
    duty = preview(item=item, trigger=trigger, happened_on=happened_on, today=timezone.localdate(at), subject=subject)
    assert duty.event
    duty.event.note, duty.event.external_key = note, external_key
    duty.event.registered_at, duty.event.registered_by = at, by
    duty.event.is_sample = duty.is_sample = is_sample
    duty.created_at = at
    duty.event.save()
    duty.event = duty.event  # its key is known only now
    duty.save()
    record(by=by, act="登记事件", subject=duty, at=at, after=said_of(duty), note=note)
    enqueue(kind="item", key=str(item.pk), at=at)
    return duty


def duty_of_same(there: Event, trigger: str, happened_on: dt.date, subject: str) -> Duty:
    """Return the duty of an event registered before, after making sure that it is the same event."""
    if (there.trigger, there.happened_on, there.subject) != (Trigger(trigger), happened_on, subject):
        raise SameKeyOtherEvent(
            f"外部编号“{there.external_key}”已登记为“{there}”，与这一次的内容不同：请核对编号；如属登记错误，请先更正原事件。"
        )
    return there.duty


def said_of(duty: Duty) -> dict[str, str]:
    """Return what is recorded of an event's duty when it is registered."""
    trigger = str(duty.event.trigger) if duty.event else ""
    return {"trigger": trigger, "happened_on": duty.trigger_on.isoformat(), "due_on": duty.due_on.isoformat()}
