"""Registering a whole list of events from another system: all or nothing, ten thousand with a handful of statements.

What a single event asks the database for, a list asks once: the rows in force, the decisions, the events there are.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.audit.actions import entry
from gongkai.audit.models import AuditEntry
from gongkai.catalogue.models import Item, ItemVersion
from gongkai.duties.actions.events import SameKeyOtherEvent, duty_of_same, said_of
from gongkai.duties.calendars import calendar_in_force
from gongkai.duties.event_rows import EventRow, RowError, RowErrors, heading, read_events
from gongkai.duties.item_names import ItemNames
from gongkai.duties.models import Duty, Event, GoverningLimit
from gongkai.duties.queries.previews import NotHappened, NotInForce, not_in_force, refuse_the_future, unreckonable
from gongkai.duties.weighing import Candidate, Scales, Weighed, candidates_of, decision_for
from gongkai.publisher.actions import enqueue
from gongkai.sources.errors import BadInput
from gongkai.sources.tables import read_tables

BATCH = 500
KEYS = 2000  # numbers that one question to the database holds
STEP = 200  # rows between two reports of progress
Progress = Callable[[str, int, int | None], None]


class OfAnotherOffice(BadInput):
    """The item belongs to an office for which whoever registers does not work."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of a list of events: the new duties, and those whose event was registered before."""

    new: tuple[Duty, ...]
    known: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """What one row would give: its duty (not saved, or the one that is there already), or what is wrong with its cells."""

    row: EventRow
    duty: Duty | None
    is_known: bool
    errors: tuple[RowError, ...]


def untold(words: str, done: int, total: int | None) -> None:
    """Report progress to nobody."""


def plan_events_file(
    *, agency: Agency, path: Path, at: dt.datetime, office_ids: Collection[int] | None = None, on_progress: Progress = untold
) -> list[PlannedEvent]:
    """Say for every row of a CSV or XLSX file what registering it would give, row by row, and register nothing.

    With ``office_ids``, rows of items of other offices are wrong.
    """
    return _plan(agency, _read(path, on_progress), "", at, office_ids, on_progress)[1]


def register_events_file(
    *, agency: Agency, path: Path, by: str, at: dt.datetime,
    office_ids: Collection[int] | None = None, on_progress: Progress = untold,
) -> Registered:  # fmt: skip
    """Register the events of a CSV or XLSX file, all or nothing; raises RowErrors naming every wrong cell."""
    rows = _read(path, on_progress)
    return register_events(agency=agency, rows=rows, by=by, at=at, office_ids=office_ids, on_progress=on_progress)


@transaction.atomic
def register_events(
    *,
    agency: Agency,
    rows: Sequence[EventRow],
    by: str,
    at: dt.datetime,
    office_ids: Collection[int] | None = None,
    on_progress: Progress = untold,
) -> Registered:
    """Register events as read, all or nothing; an event without a number that is there word for word is not doubled."""
    batch, planned = _plan(agency, rows, by, at, office_ids, on_progress, lock=True)
    wrong = [error for one in planned for error in one.errors]
    if wrong:
        raise RowErrors(wrong, len(rows))
    return batch.save(on_progress)


def _read(path: Path, on_progress: Progress) -> list[EventRow]:
    return read_events(read_tables(path, on_progress=lambda done, total: on_progress("打开文件", done, total)))


def _plan(
    agency: Agency, rows: Sequence[EventRow], by: str, at: dt.datetime,
    office_ids: Collection[int] | None, on_progress: Progress, *, lock: bool = False,
) -> tuple["_Batch", list[PlannedEvent]]:  # fmt: skip
    """Work every row out in memory, in its order."""
    names = ItemNames(agency, on=timezone.localdate(at))
    named = [_item_of(names, row) for row in rows]
    items = {item.pk: item for item in named if isinstance(item, Item)}
    if lock:
        list(Item.objects.select_for_update().filter(pk__in=items).order_by("pk"))
    batch = _Batch(items, by, at, office_ids)
    batch.remember_those_of(rows)
    planned = []
    for number, (row, item) in enumerate(zip(rows, named, strict=True), 1):
        if isinstance(item, Item) and not row.errors:
            planned.append(batch.add(item, row))
        else:
            unclear = (item,) if isinstance(item, RowError) else ()
            planned.append(PlannedEvent(row, None, False, (*unclear, *row.errors)))
        if number % STEP == 0:
            on_progress("计算到期日", number, len(rows))
    return batch, planned


def _item_of(names: ItemNames, row: EventRow) -> Item | RowError | None:
    """Return the item of a row, or what is wrong where it is not clear; None where the cell is empty."""
    try:
        return names.find(row.item) if row.item else None
    except BadInput as error:
        return RowError(row.row, heading("item"), str(error), row.sheet)


Words = tuple[int, str, dt.date, str]


