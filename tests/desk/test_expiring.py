"""What lapses, at the desk: in a list of its own, on the first screen, and on its own page, where the office confirms it."""

import datetime as dt
from collections.abc import Callable

import makers as make
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from message_makers import user

from gongkai.accounts.models import Appointment, User
from gongkai.accounts.roles import Role
from gongkai.agencies.models import Office
from gongkai.desk.publications import queries
from gongkai.disclosures import actions
from gongkai.disclosures.models import Disclosure

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
NAME = "失效日期将到或已过"
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.catalogue_in_force()


def public(days_left: int, number: int = 10, **fields: object) -> Disclosure:
    """Publish, forty days ago, what lapses so many days from today."""
    day = TODAY + dt.timedelta(days=days_left)
    on = TODAY - dt.timedelta(days=40)
    return make.published_disclosure(make.item(number), on=on, at=on, expires_on=day, **fields)


def appoint(name: str, role: Role, *offices: Office) -> User:
    person = user(name)
    for office in offices or [None]:
        Appointment.objects.create(user=person, role=role, office=office, since=dt.date(2020, 1, 1), made_at=NOW, made_by=make.BY)
    return person


def signed_in(name: str, role: Role, *offices: Office) -> Client:
    client = Client()
    client.force_login(appoint(name, role, *offices))
    return client


def words(client: Client, path: str = "?state=expiring") -> str:
    answer = client.get(f"/desk/publications/{path}")
    assert answer.status_code == 200, path
    return answer.content.decode()


def tiles(client: Client) -> list[tuple[int, str]]:
    """Return the figures and addresses of the tiles about what lapses."""
    links = html.fromstring(client.get("/desk/").content.decode()).xpath("//a[contains(@class,'home-tile')]")
    mine = [link for link in links if link.xpath("string(.//span[@class='home-words'])") == NAME]
    return [(int(link.xpath("string(.//span[@class='home-count'])")), link.get("href")) for link in mine]


def titles(client: Client, address: str) -> set[str]:
    tree = html.fromstring(client.get(address).content.decode())
    return {link.text_content() for link in tree.xpath("//a[@class='pub-title']")}


# The list.


def test_the_list_holds_what_lapses_within_thirty_days_or_has_with_its_date() -> None:
    public(30, title="下月到期的办法"), public(-5, title="已过期的办法"), public(31, title="以后到期的办法")
    actions.confirm_expiry(disclosure=(sure := public(3, title="确认过的办法")), expires_on=sure.public_expires_on, by=make.BY, at=NOW)
    client = signed_in("auditor", Role.AUDITOR)
    assert titles(client, "/desk/publications/?state=expiring") == {"下月到期的办法", "已过期的办法"}
    text = words(client)
    assert f'"pub-under">失效日期{TODAY + dt.timedelta(days=30)}' in text
    assert f'"pub-under is-late">失效日期{TODAY - dt.timedelta(days=5)}' in text
    assert NAME in words(client, ""), "it is a tab"


def test_the_list_can_be_asked_by_office_year_and_title_and_goes_on_by_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [public(n, title=f"第{n}号办法") for n in range(5)]
    other = public(2, 1, title="别的科室的办法")
    client = signed_in("officer", Role.OFFICER)
    assert titles(client, f"/desk/publications/?state=expiring&office={other.public_office_id}") == {"别的科室的办法"}
    assert titles(client, "/desk/publications/?state=expiring&text=第3") == {"第3号办法"}
    monkeypatch.setattr(queries, "PAGE", 2)
    found, wanted = [], queries.Wanted(state="expiring", office=made[0].public_office_id)
    while True:
        page = queries.page_of(make.agency(), wanted, on=TODAY)
        found += [one.pk for one in page.rows]
        if page.after is None:
            break
        wanted = queries.replace(wanted, after=page.after)
    assert found == [one.pk for one in reversed(made)]


def test_of_very_many_the_office_asked_for_keeps_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = public(2, title="本科室的办法")
    public(3, 1), public(4, 1)
    monkeypatch.setattr(queries, "MANY", 1)
    page = queries.page_of(make.agency(), queries.Wanted(state="expiring", office=mine.public_office_id), on=TODAY)
    assert page.rows == [mine]


