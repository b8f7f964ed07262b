"""The acts on a catalogue: import a version as received, put a version in force from a date.

Importing decides nothing: an imported version is not in force until an officer says so. What running duties do when a
version takes over stands one room higher, in ``duties.actions.enforce``, which calls ``put_in_force``.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.actions import found_office
from gongkai.agencies.models import Agency, Office
from gongkai.audit.actions import record
from gongkai.catalogue import queries
from gongkai.catalogue.bases import tie
from gongkai.catalogue.matching import Matches, match
from gongkai.catalogue.models import Catalogue, Citation, Item, ItemVersion
from gongkai.catalogue.rows import citations_of, row_of
from gongkai.catalogue.storage import keep_source
from gongkai.publisher.actions import enqueue
from gongkai.publisher.models import OutboxEntry
from gongkai.rules.catalogue_model import CatalogueRead
from gongkai.rules.findings import Finding
from gongkai.sources.errors import BadInput

DAY = dt.timedelta(days=1)


class NothingInIt(BadInput):
    """A version without a single row cannot be imported: it would take every item out of the catalogue."""


class AlreadyInForce(BadInput):
    """The version has been put in force from another date."""


class NotLater(BadInput):
    """A version can only take over after the day on which the one before it took over."""


class NotTheSame(BadInput):
    """A row cannot continue an item that its version has already, or that is another agency's."""


@dataclass(frozen=True, slots=True)
class Change:
    """What putting a version in force did: the version before it, and the items that came, stayed and left."""

    catalogue: Catalogue
    previous: Catalogue | None
    on: dt.date
    entered: tuple[Item, ...]
    stayed: tuple[Item, ...]
    left: tuple[Item, ...]
    repeated: bool = False


@transaction.atomic
def import_catalogue(
    *,
    agency: Agency,
    data: bytes,
    source_name: str,
    read: CatalogueRead,
    findings: Sequence[Finding],
    by: str,
    at: dt.datetime,
    force: bool = False,
) -> Catalogue:
    """Store what was read of ``data`` as the agency's next version, each row tied to its lasting item.

    ``findings`` are all findings to keep (reading and lint). The same bytes again give the version that is there
    already, unless ``force``. Raises NothingInIt.
    """
    if not read.items:
        raise NothingInIt(f"“{source_name}”里没有读到任何事项，没有导入：请检查文件是不是主动公开事项目录。")
    Agency.objects.select_for_update().get(pk=agency.pk)
    sha256 = hashlib.sha256(data).hexdigest()
    there = agency.catalogues.filter(source_sha256=sha256).first()
    if there and not force:
        return there
    matches = _match(agency, read)
    catalogue = Catalogue.objects.create(
        agency=agency,
        version=_next_version(agency),
        title=(read.title or f"{agency.name}主动公开事项目录")[:200],
        source=keep_source(data, source_name),
        source_name=source_name[-200:],
        source_sha256=sha256,
        findings=[finding.as_json() for finding in (*findings, *matches.findings)],
        unplaced=list(read.unplaced),
        imported_at=at,
        imported_by=by,
    )
    _add_rows(catalogue, read, matches.items)
    after = {"version": catalogue.version, "items": len(read.items), "sha256": sha256}
    record(by=by, act="导入目录", subject=catalogue, at=at, after=after)
    return catalogue


@transaction.atomic
def put_in_force(*, catalogue: Catalogue, on: dt.date, by: str, at: dt.datetime) -> Change:
    """Let a version govern from the day ``on``; the version before it ends the day before.

    Saying the same again changes nothing. Raises AlreadyInForce or NotLater. Running duties are carried over by
    ``duties.actions.enforce``.
    """
    agency = Agency.objects.select_for_update().get(pk=catalogue.agency_id)
    catalogue = Catalogue.objects.select_for_update().get(pk=catalogue.pk)
    if catalogue.in_force_from == on:
        return _change(catalogue, _before(catalogue), on, repeated=True)
    if catalogue.in_force_from:
        raise AlreadyInForce(f"{catalogue}已定于{catalogue.in_force_from}生效，不能改为{on}：请重新导入为新的版本再生效。")
    previous = agency.catalogues.filter(in_force_from__isnull=False).order_by("-in_force_from").first()
    if previous:
        _end(previous, on)
    catalogue.in_force_from, catalogue.put_in_force_at, catalogue.put_in_force_by = on, at, by
    catalogue.save()
    change = _change(catalogue, previous, on)
    Item.objects.filter(pk__in=[item.pk for item in change.left]).update(ended_on=on)
    Item.objects.filter(pk__in=[item.pk for item in change.entered]).update(ended_on=None)
    _tell(change, by=by, at=at)
    return change


