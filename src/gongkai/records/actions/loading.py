"""Stores lists: a list comes in whole, or not at all."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import transaction

from gongkai.agencies.models import Agency, Office
from gongkai.audit.actions import record
from gongkai.records import content
from gongkai.records.bulk import insert
from gongkai.records.facts import facts_of, row_digest
from gongkai.records.models import Record, RecordList
from gongkai.records.reading import ListReading, read_list
from gongkai.records.schemas import schema_named
from gongkai.records.statuses import RecordStatus
from gongkai.rules.findings import Finding
from gongkai.rules.table_schema import TableSchema

BATCH = 1_000
SHOWN = 5

Progress = Callable[[int], None]


class ListRefused(Exception):
    """The list has errors, and nothing of it was stored. ``findings`` holds all that was found, errors or not."""

    def __init__(self, title: str, findings: list[Finding]) -> None:
        errors = [finding.message for finding in findings if finding.severity == "error"]
        more = f"……其余{len(errors) - SHOWN}处见完整的问题清单。" if len(errors) > SHOWN else ""
        super().__init__(f"“{title}”有{len(errors)}处错误，没有导入。{''.join(errors[:SHOWN])}{more}")
        self.findings = findings


def load_file(
    *, agency: Agency, schema: str, title: str, path: Path, by: str, at: datetime, is_sample: bool = False,
    office: Office | None = None,
) -> RecordList:  # fmt: skip
    """Read a list from a file and store it.

    Raises KeyError for an unknown schema, BadInput for a file that cannot be used, ListRefused for a list with errors.
    Warnings do not stop it; who wants to see them first calls ``reading.read_list`` and then ``load``.
    """
    reading = read_list(schema_named(schema), path)
    return load(agency=agency, title=title, reading=reading, by=by, at=at, is_sample=is_sample, office=office)


@transaction.atomic
def load(
    *, agency: Agency, title: str, reading: ListReading, by: str, at: datetime, is_sample: bool = False,
    office: Office | None = None,
) -> RecordList:  # fmt: skip
    """Store what was read, all rows or none; raises ListRefused when the reading has errors."""
    if reading.errors:
        raise ListRefused(title, reading.findings)
    kept = RecordList.objects.create(
        agency=agency,
        office=office,
        schema=reading.schema.key,
        title=title,
        source_name=reading.source_name,
        source_sha256=hashlib.sha256(reading.source).hexdigest() if reading.source else "",
        is_sample=is_sample,
        created_at=at,
        created_by=by,
    )
    put_rows(kept, reading.rows)
    record(by=by, act="导入名单", subject=kept, at=at, after={"rows": kept.row_count, "sha256": kept.source_sha256})
    return kept


def put_rows(record_list: RecordList, rows: Iterable[dict[str, str]], progress: Progress | None = None) -> None:
    """Fill an empty list with rows, in batches, and settle its columns, count and content hash."""
    schema = schema_named(record_list.schema)
    filled: set[str] = set()
    numbered = enumerate(rows, start=1)
    count = 0
    while batch := list(islice(numbered, BATCH)):
        filled.update(*(values.keys() for _, values in batch))
        insert(list(_made(record_list, schema, batch)))
        count += len(batch)
        if progress:
            progress(count)
    record_list.columns = [column.name for column in schema.columns if column.name in filled]
    record_list.row_count = count
    record_list.content_sha256 = content.sha256_of(record_list)
    record_list.save(update_fields=["columns", "row_count", "content_sha256"])


def settle(record: Record, schema: TableSchema) -> None:
    """Bring what follows from a record's values up to date, its digest too; nothing is saved."""
    facts = facts_of(schema, record.values)
    record.sought, record.year, record.grouping = facts.sought, facts.year, facts.grouping
    record.display_until = facts.display_until
    record.digest = row_digest(
        record.values, record.display_class, str(record.status), record.status_decided_on, record.status_reason
    )


def _made(record_list: RecordList, schema: TableSchema, batch: list[tuple[int, dict[str, str]]]) -> Iterator[Record]:
    for place, values in batch:
        made = Record(record_list=record_list, position=place, values=values, status=RecordStatus.IN_FORCE)
        settle(made, schema)
        yield made
