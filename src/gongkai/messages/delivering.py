"""Sends what is due. Killed at any point it loses nothing; two workers share the work; a dead server stops only its own way.

A delivery is claimed for ten minutes before it is sent and marked afterwards. Who dies in between leaves a claim that
runs out, and the letter goes again under the same Message-ID: at least once, never lost. What fails is tried again after
a minute, then after twice as long each time, an hour at most, some three days in all. Each way (the mail server, each
channel) has its own share of a round, and one that is down is left alone until the next.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Q

from gongkai.messages import robots
from gongkai.messages.digests import digest
from gongkai.messages.errors import NotDelivered
from gongkai.messages.kinds import Way
from gongkai.messages.mail import Postman
from gongkai.messages.models import Delivery, DeliveryQuerySet
from gongkai.messages.quiet import WorkingDays, is_awake, may_disturb

CLAIM = dt.timedelta(minutes=10)
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(minutes=1), dt.timedelta(hours=1)
MOST_ATTEMPTS = 72
SHARE_SECONDS = 30.0  # of one way in one round
BATCH = 50

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Delivered:
    """What a round did."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0

    def count(self, delivery: Delivery) -> None:
        """Add what became of one delivery."""
        self.sent += delivery.sent_at is not None
        self.given_up += delivery.given_up_at is not None
        self.put_off += delivery.sent_at is None and delivery.given_up_at is None


def deliver(*, at: dt.datetime, is_working_day: WorkingDays, go_on: Callable[[], bool] = lambda: True) -> Delivered:
    """Make the digests whose hour has come and send what is due at a moment; ``go_on`` is asked before each letter."""
    awake = is_awake(at, is_working_day)
    digest(at=at, awake=awake)
    due = Delivery.objects.due(at=at).filter(may_disturb("message__", awake=awake))
    begun, done = time.monotonic(), Delivered()

    def clock() -> dt.datetime:
        return at + dt.timedelta(seconds=time.monotonic() - begun)

    for way in due.order_by().values_list("channel_id", flat=True).distinct():
        _share(due.filter(channel_id=way), done, clock, go_on)
    return done


def _share(due: DeliveryQuerySet, done: Delivered, clock: Callable[[], dt.datetime], go_on: Callable[[], bool]) -> None:
    """Send what is due on one way until nothing is left, its share is used up, or it proves to be down."""
    due = due.select_related("message__person", "channel").order_by("attempts", "id")
    until = clock() + dt.timedelta(seconds=SHARE_SECONDS)
    with Postman() as postman:
        while batch := list(due[:BATCH]):
            for delivery in batch:
                if not go_on() or clock() >= until:
                    return
                if claim(delivery, at=clock()):
                    failure = attempt(delivery, postman, at=clock())
                    done.count(delivery)
                    if failure and failure.way_is_down:
                        return


def claim(delivery: Delivery, *, at: dt.datetime) -> bool:
    """Take a delivery into our hands; False when another worker was quicker."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    return bool(Delivery.objects.pending().filter(free, pk=delivery.pk).update(claimed_until=at + CLAIM))


def attempt(delivery: Delivery, postman: Postman, *, at: dt.datetime) -> NotDelivered | None:
    """Send a claimed delivery once and keep the outcome; return the failure, if it was one."""
    begun = time.monotonic()
    failure = None
    try:
        if delivery.message.person and not delivery.message.person.is_active:
            raise NotDelivered("收件人的账号已停用", for_good=True)
        postman.send(delivery) if delivery.way == Way.EMAIL else robots.send(delivery)
    except NotDelivered as error:
        failure = error
    except Exception as error:  # a fault of ours must not stop the letters behind
        log.exception("delivery %s failed", delivery.pk)
        failure = NotDelivered(f"程序出错（{type(error).__name__}）")
    _keep(delivery, failure, at + dt.timedelta(seconds=time.monotonic() - begun))
    return failure


def _keep(delivery: Delivery, failure: NotDelivered | None, now: dt.datetime) -> None:
    delivery.attempts += 1
    delivery.error = failure.words if failure else ""
    if failure is None:
        delivery.sent_at = now
    elif failure.for_good or delivery.attempts >= MOST_ATTEMPTS:
        delivery.given_up_at = now
    else:
        delivery.not_before = now + min(FIRST_PAUSE * 2 ** (delivery.attempts - 1), LONGEST_PAUSE)
    Delivery.objects.filter(pk=delivery.pk).update(
        attempts=F("attempts") + 1,
        claimed_until=None,
        error=delivery.error,
        sent_at=delivery.sent_at,
        given_up_at=delivery.given_up_at,
        not_before=delivery.not_before,
    )