@dataclass(slots=True)
class _Batch:
    """Gathers new events with their duties in memory, then stores them together."""

    items: dict[int, Item]
    by: str
    at: dt.datetime
    office_ids: Collection[int] | None = None
    new: list[Duty] = field(default_factory=list)
    known: list[Duty] = field(default_factory=list)
    scales: Scales = field(init=False)
    rows: dict[int, list[ItemVersion]] = field(init=False)
    limits: dict[int, list[Candidate]] = field(default_factory=dict)
    decisions: dict[int, GoverningLimit] = field(init=False)
    by_key: dict[tuple[int, str], Event] = field(default_factory=dict)
    by_words: dict[Words, Event] = field(default_factory=dict)
    shared: dict[int, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Ask for everything once."""
        self.scales = Scales(calendar_in_force())
        self.rows = defaultdict(list)
        versions = ItemVersion.objects.filter(item__in=self.items, catalogue__in_force_from__isnull=False)
        for version in versions.select_related("office", "catalogue").order_by("catalogue__in_force_from"):
            self.rows[version.item_id].append(version)
        made = GoverningLimit.objects.filter(item__in=self.items)
        self.decisions = {decision.item_id: decision for decision in made}

    def remember_those_of(self, rows: Sequence[EventRow]) -> None:
        """Ask for the events that rows may be again: those of the same numbers and of the same days."""
        there = Event.objects.filter(item__in=self.items).select_related("duty").order_by("-pk")
        there = there.defer("duty__working", "duty__candidates")
        keys = sorted({row.external_key for row in rows if row.external_key})
        for start in range(0, len(keys), KEYS):
            for event in there.filter(external_key__in=keys[start : start + KEYS]):
                self._remember(event)
        for event in there.filter(happened_on__in={row.happened_on for row in rows if not row.external_key and row.happened_on}):
            self._remember(event)

    def add(self, item: Item, row: EventRow) -> PlannedEvent:
        """Take up one row; return what it gives, or what is wrong with it."""
        assert row.trigger and row.happened_on
        try:
            there = self._there(item, row)
            if there:
                duty = duty_of_same(there, row.trigger, row.happened_on, row.subject)
                for version in self.rows[item.pk]:
                    if version.pk == duty.item_version_id:
                        duty.item_version = version
                self.known.append(duty)
                return PlannedEvent(row, self.known[-1], True, ())
            self.new.append(self._duty(item, row, row.happened_on))
            return PlannedEvent(row, self.new[-1], False, ())
        except (NotHappened, NotInForce, OfAnotherOffice, SameKeyOtherEvent) as error:
            column = {NotHappened: "happened_on", SameKeyOtherEvent: "external_key"}.get(type(error), "item")
            return PlannedEvent(row, None, False, (RowError(row.row, heading(column), str(error), row.sheet),))

    def save(self, on_progress: Progress) -> Registered:
        """Store what is new, tell of each, and let the pages of the items follow."""
        for start in range(0, len(self.new), BATCH):
            duties = self.new[start : start + BATCH]
            Event.objects.bulk_create([duty.event for duty in duties if duty.event])
            for duty in duties:
                duty.event = duty.event  # its key is known only now
            Duty.objects.bulk_create(duties)
            AuditEntry.objects.bulk_create(
                entry(by=self.by, act="登记事件", subject=duty, at=self.at, after=said_of(duty), note=duty.event.note)
                for duty in duties
                if duty.event
            )
            on_progress("登记事件", start + len(duties), len(self.new))
        for key in dict.fromkeys(duty.item_id for duty in self.new):
            enqueue(kind="item", key=str(key), at=self.at)
        return Registered(tuple(self.new), tuple(self.known))

    def _remember(self, event: Event) -> None:
        if event.external_key:
            self.by_key[event.item_id, event.external_key] = event
        self.by_words[event.item_id, event.trigger, event.happened_on, event.subject] = event

    def _there(self, item: Item, row: EventRow) -> Event | None:
        """Return the same event registered before: by its number, or word for word where it has none."""
        assert row.trigger and row.happened_on
        if row.external_key:
            return self.by_key.get((item.pk, row.external_key))
        return self.by_words.get((item.pk, row.trigger, row.happened_on, row.subject))

    def _duty(self, item: Item, row: EventRow, happened_on: dt.date) -> Duty:
        today = timezone.localdate(self.at)
        refuse_the_future(row.subject, happened_on, today)
        version = self._version(item, happened_on, today)
        if self.office_ids is not None and version.office_id not in self.office_ids:
            raise OfAnotherOffice(f"“{version.name}”由{version.office or '其他科室'}负责，请交由该科室登记。")
        if version.pk not in self.limits:
            self.limits[version.pk] = candidates_of(version)
        assert row.trigger
        event = Event(
            item=item,
            trigger=row.trigger,
            happened_on=happened_on,
            subject=row.subject,
            note=row.note,
            external_key=row.external_key,
            registered_at=self.at,
            registered_by=self.by,
        )
        duty = Duty(item=item, item_version=version, office=version.office, event=event, subject=row.subject)
        duty.trigger_on, duty.created_at = happened_on, self.at
        duty.candidates = [candidate.as_json() for candidate in self.limits[version.pk]]
        for name, value in self._weighed(duty, self.limits[version.pk]).items():
            setattr(duty, name, value)
        self._remember(event)
        return duty

    def _weighed(self, duty: Duty, candidates: list[Candidate]) -> dict[str, Any]:
        """Return the fields that follow from the limits; duties of one item and day share them."""
        decision = self.decisions.get(duty.item_id)
        with unreckonable(duty.trigger_on):
            weighed: Weighed = self.scales.weigh(candidates, duty.trigger_on, decision_for(duty, decision))
        if id(weighed) not in self.shared:
            self.shared[id(weighed)] = weighed.as_fields()
        return self.shared[id(weighed)]

    def _version(self, item: Item, happened_on: dt.date, today: dt.date) -> ItemVersion:
        """Return the row whose rule applies: in force on the day it happened, else on the day of registering."""
        for day in (happened_on, today):
            for version in self.rows[item.pk]:
                since, until = version.catalogue.in_force_from, version.catalogue.in_force_until
                if since and since <= day and (until is None or day <= until):
                    return version
        raise not_in_force(item, happened_on)
