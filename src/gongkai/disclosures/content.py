"""The snapshot of a publication: one JSON value that holds exactly what the public got, and nothing else.

Shape (format 1)::

    {"format": 1, "index_number", "title", "summary", "document_number", "formed_on", "effective_on", "expires_on",
     "keywords", "topic", "sample": bool,
     "agency": {"name", "credit_code"}, "office": str | null,
     "item": {"number": int, "name", "path": [str], "art20": int | null},
     "elements": [{"name", "value"}], "body": sanitised HTML,
     "files": [{"name", "sha256", "size", "media_type"}],
     "lists": [{"schema", "title", "columns": [{"name", "title"}], "row_count": int, "rows": [[str]] (the first 200),
                "files": [{"name", "sha256", "size", "media_type"}] (the whole list, CSV and XLSX)}],
     "notice": {"starts_on", "ends_on", "required_days", "unit", "count_first_day", "contact"} | null,
     "rule": {"limit_text", "limit_source", "trigger_on", "due_on", "safe_on", "provisional": bool,
              "working": [{"date", "counts", "why"}], "on_time": bool | null} | null}

Dates are ISO strings or null. Files are named by SHA-256 in the private store (``files/ab/abcd...``).
"""

import hashlib
import json
from typing import Any

from gongkai.catalogue.models import ItemVersion
from gongkai.disclosures import blobs
from gongkai.disclosures.html import clean
from gongkai.disclosures.models import Disclosure
from gongkai.duties.models import Duty
from gongkai.records import export
from gongkai.records.models import RecordList

SHOWN_ROWS = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sha256_of(content: dict[str, Any]) -> str:
    """Return the hash of a snapshot: over its canonical JSON (sorted keys, no blanks, UTF-8)."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def snapshot(disclosure: Disclosure, row: ItemVersion, *, rule: dict[str, Any] | None) -> dict[str, Any]:
    """Return the whole content of ``disclosure`` as it stands, its lists frozen into files of the private store."""
    agency = disclosure.item.agency
    notice = getattr(disclosure, "notice_window", None)
    return {
        "format": 1,
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
        "agency": {"name": agency.name, "credit_code": agency.credit_code},
        "office": disclosure.office.name if disclosure.office else None,
        "item": {"number": disclosure.item.number, "name": row.name, "path": row.path, "art20": row.art20},
        "elements": _elements(disclosure, row),
        "body": clean(disclosure.body),
        "files": [
            {"name": file.name, "sha256": file.sha256, "size": file.size, "media_type": file.media_type}
            for file in disclosure.attachments.all()
        ],
        "lists": [_list(record_list) for record_list in disclosure.record_lists.order_by("id")],
        "notice": notice
        and {
            "starts_on": _iso(notice.starts_on),
            "ends_on": _iso(notice.ends_on),
            "required_days": notice.required_days,
            "unit": notice.unit,
            "count_first_day": notice.count_first_day,
            "contact": notice.contact,
        },
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


def _elements(disclosure: Disclosure, row: ItemVersion) -> list[dict[str, str]]:
    """Give the filled elements, the catalogue's own first and in its order."""
    names = list(dict.fromkeys([*row.elements, *disclosure.values]))
    return [{"name": name, "value": str(disclosure.values[name])} for name in names if disclosure.values.get(name)]


def _list(record_list: RecordList) -> dict[str, Any]:
    columns, rows = export.public_table(record_list, limit=SHOWN_ROWS)
    files = []
    for suffix, media_type, make in (("csv", "text/csv", export.csv_bytes), ("xlsx", XLSX, export.xlsx_bytes)):
        data = make(record_list)
        name = f"{record_list.title}.{suffix}".replace("/", "／")
        files.append({"name": name, "sha256": blobs.keep(data), "size": len(data), "media_type": media_type})
    return {
        "schema": record_list.schema,
        "title": record_list.title,
        "columns": columns,
        "row_count": record_list.row_count,
        "rows": rows,
        "files": files,
    }
