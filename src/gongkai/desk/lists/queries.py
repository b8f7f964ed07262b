"""What the screens of lists ask, each with a constant number of questions."""

from dataclasses import dataclass

from django.db.models import Q

from gongkai.desk.access import Person
from gongkai.records.models import RecordList, Upload, UploadRow
from gongkai.records.schemas import schema_keys, schema_named
from gongkai.rules.table_schema import Column, TableSchema

LISTS = 30
ROWS = 50
NARROW = 6  # columns that stand side by side on any screen


@dataclass(frozen=True, slots=True)
class Asked:
    """What the index is filtered by."""

    schema: str = ""
    office: str = ""
    words: str = ""
    page: int = 1


def schemas() -> list[tuple[str, str]]:
    """Return key and title of every kind of list."""
    return [(key, schema_named(key).title) for key in schema_keys()]


def page_of_lists(person: Person, asked: Asked) -> tuple[list[RecordList], bool]:
    """Return a page of lists, newest first, and whether more follow."""
    lists = RecordList.objects.filter(agency=person.agency).select_related("office")
    if asked.schema:
        lists = lists.under(asked.schema)
    if asked.office.isdigit():
        lists = lists.filter(office=int(asked.office))
    if asked.words:
        lists = lists.filter(title__contains=asked.words)
    start = (asked.page - 1) * LISTS
    found = list(lists[start : start + LISTS + 1])
    return found[:LISTS], len(found) > LISTS


def unfinished_uploads(person: Person) -> list[Upload]:
    """Return the uploads that wait for this person: their own, and those of offices they write for."""
    found = Upload.objects.filter(agency=person.agency).unfinished().select_related("office")
    if not person.writes_for(None):
        found = found.filter(Q(created_by=person.by) | Q(office__in=person.office_ids))
    return [upload for upload in found[:20] if person.writes_for(upload.office_id)]


def shown_columns(schema: TableSchema, names: list[str]) -> list[Column]:
    """Return the columns to show, in the schema's order."""
    return [column for column in schema.columns if column.name in names]


def columns_of_preview(upload: Upload, rows: list[UploadRow]) -> list[Column]:
    """Return the columns of a preview: where the table is wide, those with faults on this page stand next to the name."""
    schema = schema_named(upload.schema)
    columns = shown_columns(schema, upload.present)
    if len(columns) <= NARROW:
        return columns
    bad = {fault[0] for row in rows for fault in row.faults if fault[2] != "note"}
    name = schema.in_role("name")
    return sorted(columns, key=lambda column: (column != name, column.name not in bad))


def columns_named(upload: Upload, names: list[str]) -> list[Column]:
    """Return columns in the order in which a page shows them, all of them even where some are not named."""
    columns = shown_columns(schema_named(upload.schema), upload.present)
    order = {name: place for place, name in enumerate(names)}
    return sorted(columns, key=lambda column: order.get(column.name, len(order)))


def page_of_rows(upload: Upload, *, only_bad: bool, page: int) -> tuple[list[UploadRow], bool]:
    """Return a page of an upload's rows, those with errors first, and whether more follow; one question."""
    rows = UploadRow.objects.filter(upload=upload).order_by("rank", "position")
    if only_bad:
        rows = rows.filter(rank__lt=2)
    start = (page - 1) * ROWS
    found = list(rows[start : start + ROWS + 1])
    return found[:ROWS], len(found) > ROWS


def public_uses(record_list: RecordList) -> list[tuple[int, str]]:
    """Return key and title of what is published now with this list; the public sees the list as it was then."""
    published = record_list.public_disclosures.filter(status="published")
    return list(published.values_list("pk", "public_title")[:5])
