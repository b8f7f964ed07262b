"""Finds acts among a million and more: newest first, a page at a time, and never more work than a page is worth.

What one may see is given as ``Part``s, each an equality with an index that ends in time and id; the parts are read each on
its own and merged, because an OR of them would be sorted as a whole. What no index answers (a word of the act or of the
subject, two conditions at once) is looked for among the next ``REACH`` entries only, and the page says how far it got.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from gongkai.audit.models import AuditEntry

PAGE = 50
REACH = 30_000
NEWEST_FIRST = ("-at", "-id")
INDEXED = (("subject_kind", "subject_key"), ("by",), ("office_key",), ("subject_kind",))  # the most selective first

Place = tuple[dt.datetime, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the history: entries that equal these values, but not of these kinds. Without values: all of them."""

    equal: dict[str, Any] = field(default_factory=dict)
    but_not_kinds: tuple[str, ...] = ()

    def condition(self) -> Q:
        """Return the part as a condition."""
        return Q(**self.equal) & ~Q(subject_kind__in=self.but_not_kinds) if self.but_not_kinds else Q(**self.equal)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; an empty field asks for nothing. Moments include the first and exclude the last."""

    by: str = ""
    act: str = ""
    subject: str = ""
    kind: str = ""
    key: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None

    @property
    def equal(self) -> dict[str, str]:
        """Return the conditions that an index answers."""
        given = {"by": self.by, "subject_kind": self.kind, "subject_key": self.key if self.kind else ""}
        return {name: value for name, value in given.items() if value}

    def words(self) -> Q:
        """Return the conditions that no index answers."""
        found = Q()
        if self.act:
            found &= Q(act__contains=self.act)
        if self.subject:
            found &= Q(subject__contains=self.subject)
        return found

    def times(self) -> Q:
        """Return the moments between which to look."""
        found = Q()
        if self.since:
            found &= Q(at__gte=self.since)
        if self.until:
            found &= Q(at__lt=self.until)
        return found


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, newest first; ``before`` is where the older ones begin (None: there are none), and ``searched_to`` is told
    where the search stopped for the sake of time before the page was full."""

    entries: list[AuditEntry]
    before: int | None
    searched_to: dt.datetime | None = None


def page(parts: Sequence[Part], search: Search, *, before: int | None = None, size: int = PAGE, reach: int = REACH) -> Page:
    """Return the next page of what may be seen and is looked for, older than the entry ``before``.

    One query for the place, and two for each part.
    """
    place = AuditEntry.objects.filter(pk=before).values_list("at", "pk").first() if before is not None else None
    if before is not None and place is None:
        return Page([], None)
    found: dict[int, AuditEntry] = {}
    ends: list[Place] = []
    for part in parts:
        entries, end = _of_part(part, search, place, size + 1, max(reach // len(parts), 1))
        found |= {entry.pk: entry for entry in entries}
        if end:
            ends.append(end)
    end = max(ends, default=None)  # beyond the nearest end another part may have missed something
    within = [one for one in found.values() if end is None or (one.at, one.pk) >= end]
    newest = nlargest(size + 1, within, key=lambda one: (one.at, one.pk))
    if len(newest) > size:
        return Page(newest[:size], newest[size - 1].pk)
    return Page(newest, end[1], end[0]) if end else Page(newest, None)


def every(parts: Sequence[Part], search: Search, *, most: int, chunk: int = 1000) -> Iterator[AuditEntry]:
    """Yield all that may be seen and is looked for, newest first, at most ``most``, without holding them all at once."""
    before: int | None = None
    while most > 0:
        found = page(parts, search, before=before, size=min(chunk, most))
        yield from found.entries
        most -= len(found.entries)
        before = found.before
        if before is None:
            return


def seen(parts: Sequence[Part]) -> QuerySet[AuditEntry]:
    """Return all that may be seen, to find one entry by its id."""
    if not parts:
        return AuditEntry.objects.none()
    found = parts[0].condition()
    for part in parts[1:]:
        found |= part.condition()
    return AuditEntry.objects.filter(found)


def _not_by_index(along: QuerySet[AuditEntry], equal: dict[str, Any]) -> QuerySet[AuditEntry]:
    """Keep the entries that equal these values, said so that the database does not leave the index it was given for another.

    Without statistics it would choose by guess, and the entries of a kind are many where those of a person are few.
    """
    plain = {f"plain_{name}": Coalesce(F(name), Value(type(value)())) for name, value in equal.items()}
    return along.alias(**plain).filter(**{f"plain_{name}": value for name, value in equal.items()})


def _of_part(part: Part, search: Search, place: Place | None, count: int, reach: int) -> tuple[list[AuditEntry], Place | None]:
    """Return the newest ``count`` entries of a part, and where the looking stopped if it stopped early."""
    equal = search.equal
    if any(equal.get(name, value) != value for name, value in part.equal.items()):
        return [], None
    equal |= part.equal
    indexed = next((names for names in INDEXED if equal.keys() >= set(names)), ())
    along = AuditEntry.objects.filter(search.times()).order_by(*NEWEST_FIRST)
    if place:
        along = along.filter(Q(at__lte=place[0]) & (Q(at__lt=place[0]) | Q(pk__lt=place[1])))
    along = along.filter(**{name: equal[name] for name in indexed})
    words = search.words()
    end = None
    if words or len(equal) > len(indexed):
        end = along.values_list("at", "pk")[reach - 1 : reach].first()
    if end:
        along = along.filter(at__gte=end[0])
    beside = {name: value for name, value in equal.items() if name not in indexed}
    along = along.exclude(subject_kind__in=part.but_not_kinds) if part.but_not_kinds else along
    wanted = list(_not_by_index(along, beside).filter(words)[:count])
    if end is None or len(wanted) == count:
        return wanted, None
    return [one for one in wanted if (one.at, one.pk) >= end], end
