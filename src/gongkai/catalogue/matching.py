"""Which lasting item a newly read row continues, through rewording and moves between offices.

The version that governs is asked first, so that a faulty import that never came into force cannot draw a row away from
its item; then every other item there has ever been, so that one that left and returns has its old number again. A
pairing that is not certain is not made: it is a finding, and an officer may make it (``actions.continue_item``).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.catalogue.models import Item, ItemVersion
from gongkai.catalogue.rows import item_of
from gongkai.rules.catalogue_diff_match import Match, match_items
from gongkai.rules.catalogue_model import CatalogueItem
from gongkai.rules.findings import Finding


@dataclass(frozen=True, slots=True)
class Matches:
    """For every row as read its lasting item, or None for a new one; and the pairings that a person should look at."""

    items: list[Item | None]
    findings: list[Finding]


def match(governing: Sequence[ItemVersion], others: Sequence[ItemVersion], read: Sequence[CatalogueItem]) -> Matches:
    """Pair rows as read with the lasting items of the governing version, and what is left with all other items."""
    items: list[Item | None] = [None] * len(read)
    findings: list[Finding] = []
    for known in (governing, others):
        left = [place for place, item in enumerate(items) if item is None]
        for pair in match_items([item_of(row) for row in known], [read[place] for place in left]):
            place, row = left[pair.new], known[pair.old]
            if pair.certain:
                items[place] = row.item
            elif known is governing:
                findings.append(_uncertain(row, place + 1, read[place], pair))
    return Matches(items, findings)


def _uncertain(row: ItemVersion, position: int, item: CatalogueItem, pair: Match) -> Finding:
    name = " › ".join(level for level in item.path if level)
    told = (
        f"第{position}项“{name}”可能由{row.item}“{row.full_name}”改写而来（相似度{pair.confidence:.0%}），不能确定，"
        f"已作为新事项。如果是同一事项，请在生效前确认延续{row.item}；否则{row.item}将移出目录。"
    )
    return Finding("match_uncertain", "warning", told, item=position, field="path")
