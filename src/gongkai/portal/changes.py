"""From what changed to the files that must change: the cost of one publication does not grow with the site.

A page is written before any list links to it (the publisher keeps the order); everything is compared before it is
written, so naming a page here that did not change costs no write.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from gongkai.agencies.models import Agency, Office
from gongkai.catalogue.models import Item
from gongkai.design import assets
from gongkai.disclosures.models import Disclosure, PublicPlace
from gongkai.portal import disclosure_pages, home, items, office_pages, opendata, places, sitemaps, statutory, texts
from gongkai.portal.press import PAGE, Press
from gongkai.publisher.files import Blob, Changes, File
from gongkai.publisher.models import OutboxEntry

LOOK_BACK = dt.timedelta(days=60)
INTERPRETATIONS = Prefetch("public_interpretations", Disclosure.objects.published().order_by("agency_serial"))


@dataclass
class Touched:
    """What a batch of outbox entries touches, gathered before anything is made."""

    disclosures: set[int] = field(default_factory=set)
    items: set[int] = field(default_factory=set)
    offices: set[int] = field(default_factory=set)
    turning: set[int] = field(default_factory=set)  # items that may have become filled, or empty
    archives: set[tuple[int, int]] = field(default_factory=set)  # (item key, archive page), full ones only are made
    parts: set[int] = field(default_factory=set)
    new_parts: bool = False
    catalogue: bool = False
    texts: bool = False
    reports: bool = False
    front: bool = False
    assets: bool = False


def files_of(press: Press, entries: Iterable[OutboxEntry]) -> Changes:
    """Return the files to write and the paths to remove for a batch of outbox entries."""
    touched = Touched()
    for kind, key in {(entry.kind, entry.key) for entry in entries}:
        _gather(press, touched, kind, key)
    if touched.turning:
        _gather_turns(press, touched)
    removals: list[str] = []
    writes = [*_make(press, touched, removals)]
    return Changes(writes, removals)


def _gather(press: Press, touched: Touched, kind: str, key: str) -> None:
    if kind == "disclosure":
        _gather_disclosure(touched, int(key))
    elif kind == "item":
        touched.items.add(int(key))
        touched.catalogue = True
        row = press.row_of(int(key))
        touched.offices |= {row.office_id} if row.office_id else set()
    elif kind == "office":
        touched.offices.add(int(key))
    elif kind in ("catalogue", "day", "site"):
        _gather_all(press, touched, kind)
    else:
        raise ValueError(f"outbox kind {kind!r} is not known to the portal")


def _gather_disclosure(touched: Touched, key: int) -> None:
    disclosure = Disclosure.objects.get(pk=key)
    if disclosure.item_serial is None or disclosure.agency_serial is None:
        return
    touched.disclosures.add(key)
    touched.offices |= {disclosure.public_office_id} if disclosure.public_office_id else set()
    touched.front = True
    part = opendata.part_of(disclosure.agency_serial)
    touched.parts.add(part)
    touched.new_parts |= (disclosure.agency_serial - 1) % opendata.PART_SIZE == 0
    touched.texts |= disclosure.agency_serial == 1  # the page of open data points to the first table once there is one
    standing = places.standing([disclosure])[key]
    _gather_places(touched, standing)
    touched.turning |= {item_id for item_id, _ in standing}


def _gather_places(touched: Touched, standing: list[tuple[int, int]]) -> None:
    """Touch the items under which a disclosure stands, and the archive pages that hold it there."""
    touched.items |= {item_id for item_id, _ in standing}
    touched.archives |= {(item_id, places.page_of(serial)) for item_id, serial in standing}


def _gather_turns(press: Press, touched: Touched) -> None:
    """Touch the catalogue where an item may have become filled or empty: nothing else is public under it.

    One query, which stops at the first row it finds for each item.
    """
    others = Disclosure.objects.published().exclude(pk__in=touched.disclosures)
    own = others.filter(item=OuterRef("pk"))
    placed = PublicPlace.objects.filter(item=OuterRef("pk"), is_shown=True, disclosure__in=others)
    turned = Item.objects.filter(pk__in=touched.turning).exclude(Exists(own) | Exists(placed))
    for item_id in turned.values_list("pk", flat=True):
        touched.catalogue = True
        touched.offices |= {office_id} if (office_id := press.row_of(item_id).office_id) else set()


def _gather_all(press: Press, touched: Touched, kind: str) -> None:
    """A new catalogue or a new day may change every item, but of the disclosures only those whose own dates passed."""
    touched.items |= set(press.rows)
    touched.offices |= {office.pk for office in press.offices}
    touched.catalogue = touched.front = touched.new_parts = True
    touched.texts = touched.assets = kind != "day"
    for item_id, full in places.full_pages(list(press.rows)).items():
        touched.archives |= {(item_id, page) for page in (full - 1, full) if page > 0}
    recent = (press.on - LOOK_BACK, press.on)
    public = Disclosure.objects.of(press.agency).public()
    for dates in ("effective_on", "expires_on", "public_expires_on"):  # the last whatever a draft of a correction says
        touched.disclosures |= set(public.filter(**{f"{dates}__range": recent}).values_list("pk", flat=True))
    noticed = Disclosure.objects.of(press.agency).filter(public_notice_ends_on__gte=recent[0], public_notice_starts_on__lte=press.on)
    windows = list(noticed.only("item", "item_serial"))
    touched.disclosures |= {one.pk for one in windows}
    for standing in places.standing(windows).values():  # a line in an archive says that a window runs, and no more once it ended
        _gather_places(touched, standing)


def _make(press: Press, touched: Touched, removals: list[str]) -> Iterator[File | Blob]:
    for disclosure in public_disclosures(touched.disclosures):
        publications = list(disclosure.publications.all())
        yield from disclosure_pages.pages(press, disclosure, publications)
        removals += disclosure_pages.removed(press, disclosure, publications)
    for item_id in sorted(touched.items | {item_id for item_id, _ in touched.archives}):
        row = press.row_of(item_id)
        for _, page in sorted(pair for pair in touched.archives if pair[0] == item_id):
            yield from items.archive(press, row, page)
        yield from items.pages(press, row)
        touched.reports |= texts.is_annual_report(row)
    for office in Office.objects.filter(pk__in=touched.offices):
        yield from office_pages.pages(press, office)
    for part in sorted(touched.parts):
        run = opendata.run_of(press, part)
        yield opendata.table(press, part, run)
        yield sitemaps.part(press, part, run)
    if touched.catalogue:
        yield from statutory.pages(press)
    if touched.texts:
        yield from texts.pages(press)
    elif touched.reports:
        yield from texts.reports(press)
    if touched.assets:
        yield from asset_files()
    if touched.new_parts:
        yield from listings(press)
    if touched.front:
        yield from home.pages(press)


def public_disclosures(keys: Iterable[int]) -> Iterator[Disclosure]:
    """Give disclosures with everything their pages need, in the order of their serials."""
    rows = Disclosure.objects.filter(pk__in=list(keys), agency_serial__isnull=False)
    return rows.select_related("public_office").prefetch_related("publications", INTERPRETATIONS).order_by("agency_serial").iterator(500)


def asset_files() -> Iterator[File]:
    """Give the style sheet, the script and the icons."""
    for path, body in assets.files():
        yield File(path.lstrip("/"), body, order=PAGE)


def listings(press: Press) -> Iterator[File]:
    """Give what names the parts: the sitemap's index, robots.txt, the data package."""
    newest = Disclosure.objects.of(press.agency).filter(agency_serial__isnull=False).order_by("-agency_serial").first()
    parts = opendata.part_of(newest.agency_serial) if newest and newest.agency_serial else 0
    yield sitemaps.fixed(press)
    yield from sitemaps.index(press, parts)
    yield from opendata.package(press, parts)


def press_for(agency: Agency, *, at: dt.datetime) -> Press:
    """Return a press for the local day of a moment."""
    return Press(agency, timezone.localdate(at))


def agency_of(entries: Iterable[OutboxEntry]) -> Agency:
    """Return the agency whose site the entries belong to: one installation serves one agency's site."""
    return Agency.objects.order_by("pk")[0]


