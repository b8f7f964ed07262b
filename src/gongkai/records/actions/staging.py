"""Tables on their way to becoming lists: kept as handed in, read with progress, corrected cell by cell, or forgotten.

Nothing here is a list yet. Each step keeps what it has done, so that neither a closed browser nor a stop loses work.
"""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction

from gongkai.agencies.models import Agency, Office
from gongkai.audit.actions import record
from gongkai.catalogue.storage import private_storage
from gongkai.records.bulk import insert
from gongkai.records.models import RecordList, Upload, UploadRow
from gongkai.records.reading import Walk
from gongkai.records.row_reading import REPEATS, RowFault, RowRead, RowReader, repeated, same_row, severity_of_repeat
from gongkai.records.schemas import schema_named
from gongkai.records.statuses import UploadState
from gongkai.rules.table_schema import Column, TableSchema
from gongkai.sources.errors import BadInput
from gongkai.sources.tables import check_size, read_tables_of

BATCH = 1_000
GROUP = 2_000  # rows that share one value, looked at together when a cell changes
PASTED = "粘贴的表格.txt"


@transaction.atomic
def stage(
    *, agency: Agency, office: Office | None, schema: str, title: str, data: bytes, name: str, by: str, at: datetime,
    record_list: RecordList | None = None, draft_number: int | None = None,
) -> Upload:  # fmt: skip
    """Keep a table as handed in; ``read_upload`` reads it. Raises KeyError for an unknown schema, BadInput when too large."""
    schema_named(schema)
    check_size(len(data), name)
    place = private_storage().save(f"uploads/{uuid.uuid4().hex}{PurePath(name).suffix.lower()[:10]}", ContentFile(data))
    made = Upload.objects.create(
        agency=agency, office=office, schema=schema, title=title, record_list=record_list, draft_number=draft_number,
        source_name=name[:200], source_sha256=hashlib.sha256(data).hexdigest(), source_place=place, created_at=at,
        created_by=by, touched_at=at,
    )  # fmt: skip
    record(by=by, act="上传表格", subject=made, at=at, after={"文件": made.source_name, "sha256": made.source_sha256})
    return made


def read_upload(*, upload: Upload) -> None:
    """Read the file of an upload into rows, telling on the upload how far it is; can be begun anew at any time.

    What cannot be used at all ends as ``refused`` with the reason.
    """
    UploadRow.objects.filter(upload=upload).delete()
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.READING, done=0, total=0, refusal="", findings=[])
    try:
        with private_storage().open(upload.source_place) as kept:
            grids, findings = read_tables_of(kept.read(), upload.source_name)
    except BadInput as error:
        Upload.objects.filter(pk=upload.pk).update(state=UploadState.REFUSED, refusal=str(error))
        upload.refresh_from_db()
        return
    schema = schema_named(upload.schema)
    walk = Walk(schema, grids)
    Upload.objects.filter(pk=upload.pk).update(total=walk.height)
    numbered = enumerate(walk.rows(), start=1)
    while batch := list(islice(numbered, BATCH)):
        with transaction.atomic():
            insert([_staged(upload, schema, position, row) for position, row in batch])
            Upload.objects.filter(pk=upload.pk).update(done=batch[-1][0])
    with transaction.atomic():
        upload.refresh_from_db()
        upload.findings = [_plain(finding.severity, finding.message, finding.kind, finding.field) for finding in (*findings, *walk.findings)]
        upload.present, upload.state = walk.present, UploadState.READY
        recount(upload)


