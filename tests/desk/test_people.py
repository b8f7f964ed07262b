"""The screens of people: who may look, who may change, the rota's picture, one-time passwords, one's own leave."""

import datetime as dt
import re

import lxml.html
import makers as make
import pytest
from accounts.people import BY, appointed, complete, office, person
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from gongkai.accounts import actions as accounts
from gongkai.accounts.models import Appointment, Leave, User
from gongkai.accounts.roles import Role
from gongkai.audit.models import AuditEntry
from gongkai.desk.people.picture import picture_of
from gongkai.desk.people.queries import offices_that_must_work, rota
from gongkai.duties.models import Duty

pytestmark = pytest.mark.django_db


def today(number: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=number)


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def people() -> dict[str, User]:
    """An office at work, with an administrator and an auditor, appointed long ago: the screens read the real clock."""
    found = complete() | {"admin": person("guanli", Role.ADMINISTRATOR, name="管理员"), "auditor": person("shenji", Role.AUDITOR)}
    found["officer"] = person("fuze", Role.OFFICER)
    Appointment.objects.update(since=dt.date(2020, 1, 1))
    return found


def text_of(answer: object) -> str:
    return lxml.html.fromstring(answer.content).text_content()  # type: ignore[attr-defined]


def test_administrator_officer_and_auditor_look_and_only_the_administrator_changes(people: dict[str, User]) -> None:
    clerk = people["clerk"]
    pages = [reverse("desk_people:index"), reverse("desk_people:rota"), reverse("desk_people:show", args=[clerk.pk])]
    changes = [reverse("desk_people:open"), reverse("desk_people:change", args=[clerk.pk])]
    acts = [reverse(f"desk_people:{name}", args=[clerk.pk]) for name in ("password", "deactivate", "reactivate", "appoint", "take_leave")]
    acts += [reverse("desk_people:end_appointment", args=[clerk.appointments.get().pk])]
    before = AuditEntry.objects.count()
    for name, user in people.items():
        client = as_(user)
        looks, edits = name in ("admin", "officer", "auditor"), name == "admin"
        for page in pages:
            answer = client.get(page)
            assert (answer.status_code == 200) == looks, (name, page)
            if looks:
                assert ("开设账户" in text_of(answer) or "停用账户" in text_of(answer)) == (edits and page != pages[1])
        for page in changes:
            assert (client.get(page).status_code == 200) == edits, (name, page)
        if not edits:
            for act in acts + changes:
                assert client.post(act, {"last_on": today()}).status_code in (302, 403), (name, act)
    assert AuditEntry.objects.count() == before, "nobody but the administrator did anything"
    assert all(Client().get(page).status_code == 302 for page in pages)


def test_opening_an_account_shows_the_password_once(people: dict[str, User]) -> None:
    client = as_(people["admin"])
    answer = client.post(
        reverse("desk_people:open"),
        {"username": "xinren", "name": "新人", "office": office().pk, "email": "", "roles": ["clerk", "office_head"]},
    )
    password = re.search(r"<dt>一次性密码</dt><dd><code>([^<]+)</code>", answer.content.decode())
    assert password and "no-store" in answer.headers["Cache-Control"]
    user = User.objects.get(username="xinren")
    assert user.check_password(password[1]) and user.must_change_password
    assert {(one.role, one.office) for one in user.appointments.all()} == {("clerk", office()), ("office_head", office())}
    assert password[1] not in text_of(client.get(reverse("desk_people:show", args=[user.pk])))
    assert {AuditEntry.objects.filter(act=act, by="guanli").count() for act in ("开设账户",)} == {1}


def test_opening_is_all_or_nothing(people: dict[str, User]) -> None:
    given = {"username": "xinren", "name": "新人", "office": "", "roles": ["clerk"]}
    answer = as_(people["admin"]).post(reverse("desk_people:open"), given)
    assert answer.status_code == 422 and "“经办人”须写明在哪个科室" in text_of(answer)
    assert not User.objects.filter(username="xinren").exists() and not AuditEntry.objects.filter(subject__contains="xinren").exists()


