"""Opening accounts, changing what is known of their owners, one-time passwords, and closing them for those who left.

A username is given once, for good: it is what every act is recorded under. Passwords are hashed before the transaction
begins, because that takes a while and others wait to write.
"""

import datetime as dt
import re
import secrets
from collections.abc import Collection

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.accounts.actions.appointing import refuse_no_administrator
from gongkai.accounts.models import Appointment, SignInFailures, User
from gongkai.accounts.roles import Role
from gongkai.accounts.rota import ONE_DAY
from gongkai.accounts.rota_kept import keeping
from gongkai.agencies.models import Office
from gongkai.audit.actions import record
from gongkai.sources.errors import BadInput

ADMINISTRATOR = "admin"
USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,29}")


def issue_administrator_password(*, at: dt.datetime) -> str | None:
    """Return a new one-time password for the first administrator; None once the administrator has chosen their own.

    As long as nobody has used it, every start issues a fresh one, so that a lost note locks nobody out. The
    administrator opens accounts and appoints people; content is not theirs, so they are no superuser.
    """
    there = User.objects.filter(username=ADMINISTRATOR).first()
    if there and not (there.must_change_password and there.is_active):
        return None
    password, hashed = _one_time_password()
    with transaction.atomic():
        user = there or User(username=ADMINISTRATOR, last_name="系统管理员")
        user.is_superuser = user.is_staff = False
        user.password = user.one_time_password = hashed
        user.save()
        if not user.appointments.filter(role=Role.ADMINISTRATOR).exists():
            today = timezone.localdate(at)
            Appointment.objects.create(user=user, role=Role.ADMINISTRATOR, since=today, made_at=at, made_by="系统")
        record(by="系统", act="签发一次性密码", subject=user, at=at)
    return password


def open_account(
    *, username: str, name: str, office: Office | None, by: str, at: dt.datetime, email: str = ""
) -> str:
    """Open an account for a person, and return the one-time password with which they sign in first.

    Raises BadInput when the username is taken (differences of case do not count) or not of the form allowed.
    """
    user = _new(username, name, office, email)
    password, hashed = _one_time_password()
    with transaction.atomic():
        user.password = user.one_time_password = hashed
        user.save()
        record(by=by, act="开设账户", subject=user, at=at, after=_said(user))
    return password


def reissue_password(*, user: User, by: str, at: dt.datetime) -> str:
    """Return a new one-time password; the old password and every open session end, and a lock-out is lifted."""
    if not user.is_active:
        raise BadInput(f"{user}的账户已停用：请先恢复账户。")
    password, hashed = _one_time_password()
    with transaction.atomic():
        user.password = user.one_time_password = hashed
        user.save(update_fields=["password", "one_time_password"])
        SignInFailures.objects.filter(username=user.username).delete()
        record(by=by, act="签发一次性密码", subject=user, at=at)
    return password


@transaction.atomic
def change_account(
    *, user: User, name: str, office: Office | None, by: str, at: dt.datetime, email: str | None = None
) -> None:
    """Change a person's name, office or address; roles stay with the offices they were given for."""
    _refuse_values(name, office if office != user.office else None, email or "")
    before = _said(user)
    user.last_name, user.first_name, user.office = name.strip(), "", office
    if email is not None:
        user.email = email.strip()
    after = _said(user)
    changed = [field for field in after if after[field] != before[field]]
    if not changed:
        return
    user.save(update_fields=["last_name", "first_name", "office", "email"])
    record(
        by=by, act="修改人员信息", subject=user, at=at,
        before={field: before[field] for field in changed}, after={field: after[field] for field in changed},
    )  # fmt: skip


def deactivate(*, user: User, by: str, at: dt.datetime, needed: Collection[Office] | None = None) -> None:
    """Close the account of someone who left: they are out at once, their appointments end, the account stays.

    Raises BadInput for one's own account and the last administrator; RotaBroken when a post that ``needed`` offices (all
    active ones unless given) rely on would be without anybody.
    """
    if not user.is_active:
        raise BadInput(f"{user}的账户已经停用。")
    if user.username == by:
        raise BadInput("不能停用自己的账户：请由另一位系统管理员办理。")
    today = timezone.localdate(at)
    with keeping(first_on=today, offices=needed):
        running = user.appointments.filter(Q(until__isnull=True) | Q(until__gte=today))
        if running.filter(role=Role.ADMINISTRATOR).exists():
            refuse_no_administrator(on=today, without=Q(user=user))
        held = [str(one) for one in running.select_related("user", "office")]
        running.filter(since__gt=today).delete()
        running.filter(since=today).update(until=today)
        running.filter(since__lt=today).update(until=today - ONE_DAY)
        user.is_active, user.feed_key = False, ""
        user.save(update_fields=["is_active", "feed_key"])
        before, after = {"is_active": True, "appointments": held}, {"is_active": False, "appointments": []}
        record(by=by, act="停用账户", subject=user, at=at, before=before, after=after)


def reactivate(*, user: User, by: str, at: dt.datetime) -> str:
    """Open the account of someone who came back, and return a one-time password. Roles must be given anew."""
    if user.is_active:
        raise BadInput(f"{user}的账户没有停用。")
    password, hashed = _one_time_password()
    with transaction.atomic():
        user.is_active = True
        user.password = user.one_time_password = hashed
        user.save(update_fields=["is_active", "password", "one_time_password"])
        record(by=by, act="恢复账户", subject=user, at=at, before={"is_active": False}, after={"is_active": True})
    return password


def _one_time_password() -> tuple[str, str]:
    """Return a password that its owner must replace at the first sign-in, and its hash."""
    password = secrets.token_urlsafe(12)
    return password, make_password(password)


def _new(username: str, name: str, office: Office | None, email: str) -> User:
    if not USERNAME.fullmatch(username):
        raise BadInput("用户名用小写字母开头，只含小写字母、数字、点、横线和下划线，2至30个字符，例如 zhangsan。")
    if User.objects.filter(username__iexact=username).exists():
        raise BadInput(f"用户名{username}已经有人使用：用户名不重复、不转给他人，请换一个。")
    _refuse_values(name, office, email)
    return User(username=username, last_name=name.strip(), office=office, email=email.strip())


def _refuse_values(name: str, office: Office | None, email: str) -> None:
    if not name.strip() or len(name.strip()) > 50:
        raise BadInput("请填写姓名，不超过50个字。")
    if office is not None and not office.is_active:
        raise BadInput(f"{office.name}已停用：请换一个科室。")
    if email.strip():
        try:
            validate_email(email.strip())
        except ValidationError as error:
            raise BadInput(f"电子邮箱“{email.strip()}”写得不对，例如 zhangsan@example.gov.cn。") from error


def _said(user: User) -> dict[str, str | None]:
    return {"name": user.full_name, "office": user.office.name if user.office else None, "email": user.email}
