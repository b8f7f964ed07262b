"""Acts on accounts."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone

from gongkai.accounts.models import Appointment, User
from gongkai.accounts.roles import Role
from gongkai.audit.actions import record

ADMINISTRATOR = "admin"


@transaction.atomic
def issue_administrator_password(*, at: dt.datetime) -> str | None:
    """Return a new one-time password for the first administrator; None once the administrator has chosen their own.

    As long as nobody has used it, every start issues a fresh one, so that a lost note locks nobody out. The
    administrator opens accounts and appoints people; content is not theirs, so they are no superuser.
    """
    user, made = User.objects.get_or_create(username=ADMINISTRATOR, defaults={"last_name": "系统管理员"})
    if not made and not user.must_change_password:
        return None
    today = timezone.localdate(at)
    if not user.appointments.filter(role=Role.ADMINISTRATOR).exists():
        Appointment.objects.create(user=user, role=Role.ADMINISTRATOR, since=today, made_at=at, made_by="系统")
    user.is_superuser = user.is_staff = False
    password = one_time_password(user)
    record(by="系统", act="签发一次性密码", subject=user, at=at)
    return password


def one_time_password(user: User) -> str:
    """Give an account a new one-time password, which its owner must replace, and return it."""
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.one_time_password = user.password
    user.save()
    return password
