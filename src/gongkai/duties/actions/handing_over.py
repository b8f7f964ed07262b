"""Work changes hands: to another office, to a person within the office, and all at once when someone leaves."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from gongkai.accounts.models import User
from gongkai.accounts.queries import held_for, roles_of
from gongkai.accounts.roles import WRITERS
from gongkai.agencies.models import Office
from gongkai.audit.actions import entry, record
from gongkai.audit.models import AuditEntry
from gongkai.duties.actions.closing import demand
from gongkai.duties.models import Duty
from gongkai.duties.recomputing import update_running
from gongkai.duties.statuses import Closing
from gongkai.publisher.actions import enqueue
from gongkai.sources.errors import BadInput


class HandOverRefused(BadInput):
    """The duty has ended, or those who are to take it over cannot."""


@transaction.atomic
def hand_over(*, duty: Duty, office: Office, reason: str, by: str, at: dt.datetime) -> Duty:
    """Move a duty to another office of the agency, which names its own handler; the same office again changes nothing."""
    demand(reason, "请写明为什么移交")
    duty = _open(duty)
    if duty.office_id == office.pk:
        return duty
    if office.agency_id != duty.item.agency_id or not office.is_active:
        raise HandOverRefused(f"不能移交给“{office}”：它不是本机关在用的科室。")
    before = {"office": str(duty.office or ""), "handler": duty.handler.get_username() if duty.handler else ""}
    duty.office, duty.handler = office, None
    duty.save(update_fields=["office", "handler"])
    record(by=by, act="移交责任科室", subject=duty, at=at, before=before, after={"office": str(office)}, note=reason.strip())
    enqueue(kind="item", key=str(duty.item_id), at=at)
    return duty


@transaction.atomic
def assign(*, duty: Duty, handler: User | None, by: str, at: dt.datetime) -> Duty:
    """Name the person who handles a duty, or nobody; it must be someone who works for its office."""
    duty = _open(duty)
    if duty.handler_id == (handler.pk if handler else None):
        return duty
    if handler and not _works_for(handler, duty.office_id, on=timezone.localdate(at)):
        raise HandOverRefused(f"“{handler}”在{duty.office or '本机关'}没有经办的角色，请先任命或另选一人。")
    before = {"handler": duty.handler.get_username() if duty.handler else ""}
    duty.handler = handler
    duty.save(update_fields=["handler"])
    record(by=by, act="指定承办人", subject=duty, at=at, before=before, after={"handler": handler.get_username() if handler else ""})
    return duty


@transaction.atomic
def hand_over_all(*, of: User, to: User, reason: str, by: str, at: dt.datetime) -> Sequence[Duty]:
    """Move all running duties one person handles to another, who need not yet be appointed; return those that moved."""
    demand(reason, "请写明为什么移交")
    if of == to:
        raise HandOverRefused("移交人和接收人是同一人，请另选接收人。")
    if not to.is_active:
        raise HandOverRefused(f"“{to}”的账户已停用，不能接收工作，请另选一人。")
    duties = list(Duty.objects.running().filter(handler=of).select_for_update(of=("self",)).defer("working", "candidates"))
    update_running([duty.pk for duty in duties], handler=to)
    before, after = {"handler": of.get_username()}, {"handler": to.get_username()}
    AuditEntry.objects.bulk_create(
        entry(by=by, act="移交承办人", subject=duty, at=at, before=before, after=after, note=reason.strip()) for duty in duties
    )
    return duties


def _open(duty: Duty) -> Duty:
    """Hold a duty that still needs work until commit: a running one, or a withheld one that will be looked at again."""
    duty = Duty.objects.select_for_update(of=("self",)).select_related("item", "office", "handler").get(pk=duty.pk)
    if duty.closing and (duty.closing != Closing.WITHHELD or duty.reassessed_on):
        raise HandOverRefused(f"“{duty.subject}”已于{duty.closed_on}结束（{duty.get_closing_display()}），不需要移交。")
    return duty


def _works_for(person: User, office_id: int | None, *, on: dt.date) -> bool:
    return held_for(roles_of(person, on=on), WRITERS, office_id=office_id) is not None
