"""A published penalty that was changed, annulled, found unlawful or void must be withdrawn within three days, with the reason.

《行政处罚法》第四十八条第二款: 三日内撤回行政处罚决定信息并公开说明理由; 第八十五条: 三日是工作日. Each disclosure that shows the
decision gets a duty of its own, which ends by itself when a correction no longer shows it, or with a withdrawal.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.disclosures.expiry import published_rows
from gongkai.disclosures.models import Disclosure, PenaltyChange, Publication
from gongkai.disclosures.statuses import Act, Status
from gongkai.duties.actions import close_as_published, register_statutory
from gongkai.duties.statuses import Trigger
from gongkai.records.actions import annul_record
from gongkai.records.facts import fold_word
from gongkai.records.models import Record
from gongkai.records.schemas import schema_named
from gongkai.records.statuses import RecordStatus
from gongkai.rules.timelimits import TimeLimit

LIMIT = TimeLimit("三日内撤回行政处罚决定信息并公开说明理由", "within", ("decided",), 3, "working_day")
SOURCE = "《行政处罚法》第四十八条第二款、第八十五条"
ENDING = (Act.CORRECT, Act.EXPIRE, Act.WITHDRAW)


@transaction.atomic
def set_aside(
    *, record: Record, what: RecordStatus, decided_on: dt.date, reason: str, by: str, at: dt.datetime
) -> list[PenaltyChange]:
    """Record that a penalty was set aside, and give every disclosure that shows it the duty that follows; all or nothing.

    Raises records.actions.NotAPenalty.
    """
    annul_record(record=record, what=what, decided_on=decided_on, reason=reason, by=by, at=at)
    record.refresh_from_db()
    return penalty_changed(record=record, what=what, decided_on=decided_on, by=by, at=at)


@transaction.atomic
def penalty_changed(
    *, record: Record, what: RecordStatus, decided_on: dt.date, by: str, at: dt.datetime
) -> list[PenaltyChange]:
    """Give each published disclosure that shows this decision the duty to withdraw it; saying it again changes nothing.

    The record says already what happened and why (``records.actions.annul_record``); ``set_aside`` does both.
    """
    number, party = _named(record)
    changes = []
    for disclosure in _published_with(record):
        there = PenaltyChange.objects.filter(disclosure=disclosure, record_number=record.pk).first()
        if there or not _shows(_content(disclosure), number, party):
            changes += [there] if there else []
            continue
        duty = register_statutory(
            item=disclosure.item,
            subject=f"撤回行政处罚决定信息并说明理由：{number}（{RecordStatus(what).label}，索引号{disclosure.index_number}）",
            limit=LIMIT,
            source=SOURCE,
            trigger=Trigger.DECIDED,
            happened_on=decided_on,
            office=disclosure.public_office,
            external_key=f"penalty:{disclosure.pk}:{record.pk}",
            note=record.status_reason,
            is_sample=disclosure.is_sample,
            by=by,
            at=at,
        )
        changes.append(
            PenaltyChange.objects.create(
                disclosure=disclosure, duty=duty, record_number=record.pk, decision=number, party=party,
                what=RecordStatus(what).value, decided_on=decided_on, reason=record.status_reason, noted_at=at, noted_by=by,
            )
        )  # fmt: skip
    return changes


def owed_by(disclosure: Disclosure, act: Act) -> list[PenaltyChange]:
    """Return the decisions that a disclosure still has to withdraw, where an act may be their withdrawal."""
    if act not in ENDING:
        return []
    return list(PenaltyChange.objects.filter(disclosure=disclosure, settled_by__isnull=True).select_related("duty"))


def settle(owed: Sequence[PenaltyChange], publication: Publication, *, by: str, at: dt.datetime) -> None:
    """End the duties of those decisions that the public no longer gets since this publication."""
    for change in owed:
        if publication.act != Act.WITHDRAW and _shows(publication.content, change.decision, change.party):
            continue
        change.settled_by = publication
        change.save(update_fields=["settled_by"])
        if not change.duty.closing:
            close_as_published(duty=change.duty, on=timezone.localdate(at), by=by, at=at)


def _published_with(record: Record) -> list[Disclosure]:
    found = Disclosure.objects.filter(public_lists=record.record_list_id, status=Status.PUBLISHED)
    return list(found.select_related("item", "latest", "public_office").order_by("pk"))


def _content(disclosure: Disclosure) -> Mapping[str, Any]:
    return disclosure.latest.content if disclosure.latest else {"lists": []}


def _named(record: Record) -> tuple[str, str]:
    schema = schema_named(record.record_list.schema)
    number, party = schema.in_role("number"), schema.in_role("name")
    return (record.values.get(number.name, "") if number else ""), (record.values.get(party.name, "") if party else "")


def _shows(content: Mapping[str, Any], number: str, party: str) -> bool:
    """Tell whether a snapshot's lists hold the decision, read from the very files the public gets."""
    for each in content["lists"]:
        schema = schema_named(each["schema"])
        names = [column.name if (column := schema.in_role(role)) else "" for role in ("number", "name")]
        for row in published_rows(each):
            if [fold_word(row.get(name, "")) for name in names] == [fold_word(number), fold_word(party)]:
                return True
    return False
