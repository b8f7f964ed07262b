"""Writes on the outbox: what other rooms put in, and the forgetting of what is long done."""

from datetime import datetime

from gongkai.publisher.models import OutboxEntry


def enqueue(*, kind: str, key: str, at: datetime) -> OutboxEntry:
    """Note that the files touched by ``kind`` and ``key`` are out of date; call it inside the transaction of the change."""
    return OutboxEntry.objects.create(kind=kind, key=key, created_at=at)


def forget_done(*, before: datetime) -> int:
    """Remove entries that reached the files before a moment, and return how many."""
    return OutboxEntry.objects.filter(done_at__lt=before).delete()[0]