@transaction.atomic
def take_effect(*, agency: Agency, on: dt.date, at: dt.datetime) -> None:
    """Let the public pages follow a version that was put in force ahead of its day, once its day ``on`` has come."""
    version = queries.in_force(agency, on=on)
    if version is None or version.in_force_from is None or version.put_in_force_at is None:
        return
    since = timezone.make_aware(dt.datetime.combine(version.in_force_from, dt.time.min))
    told = OutboxEntry.objects.filter(kind="catalogue", key=str(agency.pk), created_at__gte=since)
    if version.put_in_force_at < since and not told.exists():
        enqueue(kind="catalogue", key=str(agency.pk), at=at)


@transaction.atomic
def continue_item(*, row: ItemVersion, item: Item, by: str, at: dt.datetime) -> ItemVersion:
    """Decide, before its version is in force, that a row taken for a new item continues ``item``.

    Saying the same again changes nothing. Raises AlreadyInForce, or NotTheSame when the version has the item already.
    """
    row = ItemVersion.objects.select_for_update(of=("self",)).select_related("catalogue", "item").get(pk=row.pk)
    if row.item_id == item.pk:
        return row
    if row.catalogue.in_force_from:
        raise AlreadyInForce(f"{row.catalogue}已经生效，不能再改变“{row.name}”延续哪个事项。")
    if item.agency_id != row.catalogue.agency_id or row.catalogue.rows.filter(item=item).exists():
        raise NotTheSame(f"{row.catalogue}里已有{item}，“{row.name}”不能再延续它。")
    before, row.item = row.item.number, item
    row.save(update_fields=["item"])
    record(by=by, act="确认延续事项", subject=row, at=at, before={"item": before}, after={"item": item.number})
    return row


def _match(agency: Agency, read: CatalogueRead) -> Matches:
    latest = queries.latest_rows(agency)
    version = queries.governing(agency)
    governing = list(queries.rows_of(version)) if version else []
    there = {row.item_id for row in governing}
    return match(governing, [row for row in latest if row.item_id not in there], read.items)


def _next_version(agency: Agency) -> int:
    newest = agency.catalogues.order_by("-version").first()
    return newest.version + 1 if newest else 1


def _add_rows(catalogue: Catalogue, read: CatalogueRead, items: Sequence[Item | None]) -> None:
    """Save the rows with their citations; a row without a lasting item gets a new one."""
    offices = _offices(catalogue.agency, read)
    bases = tie(basis for item in read.items for basis in item.bases)
    lasting = _with_new_items(catalogue.agency, items)
    rows = [
        row_of(item, catalogue=catalogue, item=lasting[i], position=i + 1, office=offices.get(item.office))
        for i, item in enumerate(read.items)
    ]
    ItemVersion.objects.bulk_create(rows)
    pairs = zip(read.items, rows, strict=True)
    Citation.objects.bulk_create([one for item, row in pairs for one in citations_of(item, row, bases)])


def _offices(agency: Agency, read: CatalogueRead) -> dict[str, Office]:
    names = dict.fromkeys(item.office for item in read.items if item.office)
    return {name: found_office(agency=agency, name=name[:60]) for name in names}


def _with_new_items(agency: Agency, items: Sequence[Item | None]) -> list[Item]:
    """Fill the gaps with new items; numbers go on from the highest ever given and are never used twice."""
    newest = agency.items.order_by("-number").first()
    first = newest.number + 1 if newest else 1
    new = [Item(agency=agency, number=first + i) for i in range(sum(item is None for item in items))]
    Item.objects.bulk_create(new)
    rest = iter(new)
    return [item or next(rest) for item in items]


def _end(previous: Catalogue, on: dt.date) -> None:
    """Let the version before end the day before ``on``."""
    if previous.in_force_from and on <= previous.in_force_from:
        raise NotLater(f"{previous}自{previous.in_force_from}起生效，新的版本必须晚于这一天生效：请改用更晚的日期。")
    previous.in_force_until = on - DAY
    previous.save()


def _before(catalogue: Catalogue) -> Catalogue | None:
    earlier = Catalogue.objects.filter(agency=catalogue.agency_id, in_force_from__lt=catalogue.in_force_from)
    return earlier.order_by("-in_force_from").first()


def _change(catalogue: Catalogue, previous: Catalogue | None, on: dt.date, *, repeated: bool = False) -> Change:
    """Compare the lasting items of two versions."""
    now = list(Item.objects.filter(versions__catalogue=catalogue))
    before = list(Item.objects.filter(versions__catalogue=previous)) if previous else []
    return Change(
        catalogue,
        previous,
        on,
        entered=tuple(item for item in now if item not in before),
        stayed=tuple(item for item in now if item in before),
        left=tuple(item for item in before if item not in now),
        repeated=repeated,
    )


def _tell(change: Change, *, by: str, at: dt.datetime) -> None:
    """Record the act and let the public pages of the catalogue follow."""
    catalogue = change.catalogue
    after = {
        "in_force_from": change.on.isoformat(),
        "previous": change.previous and change.previous.version,
        "entered": [item.number for item in change.entered],
        "left": [item.number for item in change.left],
    }
    record(by=by, act="目录生效", subject=catalogue, at=at, after=after)
    enqueue(kind="catalogue", key=str(catalogue.agency_id), at=at)
