"""Is everything there that the catalogue asks for, and does it belong together."""

import re
from collections.abc import Iterator

from gongkai.catalogue.models import ItemVersion
from gongkai.disclosures.html import text_of
from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.requirements.kinds import finding
from gongkai.records.export import public_columns
from gongkai.rules.findings import Finding


def duty_of_another_item(disclosure: Disclosure) -> Iterator[Finding]:
    """A publication ends a duty of its own item only."""
    if disclosure.duty and disclosure.duty.item_id != disclosure.item_id:
        message = f"公开义务“{disclosure.duty.subject}”属于另一个事项：请改选本事项的公开义务。"
        yield finding("duty_of_another_item", message, field="duty")


def missing_content(disclosure: Disclosure, *, has_files: bool) -> Iterator[Finding]:
    """A disclosure needs a title and at least one of: element values, body, file, list."""
    if not disclosure.title.strip():
        yield finding("title_missing", "没有标题：请填写标题。", field="title")
    if not (any(disclosure.values.values()) or text_of(disclosure.body).strip() or has_files):
        yield finding("content_missing", "没有任何内容：请填写公开要素或正文，或者上传文件、名单。", field="body")


def missing_elements(disclosure: Disclosure, row: ItemVersion, *, has_files: bool) -> Iterator[Finding]:
    """Name each element of the catalogue that has no value; where a file, list or the body may hold it, it is a warning.

    An element that a column of a list holds under the same name is filled. An interpretation leaves them to its document.
    """
    if disclosure.leaves_elements:
        return
    elsewhere = has_files or bool(text_of(disclosure.body).strip())
    columns = _columns_of_lists(disclosure)
    for name in row.elements:
        if not str(disclosure.values.get(name, "")).strip() and not _held(_plain(name), columns):
            message = f"公开要素“{name}”没有填写：请填写，或确认正文、附件、名单中已经包含。"
            yield finding("element_missing", message, field=name, weak=elsewhere)


def _columns_of_lists(disclosure: Disclosure) -> set[str]:
    """Return the titles, and the other spellings, of the columns that the lists of a draft fill and publish."""
    if disclosure.pk is None:
        return set()
    names: set[str] = set()
    for record_list in disclosure.record_lists.all():
        for column in public_columns(record_list):
            names |= {_plain(word) for word in (column.title, *column.facts.get("x-aliases", ()))}
    return names


def _held(name: str, columns: set[str]) -> bool:
    """Tell whether a column holds an element: by its name, or by what the name ends with (被处罚企业名称: 企业名称)."""
    return name in columns or any(len(column) >= 4 and name.endswith(column) for column in columns)


def _plain(words: str) -> str:
    """Return a name without blanks and what stands in brackets."""
    return re.sub(r"[（(][^）)]*[）)]|\s", "", words)
