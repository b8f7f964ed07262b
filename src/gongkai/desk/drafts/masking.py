"""The personal data in the texts of a draft before and after masking, field by field, for a person to look at and choose."""

from dataclasses import dataclass
from typing import Any

from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.redaction import TEXTS, redacted
from gongkai.records.models import RecordList

ELEMENT = "values:"


@dataclass(frozen=True, slots=True)
class Masked:
    """One field with personal data: as it is, and as it would be. ``key`` is what is ticked."""

    key: str
    label: str
    before: str
    after: str


def masked_fields(disclosure: Disclosure) -> list[Masked]:
    """Return every text field of a draft in which something would be masked."""
    offered = redacted(disclosure).fields
    plain = [(name, label) for name, label in (*TEXTS.items(), ("body", "正文")) if name in offered]
    made = [Masked(name, label, str(getattr(disclosure, name)), str(offered[name])) for name, label in plain]
    for name, after in offered.get("values", {}).items():
        if after != disclosure.values.get(name):
            made.append(Masked(ELEMENT + name, name, str(disclosure.values[name]), str(after)))
    return made


def lists_with_personal_data(disclosure: Disclosure) -> list[RecordList]:
    """Return the lists of a draft that would publish personal data; they are mended on their own screens."""
    return list(RecordList.objects.filter(pk__in=redacted(disclosure).cells).order_by("pk"))


def changes(disclosure: Disclosure, chosen: list[str]) -> dict[str, Any]:
    """Return what masking the chosen fields changes, as ``actions.edit`` takes it."""
    made: dict[str, Any] = {}
    values = dict(disclosure.values)
    for one in masked_fields(disclosure):
        if one.key in chosen and one.key.startswith(ELEMENT):
            values[one.key.removeprefix(ELEMENT)] = one.after
        elif one.key in chosen:
            made[one.key] = one.after
    return made | ({"values": values} if values != disclosure.values else {})
