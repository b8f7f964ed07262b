"""Corrects lists that are stored: one record at a time, with a reason, and the values before and after in the audit.

A changed list is another version with another content hash, so that what was approved cannot change unseen.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import Max

from gongkai.audit.actions import record
from gongkai.records import content
from gongkai.records.actions.loading import settle
from gongkai.records.facts import fold_word
from gongkai.records.models import Record, RecordList
from gongkai.records.row_reading import RowFault, RowRead, RowReader, repeated, severity_of_repeat
from gongkai.records.schemas import schema_named
from gongkai.rules.display_limits import DisplayClass, faults_of_limit
from gongkai.rules.table_schema import Column, TableSchema

HIDDEN = "（证件信息，不在记录中显示）"


class RecordRefused(Exception):
    """The record has errors and was not stored. ``read`` holds what was read and each fault, by cell."""

    def __init__(self, schema: TableSchema, read: RowRead) -> None:
        errors = [fault for fault in read.faults if fault.severity == "error"]
        super().__init__("".join(f"“{schema.column(fault.name).title}”：{fault.message}。" for fault in errors[:5]))
        self.read = read


class ChangedMeanwhile(Exception):
    """Someone else changed the record since it was shown."""

    def __init__(self) -> None:
        super().__init__("这一行刚刚被别人改过，您的改动没有保存。请刷新后再改。")


@transaction.atomic
def change_record(
    *, record_list: RecordList, position: int, values: Mapping[str, str], by: str, at: datetime, reason: str,
    seen: str = "", display_class: str | None = None,
) -> Record:  # fmt: skip
    """Give one record other values; ``values`` are texts as typed, by field name, only those that change.

    ``seen`` is the digest of the record as it was shown (empty: not asked). Raises RecordRefused, ChangedMeanwhile.
    """
    kept, row = _held(record_list, position)
    if seen and seen != row.digest:
        raise ChangedMeanwhile
    schema, before = schema_named(kept.schema), dict(row.values)
    read = check_values(kept, {**before, **values}, position=position)
    read.faults += limit_faults(schema, read.values, row.display_class if display_class is None else display_class)
    if read.has_errors:
        raise RecordRefused(schema, read)
    was = {"失信程度": row.display_class}
    row.values = read.values
    row.display_class = row.display_class if display_class is None else display_class
    settle(row, schema)
    row.save()
    changes = [column for column in schema.columns if before.get(column.name, "") != read.values.get(column.name, "")]
    is_reclassed = was["失信程度"] != row.display_class
    if not changes and not is_reclassed:
        return row
    _advance(kept, by=by, at=at, filled=read.values.keys(), emptied=before.keys() - read.values.keys())
    record(
        by=by, act="修改名单记录", subject=kept, at=at, note=f"第{position}行：{reason}",
        before=_told(changes, before) | (was if is_reclassed else {}),
        after=_told(changes, read.values) | ({"失信程度": row.display_class} if is_reclassed else {}),
    )  # fmt: skip
    _follow(record_list, kept)
    return row


@transaction.atomic
def add_record(*, record_list: RecordList, values: Mapping[str, str], by: str, at: datetime, reason: str) -> Record:
    """Add a record at the end of a list; raises RecordRefused."""
    kept = _lock(record_list)
    schema = schema_named(kept.schema)
    read = check_values(kept, values, position=None)
    if read.has_errors or not read.values:
        raise RecordRefused(schema, read)
    last = Record.objects.filter(record_list=kept).aggregate(last=Max("position"))["last"] or 0
    row = Record(record_list=kept, position=last + 1, values=read.values)
    settle(row, schema)
    row.save()
    kept.row_count += 1
    _advance(kept, by=by, at=at, filled=read.values.keys())
    told = _told(_filled(schema, read.values), read.values)
    record(by=by, act="增加名单记录", subject=kept, at=at, note=f"第{row.position}行：{reason}", after=told)
    _follow(record_list, kept)
    return row


@transaction.atomic
def remove_record(*, record_list: RecordList, position: int, by: str, at: datetime, reason: str, seen: str = "") -> None:
    """Take one record out of a list; the numbers of the others stay."""
    kept, row = _held(record_list, position)
    if seen and seen != row.digest:
        raise ChangedMeanwhile
    before = _told(_filled(schema_named(kept.schema), row.values), row.values)
    emptied = set(row.values)
    row.delete()
    kept.row_count -= 1
    _advance(kept, by=by, at=at, emptied=emptied)
    record(by=by, act="删除名单记录", subject=kept, at=at, note=f"第{position}行：{reason}", before=before)
    _follow(record_list, kept)


@transaction.atomic
def rename(*, record_list: RecordList, title: str, by: str, at: datetime) -> None:
    """Give a list another title, which the public sees: so this too is another version."""
    kept = _lock(record_list)
    before, kept.title = kept.title, title.strip()
    if kept.title == before:
        return
    _advance(kept, by=by, at=at)
    record(by=by, act="修改名单标题", subject=kept, at=at, before={"标题": before}, after={"标题": kept.title})
    _follow(record_list, kept)


def check_values(record_list: RecordList, values: Mapping[str, str], *, position: int | None) -> RowRead:
    """Check a record's values by every check of its schema, repeats in the rest of the list included; stores nothing."""
    schema = schema_named(record_list.schema)
    present = {column.name for column in schema.columns if column.name in record_list.columns or column.is_required}
    read = RowReader(schema).reread(position or 0, "", values, present | set(values))
    for column in schema.columns:
        severity, value = severity_of_repeat(column), read.values.get(column.name, "")
        if severity and value and (first := _same_value(record_list, column, value, position)):
            read.faults.append(RowFault(column.name, *repeated(first, severity)))
    return read


