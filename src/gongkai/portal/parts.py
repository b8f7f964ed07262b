"""The whole site as parts that processes make side by side, each streaming: memory stays flat at any size."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import prefetch_related_objects

from gongkai.agencies.models import Agency
from gongkai.disclosures.models import Disclosure, Publication
from gongkai.portal import (
    changes,
    disclosure_pages,
    home,
    items,
    office_pages,
    opendata,
    places,
    sitemaps,
    statutory,
    texts,
)
from gongkai.portal.press import Press
from gongkai.publisher.files import Blob, File

RUN = 5 * opendata.PART_SIZE
ARCHIVE_RUN = 100
AT_ONCE = 50
PAGES_AT_ONCE = 10
SHOWN = ("disclosure_id", "number", "act", "content", "content_sha256", "note", "published_at", "closes_earlier")


Share = tuple[str, tuple[object, ...]]


def shares_of(agency: Agency, *, on: dt.date) -> list[Share]:
    """Return the shares of a full build as it stands on the day ``on``: a function of this module and its arguments."""
    newest = Disclosure.objects.of(agency).filter(agency_serial__isnull=False).order_by("-agency_serial").first()
    last = newest.agency_serial or 0 if newest else 0
    runs: list[Share] = [("run", (agency.pk, on, first)) for first in range(1, last + 1, RUN)]
    full = places.full_pages(list(agency.items.values_list("pk", flat=True)))
    archives: list[Share] = [
        ("archive", (agency.pk, on, item_id, first)) for item_id, pages in full.items() for first in range(1, pages + 1, ARCHIVE_RUN)
    ]
    return [*runs, *archives, ("fixed", (agency.pk, on))]


def fixed(agency_id: int, on: dt.date) -> Iterator[File]:
    """Give everything that is there whatever was published: sections, items, offices, home, lists of parts."""
    press = _press(agency_id, on)
    yield from changes.asset_files()
    yield from texts.pages(press)
    yield from statutory.pages(press)
    for item_id in press.agency.items.values_list("pk", flat=True):
        yield from items.pages(press, press.row_of(item_id))
    for office in press.offices:
        yield from office_pages.pages(press, office)
    yield from changes.listings(press)
    yield from home.pages(press)


def run(agency_id: int, on: dt.date, first: int) -> Iterator[File | Blob]:
    """Give the pages of a run of disclosures, and the parts of the sitemap and the table that hold them."""
    press = _press(agency_id, on)
    for part in range(opendata.part_of(first), opendata.part_of(first + RUN - 1) + 1):
        listed = opendata.run_of(press, part)
        for some in batched(listed, AT_ONCE):
            told = defaultdict(list)
            told_of_some = Publication.objects.filter(disclosure__in=some).only(*SHOWN)
            for publication in told_of_some.order_by("disclosure", "number"):
                told[publication.disclosure_id].append(publication)
            prefetch_related_objects(some, changes.INTERPRETATIONS)
            for disclosure in some:
                yield from disclosure_pages.pages(press, disclosure, told[disclosure.pk])
        if listed:
            yield opendata.table(press, part, listed)
            yield sitemaps.part(press, part, listed)


def batched(rows: Sequence[Disclosure], size: int) -> Iterator[Sequence[Disclosure]]:
    """Cut a run into pieces, so that only a few snapshots are in memory at a time."""
    return (rows[first : first + size] for first in range(0, len(rows), size))


def archive(agency_id: int, on: dt.date, item_id: int, first: int) -> Iterator[File]:
    """Give a run of an item's full archive pages."""
    press = _press(agency_id, on)
    row = press.row_of(item_id)
    last = min(first + ARCHIVE_RUN - 1, places.full_pages([item_id])[item_id])
    for start in range(first, last + 1, PAGES_AT_ONCE):
        yield from items.archives(press, row, start, min(start + PAGES_AT_ONCE - 1, last))


def _press(agency_id: int, on: dt.date) -> Press:
    return Press(Agency.objects.get(pk=agency_id), on)


