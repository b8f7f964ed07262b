"""Knows copied content again: what of a disclosure stands word for word in what the public can read already.

Titles, the document's own dates and white space do not count: last period's content under a new title is last period's
content. ``mark`` is called when something is published; ``alike`` asks before. Both derive the same parts, one from the
snapshot that was published, one from the draft.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.disclosures.content_marks import ContentMark
from gongkai.disclosures.html import clean
from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.places import file_place, list_place
from gongkai.disclosures.statuses import Status
from gongkai.records.export import csv_bytes
from gongkai.records.models import RecordList
from gongkai.rules.html_access_reading import read_html

UNMARKED = 50  # published without marks (by an older version of the program), read from their snapshots
LEAST = 40  # characters: shorter bodies and values are alike by chance
ELSEWHERE = re.compile(r"(?:详?见)(?:正文|附件|名单|链接|本页)")
BLANK = re.compile(r"[\s\u200b\u3000\ufeff]+")
DATES = re.compile(
    r"(?:19|20)[0-9]{2}[年\-/.][0-9]{1,2}(?:[月\-/.][0-9]{1,2}日?|月)?|(?:19|20)[0-9]{2}年(?:度)?|[0-9]{1,2}月(?:[0-9]{1,2}日)?|第?[一二三四1-4]季度"
)
BODY, VALUES, FILE, LIST, WHOLE, UNDATED = "body", "values", "file", "list", "whole", "undated"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a content: what it is, its hash, what the clerk calls it, and the field it is mended in."""

    part: str
    sha256: str
    label: str = ""
    field: str = "body"


@dataclass(frozen=True, slots=True)
class Alike:
    """A published disclosure, and the parts that it shares."""

    other: Disclosure
    parts: tuple[Part, ...]

    def has(self, part: str) -> bool:
        """Tell whether a part of this sort is shared."""
        return any(each.part == part for each in self.parts)


def parts_of_snapshot(content: dict[str, Any]) -> list[Part]:
    """Return the parts of what was published."""
    values = {each["name"]: each["value"] for each in content["elements"]}
    files = [Part(FILE, each["sha256"]) for each in content["files"]]
    lists = [Part(LIST, file["sha256"]) for one in content["lists"] for file in one["files"] if file["name"].endswith(".csv")]
    return list(_parts(values, content["body"], files, lists))


def parts_of(disclosure: Disclosure, lists: Iterable[tuple[RecordList, str]]) -> list[Part]:
    """Return the parts of a draft; ``lists`` with the hash of their CSV (see ``csv_sha256``)."""
    files = [Part(FILE, each.sha256, f"附件“{each.name}”", file_place(each.name)) for each in disclosure.attachments.all()]
    tables = [Part(LIST, sha256, f"名单“{one.title}”", list_place(one.pk)) for one, sha256 in lists]
    return list(_parts(disclosure.values, clean(disclosure.body), files, tables))


def csv_sha256(record_list: RecordList) -> str:
    """Return the hash of a list as the public gets it."""
    return hashlib.sha256(csv_bytes(record_list)).hexdigest()


def mark(disclosure: Disclosure, content: dict[str, Any]) -> None:
    """Remember what the public can read now, in place of what it could read before; call it in the act's transaction."""
    ContentMark.objects.filter(disclosure=disclosure).delete()
    rows = {(each.part, each.sha256) for each in parts_of_snapshot(content)}
    ContentMark.objects.bulk_create(
        ContentMark(disclosure=disclosure, item_id=disclosure.item_id, part=part, sha256=sha256) for part, sha256 in sorted(rows)
    )


def alike(disclosure: Disclosure, parts: list[Part]) -> list[Alike]:
    """Return the published disclosures of the same item that share parts, those that share most first; a few queries."""
    by_hash = {(each.part, each.sha256): each for each in parts}
    found: dict[int, dict[tuple[str, str], Part]] = {}
    marks = ContentMark.objects.filter(
        item_id=disclosure.item_id, sha256__in={each.sha256 for each in parts}, disclosure__status=Status.PUBLISHED
    ).exclude(disclosure_id=disclosure.pk)
    said = [(each.disclosure_id, each.part, each.sha256) for each in marks.order_by("-disclosure_id")[:500]]
    said += [(pk, each.part, each.sha256) for pk, each in _unmarked(disclosure)]
    for pk, part, sha256 in said:
        if (part, sha256) in by_hash:
            found.setdefault(pk, {})[part, sha256] = by_hash[part, sha256]
    others = Disclosure.objects.filter(pk__in=found).only("id", "title", "public_title", "index_number")
    likes = [Alike(other, tuple(found[other.pk].values())) for other in others]
    return sorted(likes, key=lambda one: (not one.has(WHOLE), not one.has(UNDATED), -len(one.parts), -one.other.pk))


def _unmarked(disclosure: Disclosure) -> Iterator[tuple[int, Part]]:
    unmarked = (
        Disclosure.objects.published()
        .filter(item_id=disclosure.item_id, content_marks__isnull=True, latest__isnull=False)
        .exclude(pk=disclosure.pk)
        .order_by("-id")
        .values_list("pk", "latest__content")[:UNMARKED]
    )
    for pk, content in unmarked:
        for part in parts_of_snapshot(content):
            yield pk, part


def _parts(values: dict[str, Any], body: str, files: list[Part], lists: list[Part]) -> Iterator[Part]:
    filled = {name: said for name, value in values.items() if (said := _squeezed(str(value)))}
    words = _squeezed(read_html(body).text)
    rest = [sorted(each.sha256 for each in files), sorted(each.sha256 for each in lists)]
    if not (filled or words or files or lists):
        return
    yield Part(WHOLE, _hash([sorted(filled.items()), words, *rest]))
    undated = [sorted((name, DATES.sub("", value)) for name, value in filled.items()), DATES.sub("", words), *rest]
    yield Part(UNDATED, _hash(undated))
    own = {name: value for name, value in filled.items() if not ELSEWHERE.match(value)}
    if sum(map(len, own.values())) >= LEAST:
        yield Part(VALUES, _hash(sorted(own.items())), "公开要素", next(iter(own)))
    if len(words) >= LEAST:
        yield Part(BODY, _hash(words), "正文")
    yield from files
    yield from lists


def _squeezed(text: str) -> str:
    return BLANK.sub("", text)


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()
