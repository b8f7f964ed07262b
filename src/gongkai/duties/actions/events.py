"""Registering what happened: one event, or a whole list from another system. Each event gives exactly one duty."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.audit.actions import record
from gongkai.catalogue.models import Item, ItemVersion
from gongkai.duties.calendars import calendar_in_force
from gongkai.duties.event_rows import EventRow, RowError, RowErrors, heading, read_events
from gongkai.duties.item_names import ItemNames
from gongkai.duties.models import Duty, Event, GoverningLimit
from gongkai.duties.statuses import Trigger
from gongkai.duties.weighing import candidates_of, decision_for, weigh
from gongkai.publisher.actions import enqueue
from gongkai.rules.workdays import NotCovered
from gongkai.sources.errors import BadInput
from gongkai.sources.tables import read_tables


class NotInForce(BadInput):
    """The item has no row in a catalogue in force, so no rule says until when to publish."""


class NotHappened(BadInput):
    """The event lies in the future, or so far back that no holiday notice covers it."""


class SameKeyOtherEvent(BadInput):
    """The external number is taken by an event of other content; one number is one event."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of a list of events: the new duties, and those whose event was registered before."""

    new: tuple[Duty, ...]
    known: tuple[Duty, ...]


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
        return _duty_of_same(there, trigger, happened_on, subject)
    today = timezone.localdate(at)
    if happened_on > today:
        raise NotHappened(f"“{subject}”的日期{happened_on}还没有到，请在事件发生后登记。")
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
    after = {"trigger": trigger, "happened_on": happened_on.isoformat(), "due_on": duty.due_on.isoformat()}
    record(by=by, act="登记事件", subject=duty, at=at, after=after, note=note)
    enqueue(kind="item", key=str(item.pk), at=at)
    return duty


def register_events_file(*, agency: Agency, path: Path, by: str, at: dt.datetime) -> Registered:
    """Register the events of a CSV or XLSX file, all or nothing; raises RowErrors naming every wrong cell."""
    rows, errors = read_events(read_tables(path))
    return register_events(agency=agency, rows=rows, errors=errors, by=by, at=at)


@transaction.atomic
def register_events(
    *, agency: Agency, rows: Sequence[EventRow], by: str, at: dt.datetime, errors: Sequence[RowError] = ()
) -> Registered:
    """Register events as read, all or nothing; an event without a number that is there word for word is not doubled."""
    errors = list(errors)
    wrong = {error.row for error in errors}
    names = ItemNames(agency, on=timezone.localdate(at))
    new: list[Duty] = []
    known: list[Duty] = []
    for row in rows:
        try:
            item = names.find(row.item) if row.item else None
        except BadInput as error:
            errors.append(RowError(row.row, heading("item"), str(error)))
            continue
        if item and row.row not in wrong:
            _register_row(item, row, new, known, errors, by=by, at=at)
    if errors:
        raise RowErrors(sorted(errors, key=lambda error: error.row), len(rows))
    return Registered(tuple(new), tuple(known))


def _register_row(
    item: Item, row: EventRow, new: list[Duty], known: list[Duty], errors: list[RowError], *, by: str, at: dt.datetime
) -> None:
    """Register one row, or add to the errors why it cannot be."""
    assert row.trigger and row.happened_on
    try:
        if there := _same_event(item, row):
            known.append(there)
            return
        duty = register_event(
            item=item,
            trigger=row.trigger,
            happened_on=row.happened_on,
            subject=row.subject,
            note=row.note,
            external_key=row.external_key,
            by=by,
            at=at,
        )
        new.append(duty)
    except (NotHappened, NotInForce, SameKeyOtherEvent) as error:
        column = {NotHappened: "happened_on", NotInForce: "item", SameKeyOtherEvent: "external_key"}[type(error)]
        errors.append(RowError(row.row, heading(column), str(error)))


def _same_event(item: Item, row: EventRow) -> Duty | None:
    """Return the duty of the same event registered before: by its number, or word for word where it has none."""
    assert row.trigger and row.happened_on
    if row.external_key:
        there = Event.objects.filter(item=item, external_key=row.external_key).first()
        return _duty_of_same(there, row.trigger, row.happened_on, row.subject) if there else None
    same = Event.objects.filter(item=item, trigger=row.trigger, happened_on=row.happened_on, subject=row.subject)
    return Duty.objects.filter(event__in=same).order_by("pk").first()


def _duty_of_same(there: Event, trigger: str, happened_on: dt.date, subject: str) -> Duty:
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
        raise NotInForce(f"{item}在{happened_on}没有生效的目录行：请先让目录生效，或检查该事项是否已移出目录。")
    return row


def weigh_event(duty: Duty) -> None:
    """Set the dates of an event's duty by the limits of its row; raises NotHappened when no calendar covers them."""
    candidates = candidates_of(duty.item_version)
    decision = decision_for(duty, GoverningLimit.objects.filter(item=duty.item_id).first())
    try:
        weighed = weigh(candidates, duty.trigger_on, calendar_in_force(), decision)
    except NotCovered as error:
        raise NotHappened(f"算不出到期日：{error}") from error
    except (OverflowError, ValueError) as error:
        raise NotHappened(f"从{duty.trigger_on}起算的到期日超出了日历，请核对日期和公开时限。") from error
    duty.candidates = [candidate.as_json() for candidate in candidates]
    for name, value in weighed.as_fields().items():
        setattr(duty, name, value)
