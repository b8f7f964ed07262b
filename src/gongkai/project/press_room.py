"""Joins the portal to the publisher: what a full build is made of, and what the outbox's entries turn into."""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.portal import changes, parts
from gongkai.publisher import worker
from gongkai.publisher.files import Built, Changes, Part
from gongkai.publisher.models import OutboxEntry
from gongkai.publisher.site import Site

PACKAGE = Path(__file__).parents[1]
SHAPERS = ("design", "portal")  # what shapes a page, besides the data


@cache
def site() -> Site:
    """Return the public site's files; one object a process, because it keeps its manifest open."""
    return Site(settings.SITE)


def program() -> str:
    """Return a digest of all that shapes the pages besides the data: code, templates, styles, and the site's address."""
    digest = hashlib.sha256(settings.WAGTAILADMIN_BASE_URL.encode())
    for path in sorted(path for room in SHAPERS for path in (PACKAGE / room).rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_of_this_program() -> bool:
    """Tell whether there is a site that this very program has built; after an upgrade there is none."""
    mark = _mark()
    return site().current is not None and mark.exists() and mark.read_text(encoding="ascii") == program()


def _mark() -> Path:
    return settings.SITE / "built-by"


def build(agency: Agency, *, at: dt.datetime, on_progress: Callable[..., Any] | None = None, workers: int = 2) -> Built:
    """Build the whole site as it stands at a moment; what waited in the outbox before is in it."""
    waiting = list(OutboxEntry.objects.pending().values_list("pk", flat=True))
    shares = parts.shares_of(agency, on=timezone.localdate(at))
    made = [Part("gongkai.project.building:make", (name, *args)) for name, args in shares]
    built = site().build(made, workers=workers, on_progress=on_progress)
    _mark().write_text(program(), encoding="ascii")
    OutboxEntry.objects.filter(pk__in=waiting, done_at__isnull=True).update(done_at=at)
    return built


def drain() -> worker.Drained:
    """Bring everything that waits in the outbox to the public files.

    What every page shows (the agency's name, its footer) has changed when the entry is ``site``: then all are made again.
    """
    everywhere = OutboxEntry.objects.due(timezone.now()).filter(kind="site")
    if site().current is not None and everywhere.exists():
        agency = changes.agency_of(list(everywhere[:1]))
        waiting = OutboxEntry.objects.pending().count()
        built = build(agency, at=timezone.now())
        return worker.Drained(done=waiting, written=built.written, unchanged=built.unchanged, removed=built.removed)

    def render(entries: Sequence[OutboxEntry]) -> Changes:
        press = changes.press_for(changes.agency_of(entries), at=timezone.now())
        return changes.files_of(press, entries)

    return worker.drain(site(), render, at_clock=timezone.now)
