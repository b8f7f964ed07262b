"""What the screens of messages show: a page of an inbox, a page of the log, channels with how they fared."""

import datetime as dt
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from gongkai.accounts.models import User
from gongkai.agencies.models import Agency
from gongkai.messages.kinds import NO_LONGER, Kind, Way
from gongkai.messages.models import Channel, Delivery, Message

Row = TypeVar("Row")
Found = TypeVar("Found", bound=Model)
PAGE = 30
LOG_PAGE = 50
TONES = {
    Kind.OVERDUE: "late",
    Kind.ESCALATED: "late",
    Kind.RETURNED: "late",
    Kind.MISSED_SCHEDULE: "late",
    Kind.ROTA_GAP: "late",
    Kind.OBJECTION: "late",
    Kind.DUE_0: "soon",
    Kind.DUE_2: "soon",
    Kind.LATER_REVIEW: "soon",
    Kind.REASSESS: "soon",
    Kind.EXPIRING: "soon",
    Kind.DUE_5: "act",
    Kind.WAITING: "act",
    Kind.RELEASED: "good",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One message as a line of the inbox; ``tone`` is the colour of its badge."""

    message: Message
    tone: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list, and whether another follows; nothing is counted."""

    rows: list[Row]
    number: int
    has_next: bool


def inbox(user: User, *, unread_only: bool, number: int, on: dt.date) -> Page[Line]:
    """Return a page of what a person was told; one query."""
    told = Message.objects.inbox_of(user)
    page = _page(told.unread() if unread_only else told, number, PAGE)
    lines = [Line(one, TONES.get(Kind(one.kind), ""), timezone.localdate(one.created_at) == on) for one in page.rows]
    return Page(lines, page.number, page.has_next)


STATES = {
    "failed": Q(given_up_at__isnull=False) & ~Q(error__startswith=NO_LONGER),
    "pending": Q(sent_at__isnull=True, given_up_at__isnull=True),
    "sent": Q(sent_at__isnull=False),
}


def log(*, state: str, way: str, number: int) -> Page[Delivery]:
    """Return a page of the deliveries, newest first; one query. Subjects are not read: they may hold titles of drafts."""
    found = Delivery.objects.select_related("message__person", "channel").defer("message__subject", "message__text")
    if state in STATES:
        found = found.filter(STATES[state])
    if way in Way.values:
        found = found.filter(way=way)
    return _page(found.order_by("-id"), number, LOG_PAGE)


@dataclass(frozen=True, slots=True)
class Health:
    """How a channel fared last."""

    channel: Channel
    last: Delivery | None
    kinds: list[str]


def groups_of(agency: Agency) -> list[Health]:
    """Return the groups of an agency that are in use, each with its last delivery that was tried; two queries."""
    return _with_last(Channel.objects.filter(agency=agency, is_active=True).select_related("office").order_by("office", "id"))


def own_of(user: User) -> list[Health]:
    """Return a person's own channels, each with its last delivery that was tried; two queries."""
    return _with_last(Channel.objects.filter(user=user, is_active=True))


def last_mail() -> Delivery | None:
    """Return the last letter that was tried."""
    return Delivery.objects.filter(way=Way.EMAIL, attempts__gt=0).order_by("-id").first()


def _with_last(channels: QuerySet[Channel]) -> list[Health]:
    tried = Delivery.objects.filter(channel=OuterRef("pk"), attempts__gt=0).order_by("-id").values("pk")[:1]
    found = list(channels.annotate(last_tried=Subquery(tried)))
    last = Delivery.objects.in_bulk([one.last_tried for one in found if one.last_tried])
    return [Health(one, last.get(one.last_tried), [Kind(kind).label for kind in one.kinds]) for one in found]


def _page(rows: QuerySet[Found], number: int, size: int) -> Page[Found]:
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    return Page(found[:size], number, len(found) > size)
