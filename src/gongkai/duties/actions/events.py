"""Registering what happened: one event gives exactly one duty."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from gongkai.audit.actions import record
from gongkai.catalogue.models import Item, ItemVersion
from gongkai.duties.calendars import calendar_in_force
from gongkai.duties.models import Duty, Event, GoverningLimit
from gongkai.duties.statuses import Trigger
from gongkai.duties.weighing import candidates_of, decision_for, weigh
from gongkai.publisher.actions import enqueue
from gongkai.rules.workdays import NotCovered
from gongkai.sources.errors import BadInput


class NotInForce(BadInput):
    """The item has no row in a catalogue in force, so no rule says until when to publish."""


class NotHappened(BadInput):
    """The event lies in the future, or so far back that no holiday notice covers it."""


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
) -> Duty:
    """Register what happened and return its duty; the same ``external_key`` again gives the duty that is there.

    The rule is that of the catalogue in force on the day it happened (else on the day of registering). Raises
    NotInForce, NotHappened or SameKeyOtherEvent.
    """
    Item.objects.select_for_update().get(pk=item.pk)
    if external_key and (there := Event.objects.filter(item=item, external_key=external_key).first()):
        return duty_of_same(there, trigger, happened_on, subject)
    today = timezone.localdate(at)
    refuse_the_future(subject, happened_on, today)
    row = _row_for(item, happened_on, today)
    event = Event.objects.create(
        item=item,
        trigger=Trigger(trigger),
        happened_on=happened_on,
        subject=subject,
        note=note,
        external_key=external_key,
        registered_at=at,
        registered_by=by,
        is_sample=is_sample,
    )
    duty = Duty(
        item=item,
        item_version=row,
        office=row.office,
        event=event,
        subject=subject,
        trigger_on=happened_on,
        created_at=at,
        is_sample=is_sample,
    )
    weigh_event(duty)
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


def _row_for(item: Item, happened_on: dt.date, today: dt.date) -> ItemVersion:
    """Return the row whose rule applies: in force on the day it happened, else on the day of registering."""
    rows = ItemVersion.objects.filter(item=item).select_related("office", "catalogue")
    row = rows.in_force(happened_on).first() or rows.in_force(today).first()
    if row is None:
        raise not_in_force(item, happened_on)
    return row


def not_in_force(item: Item, happened_on: dt.date) -> NotInForce:
    """Say that no row governs the item."""
    return NotInForce(f"{item}在{happened_on}没有生效的目录行：请先让目录生效，或检查该事项是否已移出目录。")


def refuse_the_future(subject: str, happened_on: dt.date, today: dt.date) -> None:
    """Refuse an event that has not happened yet."""
    if happened_on > today:
        raise NotHappened(f"“{subject}”的日期{happened_on}还没有到，请在事件发生后登记。")


def said_of(duty: Duty) -> dict[str, str]:
    """Return what is recorded of an event's duty when it is registered."""
    trigger = str(duty.event.trigger) if duty.event else ""
    return {"trigger": trigger, "happened_on": duty.trigger_on.isoformat(), "due_on": duty.due_on.isoformat()}


@contextmanager
def unreckonable(trigger_on: dt.date) -> Iterator[None]:
    """Say in the clerk's words that no calendar covers a day."""
    try:
        yield
    except NotCovered as error:
        raise NotHappened(f"算不出到期日：{error}") from error
    except (OverflowError, ValueError) as error:
        raise NotHappened(f"从{trigger_on}起算的到期日超出了日历，请核对日期和公开时限。") from error


def weigh_event(duty: Duty) -> None:
    """Set the dates of an event's duty by the limits of its row; raises NotHappened when no calendar covers them."""
    candidates = candidates_of(duty.item_version)
    decision = decision_for(duty, GoverningLimit.objects.filter(item=duty.item_id).first())
    with unreckonable(duty.trigger_on):
        weighed = weigh(candidates, duty.trigger_on, calendar_in_force(), decision)
    duty.candidates = [candidate.as_json() for candidate in candidates]
    for name, value in weighed.as_fields().items():
        setattr(duty, name, value)
