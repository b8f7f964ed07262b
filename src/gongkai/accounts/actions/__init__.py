"""Acts on accounts, appointments and leave, under one name: ``accounts.actions.appoint(...)``."""

from gongkai.accounts.actions.appointing import appoint, end_appointment
from gongkai.accounts.actions.leave import cancel_leave, end_leave, register_leave
from gongkai.accounts.actions.opening import (
    ADMINISTRATOR,
    change_account,
    deactivate,
    issue_administrator_password,
    open_account,
    reactivate,
    reissue_password,
)

__all__ = [
    "ADMINISTRATOR",
    "appoint",
    "cancel_leave",
    "change_account",
    "deactivate",
    "end_appointment",
    "end_leave",
    "issue_administrator_password",
    "open_account",
    "reactivate",
    "register_leave",
    "reissue_password",
]
