"""What the list of everything public asks: keys from an index first, wide rows only for one page, whatever the size.

Pages go on from the last row shown; a count of all is never asked for.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import ItemVersion
from gongkai.disclosures.models import EXPIRING_WITHIN, Disclosure, PenaltyChange, PublicPlace
from gongkai.disclosures.statuses import Act, Status

PAGE = 50
STATES = {
    "": "全部", "published": "已公开", "notice": "公示中", "expiring": "失效日期将到或已过", "owing": "须撤回处罚信息",
    "withdrawn": "已撤回",
}  # fmt: skip
MANY = 1000
MARKS: dict[str, str] = {Act.CORRECT: "已更正", Act.SUPERSEDE: "已被取代", Act.EXPIRE: "部分到期撤下", Act.EXTEND: "公示延长"}
INDEX_NUMBER = re.compile(r"(?:(?P<code>[0-9A-Z]{18})/)?(?P<year>[12][0-9]{3})-(?P<serial>[0-9]{1,5})")
LAST = "\U0010ffff"
SHOWN = (
    "status", "index_number", "public_title", "item_id", "item_serial", "agency_serial", "first_published_at", "last_changed_at",
    "public_notice_starts_on", "public_notice_ends_on", "public_expires_on", "is_sample", "public_office__name", "latest__act",
    "latest__number", "latest__on_time",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the list; ``after`` is the last number shown, or in a list by title how many were shown."""

    state: str = ""
    office: int | None = None
    item: int | None = None
    year: int | None = None
    text: str = ""
    after: int | None = None

    def address(self, **changed: Any) -> str:
        """Return the query string of this list with something changed; a change of filter begins at the first page."""
        asked = replace(self, **{"after": None, **changed})
        values = {name: getattr(asked, name) for name in ("state", "office", "item", "year", "text", "after")}
        return "?" + urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list and what the next one begins after, if there is one."""

    rows: list[Disclosure]
    after: int | None


def page_of(agency: Agency, wanted: Wanted, *, on: dt.date) -> Page:
    """Return one page, newest publication first, or in the order of titles where a title is sought."""
    rows = _filtered(agency, wanted, on=on)
    if by_title := bool(wanted.text and not INDEX_NUMBER.fullmatch(wanted.text.upper())):
        start = wanted.after or 0
        keys = list(_titled(rows, wanted.text).values_list("pk", flat=True)[start : start + PAGE + 1])
    else:
        if wanted.after:
            rows = rows.filter(agency_serial__lt=wanted.after)
        keys = list(rows.order_by("-agency_serial").values_list("pk", flat=True)[: PAGE + 1])
    wide = Disclosure.objects.filter(pk__in=keys[:PAGE]).select_related("public_office", "latest").only(*SHOWN)
    found = {one.pk: one for one in wide}
    page = [found[key] for key in keys[:PAGE]]
    if len(keys) <= PAGE:
        return Page(page, None)
    return Page(page, (wanted.after or 0) + PAGE if by_title else page[-1].agency_serial)


def _filtered(agency: Agency, wanted: Wanted, *, on: dt.date) -> QuerySet[Disclosure]:
    rows = Disclosure.objects.of(agency).filter(agency_serial__isnull=False)
    if wanted.state in (Status.PUBLISHED, Status.WITHDRAWN):
        rows = rows.filter(status=wanted.state)
    elif wanted.state == "notice":  # few: found by their own index, before the order of all asks for another
        running = Disclosure.objects.of(agency).filter(public_notice_ends_on__gte=on, public_notice_starts_on__lte=on)
        rows = rows.filter(pk__in=list(running.order_by("public_notice_ends_on").values_list("pk", flat=True)[:MANY]))
    elif wanted.state == "expiring":
        expiring = Disclosure.objects.of(agency).expiring(on=on)
        expiring = expiring.filter(public_office=wanted.office) if wanted.office else expiring
        rows = rows.filter(pk__in=list(expiring.order_by("-public_expires_on").values_list("pk", flat=True)[:MANY]))
    elif wanted.state == "owing":
        owing = PenaltyChange.objects.filter(settled_by__isnull=True).values_list("disclosure", flat=True)
        rows = rows.filter(pk__in=list(owing[:MANY]))
    if wanted.office:
        rows = rows.filter(public_office=wanted.office)
    if wanted.item:
        placed = list(PublicPlace.objects.filter(item=wanted.item, is_shown=True).values_list("disclosure", flat=True)[:MANY])
        rows = rows.filter(Q(item=wanted.item) | Q(pk__in=placed) if placed else Q(item=wanted.item))
    if wanted.year:
        rows = rows.filter(agency_serial__range=_serials_of(agency, wanted.year))
    if match := INDEX_NUMBER.fullmatch(wanted.text.upper()):
        code = match["code"] or agency.credit_code
        rows = rows.filter(index_number=f"{code}/{match['year']}-{int(match['serial']):05d}")
    return rows


def _titled(rows: QuerySet[Disclosure], text: str) -> QuerySet[Disclosure]:
    """Keep what begins with these words, in the order of titles: by the index of titles, in each database's own way."""
    ordered = rows.order_by("public_title", "pk")
    if connection.vendor == "sqlite":
        return ordered.filter(public_title__gte=text, public_title__lt=text + LAST)
    return ordered.filter(public_title__startswith=text)


