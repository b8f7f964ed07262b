"""The secret address of a person's calendar feed: a calendar program cannot sign in, so the address itself is the key."""

import datetime as dt
import secrets

from django.db import transaction

from gongkai.accounts.models import User
from gongkai.audit.actions import record


def person_of_key(key: str) -> User | None:
    """Return the active person whose feed has this key, or None."""
    return User.objects.filter(feed_key=key, is_active=True).select_related("office__agency").first() if len(key) > 30 else None


@transaction.atomic
def renew_feed_key(*, user: User, at: dt.datetime) -> str:
    """Give a person's feed a new address; the old one stops to answer. The key itself is not recorded."""
    had = bool(user.feed_key)
    user.feed_key = secrets.token_urlsafe(32)
    user.save(update_fields=["feed_key"])
    record(by=user.username, act="更换日历订阅地址" if had else "开通日历订阅", subject=user, at=at)
    return user.feed_key
