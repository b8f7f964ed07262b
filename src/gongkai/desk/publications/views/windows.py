"""The notice windows that run or wait for their outcome, and how punctual planned acts were."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.desk.access import CONTENT, only, person_of
from gongkai.desk.publications import queries, rights
from gongkai.desk.publications.punctuality import punctuality
from gongkai.desk.publications.views.frame import shown
from gongkai.disclosures.models import Disclosure, Objection, Uptime
from gongkai.disclosures.notices import Window
from gongkai.disclosures.requirements.dates import last_day_at_least

ENDED_SHOWN = dt.timedelta(days=60)
MOST = 200
LOOK_BACK = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Line:
    """One window: how it stands, how many days are left, what came in, and whether it is long enough."""

    disclosure: Disclosure
    window: Window
    state: str
    days_left: int
    received: int | None
    open: int | None
    has_outcome: bool
    least: dt.date | None


@only(*CONTENT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the windows that run, those to come, and those that ended without their outcome being published."""
    person = person_of(request)
    since = person.on - ENDED_SHOWN
    rows = (
        rights.public_of(person)
        .filter(public_notice_ends_on__gte=since)
        .select_related("public_office", "latest", "notice_window")
        .order_by("public_notice_ends_on", "pk")
    )
    found = list(rows[:MOST])
    counts = _counts([one.pk for one in found])
    lines = [
        line
        for one in found
        if (line := _line(one, person.on, counts.get(one.pk, (0, 0)) if rights.may_read_objections(person, one) else None))
    ]
    groups = [
        ("正在公示", [line for line in lines if line.state == "running"]),
        ("公示已结束，处理结果还没有公布", [line for line in lines if line.state == "ended" and not line.has_outcome]),
        ("即将开始", [line for line in lines if line.state == "coming"]),
        ("已公布处理结果（近60天）", [line for line in lines if line.state == "ended" and line.has_outcome]),
    ]
    up = Uptime.objects.order_by("-until_at").first()
    return shown(request, "windows.html", "公示期", groups=[one for one in groups if one[1]], up=up, address=queries.public_address)


@only(*CONTENT)
@require_safe
def timing(request: HttpRequest) -> HttpResponse:
    """Show how punctually planned releases and ends of display happened in the last ninety days."""
    person = person_of(request)
    found = punctuality(since=person.at - LOOK_BACK)
    return shown(request, "timing.html", "定时公开准时情况", found=found)


def _counts(keys: list[int]) -> dict[int, tuple[int, int]]:
    """Return how many objections each window has, and how many of them are open. One query."""
    rows = Objection.objects.filter(disclosure__in=keys).order_by().values_list("disclosure")
    counted = rows.annotate(received=Count("pk"), open=Count("pk", filter=Q(confirmed_at__isnull=True)))
    return {key: (received, left) for key, received, left in counted}


def _line(disclosure: Disclosure, on: dt.date, counts: tuple[int, int] | None) -> Line | None:
    window = Window.of(disclosure.latest.content) if disclosure.latest else None
    if window is None or disclosure.latest is None:
        return None
    notice = getattr(disclosure, "notice_window", None)
    least = last_day_at_least(notice) if notice else None
    return Line(
        disclosure=disclosure,
        window=window,
        state=window.state(on=on),
        days_left=(window.closes_on - on).days,
        received=counts[0] if counts else None,
        open=counts[1] if counts else None,
        has_outcome=bool(disclosure.latest.content["notice"].get("outcome")),
        least=least if least and least > window.closes_on else None,
    )
