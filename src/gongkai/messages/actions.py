"""Acts on messages: telling people and groups, reading, choosing how to be told, stopping what is settled.

The acts on channels stand apart (``channel_acts``): they load Apprise, and rooms that only tell need not.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from gongkai.accounts.models import User
from gongkai.agencies.models import Agency, Office
from gongkai.audit.actions import record
from gongkai.messages.kinds import CHOSEN, FOR_GROUPS, NO_LONGER, Kind, Rhythm
from gongkai.messages.models import Delivery, Message, Preference
from gongkai.messages.queries import channels_for
from gongkai.messages.telling import Letter, post


def tell(
    *,
    users: Iterable[User],
    kind: Kind,
    key: str,
    subject: str,
    text: str,
    path: str,
    at: dt.datetime,
    about: tuple[str, str] = ("", ""),
    not_before: dt.datetime | None = None,
) -> int:
    """Tell people something, each of them once for this kind and key; return to how many it was new.

    Call it inside the transaction of the act it tells of. ``subject`` and ``text`` hold titles, names and dates, never
    content of a draft; ``path`` is a place of the desk; ``about`` is a model's label and a key (``"duties.Duty", "12"``).
    """
    people = {user.pk: user for user in users}
    letters = [Letter(user, Kind(kind), key, subject, text, path, about, not_before) for user in people.values()]
    return post(letters, at=at)


def tell_groups(
    *, agency: Agency, office: Office | None, kind: Kind, key: str, subject: str, text: str, path: str, at: dt.datetime
) -> int:
    """Tell the groups of an office and of its agency that want this kind; return to how many it was new.

    A group may have readers without an account: only kinds that name no draft go there.
    """
    if kind not in FOR_GROUPS:
        raise ValueError(f"{kind} is not for groups")
    groups = channels_for(agency=agency, office=office, kind=Kind(kind))
    return post([Letter(group, Kind(kind), key, subject, text, path) for group in groups], at=at)


def mark_read(*, user: User, at: dt.datetime, message: Message | None = None) -> int:
    """Mark one message of a person as read, or all of them; return how many were unread."""
    unread = Message.objects.filter(person=user).unread()
    if message is not None:
        unread = unread.filter(pk=message.pk)
    return unread.update(is_read=True, read_at=at)


@transaction.atomic
def drop(*, about_kind: str, about_keys: Iterable[str], kinds: Iterable[Kind], at: dt.datetime, reason: str = "已经办结") -> int:
    """Stop what is still on its way about things that are settled; return how many messages it stops."""
    settled = Message.objects.filter(about_kind=about_kind, about_key__in=list(about_keys), kind__in=list(kinds))
    digested = settled.filter(digest__isnull=True, digest_from__isnull=False).update(digest_from=None)
    on_the_way = Delivery.objects.pending().filter(message__in=settled, claimed_until__isnull=True)
    return digested + on_the_way.update(given_up_at=at, error=f"{NO_LONGER}{reason}")


@transaction.atomic
def choose(
    *, user: User, by_email: bool, rhythm: Rhythm, quiet_on_days_off: bool, kinds_off: Iterable[Kind], by: str, at: dt.datetime
) -> Preference:
    """Keep how a person wants to be told from now on."""
    there = Preference.objects.select_for_update().filter(user=user).first() or Preference(user=user)
    before = _choices(there) if there.pk else None
    off = set(kinds_off)
    there.by_email, there.rhythm, there.quiet_on_days_off = by_email, Rhythm(rhythm), quiet_on_days_off
    there.kinds_off = [kind.value for kind in CHOSEN if kind in off]
    there.save()
    record(by=by, act="修改消息设置", subject=there, at=at, before=before, after=_choices(there))
    return there


def _choices(preference: Preference) -> dict[str, object]:
    return {name: getattr(preference, name) for name in ("by_email", "rhythm", "quiet_on_days_off", "kinds_off")}
