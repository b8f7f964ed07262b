"""The snapshot of a publication: one JSON value that holds exactly what the public got, and nothing else.

Shape (format 2; format 1 lacked what stands in the second line)::

    {"format": 2, "index_number", "title", "summary", "document_number", "formed_on", "effective_on", "expires_on",
     "keywords", "topic", "sample": bool,
     "validity": "" | "valid" | "amended" | "expired" | "repealed", "display_until", "supersedes": index number | null,
     "also_under": [{"number": int, "name", "path": [str]}] (the other items it stands under),
     "agency": {"name", "credit_code"}, "office": str | null,
     "item": {"number": int, "name", "path": [str], "art20": int | null},
     "elements": [{"name", "value"}], "body": sanitised HTML,
     "files": [{"name", "sha256", "size", "media_type"}],
     "lists": [{"schema", "title", "columns": [{"name", "title"}], "row_count": int, "rows": [[str]] (the first 200),
                "files": [{"name", "sha256", "size", "media_type"}] (the whole list, CSV and XLSX)}],
     "notice": {"starts_on", "ends_on", "required_days", "unit", "count_first_day", "contact",
                "extended_to", "extension_reason" (only when it was extended), "outcome" (only once there is one:
                {"received", "upheld", "partly", "not_upheld", "summary", "points": [{"finding", "text"}]})} | null,
     "interprets": {"index_number", "title"} (only in what interprets a document; its number comes with the publication),
     "rule": {"limit_text", "limit_source", "trigger_on", "due_on", "safe_on", "provisional": bool,
              "working": [{"date", "counts", "why"}], "on_time": bool | null} | null,
     "superseded_by": {"index_number", "title"} (only when another took its place)}

Dates are ISO strings or null. Files are named by SHA-256 in the private store (``files/ab/abcd...``).
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from gongkai.catalogue.models import ItemVersion
from gongkai.disclosures import blobs
from gongkai.disclosures.html import clean
from gongkai.disclosures.models import Disclosure, NoticeWindow
from gongkai.disclosures.statuses import Validity
from gongkai.duties.models import Duty
from gongkai.records import export
from gongkai.records.models import RecordList

SHOWN_ROWS = 200
LIMITED = ("penalties",)  # lists whose rows have a last day of display; the end of a licence is no such limit
ADDED_LATER = ("index_number", "rule", "superseded_by")  # by the publication itself, or by one that took its place
EXTENSION = ("extended_to", "extension_reason")  # of a notice window, added by itself after an outage
WRITTEN = ("title", "summary", "body", "document_number", "keywords", "topic", "validity")
WRITTEN_DATES = ("formed_on", "effective_on", "expires_on", "display_until")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sha256_of(content: dict[str, Any]) -> str:
    """Return the hash of a snapshot: over its canonical JSON (sorted keys, no blanks, UTF-8)."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def reviewed(content: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a snapshot that reviewers see and approve: all but what the program alone adds to it."""
    part = {name: value for name, value in content.items() if name not in ADDED_LATER}
    if part.get("notice"):
        part["notice"] = {name: value for name, value in part["notice"].items() if name not in EXTENSION}
    if "interprets" in part:  # a document that goes out together with its interpretation has no number before
        part["interprets"] = {"title": part["interprets"]["title"]}
    return part


def lapses_on(content: Mapping[str, Any]) -> dt.date | None:
    """Return the 失效日期 of a document that says to be valid, or says nothing of it; None where it says another or has no date."""
    if content.get("validity") not in (None, "", Validity.VALID) or not content.get("expires_on"):
        return None
    return dt.date.fromisoformat(content["expires_on"])


def notice_ends_on(content: Mapping[str, Any]) -> dt.date | None:
    """Return the last day on which objections are taken, extensions counted; None without a notice window."""
    if not (notice := content.get("notice")):
        return None
    return dt.date.fromisoformat(max(notice["ends_on"], notice.get("extended_to") or ""))


def notice_starts_on(content: Mapping[str, Any]) -> dt.date | None:
    """Return the first day on which objections are taken; None without a notice window."""
    return dt.date.fromisoformat(content["notice"]["starts_on"]) if content.get("notice") else None


def state_of(disclosure: Disclosure) -> dict[str, Any]:
    """Return what was written, for the history of revisions: no files are made, lists are named by their version."""
    notice = getattr(disclosure, "notice_window", None)
    return {
        **{name: getattr(disclosure, name) for name in WRITTEN},
        **{name: _iso(getattr(disclosure, name)) for name in WRITTEN_DATES},
        "values": disclosure.values,
        "files": [{"name": one.name, "sha256": one.sha256, "size": one.size} for one in disclosure.attachments.all()],
        "lists": [{"id": one.pk, "title": one.title, "version": getattr(one, "version", 0)} for one in disclosure.record_lists.order_by("id")],
        "also_under": list(disclosure.placements.order_by("item__number").values_list("item__number", flat=True)),
        "notice": str(notice) if notice else None,
        **({"outcome": notice.outcome} if notice and notice.outcome else {}),
        "supersedes": disclosure.supersedes_id,
        **({"interprets": disclosure.interprets_id} if disclosure.interprets_id else {}),
    }


