"""What an event would make due, before anything is saved: the very code by which registering it computes the duty."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from gongkai.catalogue.models import Item, ItemVersion
from gongkai.duties.calendars import calendar_in_force
from gongkai.duties.models import Duty, Event, GoverningLimit
from gongkai.duties.statuses import Trigger
from gongkai.duties.weighing import candidates_for, candidates_of, decision_for, weigh
from gongkai.rules.workdays import NotCovered
from gongkai.sources.errors import BadInput


class NotInForce(BadInput):
    """The item has no row in a catalogue in force, so no rule says until when to publish."""


class NotHappened(BadInput):
    """The event lies in the future, or so far back that no holiday notice covers it."""


def preview(*, item: Item, trigger: str, happened_on: dt.date, today: dt.date, subject: str = "") -> Duty:
    """Return the duty an event would give, with its event, neither of them saved. Four queries.

    The rule is that of the catalogue in force on the day it happened (else ``today``). Without a subject one is
    suggested. Raises NotInForce or NotHappened.
    """
    refuse_the_future(subject, happened_on, today)
    row = row_for(item, happened_on, today)
    trigger = Trigger(trigger)
    subject = subject.strip() or suggested_subject(row, trigger, happened_on)
    event = Event(item=item, trigger=trigger, happened_on=happened_on, subject=subject)
    duty = Duty(item=item, item_version=row, office=row.office, event=event, subject=subject, trigger_on=happened_on)
    weigh_event(duty)
    return duty


def suggested_subject(row: ItemVersion, trigger: Trigger, happened_on: dt.date) -> str:
    """Return what an event of an item may be called: the item's name and the day."""
    return f"{row.name[:150]}（{happened_on.year}年{happened_on.month}月{happened_on.day}日{trigger.label}）"


def likely_trigger(row: ItemVersion) -> Trigger:
    """Return the event that starts the limit governing an item as a rule: the column's first, else a clause's."""
    limits = [row.time_limit, *(candidate.limit for candidate in candidates_of(row))]
    return next((Trigger(limit.triggers[0]) for limit in limits if limit.triggers), Trigger.FORMED)


def row_for(item: Item, happened_on: dt.date, today: dt.date) -> ItemVersion:
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
        named = f"“{subject}”的日期" if subject else "日期"
        raise NotHappened(f"{named}{happened_on}还没有到，请在事件发生后登记。")


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
    candidates = candidates_for(duty, duty.item_version)
    decision = decision_for(duty, GoverningLimit.objects.filter(item=duty.item_id).first())
    with unreckonable(duty.trigger_on):
        weighed = weigh(candidates, duty.trigger_on, calendar_in_force(), decision)
    duty.candidates = [candidate.as_json() for candidate in candidates]
    for name, value in weighed.as_fields().items():
        setattr(duty, name, value)