def test_appointments_alike_but_for_the_office_are_one_line_and_each_ends_by_itself(people: dict[str, User]) -> None:
    clerk, client, names = people["clerk"], as_(people["admin"]), ["政策法规处", "化学工业处", "民爆处"]
    for name in names:
        appointed(clerk, Role.CLERK, office(name))
    appointed(person("jieti"), Role.CLERK, office("民爆处"))
    Appointment.objects.filter(role=Role.CLERK).update(since=dt.date(2020, 1, 1))
    later = appointed(clerk, Role.CLERK, office("装备工业处"), since=today(3))
    show = reverse("desk_people:show", args=[clerk.pk])
    rows = lxml.html.fromstring(client.get(show).content).xpath("//table[contains(@class, 'people-roles')]/tbody/tr")
    assert len(rows) == 2, "what begins on another day stands by itself"
    alike = next(row for row in rows if "2020-01-01" in row.text_content())
    assert alike.xpath(".//summary")[0].text_content() == "办公室、政策法规处 等4个科室"
    acts = alike.xpath(".//form/@action")
    assert sorted(acts) == sorted(reverse("desk_people:end_appointment", args=[one.pk]) for one in clerk.appointments.exclude(pk=later.pk))
    assert "结束民爆处的任命" in alike.text_content()
    client.post(reverse("desk_people:end_appointment", args=[clerk.appointments.get(office__name="民爆处").pk]), {"last_on": today()})
    assert [one.office.name for one in clerk.appointments.filter(until=today())] == ["民爆处"]
    plain = lxml.html.fromstring(as_(people["auditor"]).get(show).content).xpath("//table[contains(@class, 'people-roles')]")[0]
    assert not plain.xpath(".//form") and "办公室、政策法规处 等3个科室" in plain.text_content()


def test_the_list_names_two_offices_of_a_role_and_folds_the_rest(people: dict[str, User]) -> None:
    for name in ("政策法规处", "化学工业处"):
        appointed(people["clerk"], Role.CLERK, office(name))
    appointed(people["head"], Role.OFFICE_HEAD, office("政策法规处"))
    page = lxml.html.fromstring(as_(people["admin"]).get(reverse("desk_people:index")).content)
    cells = {row.xpath("string(.//a)").strip(): row.xpath("./td")[3] for row in page.xpath("//table[contains(@class, 'desk-table')]/tbody/tr")}
    assert cells["经办甲"].xpath("string(.//summary)") == "办公室、政策法规处 等3个科室"
    assert "办公室、政策法规处、化学工业处" in cells["经办甲"].text_content()
    assert not cells["科长乙"].xpath(".//details") and "科室负责人（办公室、政策法规处）" in cells["科长乙"].text_content()
    assert cells["保密丙"].text_content().strip() == "保密审查员"


def test_what_the_rota_refuses_is_said_on_the_persons_page_and_nothing_is_changed(people: dict[str, User]) -> None:
    client, head = as_(people["admin"]), people["head"]
    show = reverse("desk_people:show", args=[head.pk])
    acts = {
        reverse("desk_people:take_leave", args=[head.pk]): {"first_on": today(2), "last_on": today(4), "deputy": ""},
        reverse("desk_people:end_appointment", args=[head.appointments.get().pk]): {"last_on": today(2)},
        reverse("desk_people:deactivate", args=[head.pk]): {},
    }
    for act, given in acts.items():
        answer = client.post(act, given)
        assert answer.status_code == 422, act
        assert re.search(r"自20\d\d-\d\d-\d\d起，办公室的“科室审核”没有人能办。请先任命另一位科室负责人", text_of(answer)), act
    head.refresh_from_db()
    assert head.is_active and not head.leaves.exists() and head.appointments.get().until is None
    assert client.get(show).status_code == 200


