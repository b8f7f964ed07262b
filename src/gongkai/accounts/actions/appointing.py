"""Appointing people to roles, and ending that."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.accounts.apart import HELD_ALONE, refuse_mixed_roles
from gongkai.accounts.models import Appointment, User
from gongkai.accounts.roles import OF_AN_OFFICE, Role
from gongkai.accounts.rota import ONE_DAY
from gongkai.accounts.rota_kept import keeping
from gongkai.agencies.models import Office
from gongkai.audit.actions import record
from gongkai.sources.errors import BadInput


@transaction.atomic
def appoint(
    *,
    user: User,
    role: Role,
    by: str,
    at: dt.datetime,
    office: Office | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Appointment:
    """Appoint a person to a role, in an office or (where none is named) in the whole agency, from today unless told.

    Raises BadInput for a wrong office, wrong dates, a role already held, and a role that does not go with another.
    """
    today = timezone.localdate(at)
    since = since or today
    _refuse(user, role, office, since, until, today)
    made = Appointment.objects.create(user=user, role=role, office=office, since=since, until=until, made_at=at, made_by=by)
    refuse_mixed_roles(user, first_on=since)
    record(by=by, act="任命", subject=made, at=at, after=_said(made), office_id=office.pk if office else user.office_id)
    return made


def end_appointment(
    *, appointment: Appointment, last_on: dt.date, by: str, at: dt.datetime, needed: Collection[Office] | None = None
) -> None:
    """End an appointment with a day (yesterday: at once); one that has not begun is taken back.

    Raises BadInput when it ended before, for a day too early, for the last administrator; RotaBroken when a post that
    ``needed`` offices (all active ones unless given) rely on would be without anybody.
    """
    today = timezone.localdate(at)
    if appointment.until and appointment.until < today:
        raise BadInput(f"“{appointment}”已于{appointment.until:%Y-%m-%d}结束。")
    not_begun = appointment.since > today
    last_on = appointment.since - ONE_DAY if not_begun else max(last_on, appointment.since)
    if not not_begun and last_on < today - ONE_DAY:
        raise BadInput(f"最后一天不能早于昨天（{today - ONE_DAY:%Y-%m-%d}）：已经过去的日子不能改。")
    with keeping(first_on=max(last_on + ONE_DAY, today), offices=needed):
        if appointment.role == Role.ADMINISTRATOR:
            refuse_no_administrator(on=max(last_on + ONE_DAY, today), without=Q(pk=appointment.pk))
        before = _said(appointment)
        if not_begun:
            record(by=by, act="取消任命", subject=appointment, at=at, before=before, office_id=_office_of(appointment))
            appointment.delete()
            return
        appointment.until = last_on
        appointment.save(update_fields=["until"])
        after = {"until": last_on.isoformat()}
        record(
            by=by, act="结束任命", subject=appointment, at=at, before={"until": before["until"]}, after=after,
            office_id=_office_of(appointment),
        )  # fmt: skip


def refuse_no_administrator(*, on: dt.date, without: Q) -> None:
    """Raise BadInput if on a day nobody administers, once these appointments are left out: nobody could let anybody in."""
    if not Appointment.objects.on(on).filter(role=Role.ADMINISTRATOR).exclude(without).exists():
        raise BadInput("这是最后一位系统管理员：请先任命另一位系统管理员。")


def _refuse(user: User, role: Role, office: Office | None, since: dt.date, until: dt.date | None, today: dt.date) -> None:
    if not user.is_active:
        raise BadInput(f"{user}的账户已停用，不能任命：请先恢复账户。")
    if role in OF_AN_OFFICE and office is None:
        raise BadInput(f"“{role.label}”须写明在哪个科室。")
    if role in HELD_ALONE and office is not None:
        raise BadInput(f"“{role.label}”面向全部科室，不要写科室。")
    if office is not None and not office.is_active:
        raise BadInput(f"{office.name}已停用，不能任命：请换一个科室。")
    if since < today:
        raise BadInput(f"开始日期不能早于今天（{today:%Y-%m-%d}）：已经过去的日子不能改。")
    if until is not None and until < since:
        raise BadInput("结束日期不能早于开始日期。")
    same = user.appointments.filter(role=role, office=office).filter(Q(until__isnull=True) | Q(until__gte=since))
    if until is not None:
        same = same.filter(since__lte=until)
    if there := same.first():
        raise BadInput(f"{user}在这段时间已经是“{role.label}”（自{there.since:%Y-%m-%d}起），不必再任命。")


def _office_of(appointment: Appointment) -> int | None:
    return appointment.office_id or appointment.user.office_id


def _said(appointment: Appointment) -> dict[str, str | None]:
    return {
        "user": str(appointment.user),
        "role": appointment.role,
        "office": appointment.office.name if appointment.office else None,
        "since": appointment.since.isoformat(),
        "until": appointment.until.isoformat() if appointment.until else None,
    }
