"""The whole form of one draft: what it shows, what a person sent, and saving it beside others who save at the same time.

Every field is compared with what it was when the page was opened (``was``), so that two people who work on different fields
never hinder one another, and who changed the same field is asked.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from gongkai.catalogue.models import ItemVersion
from gongkai.desk.drafts import queries
from gongkai.desk.drafts.bodies import Part, body_of, parts_from, parts_of
from gongkai.desk.drafts.document_form import FOLDED, DocumentForm
from gongkai.desk.drafts.inputs import POINTERS, Around, ElementInput, inputs_for
from gongkai.disclosures import actions
from gongkai.disclosures.elements import Kind
from gongkai.disclosures.html import text_of
from gongkai.disclosures.models import Disclosure
from gongkai.records.models import RecordList
from gongkai.sources.errors import BadInput

BODY, LISTS = "body", "lists"


class Contested(BadInput):
    """Somebody else changed the same fields; ``keys`` are theirs and mine to choose between."""

    def __init__(self, disclosure: Disclosure, keys: list[str]) -> None:
        """Keep which fields."""
        super().__init__("你和别人改了同一栏：请对照后选择。")
        self.disclosure, self.keys = disclosure, keys


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands against saving one field: where, and what to do."""

    anchor: str
    label: str
    message: str


@dataclass(slots=True)
class Sheet:
    """The form of one draft, filled from it, or from what was sent."""

    disclosure: Disclosure
    row: ItemVersion
    document: DocumentForm
    inputs: list[ElementInput]
    parts: list[Part]
    lists: list[RecordList]
    problems: list[Problem] = field(default_factory=list)
    sent: QueryDict | None = None

    @property
    def pointers(self) -> list[ElementInput]:
        """Return the elements whose content is elsewhere."""
        return [one for one in self.inputs if one.kind in POINTERS]

    @property
    def lists_first(self) -> bool:
        """Tell whether the item publishes lists, so that they come before files."""
        return any(one.kind == Kind.LIST for one in self.inputs)

    @property
    def is_stale(self) -> bool:
        """Tell whether an element that fills itself says something else than what is stored: a list was added elsewhere."""
        return any(one.alone and one.auto != one.value for one in self.inputs)

    @property
    def is_document(self) -> bool:
        """Tell whether the document fields are to be shown open: the item publishes documents, or one of them is filled."""
        return any(getattr(self.disclosure, name) for name in FOLDED) or any(one.kind == Kind.FILES for one in self.inputs)

    def values(self) -> dict[str, Any]:
        """Return what stands on the form by the keys of its fields, wrong fields left out."""
        made: dict[str, Any] = {}
        if self.document.is_bound:
            self.document.is_valid()
            made |= self.document.cleaned_data
        else:
            made |= {name: getattr(self.disclosure, name) for name in self.document.fields}
        made |= {one.key: one.value for one in self.inputs if not one.error}
        made[LISTS] = sorted(one.pk for one in self.lists)
        if not any(problem.anchor == "f-body" for problem in self.problems):
            made[BODY] = body_of(self.parts, before=self.disclosure.body)
        return made

    def was(self) -> str:
        """Return the digests of all fields as they stand, for the page to send back."""
        return json.dumps({key: digest(value) for key, value in self.values().items()})

    def was_of(self, keys: Sequence[str], was: str) -> str:
        """Return what a page has seen, some fields brought up to how they stand here."""
        values = self.values()
        return json.dumps(_read_was(was) | {key: digest(values.get(key)) for key in keys})

    def names(self) -> dict[str, str]:
        """Return the labels of all fields by key."""
        labels = {name: str(one.label) for name, one in self.document.fields.items()}
        return labels | {one.key: one.name for one in self.inputs} | {BODY: "正文", LISTS: "名单"}


def _elements(disclosure: Disclosure, row: ItemVersion) -> Sequence[str]:
    """Return the elements a form asks for; the interpretation of a document leaves them to it, unless some were filled."""
    return [name for name in row.elements if disclosure.values.get(name)] if disclosure.leaves_elements else row.elements