@transaction.atomic
def retype_cells(*, upload: Upload, position: int, texts: Mapping[str, str], at: datetime, seen: Mapping[str, str] | None = None) -> UploadRow:
    """Give cells of one row other texts and check the row at once, and those that shared a value with it.

    ``seen`` are the texts the person saw in these cells; raises StaleCell when someone has changed one since.
    """
    kept = _ready(upload)
    row = UploadRow.objects.get(upload=kept, position=position)
    schema = schema_named(kept.schema)
    now = texts_of(row)
    if seen and any(now.get(name, "") != text for name, text in seen.items()):
        raise StaleCell
    changed = {name: text for name, text in texts.items() if text.strip() != now.get(name, "")}
    if not changed:
        return row
    new = sorted(changed.keys() - set(kept.present))
    if new:
        kept.present = [column.name for column in schema.columns if column.name in {*kept.present, *new}]
    before = (row.repeat_key, row.digest)
    for name in changed:
        row.received.setdefault(name, now.get(name, ""))
    _apply(row, schema, RowReader(schema).reread(row.number, row.sheet, {**now, **changed}, set(kept.present)))
    row.received = {name: text for name, text in row.received.items() if texts_of(row).get(name, "") != text}
    row.save()
    _settle_repeats(kept, schema, keys={before[0], row.repeat_key} - {""}, digests={before[1], row.digest})
    kept.touched_at = at
    recount(kept, rows=kept.row_count)
    _follow(upload, kept)
    row.refresh_from_db()
    return row


@transaction.atomic
def remove_row(*, upload: Upload, position: int, at: datetime) -> None:
    """Leave one row of the file out of the list."""
    kept = _ready(upload)
    row = UploadRow.objects.get(upload=kept, position=position)
    row.delete()
    _settle_repeats(kept, schema_named(kept.schema), keys={row.repeat_key} - {""}, digests={row.digest})
    kept.touched_at = at
    recount(kept, rows=kept.row_count - 1)
    _follow(upload, kept)


@transaction.atomic
def fill_column(*, upload: Upload, name: str, text: str, at: datetime) -> int:
    """Write one text into every row that leaves a column empty, and check those rows; return how many there were.

    For columns the file lacks altogether, where all rows say the same: the deciding organ and its code, the source.
    """
    kept = _ready(upload)
    schema, count = schema_named(kept.schema), 0
    column = schema.column(name)
    kept.present = [each.name for each in schema.columns if each.name in {*kept.present, name}]
    reader, present = RowReader(schema), set(kept.present)
    rows = UploadRow.objects.filter(upload=kept).order_by("position").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        for row in batch:
            now = texts_of(row)
            if not now.get(name):
                row.received.setdefault(name, "")
                now[name], count = text, count + 1
            _apply(row, schema, reader.reread(row.number, row.sheet, now, present), keep_repeats=True)
        UploadRow.objects.bulk_update(batch, ["values", "texts", "faults", "received", "rank", "repeat_key", "digest"])
    kept.findings = [f for f in kept.findings if not (f["kind"] == "column_missing" and f.get("field") == column.title)]
    kept.touched_at = at
    recount(kept)
    _follow(upload, kept)
    return count


@transaction.atomic
def abandon(*, upload: Upload, by: str, at: datetime) -> None:
    """Throw an upload away, file and rows."""
    record(by=by, act="放弃上传的表格", subject=upload, at=at, before={"文件": upload.source_name})
    _forget([upload.pk])


def forget_abandoned(*, before: datetime) -> int:
    """Forget uploads nobody has touched since a moment, finished ones too: their lists are kept elsewhere. Say how many."""
    with transaction.atomic():
        found = list(Upload.objects.filter(touched_at__lt=before).values_list("pk", flat=True)[:1_000])
        _forget(found)
    return len(found)


class StaleCell(Exception):
    """Someone else changed the cell since it was shown."""

    def __init__(self) -> None:
        super().__init__("这一格刚刚被别人改过，您的改动没有保存。请刷新后再改。")


class Busy(Exception):
    """The upload is being read or stored, and nothing of it can be changed now."""

    def __init__(self) -> None:
        super().__init__("这份表格正在读取或保存，请稍候再改。")


def texts_of(row: UploadRow) -> dict[str, str]:
    """Return the texts of a row's cells as they stand: what could be read in stored form, the rest as typed."""
    return {**row.values, **row.texts}


