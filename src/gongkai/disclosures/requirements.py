"""May this be published? Small checkers that return findings; none raises, none writes.

``error`` stops a publication, ``warning`` asks for a look, ``note`` informs. Messages never repeat personal data.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator

from gongkai.catalogue.models import ItemVersion
from gongkai.disclosures import blobs
from gongkai.disclosures.html import text_of
from gongkai.disclosures.models import Disclosure
from gongkai.records import export
from gongkai.rules.findings import Finding, Severity
from gongkai.rules.privacy import find_personal_data, findings_for
from gongkai.sources.texts import Unreadable, texts_of


def check(disclosure: Disclosure, row: ItemVersion, *, on: dt.date) -> list[Finding]:
    """Return everything that stands against, or should be seen before, publishing ``disclosure`` on the day ``on``."""
    return [
        *duty_of_another_item(disclosure),
        *missing_content(disclosure, row),
        *missing_elements(disclosure, row),
        *dates_out_of_order(disclosure, on=on),
        *personal_data_in_text(disclosure),
        *personal_data_in_lists(disclosure),
        *personal_data_in_files(disclosure),
    ]


def duty_of_another_item(disclosure: Disclosure) -> Iterator[Finding]:
    """A publication ends a duty of its own item only."""
    if disclosure.duty and disclosure.duty.item_id != disclosure.item_id:
        message = f"公开义务“{disclosure.duty.subject}”属于另一个事项：请改选本事项的公开义务。"
        yield Finding("duty_of_another_item", "error", message, field="duty")


def missing_content(disclosure: Disclosure, row: ItemVersion) -> Iterator[Finding]:
    """A disclosure needs a title and at least one of: element values, body, file, list."""
    if not disclosure.title.strip():
        yield Finding("title_missing", "error", "没有标题：请填写标题。", field="title")
    if not (any(disclosure.values.values()) or text_of(disclosure.body).strip() or _has_files(disclosure)):
        yield Finding("content_missing", "error", "没有任何内容：请填写公开要素或正文，或者上传文件、名单。", field="body")


def missing_elements(disclosure: Disclosure, row: ItemVersion) -> Iterator[Finding]:
    """Name each element of the catalogue that has no value; where a file or list may hold it, it is a warning."""
    severity: Severity = "warning" if _has_files(disclosure) or text_of(disclosure.body).strip() else "error"
    for name in row.elements:
        if not str(disclosure.values.get(name, "")).strip():
            yield Finding(
                "element_missing",
                severity,
                f"公开要素“{name}”没有填写：请填写，或确认正文、附件、名单中已经包含。",
                field=name,
            )


def dates_out_of_order(disclosure: Disclosure, *, on: dt.date) -> Iterator[Finding]:
    """成文 ≤ 公开, 成文 ≤ 施行, 施行 < 失效; a formation date in the future cannot be."""
    formed, effective, expires = disclosure.formed_on, disclosure.effective_on, disclosure.expires_on
    if formed and formed > on:
        yield Finding("date_in_future", "error", f"成文日期{formed}晚于公开日期{on}：请核对成文日期。", field="formed_on")
    if formed and effective and effective < formed:
        yield Finding(
            "dates_out_of_order", "error", f"施行日期{effective}早于成文日期{formed}：请核对。", field="effective_on"
        )
    start = effective or formed
    if start and expires and expires <= start:
        yield Finding(
            "dates_out_of_order", "error", f"失效日期{expires}不晚于施行（成文）日期{start}：请核对。", field="expires_on"
        )


def personal_data_in_text(disclosure: Disclosure) -> Iterator[Finding]:
    """Look for identity numbers, mobiles, bank cards and the like in every text field."""
    texts = {
        "标题": disclosure.title,
        "内容概述": disclosure.summary,
        "正文": text_of(disclosure.body),
        "关键词": disclosure.keywords,
        **{f"公开要素“{name}”": str(value) for name, value in disclosure.values.items()},
    }
    if disclosure.pk is not None:
        texts |= {f"附件{number}的文件名": file.name for number, file in enumerate(disclosure.attachments.all(), 1)}
        texts |= {f"名单{number}的标题": one.title for number, one in enumerate(disclosure.record_lists.all(), 1)}
    for place, text in texts.items():
        yield from findings_for(find_personal_data(text), place)


def personal_data_in_lists(disclosure: Disclosure) -> Iterator[Finding]:
    """Look in every cell that a list would publish."""
    for record_list in disclosure.record_lists.all():
        columns, rows = export.public_table(record_list, limit=None)
        for number, row in enumerate(rows, start=1):
            for column, value in zip(columns, row, strict=True):
                # The column's title tells a case number from an identity number.
                if hits := find_personal_data(f"{column['title']}：{value}"):
                    yield from findings_for(hits, f"名单“{record_list.title}”第{number}行“{column['title']}”")


def personal_data_in_files(disclosure: Disclosure) -> Iterator[Finding]:
    """Look inside every attachment: hidden sheets, comments, tracked changes, properties; say what could not be opened."""
    for attachment in disclosure.attachments.all():
        data = blobs.path_of(attachment.sha256).read_bytes()
        for part in texts_of(data, attachment.name):
            if isinstance(part, Finding):
                yield Finding(part.kind, "warning", f"附件“{attachment.name}”{part.message}。", field=attachment.name)
                continue
            place = f"附件“{attachment.name}”{part.place}"
            if isinstance(part, Unreadable):
                yield Finding("file_unchecked", "warning", f"{place}无法检查：{part.why}", field=attachment.name)
            elif hits := find_personal_data(part.text):
                yield from findings_for(hits, place)


def _has_files(disclosure: Disclosure) -> bool:
    if disclosure.pk is None:
        return False
    return disclosure.attachments.exists() or disclosure.record_lists.exists()


def key_of(finding: Finding) -> str:
    """Return what names a finding across checks of the same content: a passed warning keeps its reason under it."""
    text = "\0".join((finding.kind, finding.field or "", finding.message))
    return hashlib.sha256(text.encode()).hexdigest()
