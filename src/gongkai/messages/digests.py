"""One letter instead of many: for who wants a digest a day, and where one moment brought many messages at once."""

import datetime as dt
from collections import defaultdict

from django.db import transaction

from gongkai.accounts.models import User
from gongkai.messages.kinds import Kind
from gongkai.messages.models import Channel, Delivery, Message
from gongkai.messages.quiet import may_disturb
from gongkai.messages.telling import Ways

LISTED = 50  # lines of a digest; the desk has them all


def digest(*, at: dt.datetime, awake: bool) -> int:
    """Gather what waits into one message for each recipient who may be disturbed now; return how many were made.

    ``awake`` tells whether it is a working day and its hour has come. Two workers at once make one digest: the second
    finds nothing left.
    """
    with transaction.atomic():
        waiting = Message.objects.for_a_digest(at=at).filter(may_disturb("", awake=awake)).order_by("id")
        by_recipient: dict[tuple[int | None, int | None], list[Message]] = defaultdict(list)
        for message in waiting.select_for_update(of=("self",)).select_related("person", "channel"):
            by_recipient[message.person_id, message.channel_id].append(message)
        if not by_recipient:
            return 0
        ways = Ways([messages[0].person for messages in by_recipient.values() if messages[0].person])
        for messages in by_recipient.values():
            _gather(messages, ways, at)
    return len(by_recipient)


def _gather(messages: list[Message], ways: Ways, at: dt.datetime) -> None:
    first = messages[0]
    made = Message.objects.create(
        person=first.person,
        channel=first.channel,
        kind=Kind.DIGEST,
        key=str(first.pk),
        subject=first.subject if len(messages) == 1 else f"您有{len(messages)}条消息",
        text=first.text if len(messages) == 1 else _lines(messages),
        path=first.path if len(messages) == 1 else "/desk/messages/" if first.person else "/desk/",
        created_at=at,
    )
    to: User | Channel | None = first.person or first.channel
    if to is not None:
        Delivery.objects.bulk_create(ways.of(made, to, at))
    Message.objects.filter(pk__in=[message.pk for message in messages]).update(digest=made)


def _lines(messages: list[Message]) -> str:
    """List the subjects, what is late first."""
    order = {kind: place for place, kind in enumerate((Kind.ESCALATED, Kind.OVERDUE, Kind.DUE_0, Kind.RETURNED, Kind.WAITING))}
    listed = sorted(messages, key=lambda message: (order.get(Kind(message.kind), len(order)), message.pk))
    lines = [f"{number}. {message.subject}" for number, message in enumerate(listed[:LISTED], start=1)]
    left = len(listed) - len(lines)
    return "\n".join(lines + ([f"另有{left}条，请到工作台查看。"] if left else []))