def recount(upload: Upload, *, rows: int | None = None) -> None:
    """Count the rows of an upload by what is wrong with them, and save it; ``rows`` is their number where it is known.

    Only the bad ones are counted then, which an index gives at once, however many are good.
    """
    kept = UploadRow.objects.filter(upload=upload)
    upload.row_count = kept.count() if rows is None else rows
    upload.error_rows, upload.warning_rows = kept.filter(rank=0).count(), kept.filter(rank=1).count()
    upload.save()


def _ready(upload: Upload) -> Upload:
    kept = Upload.objects.select_for_update().get(pk=upload.pk)
    if kept.state != UploadState.READY:
        raise Busy
    return kept


def _staged(upload: Upload, schema: TableSchema, position: int, read: RowRead) -> UploadRow:
    row = UploadRow(upload=upload, position=position, number=read.number, sheet=read.sheet[:100])
    _apply(row, schema, read, has_repeats=True)
    return row


def _apply(row: UploadRow, schema: TableSchema, read: RowRead, *, has_repeats: bool = False, keep_repeats: bool = False) -> None:
    """Write onto a row what was read; repeats are the file's own, or kept from before, or settled afterwards."""
    kept = [fault for fault in row.faults if fault[1] in REPEATS] if keep_repeats else []
    row.values, row.texts = read.values, read.texts
    row.faults = [list(fault) for fault in read.faults if has_repeats or fault.kind not in REPEATS] + kept
    column = repeating_column(schema)
    row.repeat_key = read.values.get(column.name, "")[:120] if column else ""
    row.digest = hashlib.sha256(repr(sorted(texts_of(row).items())).encode()).hexdigest()[:32]
    row.rank = _rank(row)


def repeating_column(schema: TableSchema) -> Column | None:
    """Return the column whose values should not come twice, or None."""
    return next((column for column in schema.columns if severity_of_repeat(column)), None)


def _rank(row: UploadRow) -> int:
    severities = {fault[2] for fault in row.faults}
    return 0 if "error" in severities else 1 if "warning" in severities else 2


def _settle_repeats(upload: Upload, schema: TableSchema, *, keys: set[str], digests: set[str]) -> None:
    """Look again at rows that share, or shared, a value: the first is right, the others say which one they repeat."""
    column, rows = repeating_column(schema), UploadRow.objects.filter(upload=upload).order_by("position")
    severity = severity_of_repeat(column) if column else None
    groups: list[tuple[str, list[UploadRow]]] = [("row_repeated", list(rows.filter(digest=digest)[:GROUP])) for digest in digests]
    if column and severity:
        groups += [("cell_repeated", list(rows.filter(repeat_key=key)[:GROUP])) for key in keys]
    for kind, group in groups:
        for row in group:
            row.refresh_from_db(fields=["faults"])
            row.faults = [fault for fault in row.faults if fault[1] != kind]
            if row.position != group[0].position:
                if kind == "row_repeated":
                    fault = RowFault(next(iter(row.values or row.texts)), kind, "warning", same_row(group[0].number))
                else:
                    assert column and severity
                    fault = RowFault(column.name, *repeated(group[0].number, severity))
                row.faults.append(list(fault))
            row.rank = _rank(row)
        UploadRow.objects.bulk_update(group, ["faults", "rank"], batch_size=BATCH)


def _follow(shown: Upload, kept: Upload) -> None:
    for field in ("present", "findings", "row_count", "error_rows", "warning_rows", "touched_at"):
        setattr(shown, field, getattr(kept, field))


def _forget(keys: list[int]) -> None:
    places = list(Upload.objects.filter(pk__in=keys).values_list("source_place", flat=True))
    UploadRow.objects.filter(upload__in=keys).delete()
    Upload.objects.filter(pk__in=keys).delete()
    transaction.on_commit(lambda: _delete_files(places))


def _delete_files(places: list[str]) -> None:
    for place in filter(None, places):
        private_storage().delete(place)


def _plain(severity: str, message: str, kind: str, field: str | None) -> dict[str, str]:
    return {"severity": severity, "message": message, "kind": kind, "field": field or ""}
