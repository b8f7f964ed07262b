"""Chooses the best set of pairs from scored ones: no row twice, and the sum of what is gained as high as possible.

Plain graph work that knows nothing of catalogues. Rows that share no candidate do not meet, so the choice falls into
small groups; each is solved exactly (the Hungarian method), and one too large for that by taking the best pair first.
"""

from collections import defaultdict
from collections.abc import Mapping

Pair = tuple[int, int]
LARGEST_EXACT = 60
SHARPNESS = 4  # one very good pair is worth more than two middling ones


def assign(scores: Mapping[Pair, float]) -> list[Pair]:
    """Choose pairs so that none shares a row, in order.

    >>> assign({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.85})
    [(0, 1), (1, 0)]
    """
    chosen: list[Pair] = []
    for group in _groups(scores):
        lefts, rights = sorted({one for one, _ in group}), sorted({other for _, other in group})
        exact = max(len(lefts), len(rights)) <= LARGEST_EXACT
        chosen += _exact(lefts, rights, scores) if exact else _greedy(group, scores)
    return sorted(chosen)


def _groups(scores: Mapping[Pair, float]) -> list[list[Pair]]:
    """Part the pairs into groups that share no row."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in scores:
        parent[root(("old", one))] = root(("new", other))
    groups: dict[tuple[str, int], list[Pair]] = defaultdict(list)
    for pair in scores:
        groups[root(("old", pair[0]))].append(pair)
    return list(groups.values())


def _greedy(group: list[Pair], scores: Mapping[Pair, float]) -> list[Pair]:
    chosen: list[Pair] = []
    lefts: set[int] = set()
    rights: set[int] = set()
    for one, other in sorted(group, key=lambda pair: (-scores[pair], pair)):
        if one not in lefts and other not in rights:
            chosen.append((one, other))
            lefts.add(one)
            rights.add(other)
    return chosen


def _exact(lefts: list[int], rights: list[int], scores: Mapping[Pair, float]) -> list[Pair]:
    turned = len(lefts) > len(rights)
    rows, columns = (rights, lefts) if turned else (lefts, rights)
    gains = [[scores.get((b, a) if turned else (a, b), 0.0) ** SHARPNESS for b in columns] for a in rows]
    pairs = [(rows[a], columns[b]) for a, b in enumerate(_hungarian(gains))]
    return [pair for pair in ((b, a) if turned else (a, b) for a, b in pairs) if pair in scores]


def _hungarian(gains: list[list[float]]) -> list[int]:
    """Give each row its column for the highest sum; there are at least as many columns as rows.

    Shortest augmenting paths with potentials, one row after the other; index 0 of each list is a helper.
    """
    height, width = len(gains), len(gains[0])
    of_row, of_column = [0.0] * (height + 1), [0.0] * (width + 1)
    owner = [0] * (width + 1)
    for row in range(1, height + 1):
        owner[0] = row
        way = _augment(gains, of_row, of_column, owner)
        column = way[-1]
        for before in reversed(way[:-1]):
            owner[column], column = owner[before], before
    columns = [0] * height
    for column in range(1, width + 1):
        if owner[column]:
            columns[owner[column] - 1] = column - 1
    return columns


def _augment(gains: list[list[float]], of_row: list[float], of_column: list[float], owner: list[int]) -> list[int]:
    """Find the cheapest way from the new row to a free column; returns the columns on it, from the helper on."""
    width = len(of_column) - 1
    least, came_from = [float("inf")] * (width + 1), [0] * (width + 1)
    done = [False] * (width + 1)
    column = 0
    while owner[column]:
        done[column] = True
        row = owner[column]
        step, following = float("inf"), 0
        for place in range(1, width + 1):
            if done[place]:
                continue
            cost = -gains[row - 1][place - 1] - of_row[row] - of_column[place]
            if cost < least[place]:
                least[place], came_from[place] = cost, column
            if least[place] < step:
                step, following = least[place], place
        for place in range(width + 1):
            if done[place]:
                of_row[owner[place]] += step
                of_column[place] -= step
            else:
                least[place] -= step
        column = following
    way = [column]
    while column:
        column = came_from[column]
        way.append(column)
    return way[::-1]
