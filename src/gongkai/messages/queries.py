"""Reads on messages: the groups that want a kind, and how many a person has not read."""

from django.db.models import Q

from gongkai.accounts.models import User
from gongkai.agencies.models import Agency, Office
from gongkai.messages.kinds import Kind
from gongkai.messages.models import Channel, Message


def channels_for(*, agency: Agency, office: Office | None, kind: Kind) -> list[Channel]:
    """Return the groups that want a kind of message about an office: the office's own, and the whole agency's."""
    groups = Channel.objects.filter(agency=agency, is_active=True).filter(Q(office=office) | Q(office__isnull=True))
    return [group for group in groups if kind in group.kinds]


def unread_count(user: User, *, most: int) -> int:
    """Return how many messages a person has not read, counted no further than ``most``; one query on the inbox's index."""
    return Message.objects.inbox_of(user).unread().order_by()[:most].count()
