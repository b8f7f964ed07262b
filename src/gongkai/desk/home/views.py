"""How the whole department stands, the year's deadlines as a calendar, and the calendar feeds people subscribe to."""

import datetime as dt
import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gongkai.accounts.feeds import person_of_key, renew_feed_key
from gongkai.accounts.queries import roles_of
from gongkai.accounts.roles import READERS_OF_ALL
from gongkai.agencies.models import Agency, Office
from gongkai.desk.access import CONTENT, Person, only, person_of
from gongkai.desk.home import charts
from gongkai.desk.home.columns import columns_of
from gongkai.desk.home.ical import feed_of
from gongkai.duties.calendars import calendar_in_force
from gongkai.duties.queries import ages, by_item, by_office, deadlines_between, in_all, on_time_by_month, tally
from gongkai.rules.inspection import VETO_EMPTY, VETO_STALE

HOME = {"url": "/desk/", "label": "首页"}


def _agency(person: Person) -> Agency:
    if person.agency is None:
        raise Http404("还没有登记公开主体")
    return person.agency


@only(*READERS_OF_ALL)
@require_safe
def standing_of_all(request: HttpRequest) -> HttpResponse:
    """Show by office and by item how the department stands, with the rate of the last twelve months."""
    person = person_of(request)
    agency, on = _agency(person), person.on
    first = (on.replace(day=1) - dt.timedelta(days=340)).replace(day=1)
    counted = tally(agency, on=on)
    items = by_item(agency, on=on, counted=counted)
    return render(request, "desk/home/standing.html", {
        "title": "全厅情况", "icon": "bars", "crumbs": [HOME, {"url": "", "label": "全厅情况"}],
        "standing": in_all(counted), "bars": charts.office_bars(by_office(agency, on=on, counted=counted)),
        "ages": charts.age_columns(ages(agency, on=on)),
        "rates": charts.rate_columns(on_time_by_month(agency, first, on, on=on)),
        "items": items, "never": [one for one in items if one.last_published_on is None],
        "columns": columns_of(agency, on=on), "veto_empty": VETO_EMPTY, "veto_stale": VETO_STALE,
    })  # fmt: skip


@only(*CONTENT)
@require_safe
def year(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show a year's deadlines as a calendar, of one's own offices or, for those who see all, of one or all."""
    person = person_of(request)
    agency, chosen = _agency(person), year or person.on.year
    if not 2000 <= chosen <= 2100:
        raise Http404
    offices = list(agency.offices.order_by("code"))
    if not person.reads_all:
        offices = [office for office in offices if office.pk in person.office_ids]
    asked = request.GET.get("office", "")
    one = next((office for office in offices if str(office.pk) == asked), None)
    office_ids = [one.pk] if one else None if person.reads_all else [office.pk for office in offices]
    found = deadlines_between(agency, dt.date(chosen, 1, 1), dt.date(chosen, 12, 31), office_ids=office_ids)
    return render(request, "desk/home/year.html", {
        "title": f"{chosen}年公开期限", "icon": "date", "crumbs": [HOME, {"url": "", "label": "全年期限"}],
        "months": charts.year_calendar(chosen, found, calendar_in_force(), today=person.on), "year": chosen, "office": one,
        "offices": offices, "all": person.reads_all, "feed": _feed_addresses(person, offices), "found": found,
    })  # fmt: skip


@only(*CONTENT)
@require_POST
def renew_feed(request: HttpRequest) -> HttpResponse:
    """Give this person's calendar feed a new secret address."""
    person = person_of(request)
    renew_feed_key(user=person.user, at=person.at)
    messages.success(request, "日历订阅地址已生成。地址就是钥匙，请不要转发；需要时可以更换，旧地址随即失效。")
    return redirect("desk_home:year")


@require_safe
def feed(request: HttpRequest, key: str, office: str = "") -> HttpResponse:
    """Answer a calendar program: the running duties of a person's offices, or of one office they may see."""
    user = person_of_key(key)
    now = timezone.now()
    roles = roles_of(user, on=timezone.localdate(now)) if user else []
    if user is None or not roles:
        raise Http404
    agency = user.office.agency if user.office else Agency.objects.order_by("pk").first()
    if agency is None:
        raise Http404
    every = any(one.role in READERS_OF_ALL for one in roles)
    offices = set(agency.offices.values_list("pk", flat=True)) if every else {one.office_id for one in roles if one.office_id}
    name = f"{agency.short_name or agency.name}公开期限"
    if office:
        wanted = Office.objects.filter(agency=agency, code=office, pk__in=offices).first()
        if wanted is None:
            raise Http404
        offices, name = {wanted.pk}, f"{wanted.name}公开期限"
    data = feed_of(agency, offices, name=name, base=settings.WAGTAILADMIN_BASE_URL, on=timezone.localdate(now))
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    response = HttpResponseNotModified() if request.headers.get("If-None-Match") == tag else HttpResponse(data)
    response["Content-Type"] = "text/calendar; charset=utf-8"
    response["ETag"], response["Cache-Control"] = tag, "private, max-age=900"
    response["X-Robots-Tag"] = "noindex"
    return response


def _feed_addresses(person: Person, offices: list[Office]) -> dict[str, object] | None:
    key = person.user.feed_key
    if not key:
        return None
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    return {
        "own": base + reverse("calendar_feed", args=[key]),
        "offices": [(office, base + reverse("calendar_feed_of_office", args=[key, office.code])) for office in offices],
    }
