"""Where disclosures stand under items: each under its own, some under others too, numbered in one run per item.

The run of an item is read from two indexes, that of its own disclosures and that of the places of others, whatever its
length; so its newest lines and each page of its archive cost the same two questions. Numbers are never given twice; a
place that was given up leaves a gap.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.disclosures.models import Disclosure, PublicPlace, Serial
from gongkai.portal.lines import listed

ARCHIVE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Placed:
    """A disclosure at its number in the run of an item; ``is_own`` says that it is an item's own, not also placed there."""

    serial: int
    disclosure: Disclosure
    is_own: bool


def newest(item_id: int, count: int) -> list[Placed]:
    """Return the newest of an item's run, newest first."""
    own = listed().filter(item=item_id, item_serial__isnull=False).order_by("-item_serial")[:count]
    others = PublicPlace.objects.filter(item=item_id, is_shown=True).order_by("-serial")[:count]
    return sorted(_placed(own, others), key=lambda one: -one.serial)[:count]


def between(item_id: int, first: int, last: int) -> list[Placed]:
    """Return the part of an item's run from one number to another, oldest first."""
    own = listed().filter(item=item_id, item_serial__range=(first, last))
    others = PublicPlace.objects.filter(item=item_id, is_shown=True, serial__range=(first, last))
    return sorted(_placed(own, others), key=lambda one: one.serial)


def full_pages(item_ids: Sequence[int]) -> dict[int, int]:
    """Return how many archive pages of each item are full. One query."""
    scopes = {f"item:{item_id}": item_id for item_id in item_ids}
    last = dict(Serial.objects.filter(scope__in=scopes).values_list("scope", "last"))
    return {item_id: last.get(scope, 0) // ARCHIVE_SIZE for scope, item_id in scopes.items()}


def page_of(serial: int) -> int:
    """Return the archive page, from 1, that holds a number.

    >>> page_of(20), page_of(21)
    (1, 2)
    """
    return (serial - 1) // ARCHIVE_SIZE + 1


def standing(disclosures: Iterable[Disclosure]) -> dict[int, list[tuple[int, int]]]:
    """Return for each disclosure its items with its number there, its own first, then all others it ever stood under."""
    own = {one.pk: [(one.item_id, one.item_serial or 0)] for one in disclosures}
    others = PublicPlace.objects.filter(disclosure__in=list(own)).order_by("disclosure", "item__number")
    for disclosure_id, item_id, serial in others.values_list("disclosure_id", "item_id", "serial"):
        own[disclosure_id].append((item_id, serial))
    return own


def also_under(disclosures: Iterable[Disclosure]) -> dict[int, list[int]]:
    """Return the further items under which each of these disclosures stands now."""
    found: dict[int, list[int]] = {}
    places = PublicPlace.objects.filter(disclosure__in=[one.pk for one in disclosures], is_shown=True)
    for disclosure_id, item_id in places.order_by("item__number").values_list("disclosure_id", "item_id"):
        found.setdefault(disclosure_id, []).append(item_id)
    return found


def _placed(own: Iterable[Disclosure], others: Iterable[PublicPlace]) -> list[Placed]:
    numbers = {place.disclosure_id: place.serial for place in others}
    elsewhere = listed().filter(pk__in=numbers) if numbers else ()
    return [
        *(Placed(one.item_serial or 0, one, True) for one in own),
        *(Placed(numbers[one.pk], one, False) for one in elsewhere),
    ]
