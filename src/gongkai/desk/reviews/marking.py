"""Texts as runs for the screen: what came in, what went out, and what looks like personal data, each marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.disclosures.text_comparison import Kind, Piece
from gongkai.rules.privacy import NAMES, Hit, find_personal_data

AROUND = 14  # characters shown either side of a hit


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text of one kind; ``hit`` names the personal data it looks like."""

    kind: Kind
    text: str
    hit: str = ""


@dataclass(frozen=True, slots=True)
class Suspect:
    """Personal data that may stand somewhere: the place, what it looks like, and the words around it."""

    place: str
    name: str
    sure: bool
    before: str
    text: str
    after: str


def runs(pieces: Sequence[Piece]) -> list[Run]:
    """Return the pieces of a comparison, those of the new text split where it seems to hold personal data."""
    hits = find_personal_data("".join(piece.text for piece in pieces if piece.kind != "removed"))
    made: list[Run] = []
    place = 0
    for piece in pieces:
        if piece.kind == "removed":
            made.append(Run("removed", piece.text))
            continue
        made += _split(piece, place, hits)
        place += len(piece.text)
    return made


def plain(text: str) -> list[Run]:
    """Return a text that is compared with nothing."""
    return runs((Piece("same", text),)) if text else []


def suspects(place: str, text: str) -> Iterator[Suspect]:
    """Yield what looks like personal data in a text, with the words around it."""
    for hit in find_personal_data(text):
        before, after = text[max(0, hit.start - AROUND) : hit.start], text[hit.end : hit.end + AROUND]
        yield Suspect(place, _name(hit), hit.confidence == "certain" and not hit.public_contact, before, text[hit.start : hit.end], after)


def _split(piece: Piece, place: int, hits: Sequence[Hit]) -> Iterator[Run]:
    done = 0
    for hit in hits:
        start, end = max(hit.start - place, done), min(hit.end - place, len(piece.text))
        if start >= end:
            continue
        if done < start:
            yield Run(piece.kind, piece.text[done:start])
        yield Run(piece.kind, piece.text[start:end], _name(hit))
        done = end
    if done < len(piece.text):
        yield Run(piece.kind, piece.text[done:])


def _name(hit: Hit) -> str:
    return NAMES[hit.kind] + ("（对外公布的电话）" if hit.public_contact else "")
