"""Registering what a statute itself demands by a day of its own: a duty whose limit no column, clause or decision changes."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import Office
from gongkai.audit.actions import record
from gongkai.catalogue.models import Item, ItemVersion
from gongkai.duties.actions.events import said_of
from gongkai.duties.models import Duty, Event
from gongkai.duties.queries.previews import NotInForce, refuse_the_future, row_for, weigh_event
from gongkai.duties.statuses import Trigger
from gongkai.duties.weighing import Candidate
from gongkai.publisher.actions import enqueue
from gongkai.rules.timelimits import TimeLimit


@transaction.atomic
def register_statutory(
    *,
    item: Item,
    subject: str,
    limit: TimeLimit,
    source: str,
    trigger: Trigger,
    happened_on: dt.date,
    external_key: str,
    by: str,
    at: dt.datetime,
    office: Office | None = None,
    note: str = "",
    is_sample: bool = False,
) -> Duty:
    """Register what happened and return its duty under ``limit``, which ``source`` sets; the same ``external_key`` gives it again.

    An item that has left the catalogue still owes it: then its last row stands. Raises NotHappened.
    """
    Item.objects.select_for_update().get(pk=item.pk)
    if there := Event.objects.filter(item=item, external_key=external_key).select_related("duty").first():
        return there.duty
    today = timezone.localdate(at)
    refuse_the_future(subject, happened_on, today)
    row = _row(item, happened_on, today)
    event = Event(
        item=item, trigger=trigger, happened_on=happened_on, subject=subject[:200], note=note, external_key=external_key,
        registered_at=at, registered_by=by, is_sample=is_sample,
    )  # fmt: skip
    duty = Duty(
        item=item, item_version=row, office=office or row.office, subject=subject[:200], trigger_on=happened_on,
        candidates=[Candidate(source, limit, is_statutory=True).as_json()], created_at=at, is_sample=is_sample,
    )  # fmt: skip
    weigh_event(duty)
    event.save()
    duty.event = event
    duty.save()
    record(by=by, act="登记法定义务", subject=duty, at=at, after=said_of(duty), note=note)
    enqueue(kind="item", key=str(item.pk), at=at)
    return duty


def _row(item: Item, happened_on: dt.date, today: dt.date) -> ItemVersion:
    try:
        return row_for(item, happened_on, today)
    except NotInForce:
        return ItemVersion.objects.filter(item=item).select_related("office", "catalogue").order_by("-catalogue__version")[0]
