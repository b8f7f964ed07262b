"""The first screen, how the department stands, the year's calendar and the feeds: every figure is right and opens to its records."""

import datetime as dt
import re
from collections.abc import Callable

import makers as make
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar as ICalendar
from lxml import html

from gongkai.accounts.models import Appointment, User
from gongkai.accounts.roles import Role, Stage
from gongkai.desk.home import charts
from gongkai.desk.home.columns import columns_of
from gongkai.disclosures import actions
from gongkai.disclosures.statuses import Outcome
from gongkai.duties.calendars import calendar_in_force
from gongkai.duties.models import Duty
from gongkai.duties.queries import Deadline, MonthRate, deadlines_between

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.catalogue_in_force(on=dt.date(2026, 1, 1))


@pytest.fixture
def sign_in() -> SignIn:
    """Return a function that signs in a person with a role, in the office of an item where it is one of an office."""

    def sign_in(role: Role, item: int | None = None) -> Client:
        office = make.row_of(item, on=TODAY).office if item else None
        user = User.objects.create(username=role.value, last_name="某人", office=office)
        Appointment.objects.create(
            user=user, role=role, office=office, since=dt.date(2020, 1, 1), made_at=timezone.now(), made_by="系统"
        )
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def tile(page: bytes, words: str) -> tuple[int, str]:
    """Return the figure and the address of a tile."""
    for link in html.fromstring(page.decode()).xpath("//a[contains(@class,'home-tile')]"):
        if link.xpath("string(.//span[@class='home-words'])") == words:
            return int(link.xpath("string(.//span[@class='home-count'])")), link.get("href")
    raise AssertionError(words)


def late_duty(item: int, subject: str = "迟到的名单") -> Duty:
    return make.duty(make.item(item), subject=subject, happened_on=dt.date(2026, 1, 5), at=TODAY)


def test_a_clerk_sees_the_work_of_their_own_office_only(sign_in: SignIn) -> None:
    late_duty(10)
    late_duty(1, "别的科室的名单")
    page = sign_in(Role.CLERK, 10).get("/desk/").content
    assert "迟到的名单" in page.decode() and "别的科室的名单" not in page.decode()
    assert tile(page, "已逾期")[0] == 1


def test_every_tile_opens_to_as_many_records_as_it_says(sign_in: SignIn) -> None:
    for number in (1, 10, 10, 30):
        late_duty(number, f"名单{number}{Duty.objects.count()}")
    make.duty(make.item(11), happened_on=TODAY, at=TODAY)
    client = sign_in(Role.OFFICER)
    page = client.get("/desk/").content
    for words in ("已逾期", "今日到期", "本周到期", "未结束"):
        count, address = tile(page, words)
        rows = html.fromstring(client.get(address).content.decode()).xpath("//a[contains(@href,'/desk/duties/')]/@href")
        assert len({row for row in rows if re.fullmatch(r"/desk/duties/\d+/", row)}) == count, words


def test_what_waits_for_a_reviewer_and_what_came_back_to_the_clerk(sign_in: SignIn) -> None:
    review = make.submitted(make.draft(make.item(10), at=TODAY), at=timezone.now())
    head = Client()
    head.force_login(make.people()[Stage.OFFICE])
    page = head.get("/desk/").content
    assert tile(page, "待我审查")[0] == 1 and "第23批企业技术中心名单" in page.decode()
    said = {"outcome": Outcome.RETURN, "seen_sha256": review.sha256, "comment": "第二段有误"}
    actions.give_opinion(review=review, stage=Stage.OFFICE, user=make.people()[Stage.OFFICE], at=timezone.now(), **said)
    clerk = sign_in(Role.CLERK, 10).get("/desk/").content
    assert tile(clerk, "被退回")[0] == 1 and "第二段有误" in clerk.decode()


def test_the_administrator_sees_no_content(sign_in: SignIn) -> None:
    late_duty(10)
    client = sign_in(Role.ADMINISTRATOR)
    page = client.get("/desk/").content.decode()
    assert "迟到的名单" not in page and "home-tile" not in page and "人员" in page
    assert client.get(reverse("desk_home:standing")).status_code in (302, 403)
    assert client.get(reverse("desk_home:year")).status_code in (302, 403)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR, Role.RELEASING_LEADER, Role.SECRECY_REVIEWER])
def test_those_who_read_all_see_how_the_department_stands(sign_in: SignIn, role: Role) -> None:
    late_duty(10)
    page = sign_in(role).get(reverse("desk_home:standing")).content.decode()
    tree = html.fromstring(page)
    assert len(tree.xpath("//table[contains(@class,'desk-table')][last()]//tbody/tr")) >= 39
    assert "state=overdue&item=" in "".join(tree.xpath("//a/@href"))


def test_a_clerk_does_not(sign_in: SignIn) -> None:
    assert sign_in(Role.CLERK, 10).get(reverse("desk_home:standing")).status_code in (302, 403)


