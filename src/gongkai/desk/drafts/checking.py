"""What stands against publishing a draft, as the form shows it: grouped, each with its place on the form and its reason so far.

The findings are those of ``disclosures.requirements``; here they only get an address.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.urls import reverse

from gongkai.catalogue.models import ItemVersion
from gongkai.desk.drafts.inputs import key_of as field_key
from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.places import file_place, list_place
from gongkai.disclosures.requirements import check, key_of
from gongkai.rules.findings import Finding

MASKED = ("title", "summary", "keywords", "body")
SETTINGS = {"notice": "more", "duty": ""}


@dataclass(frozen=True, slots=True)
class Told:
    """One finding on the form: where to mend it, the reason given for passing it, whether it can be masked."""

    finding: Finding
    key: str
    url: str
    reason: str
    masks: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings of a draft: what stops it, what needs a reason, what is good to know."""

    blocking: tuple[Told, ...]
    warnings: tuple[Told, ...]
    notes: tuple[Told, ...]


def verdict(disclosure: Disclosure, row: ItemVersion, *, on: dt.date, reasons: Mapping[str, str]) -> Verdict:
    """Return the findings of a draft as it stands, with the reasons given so far by their keys."""
    elements = {*row.elements, *disclosure.values}
    told = [_told(finding, elements, reasons) for finding in check(disclosure, row, on=on)]
    return Verdict(
        tuple(one for one in told if one.finding.severity == "error"),
        tuple(one for one in told if one.finding.severity == "warning"),
        tuple(one for one in told if one.finding.severity == "note"),
    )


def anchor_of(place: str, elements: Collection[str]) -> str:
    """Return the part of the form that a finding's or a remark's place belongs to; empty when it has none.

    >>> anchor_of("body", []), anchor_of("file:甲.pdf", []), anchor_of("list:3", []), anchor_of("notice", [])
    ('f-body', 'f-files', 'f-lists', 'more')
    """
    if place in elements:
        return field_key(place)
    if place in SETTINGS:
        return SETTINGS[place]
    for start, anchor in ((file_place(""), "f-files"), ("list:", "f-lists")):
        if place.startswith(start) or place == anchor.removeprefix("f-"):
            return anchor
    return f"f-{place}" if place.isascii() and place.isidentifier() else ""


def _told(finding: Finding, elements: Collection[str], reasons: Mapping[str, str]) -> Told:
    key, place = key_of(finding), finding.field or ""
    anchor = anchor_of(place, elements)
    masks = finding.kind.startswith("personal_data") and (place in MASKED or place in elements)
    return Told(finding, key, _list_url(place) or (f"#{anchor}" if anchor else ""), reasons.get(key, ""), masks)


def _list_url(place: str) -> str:
    """Return where a list is mended: on its own screen."""
    key = place.removeprefix("list:")
    return reverse("desk_lists:show", args=[int(key)]) if key.isdigit() and place == list_place(int(key)) else ""
