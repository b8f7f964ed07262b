"""Who may be disturbed now. On days off, and before the working day begins, only those who asked for it."""

import datetime as dt
from collections.abc import Callable

from django.db.models import Q
from django.utils import timezone

from gongkai.messages.hours import has_begun

WorkingDays = Callable[[dt.date], bool]


def is_awake(at: dt.datetime, is_working_day: WorkingDays) -> bool:
    """Tell whether it is a working day and its hour has come."""
    return has_begun(at) and is_working_day(timezone.localdate(at))


def may_disturb(prefix: str, *, awake: bool) -> Q:
    """Return the condition on messages (reached by ``prefix``) whose recipients may be disturbed now."""
    if awake:
        return Q()
    person = {f"{prefix}person__message_preference__quiet_on_days_off": False}
    group = {f"{prefix}channel__quiet_on_days_off": False}
    return Q(**person) | Q(**group)