def test_the_whole_life_of_a_role_and_a_leave(people: dict[str, User]) -> None:
    client, other = as_(people["admin"]), person("houbu", at_office=office(), name="候补")
    show = reverse("desk_people:show", args=[other.pk])
    given = {"role": "office_head", "office": office().pk, "since": today(), "until": ""}
    assert client.post(reverse("desk_people:appoint", args=[other.pk]), given).headers["Location"] == show
    again = client.post(reverse("desk_people:appoint", args=[other.pk]), given)
    assert again.status_code == 422 and "不必再任命" in text_of(again)
    leave = {"first_on": today(2), "last_on": today(4), "deputy": people["auditor"].pk}
    mixed = client.post(reverse("desk_people:take_leave", args=[people["head"].pk]), leave)
    assert mixed.status_code == 422 and "不兼任其他角色" in text_of(mixed)
    client.post(reverse("desk_people:take_leave", args=[people["head"].pk]), leave | {"deputy": ""})
    taken = Leave.objects.get()
    assert "没有指定" in text_of(client.get(reverse("desk_people:show", args=[people["head"].pk])))
    client.post(reverse("desk_people:end_leave", args=[taken.pk]), {"cancel": "1"})
    assert not Leave.objects.exists()
    client.post(reverse("desk_people:end_appointment", args=[other.appointments.get().pk]), {"last_on": today()})
    assert other.appointments.get().until == today()
    wrong = client.post(reverse("desk_people:end_appointment", args=[other.appointments.get().pk]), {"last_on": "明天"})
    assert wrong.status_code == 422 and "请填写最后一天" in text_of(wrong)
    client.post(reverse("desk_people:change", args=[other.pk]), {"name": "候补二", "office": "", "email": "h@example.cn"})
    client.post(reverse("desk_people:deactivate", args=[other.pk]))
    other.refresh_from_db()
    assert (other.full_name, other.office, other.is_active) == ("候补二", None, False)
    assert "已停用" in text_of(client.get(reverse("desk_people:index") + "?state=closed"))
    assert "一次性密码" in text_of(client.post(reverse("desk_people:reactivate", args=[other.pk])))
    assert "一次性密码" in text_of(client.post(reverse("desk_people:password", args=[other.pk])))


def test_everybody_registers_their_own_leave_and_only_theirs(people: dict[str, User]) -> None:
    mine = reverse("desk_people:my_leave")
    deputy = person("daili", name="代理戊")
    for name, user in people.items():
        assert as_(user).get(mine).status_code == 200, name
    client = as_(people["head"])
    refused = client.post(mine, {"first_on": today(), "last_on": today(1), "deputy": people["clerk"].pk})
    assert refused.status_code == 422 and "四个不同的人" in text_of(refused)
    assert client.post(mine, {"first_on": today(), "last_on": today(3), "deputy": deputy.pk}).status_code == 302
    taken = Leave.objects.get()
    assert (taken.user, taken.deputy, taken.made_by) == (people["head"], deputy, "kezhang")
    end = reverse("desk_people:end_my_leave", args=[taken.pk])
    assert as_(people["clerk"]).post(end, {"cancel": "1"}).status_code == 404, "another's leave is not theirs to end"
    page = client.get(mine)
    assert page.status_code == 200 and "休假中" in text_of(page), "who is away still comes here, to come back"
    assert client.post(end, {"last_on": today(9)}).status_code == 422
    assert client.post(end, {"last_on": today(1)}).status_code == 302
    assert client.post(end, {"cancel": "1"}).status_code == 302 and not Leave.objects.exists()
    assert Client().get(mine).status_code == 302


def test_the_list_finds_by_name_office_role_and_state(people: dict[str, User]) -> None:
    client, index = as_(people["admin"]), reverse("desk_people:index")
    accounts.register_leave(user=people["auditor"], first_on=today(), last_on=today(1), by=BY, at=timezone.now())

    def names(query: str) -> set[str]:
        page = lxml.html.fromstring(client.get(index + query).content)
        return {row.text_content() for row in page.xpath("//table[contains(@class, 'desk-table')]/tbody/tr/td[2]")}

    assert names("?q=科长") == names("?q=KEZHANG") == names(f"?office={office().pk}&role=office_head") == {"kezhang"}
    assert names("?state=away") == {"shenji"} and names("?state=closed") == set()
    assert names(f"?office={office().pk}") == {"jingban", "kezhang"}
    assert names("?page=2") == set() and len(names("?office=x&role=y&page=z")) == 7


