"""What every check of a catalogue looks at: the items with their numbers, the year, and what most items have.

The checks share this so that each is a plain function from a whole catalogue to findings.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from gongkai.rules.catalogue_model import CatalogueItem, CatalogueRead
from gongkai.rules.findings import Finding, Severity


@dataclass(frozen=True)
class Scope:
    """A catalogue under check, and the year in which it is checked."""

    read: CatalogueRead
    on_year: int

    def numbered(self) -> Iterator[tuple[int, CatalogueItem]]:
        """Give every item with its number, from 1."""
        return enumerate(self.read.items, 1)

    @cached_property
    def agencies(self) -> Counter[str]:
        """Count how often each 公开主体 is named."""
        return Counter(item.agency for item in self.read.items if item.agency)

    @cached_property
    def agency(self) -> str:
        """Name the agency that most items name; an empty string when none is named twice."""
        best = self.agencies.most_common(1)
        return best[0][0] if best and best[0][1] > 1 else ""

    def mostly(self, has: Callable[[CatalogueItem], bool]) -> bool:
        """Tell whether at least two items in three have something, so that one without it lacks it."""
        count = sum(has(item) for item in self.read.items)
        return count > 1 and count * 3 >= len(self.read.items) * 2


Check = Callable[[Scope], Iterator[Finding]]


def name_of(item: CatalogueItem) -> str:
    """Name an item for a message by the last level that it has.

    >>> from gongkai.rules.catalogue_model import CatalogueItem
    >>> from gongkai.rules.timelimits import TimeLimit
    >>> name_of(CatalogueItem(("行政许可", "甲许可"), "", (), (), TimeLimit("", "unread")))
    '甲许可'
    """
    return next((level for level in reversed(item.path) if level), item.content[:20])


def at(kind: str, severity: Severity, number: int, field: str, message: str) -> Finding:
    """Make a finding at an item's field."""
    return Finding(kind, severity, message, item=number, field=field)
