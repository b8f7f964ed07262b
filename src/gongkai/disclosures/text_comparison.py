"""What changed between two Chinese texts: character by character, whole numbers and foreign words kept together.

Bounded whatever it is given: long texts are first brought together sentence by sentence, and what is still too long is
shown as taken out and put in whole.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Kind = Literal["same", "added", "removed"]

# A number with its marks, or a foreign word, is one word; every other character is one by itself.
TOKEN = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]+(?:[.,:/％%\-][0-9A-Za-z０-９]+)*[%％]?|\s+|.", re.DOTALL)
SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]+|[^。；！？\n]+")
FINE = 400_000  # two texts are compared character by character while the product of their lengths is no more
SENTENCES = 3_000
LONG = 10_000  # texts longer than this are brought together by sentences first of all
SPECK = 1  # an unchanged run this short between changes only makes them harder to read


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, came in or went out."""

    kind: Kind
    text: str


def compare_texts(before: str, after: str, *, fine: int = FINE) -> tuple[Piece, ...]:
    """Return both texts as one run of pieces: without the added ones it is ``before``, without the removed ones ``after``.

    ``fine`` is how large the product of two lengths may be to be compared character by character.

    >>> [(piece.kind, piece.text) for piece in compare_texts("罚款2万元，已缴", "罚款20万元，已缴")]
    [('same', '罚款'), ('removed', '2'), ('added', '20'), ('same', '万元，已缴')]
    """
    if before == after:
        return (Piece("same", after),) if after else ()
    if max(len(before), len(after)) > LONG:
        return tuple(_tidied(_by_sentences(before, after, fine)))
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    middle = _middle(old[start : len(old) - end], new[start : len(new) - end], fine)
    whole = [Piece("same", "".join(new[:start])), *middle, Piece("same", "".join(new[len(new) - end :]))]
    return tuple(_tidied(whole))


def pairs_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters in a text (its beginning, if it is long): what it is like."""
    return frozenset(text[place : place + 2] for place in range(min(len(text) - 1, 1_000))) or frozenset(text)


def likeness(old: frozenset[str], new: frozenset[str]) -> float:
    """Return how like two texts are, from 0 to 1, by the pairs of characters they share."""
    return 2 * len(old & new) / (len(old) + len(new)) if old or new else 1.0


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    return next((place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _middle(old: Sequence[str], new: Sequence[str], fine: int) -> Iterator[Piece]:
    if len(old) * len(new) <= fine:
        yield from _aligned(old, new)
    else:
        yield from _by_sentences("".join(old), "".join(new), fine)


def _by_sentences(before: str, after: str, fine: int) -> Iterator[Piece]:
    old, new = SENTENCE.findall(before), SENTENCE.findall(after)
    if max(len(old), len(new)) > SENTENCES:
        yield from _replaced(before, after)
        return
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, became = "".join(old[i:j]), "".join(new[k:m])
        if tag == "equal":
            yield Piece("same", became)
        elif tag == "replace" and len(was) * len(became) <= fine:
            yield from _aligned(TOKEN.findall(was), TOKEN.findall(became))
            fine -= len(was) * len(became)
        else:
            yield from _replaced(was, became)


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(new[k:m]))
        else:
            yield from _replaced("".join(old[i:j]), "".join(new[k:m]))


def _replaced(before: str, after: str) -> Iterator[Piece]:
    yield Piece("removed", before)
    yield Piece("added", after)


def _tidied(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbours of a kind, and let specks of unchanged text between two changes go with them."""
    runs = [Piece(kind, "".join(piece.text for piece in run)) for kind, run in groupby(filter(_says, pieces), lambda piece: piece.kind)]
    removed, added = "", ""
    for place, piece in enumerate(runs):
        between = bool(removed or added) and place + 1 < len(runs)
        if piece.kind == "same" and not (between and len(piece.text) <= SPECK and not piece.text.isspace()):
            yield from filter(_says, _replaced(removed, added))
            removed = added = ""
            yield piece
            continue
        removed += piece.text if piece.kind != "added" else ""
        added += piece.text if piece.kind != "removed" else ""
    yield from filter(_says, _replaced(removed, added))


def _says(piece: Piece) -> bool:
    return bool(piece.text)