def _serials_of(agency: Agency, year: int) -> tuple[int, int]:
    """Return the first and the last number of a year; numbers and index numbers are given in the same order."""
    prefix = f"{agency.credit_code}/{year}-"
    rows = Disclosure.objects.filter(index_number__gte=prefix, index_number__lt=prefix + LAST).order_by("index_number")
    numbers = rows.values_list("agency_serial", flat=True)
    return numbers.first() or 0, numbers.last() or 0


def years_of(agency: Agency) -> list[int]:
    """Return the years in which something was published, newest first."""
    rows = Disclosure.objects.of(agency).filter(agency_serial__isnull=False).order_by("agency_serial")
    moments = rows.values_list("first_published_at", flat=True)
    first, last = moments.first(), moments.last()
    return list(range(last.year, first.year - 1, -1)) if first and last else []


def item_names(agency: Agency, *, on: dt.date) -> dict[int, tuple[int, str]]:
    """Return number and name of every item in force, by its key, in the catalogue's order."""
    rows = ItemVersion.objects.of(agency).in_force(on).order_by("position")
    return {key: (number, path[-1]) for key, number, path in rows.values_list("item_id", "item__number", "path")}


def mark_of(disclosure: Disclosure, *, on: dt.date) -> tuple[str, str]:
    """Return a short word on how it stands, and the tone of its badge."""
    if disclosure.status == Status.WITHDRAWN:
        return "已撤回", "late"
    first, last = disclosure.public_notice_starts_on, disclosure.public_notice_ends_on
    if first and last and first <= on <= last:
        return "公示中", "act"
    mark = MARKS.get(disclosure.latest.act, "") if disclosure.latest else ""
    return (mark, "soon") if mark else ("已公开", "good")


def expiry_of(disclosure: Disclosure, *, on: dt.date) -> str:
    """Return how its public 失效日期 stands: ``coming`` within thirty days, ``passed``, ``confirmed``, or nothing."""
    day = disclosure.public_expires_on
    if day is None or day > on + EXPIRING_WITHIN:
        return ""
    if disclosure.expiry_confirmed_at:
        return "confirmed"
    return "passed" if day < on else "coming"


def public_address(disclosure: Disclosure) -> str:
    """Return where the public reads it (the addresses of the public site never change)."""
    year, _, serial = (disclosure.index_number or "").rpartition("/")[2].partition("-")
    return f"/disclosures/{year}/{serial}/"
