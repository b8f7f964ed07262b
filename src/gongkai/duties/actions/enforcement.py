"""A new catalogue version takes over, and running duties go on under it. Nothing running is dropped.

A duty keeps its item and takes the item's new row and office. Its date is worked out again by the new row's limits, with
two bounds that keep a rule from reaching back: what was late before the new version stays late, and what was not yet
due is not made late by it. An item that left keeps its running duties, under its last row.
"""

import datetime as dt
import json
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.audit.actions import record
from gongkai.catalogue import queries
from gongkai.catalogue.actions import Change, put_in_force
from gongkai.catalogue.models import Catalogue, ItemVersion
from gongkai.duties.calendars import calendar_in_force
from gongkai.duties.models import Duty
from gongkai.duties.recomputing import Move, decisions_for, update_running, write
from gongkai.duties.weighing import Scales, Weighed, candidates_for, decision_for
from gongkai.rules.workdays import Calendar

CARRIED = "目录更新，公开义务结转"


@dataclass(frozen=True, slots=True)
class Kept:
    """A duty that keeps its date although the new version's limits would give another, and why."""

    duty: Duty
    why: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of the running duties: how many took a new row, which moved, which kept their date, which stay behind."""

    carried: int = 0
    moves: tuple[Move, ...] = ()
    kept: tuple[Kept, ...] = ()
    left: tuple[Duty, ...] = ()


@dataclass(frozen=True, slots=True)
class Enforced:
    """The whole report: what changed in the catalogue and what became of the running duties.

    ``postponed`` is true when the version governs from a later day; duties are carried over on that day.
    """

    change: Change
    duties: Carried
    postponed: bool


@transaction.atomic
def enforce(*, catalogue: Catalogue, on: dt.date, by: str, at: dt.datetime) -> Enforced:
    """Put a version in force from the day ``on`` and carry the running duties over; raises what ``put_in_force`` raises."""
    change = put_in_force(catalogue=catalogue, on=on, by=by, at=at)
    today = timezone.localdate(at)
    if on > today:
        return Enforced(change, Carried(), postponed=True)
    return Enforced(change, carry_over(agency=catalogue.agency, on=today, by=by, at=at), postponed=False)


@transaction.atomic
def carry_over(*, agency: Agency, on: dt.date, by: str, at: dt.datetime) -> Carried:
    """Give every running duty the row of its item in force on the day ``on``; doing it again changes nothing."""
    rows = {row.item_id: row for row in queries.rows_in_force(agency, on=on)}
    if not rows:
        return Carried()
    current = [row.pk for row in rows.values()]
    duties = Duty.objects.of(agency).running().exclude(item_version__in=current)
    stale = list(duties.select_for_update(of=("self",)).select_related("item", "office", "item_version").defer("working"))
    going = [duty for duty in stale if duty.item_id in rows]
    weighed, kept = _weigh(going, rows, calendar_in_force())
    _take_rows(going, rows, {duty.pk for duty, _ in weighed}, by=by, at=at)
    moves = write(weighed, act=CARRIED, by=by, at=at)
    left = tuple(duty for duty in stale if duty.item_id not in rows)
    return Carried(len(going), tuple(moves), tuple(kept), left)


def _weigh(
    duties: list[Duty], rows: dict[int, ItemVersion], calendar: Calendar
) -> tuple[list[tuple[Duty, Weighed]], list[Kept]]:
    """Weigh the new rows' limits for each duty, and tell which duties keep their date all the same."""
    scales, decisions = Scales(calendar), decisions_for(duties)
    weighed: list[tuple[Duty, Weighed]] = []
    kept: list[Kept] = []
    for duty in duties:
        row = rows[duty.item_id]
        candidates = candidates_for(duty, row)
        if not candidates:
            kept.append(Kept(duty, "新目录不再有这样的定期时限，已产生的义务保留"))
            continue
        result = scales.weigh(candidates, duty.trigger_on, decision_for(duty, decisions.get(duty.item_id)))
        why = _reaches_back(duty, result, row.catalogue.in_force_from)
        if why:
            kept.append(Kept(duty, why))
        else:
            weighed.append((duty, result))
    return weighed, kept


def _reaches_back(duty: Duty, result: Weighed, since: dt.date | None) -> str:
    """Say why a new limit must not be applied to this duty, or return an empty string (立法法第一百零四条：不溯及既往)."""
    due_on = result.due.due_on
    same = (due_on, result.due.safe_on) == (duty.due_on, duty.safe_on)
    if since is None or due_on is None or same:
        return ""
    if duty.due_on < since:
        return f"到期日{duty.due_on}在新目录生效（{since}）之前，仍按原时限"
    if due_on < since:
        return f"按新目录应于{due_on}到期，早于新目录生效（{since}），不溯及既往"
    return ""


def _take_rows(
    duties: list[Duty], rows: dict[int, ItemVersion], weighed: set[int], *, by: str, at: dt.datetime
) -> None:
    """Write the new row, its office and, where the new limits apply, those limits; record each change of office.

    Where the catalogue names the same office as before, a duty that was handed over stays where it is.
    """
    groups: dict[tuple[int, int | None, bool, str], list[int]] = defaultdict(list)
    for duty in duties:
        row = rows[duty.item_id]
        office = duty.office if duty.item_version.office_id == row.office_id else row.office
        moved = duty.office != office
        if moved:
            before, after = {"office": str(duty.office or "")}, {"office": str(office or "")}
            record(by=by, act="目录更新，移交责任科室", subject=duty, at=at, before=before, after=after)
        duty.item_version, duty.office = row, office
        if duty.pk in weighed:
            duty.candidates = [candidate.as_json() for candidate in candidates_for(duty, row)]
        groups[duty.item_id, duty.office_id, moved, json.dumps(duty.candidates)].append(duty.pk)
    for (item, office_id, moved, candidates), keys in groups.items():
        fresh = {"handler": None} if moved else {}  # the new office names its own
        update_running(keys, item_version=rows[item], office=office_id, candidates=json.loads(candidates), **fresh)
