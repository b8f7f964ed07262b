"""One row on its way to an item: its cells by what they mean, and what there is to say about them.

Apart, because several modules read parts of the same row and must say what they found in the same way.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from gongkai.rules.catalogue_layout import Column, Role
from gongkai.rules.catalogue_marks import FILLED, is_chosen
from gongkai.rules.catalogue_tables import Row
from gongkai.rules.catalogue_words import join_words
from gongkai.rules.findings import Finding, Severity

_FIELDS: dict[str, str] = {
    "level": "path", "content": "content", "basis": "bases", "clause": "bases", "rank": "bases",
    "limit": "time_limit", "cycle": "update_cycle", "retention": "retention", "agency": "agency",
    "category": "category", "channels": "channels", "audience": "audience", "everyone": "audience",
    "groups": "audience", "office": "office",
}  # fmt: skip


def field_of(role: Role) -> str:
    """Return the item's field that a column fills; columns outside the published shape fill ``extras``.

    >>> field_of("clause"), field_of("tiers")
    ('bases', 'extras')
    """
    return _FIELDS.get(role, "extras")


@lru_cache(maxsize=8192)
def tidy(text: str) -> str:
    """Return a text with its words joined and a check mark before it dropped.

    >>> tidy("■某区 政府办")
    '某区政府办'
    """
    words = join_words(text)
    return words.lstrip(FILLED).strip() or words


@dataclass(slots=True)
class Reading:
    """A row, its number in the catalogue, its place on its page, and the columns whose only marks are hollow."""

    row: Row
    number: int
    place: int
    hollow_columns: frozenset[int] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    extras: dict[str, str] = field(default_factory=dict)

    def cells(self, role: Role) -> Iterator[tuple[int, Column, str]]:
        """Yield the place, column and text of a role's written cells."""
        for place in self.row.layout.of(role):
            if text := self.row.texts[place]:
                yield place, self.row.layout.columns[place], text

    def words(self, role: Role) -> str:
        """Return the joined words of all columns with this role."""
        return "、".join(tidy(text) for _, _, text in self.cells(role))

    def raw(self, role: Role) -> str:
        """Return the texts of all columns with this role as received."""
        return "\n".join(text for _, _, text in self.cells(role))

    def chooses(self, place: int, mark: str) -> bool:
        """Say whether a lone mark in this column chooses."""
        return is_chosen(mark, hollow_chooses=place in self.hollow_columns)

    def say(self, kind: str, where: str, message: str, severity: Severity = "warning") -> None:
        """Add a finding at this item."""
        self.findings.append(Finding(kind, severity, message, item=self.number, field=where or None))

    def keep(self, name: str, text: str) -> None:
        """Keep a text among the extras under a name; a second text under the same name gets a number."""
        if not text:
            return
        key, count = name, 1
        while key in self.extras:
            count += 1
            key = f"{name}（{count}）"
        self.extras[key] = text
