"""Takes rows whose display limit (公示截止) has passed out of published lists: from what the public has, and nothing else.

Only rows can go: the rest is copied from the publication before, so that no word comes in that nobody reviewed. It is
read from the published CSV, never from the live list, which may hold changes that are still a draft.
"""

import csv
import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Min

from gongkai.disclosures import blobs
from gongkai.disclosures.content import LIMITED, SHOWN_ROWS, list_files
from gongkai.disclosures.models import Disclosure
from gongkai.records import export
from gongkai.records.models import Record
from gongkai.records.schemas import schema_named
from gongkai.rules.table_schema_values import LONG_TERM, shown


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A snapshot without its expired rows: how many went, how many are left, and when the next one expires."""

    content: dict[str, Any]
    dropped: int
    left: int
    next_expiry_on: dt.date | None


def first_expiry(disclosure: Disclosure, *, on: dt.date) -> dt.date | None:
    """Return the earliest last day of display from the day ``on``: of a disclosure, or of a row in the lists it shows."""
    lists = disclosure.public_lists.filter(schema__in=LIMITED)
    found = Record.objects.filter(record_list__in=lists).shown(on=on).aggregate(first=Min("display_until"))["first"]
    return earliest(disclosure.display_until, found)


def earliest(*days: dt.date | None) -> dt.date | None:
    """Return the earliest of some days, those that are none left out."""
    return min((day for day in days if day), default=None)


def without_expired(content: Mapping[str, Any], *, on: dt.date) -> Trimmed:
    """Return a snapshot without the rows whose last day of display lies before the day ``on``."""
    lists, dropped, left, ahead = [], 0, 0, []
    for each in content["lists"]:
        until = schema_named(each["schema"]).in_role("until") if each["schema"] in LIMITED else None
        if until is None:
            lists.append(each)
            left += each["row_count"]
            continue
        rows = published_rows(each)
        limits = [row.get(until.name, "") for row in rows]
        kept = [row for row, limit in zip(rows, limits, strict=True) if not limit or limit >= on.isoformat()]
        ahead += [limit for limit in limits if on.isoformat() <= limit < LONG_TERM.isoformat()]
        lists.append(each if len(kept) == len(rows) else list_of(each, kept))
        dropped, left = dropped + len(rows) - len(kept), left + len(kept)
    return Trimmed({**content, "lists": lists}, dropped, left, dt.date.fromisoformat(min(ahead)) if ahead else None)


def published_rows(each: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return every row of a list in a snapshot as stored values by field name, from its published CSV."""
    file = next(file for file in each["files"] if file["media_type"] == "text/csv")
    text = blobs.path_of(file["sha256"]).read_text(encoding="utf-8-sig")
    names = [column["name"] for column in each["columns"]]
    rows = csv.reader(io.StringIO(text, newline=""))
    next(rows, None)
    return [{name: _alive(cell) for name, cell in zip(names, row, strict=True) if cell} for row in rows]


def list_of(each: Mapping[str, Any], rows: list[dict[str, str]]) -> dict[str, Any]:
    """Return a list of a snapshot with these rows in place of its own."""
    schema = schema_named(each["schema"])
    columns = [schema.column(column["name"]) for column in each["columns"]]
    files = list_files(each["title"], export.csv_of(columns, rows), export.xlsx_of(each["title"], columns, rows))
    table = [[shown(row.get(column.name, ""), column) for column in columns] for row in rows[:SHOWN_ROWS]]
    return {**each, "row_count": len(rows), "rows": table, "files": files}


def _alive(cell: str) -> str:
    """Undo what ``records.export.harmless`` did to a cell."""
    return cell[1:] if cell.startswith("'") and export.harmless(cell[1:]) == cell else cell