def limit_faults(schema: TableSchema, values: Mapping[str, str], display_class: str) -> list[RowFault]:
    """Check the last day of display (公示截止期) against what the class of dishonesty allows (信用修复管理办法)."""
    day, until = schema.in_role("day"), schema.in_role("until")
    if not (display_class and day and until and values.get(day.name) and values.get(until.name)):
        return []
    dates = dt.date.fromisoformat(values[day.name]), dt.date.fromisoformat(values[until.name])
    return [RowFault(until.name, *fault) for fault in faults_of_limit(cast(DisplayClass, display_class), *dates)]


def _same_value(record_list: RecordList, column: Column, value: str, position: int | None) -> int:
    """Return the position of another record with this value, or 0."""
    others = Record.objects.in_list(record_list).exclude(position=position or 0)
    if column.facts.get("x-role") in ("name", "code", "number"):  # then an index narrows it down
        others = others.filter(position__in=list(others.filter(sought__contains=fold_word(value)).values_list("position", flat=True)[:500]))
    return others.filter(**{f"values__{column.name}": value}).values_list("position", flat=True).first() or 0


def _lock(record_list: RecordList) -> RecordList:
    return RecordList.objects.select_for_update().get(pk=record_list.pk)


def _held(record_list: RecordList, position: int) -> tuple[RecordList, Record]:
    kept = _lock(record_list)
    return kept, Record.objects.get(record_list=kept, position=position)


def _advance(kept: RecordList, *, by: str, at: datetime, filled: Iterable[str] = (), emptied: Iterable[str] = ()) -> None:
    """Make the list its next version: columns, content hash, who and when."""
    names = set(kept.columns) | set(filled)
    rows = Record.objects.filter(record_list=kept)
    names -= {name for name in emptied if not rows.filter(**{f"values__{name}__isnull": False}).exists()}
    kept.columns = [column.name for column in schema_named(kept.schema).columns if column.name in names]
    advance(kept, by=by, at=at)


def advance(kept: RecordList, *, by: str, at: datetime) -> None:
    """Give a list its next version number and the hash of what it holds now."""
    kept.version += 1
    kept.edited_at, kept.edited_by = at, by
    kept.content_sha256 = content.sha256_of(kept)
    kept.save()


def _follow(shown: RecordList, kept: RecordList) -> None:
    """Bring the caller's own copy of the list up to date."""
    for field in ("title", "columns", "row_count", "version", "edited_at", "edited_by", "content_sha256"):
        setattr(shown, field, getattr(kept, field))


def _told(columns: Iterable[Column], values: Mapping[str, str]) -> dict[str, str]:
    """Give values by title for the audit; what may never be published is not repeated there."""
    said = ((column, values.get(column.name, "")) for column in columns)
    return {column.title: HIDDEN if value and not column.is_public else value for column, value in said}


def _filled(schema: TableSchema, values: Mapping[str, str]) -> list[Column]:
    return [column for column in schema.columns if column.name in values]
