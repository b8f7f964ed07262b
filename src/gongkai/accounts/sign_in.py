"""Locks out who guesses passwords: five failures within a quarter of an hour, for one user from one address (GB/T 22239, 8.1.4.1).

An attempt is counted before the password is looked at, so that many attempts at once gain nothing; success clears the count.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from gongkai.accounts.models import SignInFailures, User
from gongkai.audit.actions import record
from gongkai.sources.errors import BadInput

ATTEMPTS = 5
WITHIN = LOCKED_FOR = dt.timedelta(minutes=15)
SWEPT_AFTER = dt.timedelta(days=1)


class LockedOut(BadInput):
    """Too many failures: this user cannot sign in from this address for a while."""

    def __init__(self, until: dt.datetime) -> None:
        """Say until when."""
        local = timezone.localtime(until)
        when = local if not local.second else local + dt.timedelta(minutes=1)
        super().__init__(f"连续{ATTEMPTS}次登录失败，已锁定：请在{when:%H:%M}以后再试。忘记密码请联系系统管理员，重新签发一次性密码。")


@transaction.atomic
def attempt(*, username: str, address: str, at: dt.datetime) -> int:
    """Count an attempt before it is made, and return how many are left after it. Raises LockedOut."""
    SignInFailures.objects.filter(since_at__lt=at - SWEPT_AFTER).delete()
    row, _ = SignInFailures.objects.select_for_update().get_or_create(
        username=username[:150], address=address[:45], defaults={"count": 0, "since_at": at}
    )
    if row.locked_until and row.locked_until > at:
        raise LockedOut(row.locked_until)
    if row.locked_until or row.since_at <= at - WITHIN:
        row.count, row.since_at, row.locked_until = 0, at, None
    row.count += 1
    if row.count >= ATTEMPTS:
        row.locked_until = at + LOCKED_FOR
    row.save()
    return ATTEMPTS - row.count


def failed(*, username: str, address: str, left: int, at: dt.datetime) -> str:
    """Record that an attempt failed, and return what to tell whoever tried: the same for users there are and are not.

    For a name that is nobody's only the lock-out is recorded: such names are anything, even a password in the wrong field.
    """
    user = User.objects.filter(username=username).first()
    if user:
        record(by=username, act="登录失败", subject=user, at=at, note=f"来源地址{address}")
    if left:
        return f"用户名或密码不正确，还可以再试{left}次。"
    subject = user or SignInFailures.objects.filter(username=username[:150], address=address[:45]).first()
    until = at + LOCKED_FOR
    if subject:
        by = username if user else "未知用户"
        record(by=by, act="登录锁定", subject=subject, at=at, after={"locked_until": until.isoformat()}, note=f"来源地址{address}")
    return str(LockedOut(until))


@transaction.atomic
def succeeded(*, user: User, address: str, at: dt.datetime) -> None:
    """Record a sign-in and forget the failures before it."""
    SignInFailures.objects.filter(username=user.username, address=address[:45]).delete()
    record(by=user.username, act="登录", subject=user, at=at, note=f"来源地址{address}")