def digest(value: Any) -> str:
    """Return what tells one value of a field from another."""
    plain = getattr(value, "pk", value)
    text = json.dumps(plain, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def open_sheet(disclosure: Disclosure, row: ItemVersion) -> Sheet:
    """Return the form as the draft stands."""
    lists = list(disclosure.record_lists.order_by("id"))
    inputs = inputs_for(_elements(disclosure, row), disclosure.values, _around(disclosure, lists, disclosure.body))
    return Sheet(disclosure, row, DocumentForm(disclosure), inputs, parts_of(disclosure.body), lists)


def read_sheet(disclosure: Disclosure, row: ItemVersion, data: QueryDict) -> Sheet:
    """Return the form as a person sent it. Fields that were not sent stay as they are."""
    lists = list(disclosure.record_lists.order_by("id"))
    if "lists-shown" in data:
        lists = list(queries.lists_for(disclosure).filter(pk__in=[key for key in data.getlist("lists") if key.isdigit()]).order_by("id"))
    problems: list[Problem] = []
    parts = parts_of(disclosure.body)
    if "part-kind" in data or "body-shown" in data:
        try:
            parts = parts_from(data.getlist("part-kind"), data.getlist("part-value"))
        except ValueError:
            problems.append(Problem("f-body", "正文", "正文没有完整送达，没有保存：请再保存一次。"))
    around = _around(disclosure, lists, body_of(parts, before=disclosure.body))
    inputs = inputs_for(_elements(disclosure, row), disclosure.values, around)
    for one in inputs:
        if any(key in data for key in (one.key, f"{one.key}-note", f"{one.key}-words")):
            one.read({key: str(data[key]) for key in data if key.startswith(one.key)}, data.getlist(f"{one.key}-in"))
            if one.error:
                problems.append(Problem(one.key, one.name, one.error))
    document = DocumentForm(disclosure, data=_with_unsent(disclosure, data))
    for name, errors in document.errors.items():
        problems.append(Problem(f"f-{name}", str(document.fields[name].label), "；".join(map(str, errors))))
    return Sheet(disclosure, row, document, inputs, parts, lists, problems, data)


def save(
    sheet: Sheet, *, by: str, at: dt.datetime, keep: Mapping[str, str] | None = None, asked: Collection[str] = ()
) -> Disclosure:
    """Save the fields that were changed on the page, the right ones even where others are wrong; raises Contested, BadInput.

    ``keep`` holds the choices between two versions, ``mine`` or ``theirs`` by key; ``asked`` are the fields to choose for.
    """
    disclosure, keep = sheet.disclosure, keep or {}
    theirs = open_sheet(disclosure, sheet.row).values()
    was = _read_was(sheet.sent.get("was", "") if sheet.sent else "")
    mine = {key: value for key, value in sheet.values().items() if digest(value) != was.get(key, digest(theirs.get(key)))}
    stands = {key: digest(theirs.get(key)) for key in mine}
    mine = {key: value for key, value in mine.items() if keep.get(key) != "theirs"}
    undecided = {key for key in mine if key in asked and key not in keep}
    changed_since = {key for key in mine if stands[key] != was.get(key, stands[key])}
    contested = [key for key, value in mine.items() if key in undecided | changed_since and digest(value) != stands[key]]
    if contested:
        raise Contested(disclosure, contested)
    return _write(sheet, mine, by=by, at=at)


def changed_elsewhere(page: Sheet, stored: Sheet) -> list[str]:
    """Return the labels of fields that somebody else has changed, so that the page shows something older."""
    names, now = page.names(), stored.values()
    wrong = {problem.anchor.removeprefix("f-") for problem in page.problems}
    return [names[key] for key, value in page.values().items() if key not in wrong and digest(value) != digest(now.get(key))]


def _write(sheet: Sheet, mine: dict[str, Any], *, by: str, at: dt.datetime) -> Disclosure:
    disclosure = sheet.disclosure
    fields = {key: value for key, value in mine.items() if key in sheet.document.fields or key == BODY}
    elements = {one.name: one.value for one in sheet.inputs if one.key in mine}
    if elements:
        merged = {**disclosure.values, **elements}
        fields["values"] = {name: value for name, value in merged.items() if value or name in disclosure.values}
    lists = sheet.lists if LISTS in mine else None
    try:
        return actions.edit(disclosure=disclosure, by=by, at=at, version=disclosure.version, record_lists=lists, **fields)
    except ValidationError as error:
        raise BadInput("；".join(error.messages)) from error


def _read_was(sent: str) -> dict[str, str]:
    try:
        read = json.loads(sent or "{}")
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in read.items()} if isinstance(read, dict) else {}


def _with_unsent(disclosure: Disclosure, data: QueryDict) -> dict[str, Any]:
    initial = DocumentForm(disclosure).initial
    return {name: data.get(name, initial[name]) for name in initial}


def _around(disclosure: Disclosure, lists: list[RecordList], body: str) -> Around:
    files = tuple(one.name for one in disclosure.attachments.all())
    return Around(files, tuple(one.title for one in lists), bool(text_of(body).strip()))
