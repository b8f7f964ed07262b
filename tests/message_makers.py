"""Makers for messages: people with an address, choices and channels."""

import makers as make

from gongkai.accounts.models import User
from gongkai.messages.models import Channel, Preference


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
