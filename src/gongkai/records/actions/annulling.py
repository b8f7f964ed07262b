"""Records that a decision in a list was changed or set aside (行政处罚法 48), and says what the room above must do about it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.audit.actions import record as audit
from gongkai.records.actions.changing import advance
from gongkai.records.actions.loading import settle
from gongkai.records.facts import fold_word
from gongkai.records.models import Record, RecordList
from gongkai.records.schemas import schema_named
from gongkai.records.statuses import RecordStatus

PENALTIES = "penalties"


class NotAPenalty(Exception):
    """The act does not fit the record; the message says why."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What must be withdrawn and explained: the record, whose it is, its document, what happened and when."""

    record: Record
    record_list: RecordList
    party: str
    document_number: str
    what: RecordStatus
    decided_on: dt.date
    reason: str


@transaction.atomic
def annul_record(
    *, record: Record, what: RecordStatus, decided_on: dt.date, reason: str, by: str, at: dt.datetime
) -> Withdrawal:
    """Record that a penalty was changed, annulled, found unlawful or void; from then on no way out to the public has it.

    《行政处罚法》第四十八条第二款: within three days the published decision is withdrawn and the reason told. That duty
    belongs to the room above; it gets what it needs. Raises NotAPenalty.
    """
    kept = RecordList.objects.select_for_update().get(pk=record.record_list_id)
    row = Record.objects.get(pk=record.pk)
    schema = schema_named(kept.schema)
    if kept.schema != PENALTIES:
        raise NotAPenalty("只有行政处罚名单的记录可以登记变更或撤销。")
    if what == RecordStatus.IN_FORCE or row.status != RecordStatus.IN_FORCE:
        raise NotAPenalty(f"第{row.position}行已经登记为“{row.get_status_display()}”，不能重复登记。")
    made_on = row.values.get("CF_JDRQ", "")
    if made_on and decided_on.isoformat() < made_on:
        raise NotAPenalty(f"日期{decided_on}早于处罚决定日期{made_on}，请核对。")
    if decided_on > timezone.localdate(at):
        raise NotAPenalty(f"日期{decided_on}还没有到，请填写决定作出的日期。")
    if not reason.strip():
        raise NotAPenalty("请写明原因，撤回时要向社会说明（行政处罚法第四十八条第二款）。")
    row.status, row.status_decided_on, row.status_reason = what, decided_on, reason.strip()
    row.status_at, row.status_by = at, by
    settle(row, schema)
    row.save()
    advance(kept, by=by, at=at)
    party, number = row.values.get("CF_XDR_MC", ""), row.values.get("CF_WSH", "")
    audit(
        by=by, act="登记处罚决定变更或撤销", subject=kept, at=at, note=f"第{row.position}行 {number}：{reason.strip()}",
        before={"状态": RecordStatus.IN_FORCE.label}, after={"状态": RecordStatus(what).label, "决定日期": decided_on.isoformat()},
    )  # fmt: skip
    record.refresh_from_db()
    return Withdrawal(record, kept, party, number, RecordStatus(what), decided_on, reason.strip())


def carried(old: RecordList) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Return what was recorded of the decisions in a list, by party and number, to survive the list's replacement."""
    rows = Record.objects.filter(record_list=old).exclude(status=RecordStatus.IN_FORCE)
    said = ("status", "status_decided_on", "status_reason", "status_at", "status_by")
    return {key_of(values): tuple(rest) for values, *rest in rows.values_list("values", *said)}


def carry_over(new: RecordList, marks: dict[tuple[str, str], tuple[Any, ...]]) -> None:
    """Write onto the rows of a new version of a list what was recorded of the same decisions before."""
    schema = schema_named(new.schema)
    for key, said in marks.items():
        for row in Record.objects.in_list(new).filter(sought__contains=key[1] or key[0]):
            if key_of(row.values) == key:
                row.status, row.status_decided_on, row.status_reason, row.status_at, row.status_by = said
                settle(row, schema)
                row.save()


def key_of(values: Mapping[str, str]) -> tuple[str, str]:
    """Return by what a penalty is known again: its party and the number of its document."""
    return fold_word(values.get("CF_XDR_MC", "")), fold_word(values.get("CF_WSH", ""))
