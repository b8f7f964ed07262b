"""Keeps watch over notice windows: notes while the site answers, and makes up for the days on which it did not.

The clock calls these; doing either again changes nothing.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.disclosures import telling_afterwards
from gongkai.disclosures.actions.drafting import locked
from gongkai.disclosures.actions.publishing import add_publication
from gongkai.disclosures.actions.schedule import CLOCK
from gongkai.disclosures.models import Disclosure, NoticeWindow, Publication, Uptime
from gongkai.disclosures.notices import Outage, Window, made_up_end, minutes_lost, reason_for
from gongkai.disclosures.statuses import Act, Status
from gongkai.duties.calendars import calendar_in_force
from gongkai.rules.workdays import Calendar

GRACE = dt.timedelta(minutes=3)  # a silence this long is a restart, not an outage
LOOK_BACK = dt.timedelta(days=90)
KEPT = dt.timedelta(days=400)  # how long it is known when the site answered


@transaction.atomic
def note_uptime(*, at: dt.datetime) -> Outage | None:
    """Note that the public site answers at a moment; return the outage that ends with it, if one does."""
    last = Uptime.objects.select_for_update().order_by("-until_at").first()
    if last and last.lasts_at(at, grace=GRACE):
        Uptime.objects.filter(pk=last.pk).update(until_at=max(at, last.until_at))
        return None
    Uptime.objects.create(from_at=at, until_at=at)
    Uptime.objects.filter(until_at__lt=at - KEPT).delete()
    return Outage(last.until_at, at) if last and last.until_at < at else None


def outages_since(since: dt.datetime) -> list[Outage]:
    """Return the stretches after a moment in which the site did not answer, oldest first; before the first note none are known."""
    found: list[Outage] = []
    silent_from: dt.datetime | None = None
    before = Uptime.objects.filter(until_at__lt=since).order_by("-until_at").first()
    for stretch in [*([before] if before else []), *Uptime.objects.filter(until_at__gte=since).order_by("from_at")]:
        if silent_from and stretch.from_at - silent_from > GRACE:
            found.append(Outage(silent_from, stretch.from_at))
        silent_from = max(silent_from or stretch.until_at, stretch.until_at)
    return found


def extend_notices(*, at: dt.datetime) -> list[Publication]:
    """Extend every notice window that was cut short by an outage, and say so on its page."""
    outages = outages_since(at - LOOK_BACK)
    if not outages:
        return []
    today, first = timezone.localdate(at), timezone.localdate(outages[0].from_at)
    calendar, made = calendar_in_force(), []
    for agency in Agency.objects.all():  # by agency, as the index of windows is
        met = Disclosure.objects.of(agency).filter(public_notice_ends_on__gte=first, public_notice_starts_on__lte=today)
        made += [_extend(disclosure, outages, calendar, at=at) for disclosure in met.order_by("public_notice_ends_on", "pk")]
    return [publication for publication in made if publication]


@transaction.atomic
def _extend(disclosure: Disclosure, outages: list[Outage], calendar: Calendar, *, at: dt.datetime) -> Publication | None:
    disclosure, today = locked(disclosure), timezone.localdate(at)
    notice = NoticeWindow.objects.filter(disclosure=disclosure).first()
    latest = disclosure.latest
    window = Window.of(latest.content) if latest else None
    if disclosure.status != Status.PUBLISHED or notice is None or latest is None or window is None:
        return None
    known = {dt.date.fromisoformat(on): minutes for on, minutes in notice.lost_days.items()}
    lost = known | minutes_lost(window.starts_on, min(window.closes_on, today), window.unit, outages, calendar)
    if lost.keys() == known.keys():
        return None
    if window.closes_on < today:  # nobody could object since it closed: those days do not count either
        passed = {window.closes_on + dt.timedelta(days=n + 1): 0 for n in range((today - window.closes_on).days)}
        lost = passed | minutes_lost(window.closes_on, today, window.unit, outages, calendar) | lost
    end = max(made_up_end(window, lost, calendar), window.closes_on)
    notice.lost_days = {on.isoformat(): minutes for on, minutes in sorted(lost.items())}
    notice.extended_to = end
    notice.extension_reason = reason_for(_that_cost(lost, window, calendar), end, window.unit)
    notice.save(update_fields=["lost_days", "extended_to", "extension_reason"])
    told = latest.content["notice"] | {"extended_to": end.isoformat(), "extension_reason": notice.extension_reason}
    snapshot = latest.content | {"notice": told}
    extension = add_publication(disclosure, snapshot, act=Act.EXTEND, note=notice.extension_reason, by=CLOCK, at=at)
    telling_afterwards.extended(disclosure, notice.extension_reason, at=at)
    return extension


def _that_cost(lost: dict[dt.date, int], window: Window, calendar: Calendar) -> dict[dt.date, int]:
    """Leave out the days off among days that passed while the window was closed by mistake."""
    return {on: minutes for on, minutes in lost.items() if window.unit == "day" or calendar.kind_of(on).working}
