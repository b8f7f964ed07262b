"""Reads on messages: the groups that want a kind."""

from django.db.models import Q

from gongkai.agencies.models import Agency, Office
from gongkai.messages.kinds import Kind
from gongkai.messages.models import Channel


def channels_for(*, agency: Agency, office: Office | None, kind: Kind) -> list[Channel]:
    """Return the groups that want a kind of message about an office: the office's own, and the whole agency's."""
    groups = Channel.objects.filter(agency=agency, is_active=True).filter(Q(office=office) | Q(office__isnull=True))
    return [group for group in groups if kind in group.kinds]
