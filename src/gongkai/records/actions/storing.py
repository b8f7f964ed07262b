"""Makes a list of an upload whose cells are all right: a new one, or another version of one that is there."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from gongkai.audit.actions import record
from gongkai.records.actions.annulling import carried, carry_over
from gongkai.records.actions.changing import advance
from gongkai.records.actions.loading import BATCH, Progress, put_rows
from gongkai.records.models import Record, RecordList, Upload, UploadRow
from gongkai.records.statuses import UploadState


class NotReady(Exception):
    """The upload still has errors, or is not read yet; the message says which."""


@transaction.atomic
def store_upload(*, upload: Upload, by: str, at: datetime, progress: Progress | None = None) -> RecordList:
    """Store an upload as a list, all rows or none; raises NotReady. The staged rows go, the file stays until forgotten.

    When it replaces a list, that list becomes its next version, and what was recorded of changed or annulled decisions
    is carried over to the rows with the same party and number.
    """
    kept = Upload.objects.select_for_update().get(pk=upload.pk)
    if kept.state == UploadState.STORED:
        raise NotReady("这份表格已经保存为名单。")
    if not (kept.state in (UploadState.READY, UploadState.STORING) and kept.row_count):
        raise NotReady("这份表格还没有读完，或者没有任何记录。")
    if kept.error_rows or kept.blocking:
        raise NotReady(f"还有{kept.error_rows}行有错误，改好以后才能保存。" if kept.error_rows else "".join(kept.blocking))
    corrected = UploadRow.objects.filter(upload=kept).exclude(received={}).count()
    after = {"文件": kept.source_name, "rows": kept.row_count, "sha256": kept.source_sha256, "改正的行": corrected}
    if kept.record_list is None:
        record_list = _new(kept, by=by, at=at)
        put_rows(record_list, _values(kept), progress)
        record(by=by, act="导入名单", subject=record_list, at=at, after=after)
    else:
        record_list = RecordList.objects.select_for_update().get(pk=kept.record_list.pk)
        before = {"rows": record_list.row_count, "sha256": record_list.source_sha256, "content": record_list.content_sha256}
        marks = carried(record_list)
        Record.objects.filter(record_list=record_list).delete()
        record_list.source_name, record_list.source_sha256 = kept.source_name, kept.source_sha256
        record_list.title = kept.title
        put_rows(record_list, _values(kept), progress)
        carry_over(record_list, marks)
        advance(record_list, by=by, at=at)
        record(by=by, act="整份替换名单", subject=record_list, at=at, before=before, after=after)
    kept.record_list, kept.state, kept.touched_at = record_list, UploadState.STORED, at
    kept.save()
    UploadRow.objects.filter(upload=kept).delete()
    upload.record_list, upload.state = record_list, UploadState.STORED
    return record_list


def _new(upload: Upload, *, by: str, at: datetime) -> RecordList:
    return RecordList.objects.create(
        agency=upload.agency, office=upload.office, schema=upload.schema, title=upload.title,
        source_name=upload.source_name, source_sha256=upload.source_sha256, created_at=at, created_by=by,
    )  # fmt: skip


def _values(upload: Upload) -> Iterator[dict[str, str]]:
    rows = UploadRow.objects.filter(upload=upload).order_by("position").values_list("values", flat=True)
    return rows.iterator(chunk_size=BATCH)

