"""Two versions of the fields that two people changed at once, side by side, and what the page sends again with the choice."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from gongkai.desk.drafts.sheet import BODY, LISTS, Sheet
from gongkai.disclosures.body_comparison import BlockChange, compare_bodies
from gongkai.disclosures.text_comparison import Piece, compare_texts
from gongkai.records.models import RecordList

CHOICE = "keep-"
ASKED = "asked"
NOT_SENT_AGAIN = {"csrfmiddlewaretoken", "was", "version", "then", ASKED}


@dataclass(frozen=True, slots=True)
class Versions:
    """One field in two versions: theirs, saved already, and mine; ``blocks`` only for the body."""

    key: str
    label: str
    theirs: str
    mine: str
    pieces: tuple[Piece, ...]
    blocks: tuple[BlockChange, ...] = ()


def versions(theirs: Sheet, mine: Sheet, keys: Sequence[str]) -> list[Versions]:
    """Return both versions of some fields, with what is different marked."""
    names, old, new = mine.names(), theirs.values(), mine.values()
    made = []
    for key in keys:
        if key == BODY:
            blocks = compare_bodies(str(old[key]), str(new[key])).blocks
            made.append(Versions(key, names[key], str(old[key]), str(new[key]), (), blocks))
            continue
        before, after = (_words(key, sheet[key]) for sheet in (old, new))
        made.append(Versions(key, names[key], before, after, compare_texts(before, after)))
    return made


def resent(sent: QueryDict, theirs: Sheet, contested: Sequence[str]) -> list[tuple[str, str]]:
    """Return the fields the page sends again; what it believes to have seen is now what somebody else saved of the contested ones."""
    fields = [(name, value) for name in sent if name not in NOT_SENT_AGAIN and not name.startswith(CHOICE) for value in sent.getlist(name)]
    return [*fields, *((ASKED, key) for key in contested), ("was", theirs.was_of(contested, sent.get("was", "")))]


def choices_of(sent: QueryDict) -> dict[str, str]:
    """Return the choices between two versions, ``mine`` or ``theirs`` by key of the field."""
    return {name.removeprefix(CHOICE): str(sent[name]) for name in sent if name.startswith(CHOICE)}


def _words(key: str, value: object) -> str:
    if key == LISTS and isinstance(value, list):
        return "、".join(RecordList.objects.filter(pk__in=value).values_list("title", flat=True)) or "（没有名单）"
    return str(value if value is not None else "")
