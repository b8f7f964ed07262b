"""Brings what waits in the outbox to the public files, and survives being killed at any point.

The site's lock is held from asking the outbox until the entries are marked done: two drains at once take turns, and the
later one renders later, so an older page can never overwrite a newer one. Entries are marked only after ``apply`` has
returned, when the batch cannot be lost any more; a drain killed before that is simply done again and finds its files
unchanged.
"""

import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import DatabaseError
from django.db.models import F

from gongkai.publisher.errors import SiteFull
from gongkai.publisher.files import Applied, Changes
from gongkai.publisher.models import OutboxEntry
from gongkai.publisher.site import Site

Render: TypeAlias = Callable[[Sequence[OutboxEntry]], Changes]

_FIRST_PAUSE = timedelta(seconds=10)
_LONGEST_PAUSE = timedelta(hours=1)
_LONGEST_ERROR = 4000  # characters kept; the end of a traceback says what happened


@dataclass(slots=True)
class Drained:
    """What a drain did: entries done and failed, and the files written, left alone and removed."""

    done: int = 0
    failed: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0

    def count(self, applied: Applied, entries: int) -> None:
        """Add one batch."""
        self.done += entries
        self.written += applied.written
        self.unchanged += applied.unchanged
        self.removed += applied.removed


def drain(site: Site, render: Render, *, at_clock: Callable[[], datetime], batch: int = 64) -> Drained:
    """Bring everything that is due to the files, oldest first, ``batch`` entries at a time.

    ``render`` turns entries (each kind and key once) into files and removals. An entry that fails is put off alone with
    its error, ten seconds at first and an hour at most. Raises SiteBusy, and SiteFull after noting it at the entries.
    """
    drained = Drained()
    while OutboxEntry.objects.due(at_clock()).exists():
        with site.locked():
            _one_batch(site, render, at_clock, batch, drained)
    return drained


def _one_batch(
    site: Site, render: Render, at_clock: Callable[[], datetime], batch: int, drained: Drained
) -> None:
    due = OutboxEntry.objects.due(at_clock())  # asked again: another drain may have been quicker to the lock
    entries = list(due.untried()[:batch]) or list(due[:1])  # what failed before comes alone, after the others
    if not entries or _publish(site, render, entries, at_clock, drained):
        return
    if len(entries) == 1:
        drained.failed += 1
        return
    for entry in entries:
        drained.failed += not _publish(site, render, [entry], at_clock, drained)


def _publish(
    site: Site, render: Render, entries: list[OutboxEntry], at_clock: Callable[[], datetime], drained: Drained
) -> bool:
    """Publish entries together and mark them; on failure note the error if there is one entry to blame."""
    once: dict[tuple[str, str], OutboxEntry] = {}
    for entry in entries:
        once.setdefault((entry.kind, entry.key), entry)
    try:
        changes = render([*once.values()])
        applied = site.apply(changes.writes, changes.removals)
    except SiteFull as error:
        _put_off_all(entries, str(error), at_clock())
        raise
    except Exception:
        if len(entries) == 1:
            _put_off(entries[0], traceback.format_exc(), at_clock())
        return False
    keys = [entry.pk for entry in entries]
    OutboxEntry.objects.filter(pk__in=keys, done_at__isnull=True).update(done_at=at_clock(), last_error="")
    drained.count(applied, len(entries))
    return True


def _put_off(entry: OutboxEntry, error: str, at: datetime) -> None:
    """Let one entry wait twice as long as the last time."""
    pause = min(_FIRST_PAUSE * 2 ** min(entry.attempts, 20), _LONGEST_PAUSE)
    OutboxEntry.objects.filter(pk=entry.pk).update(
        attempts=F("attempts") + 1, not_before=at + pause, last_error=error[-_LONGEST_ERROR:]
    )


def _put_off_all(entries: list[OutboxEntry], error: str, at: datetime) -> None:
    """Let entries wait that are not to blame; where the database is on the full disk too, the disk's error says more."""
    with suppress(DatabaseError):
        OutboxEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(
            not_before=at + _FIRST_PAUSE, last_error=error
        )