def snapshot(disclosure: Disclosure, row: ItemVersion, *, rule: dict[str, Any] | None, on: dt.date) -> dict[str, Any]:
    """Return the whole content of ``disclosure`` as it stands, its lists frozen into files of the private store."""
    agency = disclosure.item.agency
    notice = getattr(disclosure, "notice_window", None)
    return {
        "format": 2,
        "index_number": disclosure.index_number,
        "title": disclosure.title,
        "summary": disclosure.summary,
        "document_number": disclosure.document_number,
        "formed_on": _iso(disclosure.formed_on),
        "effective_on": _iso(disclosure.effective_on),
        "expires_on": _iso(disclosure.expires_on),
        "keywords": disclosure.keywords,
        "topic": disclosure.topic,
        "sample": disclosure.is_sample,
        "validity": disclosure.validity,
        "display_until": _iso(disclosure.display_until),
        "supersedes": disclosure.supersedes.index_number if disclosure.supersedes else None,
        "also_under": _also_under(disclosure, on=on),
        "agency": {"name": agency.name, "credit_code": agency.credit_code},
        "office": disclosure.office.name if disclosure.office else None,
        "item": {"number": disclosure.item.number, "name": row.name, "path": row.path, "art20": row.art20},
        "elements": _elements(disclosure, row),
        "body": clean(disclosure.body),
        "files": [
            {"name": file.name, "sha256": file.sha256, "size": file.size, "media_type": file.media_type}
            for file in disclosure.attachments.all()
        ],
        "lists": [_list(record_list, on=on) for record_list in disclosure.record_lists.order_by("id")],
        "notice": _notice(notice) if notice else None,
        **({"interprets": _interpreted(disclosure.interprets)} if disclosure.interprets else {}),
        "rule": rule,
    }


def rule_of(duty: Duty, *, on_time: bool) -> dict[str, Any]:
    """Return the rule and working under which a publication was on time or late, copied so that it can never change."""
    return {
        "limit_text": duty.limit.get("text", ""),
        "limit_source": duty.limit_source,
        "trigger_on": _iso(duty.trigger_on),
        "due_on": _iso(duty.due_on),
        "safe_on": _iso(duty.safe_on),
        "provisional": duty.is_provisional,
        "working": duty.working,
        "on_time": on_time,
    }


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None


def _notice(notice: NoticeWindow) -> dict[str, Any]:
    """Give the window; what it does not have stays out, so that the hash of an ordinary one is what it always was."""
    shape: dict[str, Any] = {
        "starts_on": _iso(notice.starts_on),
        "ends_on": _iso(notice.ends_on),
        "required_days": notice.required_days,
        "unit": notice.unit,
        "count_first_day": notice.count_first_day,
        "contact": notice.contact,
    }
    if notice.extended_to:
        shape |= {"extended_to": _iso(notice.extended_to), "extension_reason": notice.extension_reason}
    return shape | ({"outcome": notice.outcome} if notice.outcome else {})


def _interpreted(document: Disclosure) -> dict[str, str | None]:
    return {"index_number": document.index_number, "title": document.public_title or document.title}


def _also_under(disclosure: Disclosure, *, on: dt.date) -> list[dict[str, Any]]:
    if disclosure.pk is None or not (others := list(disclosure.placements.values_list("item_id", flat=True))):
        return []
    rows = ItemVersion.objects.filter(item__in=others).in_force(on).select_related("item").order_by("item__number")
    return [{"number": row.item.number, "name": row.name, "path": row.path} for row in rows]


def _elements(disclosure: Disclosure, row: ItemVersion) -> list[dict[str, str]]:
    """Give the filled elements, the catalogue's own first and in its order."""
    names = list(dict.fromkeys([*row.elements, *disclosure.values]))
    return [{"name": name, "value": str(disclosure.values[name])} for name in names if disclosure.values.get(name)]


def _list(record_list: RecordList, *, on: dt.date) -> dict[str, Any]:
    """Freeze a list as the public may see it on a day: without rows that were annulled or whose display has ended."""
    shown_on = on if record_list.schema in LIMITED else None
    columns, rows = export.public_table(record_list, SHOWN_ROWS, shown_on)
    csv, xlsx = export.csv_bytes(record_list, shown_on), export.xlsx_bytes(record_list, shown_on)
    return {
        "schema": record_list.schema,
        "title": record_list.title,
        "columns": columns,
        "row_count": export.public_count(record_list, shown_on),
        "rows": rows,
        "files": list_files(record_list.title, csv, xlsx),
    }


def list_files(title: str, csv: bytes, xlsx: bytes) -> list[dict[str, Any]]:
    """Keep the files of a whole list and return how a snapshot names them."""
    files = []
    for suffix, media_type, data in (("csv", "text/csv", csv), ("xlsx", XLSX, xlsx)):
        name = f"{title}.{suffix}".replace("/", "／")
        files.append({"name": name, "sha256": blobs.keep(data), "size": len(data), "media_type": media_type})
    return files
