"""Registering leave with a deputy, and coming back."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from gongkai.accounts.apart import refuse_mixed_roles
from gongkai.accounts.models import Leave, User
from gongkai.accounts.rota import ONE_DAY
from gongkai.accounts.rota_kept import keeping
from gongkai.agencies.models import Office
from gongkai.audit.actions import record
from gongkai.sources.errors import BadInput

LONGEST = dt.timedelta(days=366)


def register_leave(
    *,
    user: User,
    first_on: dt.date,
    last_on: dt.date,
    by: str,
    at: dt.datetime,
    deputy: User | None = None,
    needed: Collection[Office] | None = None,
) -> Leave:
    """Register that a person is away, and who acts for them meanwhile.

    Raises BadInput for wrong dates and a deputy who cannot act; RotaBroken when on a day of the leave a post would be
    without anybody, or too few people would share the posts, in one of the ``needed`` offices (all active unless given).
    """
    _refuse(user, first_on, last_on, deputy, timezone.localdate(at))
    with keeping(first_on=first_on, last_on=last_on, offices=needed):
        made = Leave.objects.create(
            user=user, deputy=deputy, first_on=first_on, last_on=last_on, made_at=at, made_by=by
        )
        refuse_mixed_roles(user, first_on=first_on)
        record(by=by, act="登记休假", subject=made, at=at, after=_said(made), office_id=user.office_id)
    return made


@transaction.atomic
def end_leave(*, leave: Leave, last_on: dt.date, by: str, at: dt.datetime) -> None:
    """Let a leave end earlier (yesterday: the person is back today). Coming back is never refused; BadInput for a wrong day."""
    today = timezone.localdate(at)
    if leave.last_on < today:
        raise BadInput(f"这次休假已于{leave.last_on:%Y-%m-%d}结束。")
    if not max(today - ONE_DAY, leave.first_on) <= last_on <= leave.last_on:
        raise BadInput(f"最后一天须在{max(today - ONE_DAY, leave.first_on):%Y-%m-%d}至{leave.last_on:%Y-%m-%d}之间。")
    before = {"last_on": leave.last_on.isoformat()}
    leave.last_on = last_on
    leave.save(update_fields=["last_on"])
    after = {"last_on": last_on.isoformat()}
    record(by=by, act="提前结束休假", subject=leave, at=at, before=before, after=after, office_id=leave.user.office_id)


@transaction.atomic
def cancel_leave(*, leave: Leave, by: str, at: dt.datetime) -> None:
    """Take back a leave that began today or has not begun. Raises BadInput for one that began earlier: it can only be ended."""
    if leave.first_on < timezone.localdate(at):
        raise BadInput("休假已经开始，不能取消，只能提前结束。")
    record(by=by, act="取消休假", subject=leave, at=at, before=_said(leave), office_id=leave.user.office_id)
    leave.delete()


def _refuse(user: User, first_on: dt.date, last_on: dt.date, deputy: User | None, today: dt.date) -> None:
    if not user.is_active:
        raise BadInput(f"{user}的账户已停用，不需要登记休假。")
    if first_on < today:
        raise BadInput(f"休假开始日期不能早于今天（{today:%Y-%m-%d}）。")
    if last_on < first_on:
        raise BadInput("休假结束日期不能早于开始日期。")
    if last_on - first_on > LONGEST:
        raise BadInput("一次休假最多登记一年：更长的，请结束任命。")
    if there := user.leaves.filter(first_on__lte=last_on, last_on__gte=first_on).first():
        raise BadInput(f"这段时间已经登记了休假（{there.first_on:%Y-%m-%d}至{there.last_on:%Y-%m-%d}）：请先取消或改日期。")
    if deputy is None:
        return
    if deputy == user:
        raise BadInput("代理人不能是休假的人自己。")
    if not deputy.is_active:
        raise BadInput(f"{deputy}的账户已停用，不能代理：请换一位代理人。")
    if theirs := deputy.leaves.filter(first_on__lte=last_on, last_on__gte=first_on).first():
        raise BadInput(
            f"{deputy}自己在{theirs.first_on:%Y-%m-%d}至{theirs.last_on:%Y-%m-%d}休假，不能代理：请换一位代理人，或者分段登记。"
        )


def _said(leave: Leave) -> dict[str, str | None]:
    return {
        "user": str(leave.user),
        "first_on": leave.first_on.isoformat(),
        "last_on": leave.last_on.isoformat(),
        "deputy": str(leave.deputy) if leave.deputy else None,
    }
