"""The first screen: what is due, what waits for me, what came back, what is late; for the officer, how everyone stands.

What each sees follows from the roles held today. Every figure is a link to what it counts.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from wagtail.admin.ui.components import Component

from gongkai.accounts.roles import REVIEWERS, WRITERS, Role
from gongkai.agencies.models import Agency
from gongkai.desk.access import CONTENT, Person, person_of
from gongkai.desk.home.charts import office_bars
from gongkai.desk.home.columns import columns_of
from gongkai.disclosures import queries as reviews
from gongkai.disclosures.models import Disclosure
from gongkai.duties.calendars import calendar_in_force
from gongkai.duties.models import Duty, DutyQuerySet, end_of_week
from gongkai.duties.queries import Standing, by_office, due_counts
from gongkai.rules.workdays import NotCovered

SHOWN = 8
WEEKDAYS = "一二三四五六日"
WORDS_OF_EXPIRING = "失效日期将到或已过"


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of the first screen: how many, of what, where they are; ``kind`` is its style."""

    words: str
    count: int
    address: str
    kind: str = ""
    more: str = ""


class Home(Component):
    """The whole of the first screen, made for whoever looks at it."""

    name = "home"
    template_name = "desk/home/panel.html"
    order = 10

    def __init__(self, request: HttpRequest) -> None:
        """Keep who looks."""
        self.person = person_of(request)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Give the template what this person works with; a constant number of queries for each role."""
        person = self.person
        shown: dict[str, Any] = {"person": person, "day": _words_of_day(person.on), "today": person.on, "roles": _roles(person)}
        if person.agency and person.has_anywhere(*CONTENT):
            shown |= _content(person, person.agency)
        return shown | {"is_administrator": person.has_anywhere(Role.ADMINISTRATOR)}


def _content(person: Person, agency: Agency) -> dict[str, Any]:
    offices = None if person.reads_all else person.office_ids
    counts = due_counts(agency, on=person.on, office_ids=offices)
    tally = reviews.tally_for(person.user, person.roles, person.office_ids, person.on)
    duties = Duty.objects.of(agency).select_related("office", "item")
    if offices is not None:
        duties = duties.filter(office__in=offices)
    duties = duties.defer("working", "candidates", "limit_reason")
    shown = {
        "tiles": [*_tiles(person, counts, tally), *_expiring(person, agency)],
        "late": _lines(duties.overdue(on=person.on), person.on),
        "week": _lines(duties.due_by(end_of_week(person.on), on=person.on), person.on),
        "returned": reviews.returned_to(person.user, person.office_ids)[:SHOWN] if person.has_anywhere(*WRITERS) else [],
        "waiting": reviews.waiting_for(person.user, person.roles, person.on)[:SHOWN] if _reviews(person) else [],
        "writes": person.has_anywhere(*WRITERS),
        "reviews": _reviews(person),
        "tally": tally,
    }
    if person.reads_all:
        shown |= {"bars": office_bars(by_office(agency, on=person.on)), "columns": columns_of(agency, on=person.on)}
    return shown


def _reviews(person: Person) -> bool:
    return any(person.has_anywhere(*roles) for roles in REVIEWERS.values())


def _tiles(person: Person, counts: Standing, tally: reviews.Tally) -> Iterator[Tile]:
    duties = reverse("desk_duties:index")
    if _reviews(person):
        more = f"其中紧急{tally.emergencies}件" if tally.emergencies else ""
        yield Tile("待我审查", tally.waiting, _address("desk_reviews:index"), "act" if tally.waiting else "", more)
    if person.has_anywhere(*WRITERS):
        address = _address("desk_drafts:index", "?state=returned")
        yield Tile("被退回", tally.returned, address, "late" if tally.returned else "")
    yield Tile("已逾期", counts.overdue, f"{duties}?state=overdue", "late" if counts.overdue else "good")
    yield Tile("今日到期", counts.today, f"{duties}?state=today", "soon" if counts.today else "")
    yield Tile("本周到期", counts.week, f"{duties}?state=week", "soon" if counts.week else "")
    yield Tile("未结束", counts.running, duties, "", f"其中暂定{counts.provisional}项" if counts.provisional else "")
    if tally.owing:
        yield Tile("紧急公开待补审", tally.owing, _address("desk_reviews:index", "?show=owing"), "late")
    if tally.scheduled and person.reads_all:
        yield Tile("定时公开", tally.scheduled, _address("desk_reviews:index", "?show=scheduled"))


def _expiring(person: Person, agency: Agency) -> Iterator[Tile]:
    """Yield a tile for what lapses or has lapsed: one of all, or one of each of a person's offices. One query."""
    found = Disclosure.objects.of(agency).expiring(on=person.on)
    if not person.reads_all:
        found = found.filter(public_office__in=person.office_ids)
    offices = found.order_by("public_expires_on").values_list("public_office", "public_office__name")[: reviews.MANY]
    counts = Counter((None, "") if person.reads_all else office for office in offices)
    for (office, name), count in counts.items():
        query = "?state=expiring" + (f"&office={office}" if office else "")
        yield Tile(WORDS_OF_EXPIRING, count, _address("desk_publications:index", query), "soon", name if len(counts) > 1 else "")


def _address(name: str, query: str = "") -> str:
    try:
        return reverse(name) + query
    except NoReverseMatch:
        return reverse("wagtailadmin_home")


def _lines(duties: DutyQuerySet, on: dt.date) -> list[tuple[Duty, int]]:
    """Return the first duties with the days left until their due date (negative: late)."""
    return [(duty, (duty.due_on - on).days) for duty in duties.order_by("due_on", "pk")[:SHOWN]]


def _roles(person: Person) -> list[str]:
    """Return what the person is today, once each, deputies' roles said as such."""
    words = [
        one.role.label + (f"（代{one.on_behalf_of.full_name}）" if one.on_behalf_of else "") for one in person.roles
    ]
    return list(dict.fromkeys(words))


def _words_of_day(on: dt.date) -> str:
    """Return the day in words, and whether it is a working day."""
    calendar = calendar_in_force()
    try:
        kind = "工作日" if calendar.is_working_day(on) else "休息日"
    except NotCovered:
        kind = ""
    return f"{on.year}年{on.month}月{on.day}日 星期{WEEKDAYS[on.weekday()]}" + (f" · {kind}" if kind else "")