def test_list_page_and_first_screen_ask_as_many_questions_however_many_there_are() -> None:
    client = signed_in("officer", Role.OFFICER)
    clerk = signed_in("clerk", Role.CLERK, make.row_of(10).office)
    first = public(1)
    asked = []
    for _ in range(2):
        public(2), public(-2), public(3, 1)
        counts = []
        for who, path in ((client, "?state=expiring"), (client, f"{first.pk}/"), (client, "../"), (clerk, "../")):
            with CaptureQueriesContext(connection) as made:
                words(who, path) if path != "../" else who.get("/desk/")
            counts.append(len(made))
        asked.append(counts)
    assert asked[0] == asked[1]


# The first screen.


def test_a_tile_says_how_many_and_opens_to_exactly_those() -> None:
    here, there = make.row_of(10).office, make.row_of(1).office
    public(5, title="甲"), public(-5, title="乙"), public(50, title="丙"), public(5, 1, title="丁")
    for client, expected in (
        (signed_in("officer", Role.OFFICER), [{"甲", "乙", "丁"}]),
        (signed_in("auditor", Role.AUDITOR), [{"甲", "乙", "丁"}]),
        (signed_in("clerk", Role.CLERK, here), [{"甲", "乙"}]),
        (signed_in("head2", Role.OFFICE_HEAD, there), [{"丁"}]),
        (signed_in("both", Role.CLERK, here, there), [{"甲", "乙"}, {"丁"}]),
    ):
        shown = tiles(client)
        assert [count for count, _ in sorted(shown, reverse=True)] == [len(one) for one in expected]
        assert sorted(map(sorted, (titles(client, address) for _, address in shown))) == sorted(map(sorted, expected))


def test_where_nothing_lapses_there_is_no_tile() -> None:
    public(50)
    public(5, 1)
    assert not tiles(signed_in("clerk", Role.CLERK, make.row_of(10).office))
    assert not tiles(signed_in("admin", Role.ADMINISTRATOR))


# Its own page.


@pytest.mark.parametrize(("days_left", "said"), [(31, ""), (30, "将到"), (0, "将到"), (-1, "已过")])
def test_its_page_says_so_with_the_way_to_a_correction(days_left: int, said: str) -> None:
    one = public(days_left)
    tree = html.fromstring(words(signed_in("clerk", Role.CLERK, one.public_office), f"{one.pk}/"))
    notes = tree.xpath("//div[contains(@class,'pub-expiry')]")
    assert len(notes) == bool(said)
    for note in notes:
        assert said in note.xpath("string(.//strong)")
        assert note.xpath(".//a/@href") == [f"/desk/drafts/{one.pk}/"]


def test_the_office_confirms_by_one_click_and_others_may_not() -> None:
    one = public(5)
    address, seen = f"/desk/publications/{one.pk}/expiry/", {"expires_on": one.public_expires_on.isoformat()}
    other = make.row_of(1).office
    for name, role, offices in (("clerk2", Role.CLERK, [other]), ("auditor", Role.AUDITOR, []), ("leader2", Role.RELEASING_LEADER, [])):
        client = signed_in(name, role, *offices)
        assert address not in words(client, f"{one.pk}/") and "由责任科室办理" in words(client, f"{one.pk}/")
        assert client.post(address, seen).headers["Location"] == "/desk/"
    clerk = signed_in("clerk", Role.CLERK, one.public_office)
    assert address in words(clerk, f"{one.pk}/")
    assert clerk.get(address).status_code == 405
    clerk.post(address, {"expires_on": "昨天"})
    assert "已经变动" in clerk.post(address, {"expires_on": "2020-01-01"}, follow=True).content.decode()
    one.refresh_from_db()
    assert one.expiry_confirmed_at is None
    answer = clerk.post(address, seen, follow=True).content.decode()
    assert "已确认到期失效" in answer and "pub-expiry" not in answer
    assert f"{user('clerk')}于{TODAY}确认到期失效" in html.fromstring(answer).text_content()
    assert not tiles(clerk)


def test_what_was_withdrawn_says_nothing_of_it() -> None:
    one = public(5)
    actions.withdraw(disclosure=one, reason="重复", by=make.BY, at=NOW)
    assert "pub-expiry" not in words(signed_in("clerk", Role.CLERK, one.public_office), f"{one.pk}/")