def test_the_first_screen_asks_as_often_however_much_there_is(
    sign_in: SignIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = sign_in(Role.OFFICER)
    client.get("/desk/")
    with django_assert_max_num_queries(32) as few:
        client.get("/desk/")
    for number in range(1, 31):
        late_duty(number, f"名单{number}")
        if number % 5 == 0:
            make.submitted(make.draft(make.item(number), title=f"稿{number}", body=f"<p>{number}</p>", at=TODAY), at=timezone.now())
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/desk/")


def test_columns_that_are_empty_or_stale_are_named() -> None:
    columns = columns_of(make.agency(), on=TODAY)
    assert columns.empty == 39 and columns.home_is_stale
    make.published_disclosure(make.item(10), on=TODAY)
    columns = columns_of(make.agency(), on=TODAY)
    assert columns.empty == 38 and columns.last_on == TODAY and not columns.home_is_stale


def test_rates_are_never_rounded_up() -> None:
    month = MonthRate(dt.date(2026, 5, 1), on_time=996, late=4, overdue=0)
    nothing = MonthRate(dt.date(2026, 6, 1), 0, 0, 0)
    whole, none = charts.rate_columns([month, nothing])
    assert whole.count == 99 and none.count == -1


def test_the_year_has_all_its_days_each_in_its_style() -> None:
    today = dt.date(2026, 11, 24)
    due = [Deadline(dt.date(2026, 11, 20), 2, 0, 1), Deadline(dt.date(2026, 12, 1), 1, 1, 0), Deadline(dt.date(2026, 3, 2), 0, 0, 3)]
    months = charts.year_calendar(2026, due, calendar_in_force(), today=today)
    days = {day.on: day for month in months for day in month.days}
    assert len(days) == 365
    assert days[dt.date(2026, 11, 20)].kind == "overdue" and "2项已逾期" in days[dt.date(2026, 11, 20)].words
    assert days[dt.date(2026, 12, 1)].kind == "provisional" and days[dt.date(2026, 3, 2)].kind == "ended"
    assert days[dt.date(2026, 10, 1)].kind == "off" and days[dt.date(2026, 10, 10)].kind == "working", "a make-up Saturday"


def test_the_calendar_shows_the_days_on_which_something_is_due(sign_in: SignIn) -> None:
    duty = make.duty(make.item(10), happened_on=TODAY, at=TODAY)
    client = sign_in(Role.CLERK, 10)
    page = client.get(reverse("desk_home:year_of", args=[duty.due_on.year])).content.decode()
    assert f"from={duty.due_on}" in page
    other = client.get(reverse("desk_home:year_of", args=[duty.due_on.year]), {"office": make.row_of(1, on=TODAY).office.pk}).content.decode()
    assert f"from={duty.due_on}" in other, "another office than one's own is not shown: one's own stays"
    assert client.get(reverse("desk_home:year_of", args=[1900])).status_code == 404
    assert deadlines_between(make.agency(), duty.due_on, duty.due_on)


def test_a_feed_is_reached_by_its_key_alone_and_holds_ones_own_offices(sign_in: SignIn) -> None:
    mine = make.duty(make.item(10), subject="我的名单，逗号;分号", happened_on=TODAY, at=TODAY)
    late_duty(1, "别的科室的名单")
    client = sign_in(Role.CLERK, 10)
    assert client.post(reverse("desk_home:renew_feed")).status_code == 302
    user = User.objects.get(username="clerk")
    response = Client().get(f"/desk/feeds/{user.feed_key}.ics")
    assert response.status_code == 200 and response.headers["Content-Type"].startswith("text/calendar")
    events = ICalendar.from_ical(response.content).walk("VEVENT")
    assert [str(event["summary"]).removeprefix("【暂定】") for event in events] == ["我的名单，逗号;分号"]
    assert events[0]["dtstart"].dt == mine.safe_on and str(mine.due_on) in events[0]["description"]
    assert f"/desk/duties/{mine.pk}/" in events[0]["url"]
    again = Client().get(f"/desk/feeds/{user.feed_key}.ics", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    code, other = make.row_of(10, on=TODAY).office.code, make.row_of(1, on=TODAY).office.code
    assert Client().get(f"/desk/feeds/{user.feed_key}/{code}.ics").status_code == 200
    assert Client().get(f"/desk/feeds/{user.feed_key}/{other}.ics").status_code == 404


def test_a_feed_stops_with_its_key_its_account_and_its_roles(sign_in: SignIn) -> None:
    client = sign_in(Role.CLERK, 10)
    client.post(reverse("desk_home:renew_feed"))
    user = User.objects.get(username="clerk")
    old = user.feed_key
    client.post(reverse("desk_home:renew_feed"))
    user.refresh_from_db()
    assert Client().get(f"/desk/feeds/{old}.ics").status_code == 404
    assert Client().get(f"/desk/feeds/{user.feed_key}.ics").status_code == 200
    user.appointments.update(until=TODAY - dt.timedelta(days=1))
    assert Client().get(f"/desk/feeds/{user.feed_key}.ics").status_code == 404
    user.appointments.update(until=None)
    User.objects.update(is_active=False)
    assert Client().get(f"/desk/feeds/{user.feed_key}.ics").status_code == 404
