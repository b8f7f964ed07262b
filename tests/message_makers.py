"""Makers for messages: people with an address, choices and channels."""

import datetime as dt

import makers as make

from gongkai.accounts.models import User
from gongkai.messages.actions import tell
from gongkai.messages.kinds import Kind
from gongkai.messages.models import Channel, Preference

AT = make.moment(dt.date(2026, 11, 24))  # a Tuesday, half past nine


def user(username: str = "zhang", **fields: object) -> User:
    """Return a person with an address, made unless there."""
    fields = {"last_name": "张", "first_name": username, "email": f"{username}@example.cn"} | fields
    return User.objects.get_or_create(username=username, defaults=fields)[0]


def prefer(person: User, **choices: object) -> Preference:
    """Keep what a person has chosen."""
    return Preference.objects.create(user=person, **choices)


def channel(url: str = "json://127.0.0.1:9/", **fields: object) -> Channel:
    """Return a channel of a person (``user``) or of an agency (``agency``, and ``office``)."""
    fields = {"name": "工作群", "masked": "json://…", "kinds": [], "made_at": make.moment(), "made_by": make.BY} | fields
    return Channel.objects.create(url=url, **fields)


def always(day: dt.date) -> bool:
    """Hold every day for a working day."""
    return True


def letters_to(*people: User, **fields: object) -> int:
    """Tell people that something waits for their review."""
    fields = {"kind": Kind.WAITING, "key": "1", "subject": "请审查：通知", "text": "", "path": "/desk/reviews/1/"} | fields
    return tell(users=people, **({"at": AT} | fields))
