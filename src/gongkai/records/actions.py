"""The acts on lists: a list comes in whole, or not at all."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.audit.actions import record
from gongkai.records.models import Record, RecordList
from gongkai.records.reading import ListReading, read_list
from gongkai.records.schemas import schema_named
from gongkai.rules.findings import Finding

BATCH = 1_000
SHOWN = 5


class ListRefused(Exception):
    """The list has errors, and nothing of it was stored. ``findings`` holds all that was found, errors or not."""

    def __init__(self, title: str, findings: list[Finding]) -> None:
        errors = [finding.message for finding in findings if finding.severity == "error"]
        more = f"……其余{len(errors) - SHOWN}处见完整的问题清单。" if len(errors) > SHOWN else ""
        super().__init__(f"“{title}”有{len(errors)}处错误，没有导入。{''.join(errors[:SHOWN])}{more}")
        self.findings = findings


def load_file(
    *, agency: Agency, schema: str, title: str, path: Path, by: str, at: datetime, is_sample: bool = False
) -> RecordList:
    """Read a list from a file and store it.

    Raises KeyError for an unknown schema, BadInput for a file that cannot be used, ListRefused for a list with errors.
    Warnings do not stop it; who wants to see them first calls ``reading.read_list`` and then ``load``.
    """
    reading = read_list(schema_named(schema), path)
    return load(agency=agency, title=title, reading=reading, by=by, at=at, is_sample=is_sample)


@transaction.atomic
def load(
    *, agency: Agency, title: str, reading: ListReading, by: str, at: datetime, is_sample: bool = False
) -> RecordList:
    """Store what was read, all rows or none; raises ListRefused when the reading has errors."""
    if reading.errors:
        raise ListRefused(title, reading.findings)
    kept = RecordList.objects.create(
        agency=agency,
        schema=reading.schema.key,
        title=title,
        source_name=reading.source_name,
        source_sha256=hashlib.sha256(reading.source).hexdigest() if reading.source else "",
        columns=reading.filled,
        row_count=len(reading.rows),
        is_sample=is_sample,
        created_at=at,
        created_by=by,
    )
    numbered = enumerate(reading.rows, start=1)
    Record.objects.bulk_create(
        (Record(record_list=kept, position=place, values=values) for place, values in numbered), batch_size=BATCH
    )
    record(by=by, act="导入名单", subject=kept, at=at, after={"rows": kept.row_count, "sha256": kept.source_sha256})
    return kept