def test_the_lists_and_the_rota_take_the_same_queries_for_many_people(people: dict[str, User]) -> None:
    client = as_(people["admin"])

    def queries() -> list[int]:
        counts = []
        for name in ("index", "rota"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(reverse(f"desk_people:{name}")).status_code == 200
            counts.append(len(captured))
        return counts

    queries()
    before = queries()
    for number in range(60):
        there = office(f"第{number % 7}处")
        appointed(User.objects.create(username=f"p{number}", office=there), Role.CLERK, there)
    Appointment.objects.update(since=dt.date(2020, 1, 1))
    assert queries() == before
    assert "下一页" in text_of(client.get(reverse("desk_people:index")))


def test_the_rota_shows_gaps_in_red_with_their_days(people: dict[str, User]) -> None:
    Appointment.objects.filter(user=people["head"]).update(until=today(9))
    picture = picture_of(rota(make.agency(), on=today()))
    (row,) = picture.rows
    pieces = {place: [(piece.x, piece.width, piece.level) for piece in cell.pieces] for place, cell in enumerate(row.cells)}
    assert pieces == {0: [(0, 60, "one")], 1: [(0, 10, "one"), (10, 50, "none")], 2: [(0, 60, "more")], 3: [(0, 60, "one")]}
    assert [(piece.width, piece.level) for piece in row.whole.pieces] == [(10, "more"), (50, "none")]
    assert (picture.working_today, picture.with_gaps) == (1, 1)
    assert row.cells[1].words == f"{today(10):%m-%d}至{today(59):%m-%d}没有人"
    page = lxml.html.fromstring(as_(people["auditor"]).get(reverse("desk_people:rota")).content)
    assert len(page.xpath("//*[@class='strip-none']")) == 2 and "“科室审核”没有人能办" in page.text_content()


def test_only_offices_with_items_in_force_must_work() -> None:
    office("没有事项的处")
    assert [one.name for one in offices_that_must_work(on=make.TODAY)] == ["没有事项的处"]
    make.enforced(make.read_of(make.row("甲事项", office="综合处")))
    assert [one.name for one in offices_that_must_work(on=make.TODAY, agency=make.agency())] == ["综合处"]


def test_wagtails_own_screens_of_users_and_groups_are_closed_to_everybody(people: dict[str, User]) -> None:
    def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
        found = []
        for one in patterns:
            route = before + str(one.pattern).replace("^", "").replace("$", "")
            found += addresses(one.url_patterns, route) if isinstance(one, URLResolver) else [route]
        return found

    theirs = {re.sub(r"<[^>]*>|\([^)]*\)", "1", route) for route in addresses(get_resolver().url_patterns)}
    closed = sorted(f"/{route}" for route in theirs if re.match(r"desk/(users|groups)/", route))
    assert closed, "Wagtail brings such screens"
    users = [*people.values(), User.objects.create_superuser("chaoji", password="x")]
    appointed(users[-1], Role.ADMINISTRATOR)
    for user in users:
        client = as_(user)
        for address in closed:
            for answer in (client.get(address), client.post(address)):
                assert answer.status_code in (403, 404) or answer.headers.get("Location") == "/desk/", (user, address)


def test_all_work_of_someone_who_leaves_moves_to_another_in_one_act(people: dict[str, User]) -> None:
    make.catalogue_in_force(on=dt.date(2026, 1, 1))
    leaver, successor = people["clerk"], person("jieshou", Role.CLERK, at_office=office(), name="接收人")
    duty = make.duty(make.item(10), at=today())
    Duty.objects.filter(pk=duty.pk).update(handler=leaver)
    draft = make.draft(make.item(10), at=today(), handler=leaver)
    page = as_(people["admin"]).get(reverse("desk_people:show", args=[leaver.pk])).content.decode()
    assert "承办的公开义务1项，拟稿1份" in page and draft.title not in page, "the administrator counts and sees nothing"
    url = reverse("desk_people:move_work", args=[leaver.pk])
    assert as_(people["admin"]).post(url, {"to": successor.pk}).status_code == 422, "why is asked for"
    assert as_(people["auditor"]).post(url, {"to": successor.pk, "reason": "调离"}).status_code in (302, 403)
    assert Duty.objects.get(pk=duty.pk).handler == leaver
    assert as_(people["admin"]).post(url, {"to": successor.pk, "reason": "调离"}).status_code == 302
    draft.refresh_from_db()
    assert Duty.objects.get(pk=duty.pk).handler == successor and draft.handler == successor
    assert AuditEntry.objects.filter(note="调离").count() == 2
