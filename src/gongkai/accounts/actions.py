"""Acts on accounts."""

import datetime as dt
import secrets

from django.db import transaction

from gongkai.accounts.models import User
from gongkai.audit.actions import record

ADMINISTRATOR = "admin"


@transaction.atomic
def issue_administrator_password(*, at: dt.datetime) -> str | None:
    """Return a new one-time password for the first administrator; None once the administrator has chosen their own.

    As long as nobody has used it, every start issues a fresh one, so that a lost note locks nobody out.
    """
    user, made = User.objects.get_or_create(
        username=ADMINISTRATOR, defaults={"is_superuser": True, "is_staff": True, "last_name": "系统管理员"}
    )
    if not made and not user.must_change_password:
        return None
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.one_time_password = user.password
    user.save()
    record(by="系统", act="签发一次性密码", subject=user, at=at)
    return password
