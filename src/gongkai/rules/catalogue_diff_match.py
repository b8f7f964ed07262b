"""Finds which row of a new catalogue continues which row of an old one, through rewording and moves between offices.

The same name in the same office comes first, then the same name, then likeness: pairs of characters that names, contents
and bases share. Likeness is looked up in an index, so ten thousand rows are never all compared with each other, and the
best set of pairs is chosen as a whole, not row by row.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from gongkai.rules.catalogue_diff_assign import assign
from gongkai.rules.catalogue_model import CatalogueItem
from gongkai.rules.instruments import canonical_title

How = Literal["same", "same_path", "moved", "similar"]

LIKE, SURE = 0.6, 0.82
PATH_WEIGHT, CONTENT_WEIGHT, OFFICE_WEIGHT, BASES_WEIGHT = 0.55, 0.25, 0.1, 0.1
READS, CANDIDATES = 400, 8  # entries of the index read for one row, and rows then compared with it
ROUNDS = 5
LARGEST_GROUP = 60
SIGNS = re.compile(r"[\W_]+")
YEAR = re.compile(r"(?:19|20)\d\d年")

Bigrams = frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """One old row and the new row that continues it, by place from 0; ``confidence`` from 0 to 1."""

    old: int
    new: int
    how: How
    confidence: float

    @property
    def certain(self) -> bool:
        """Tell whether running duties may follow without a person looking."""
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class Traits:
    """What likeness looks at in a row, prepared once."""

    path: Bigrams
    content: Bigrams
    office: str
    bases: Bigrams


def match_items(old: Sequence[CatalogueItem], new: Sequence[CatalogueItem]) -> list[Match]:
    """Pair old rows with the new rows that continue them; each row is in at most one pair."""
    olds, news = dict(enumerate(old)), dict(enumerate(new))
    found: list[Match] = []
    for how, key in KEYS:
        for match in _by_key(olds, news, how, key):
            found.append(match)
            del olds[match.old], news[match.new]
    left = {place: traits_of(row) for place, row in olds.items()}
    right = {place: traits_of(row) for place, row in news.items()}
    for _ in range(ROUNDS):  # rows that many others crowded out of the index find each other once those are paired
        matches = _by_likeness(left, right)
        for match in matches:
            del left[match.old], right[match.new]
        found += matches
        if not matches or not left or not right:
            break
    return sorted(found, key=lambda match: match.new)


def likeness(one: Traits, other: Traits) -> float:
    """Weigh how alike two rows are, from 0 to 1."""
    return (
        PATH_WEIGHT * shared(one.path, other.path)
        + CONTENT_WEIGHT * shared(one.content, other.content)
        + OFFICE_WEIGHT * (one.office == other.office)
        + BASES_WEIGHT * shared(one.bases, other.bases)
    )


def shared(one: Bigrams, other: Bigrams) -> float:
    """Give the share that two sets have in common (Dice); two empty ones are alike.

    >>> shared(bigrams("甲许可证"), bigrams("乙许可证"))
    0.6666666666666666
    """
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def bigrams(text: str) -> Bigrams:
    """Give the pairs of neighbouring characters; signs are left out, and every year is one year."""
    plain = SIGNS.sub("", YEAR.sub("年", text))
    return frozenset(plain[place : place + 2] for place in range(max(1, len(plain) - 1))) if plain else frozenset()


def traits_of(item: CatalogueItem) -> Traits:
    """Prepare a row for likeness."""
    bases = frozenset(canonical_title(basis.title) for basis in item.bases)
    return Traits(bigrams("".join(item.path)), bigrams(item.content), item.office, bases)


def _plain_path(item: CatalogueItem) -> tuple[str, ...]:
    return tuple(SIGNS.sub("", level) for level in item.path)


KEYS: tuple[tuple[How, Callable[[CatalogueItem], Hashable]], ...] = (
    ("same", lambda item: replace(item, page=None, row=None, repairs=(), elements=())),
    ("same_path", lambda item: (item.path, item.agency, item.office, item.content)),
    ("same_path", lambda item: (_plain_path(item), item.office)),
    ("moved", _plain_path),
)

Rows = dict[int, CatalogueItem]


def _by_key(olds: Rows, news: Rows, how: How, key: Callable[[CatalogueItem], Hashable]) -> list[Match]:
    """Pair the rows of one name; where several share it, by likeness, and in order where they are too many."""
    groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((olds, news)):
        for place, item in rows.items():
            groups[key(item)][side].append(place)
    return [
        Match(one, other, how, _moved(olds[one], news[other]) if how == "moved" else 1.0)
        for mine, theirs in groups.values()
        for one, other in _pairs(mine, theirs, olds, news)
        if how == "same" or any(olds[one].path)
    ]


def _moved(before: CatalogueItem, after: CatalogueItem) -> float:
    """Weigh a move: 行政处罚 of one office and of another may be two things, unless contents or bases speak for one."""
    one, other = traits_of(before), traits_of(after)
    return round(min(1.0, 0.5 + 0.35 * shared(one.content, other.content) + 0.2 * shared(one.bases, other.bases)), 3)


def _pairs(mine: list[int], theirs: list[int], olds: Rows, news: Rows) -> Iterable[tuple[int, int]]:
    if not mine or not theirs:
        return ()
    if len(mine) == len(theirs) == 1 or max(len(mine), len(theirs)) > LARGEST_GROUP:
        return zip(mine, theirs, strict=False)
    ours, others = [traits_of(olds[place]) for place in mine], [traits_of(news[place]) for place in theirs]
    scores = {(a, b): likeness(one, other) for a, one in enumerate(ours) for b, other in enumerate(others)}
    return [(mine[a], theirs[b]) for a, b in assign(scores)]


def _by_likeness(left: dict[int, Traits], right: dict[int, Traits]) -> list[Match]:
    """Pair reworded rows: candidates from the index, then the best set of pairs among them.

    A pairing is no surer than its names are alike: 食盐定点生产企业 and 食盐定点批发企业 share all but the name.
    """
    index: dict[str, list[int]] = defaultdict(list)
    for place, traits in right.items():
        for pair in traits.path | traits.content:
            index[pair].append(place)
    scores = {
        (one, other): score
        for one, traits in left.items()
        for other in _candidates(traits, index)
        if (score := likeness(traits, right[other])) >= LIKE
    }
    return [
        Match(one, other, "similar", round(min(scores[one, other], shared(left[one].path, right[other].path)), 3))
        for one, other in assign(scores)
    ]


def _candidates(traits: Traits, index: dict[str, list[int]]) -> list[int]:
    """Give the rows that share most of the rarest pairs of characters."""
    counts: Counter[int] = Counter()
    read = 0
    for pair in sorted(traits.path | traits.content, key=lambda one: (len(index.get(one, ())), one)):
        entries = index.get(pair, ())
        read += len(entries)
        if counts and read > READS:
            break
        counts.update(entries[:READS])
    return [place for place, _ in counts.most_common(CANDIDATES)]
