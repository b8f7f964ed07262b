"""Offers a draft with its personal data masked: the same text, the same HTML, stars where a number stood.

Nothing is stored here: a person looks at what is offered and saves it, or not. Attachments cannot be masked by a program
that must not change what a document says; they are named by the check, and mended where they were made.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from gongkai.disclosures.html import clean
from gongkai.disclosures.models import Disclosure
from gongkai.records.export import public_columns
from gongkai.records.models import Record, RecordList
from gongkai.rules.html_access_reading import Element, read_html
from gongkai.rules.privacy import NAMES, Hit, find_personal_data, redact

TEXTS = {"title": "标题", "summary": "内容概述", "keywords": "关键词"}
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is offered: ``fields`` as ``actions.edit`` takes them, ``cells`` by list, position and column; and what was masked."""

    fields: dict[str, Any]
    cells: dict[int, dict[tuple[int, str], str]]
    masked: tuple[str, ...]


def redacted(disclosure: Disclosure) -> Redaction:
    """Return the fields and cells of a draft that hold personal data, masked; what holds none is left out."""
    fields: dict[str, Any] = {}
    masked: list[str] = []
    for name, label in TEXTS.items():
        text, hits = masked_text(str(getattr(disclosure, name)))
        if hits:
            fields[name] = text
            masked += _said(label, hits)
    body, hits = masked_html(clean(disclosure.body))
    if hits:
        fields["body"] = body
        masked += _said("正文", hits)
    values = dict(disclosure.values)
    for name, value in disclosure.values.items():
        text, hits = masked_text(str(value))
        if hits:
            values[name] = text
            masked += _said(f"公开要素“{name}”", hits)
    if values != disclosure.values:
        fields["values"] = values
    cells: dict[int, dict[tuple[int, str], str]] = {}
    for record_list in disclosure.record_lists.all():
        found, hits = masked_cells(record_list)
        if found:
            cells[record_list.pk] = found
            masked += _said(f"名单“{record_list.title}”", hits)
    return Redaction(fields, cells, tuple(masked))


def masked_text(text: str) -> tuple[str, list[Hit]]:
    """Return a text with its personal data masked, and what was masked; an office's own contact stays.

    >>> masked_text("联系人手机13812345678")[0]
    '联系人手机138****5678'
    """
    hits = [hit for hit in find_personal_data(text) if not hit.public_contact]
    return redact(text, hits), hits


def masked_html(html: str) -> tuple[str, list[Hit]]:
    """Return cleaned HTML with the personal data in its words and addresses masked; every tag stays where it is.

    >>> masked_html('<p>手机138<b>1234</b>5678</p>')[0]
    '<p>手机138<b>****</b>5678</p>'
    """
    reading = read_html(html)
    text, hits = masked_text(reading.text)
    changes = [
        (*reading.source(place), "*")
        for hit in hits
        for place in range(hit.start, hit.end)
        if text[place] != reading.text[place]
    ]
    for element in reading.elements:
        tag, found = _masked_tag(element)
        if found:
            changes.append((*element.opening, tag))
            hits = [*hits, *found]
    return "".join(_pieces(html, sorted(changes))), hits


def masked_cells(record_list: RecordList) -> tuple[dict[tuple[int, str], str], list[Hit]]:
    """Return the cells of a list that would publish personal data, masked, by position and column name; and what was masked."""
    columns = public_columns(record_list)
    cells: dict[tuple[int, str], str] = {}
    masked: list[Hit] = []
    rows = Record.objects.in_list(record_list).values_list("position", "values").iterator(chunk_size=CHUNK)
    for position, values in rows:
        for column in columns:
            value = values.get(column.name, "")
            before = f"{column.title}："  # the column's title tells a case number from an identity number
            hits = [hit for hit in find_personal_data(before + value) if hit.start >= len(before) and not hit.public_contact]
            if value and hits:
                cells[position, column.name] = redact(before + value, hits)[len(before) :]
                masked += hits
    return cells, masked


def _masked_tag(element: Element) -> tuple[str, list[Hit]]:
    """Write an opening tag again with the personal data in its attributes masked."""
    written, found = [], list[Hit]()
    for name, value in element.attributes.items():
        text, hits = masked_text(value)
        found += hits
        written.append(f' {name}="{escape(text)}"')
    return f"<{element.tag}{''.join(written)}>", found


def _pieces(html: str, changes: Iterable[tuple[int, int, str]]) -> Iterator[str]:
    place = 0
    for start, end, new in changes:
        yield html[place:start]
        yield new
        place = end
    yield html[place:]


def _said(where: str, hits: list[Hit]) -> list[str]:
    counts = {kind: sum(hit.kind == kind for hit in hits) for kind in NAMES}
    return [f"{where}：{count}处{NAMES[kind]}" for kind, count in counts.items() if count]
