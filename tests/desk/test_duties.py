"""The screens of duties: who sees and does what, nothing saved before it is shown, constant queries on every list."""

import datetime as dt
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import unquote

import makers as make
import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Appointment, Leave, User
from gongkai.accounts.roles import Role
from gongkai.agencies.models import Office
from gongkai.audit.models import AuditEntry
from gongkai.desk.duties import queries
from gongkai.duties import actions
from gongkai.duties.models import Duty, Event, GoverningLimit, HolidayNotice
from gongkai.duties.statuses import Closing

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
Counted = Callable[[int], AbstractContextManager[object]]
Filled = Callable[..., object]


@pytest.fixture(autouse=True)
def _the_clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the desk think that it is the day of the makers."""
    moment = make.moment()
    monkeypatch.setattr(timezone, "now", lambda: moment)


def today() -> dt.date:
    return make.TODAY


def office(name: str) -> Office:
    return Office.objects.get(name=name)


def person(username: str, role: Role, of: str = "", *, name: str = "") -> User:
    where = office(of) if of else None
    user = User.objects.create(username=username, last_name=name, office=where or office("一处"))
    since = dt.date(2026, 1, 1)
    Appointment.objects.create(user=user, role=role, office=where, since=since, made_at=make.moment(), made_by="测试")
    return user


def at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.enforced(
        make.read_of(
            make.row("技术中心名单", office="一处"),
            make.row("处罚决定", office="二处", limit="作出决定之日起20个工作日内", clause="行政机关应当自作出决定之日起7个工作日内公开。"),
            make.row("年度预算", office="一处", limit="每年1月31日前"),
        )
    )


@pytest.fixture
def clerk() -> User:
    return person("jing", Role.CLERK, "一处", name="经办甲")


@pytest.fixture
def officer() -> User:
    return person("fu", Role.OFFICER, name="负责人")


def soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "lxml")


def running(number: int = 1, *, days_ago: int = 5, subject: str = "第23批名单", **fields: object) -> Duty:
    return make.duty(make.item(number), happened_on=today() - DAY * days_ago, subject=subject, at=today(), **fields)


def text_of(client: Client, name: str, *args: object, query: str = "") -> str:
    response = client.get(reverse(f"desk_duties:{name}", args=args) + query)
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def subjects(client: Client, query: str = "") -> list[str]:
    page = soup(text_of(client, "index", query=query))
    return [link.get_text() for link in page.select("a.duties-subject")]


# The work list


def test_a_clerk_sees_their_own_office_and_the_officer_all(clerk: User, officer: User) -> None:
    running(1, subject="一处的")
    running(2, subject="二处的", trigger="decided")
    assert subjects(at(clerk)) == ["一处的"]
    assert set(subjects(at(officer))) == {"一处的", "二处的"}
    assert subjects(at(officer), f"?office={office('二处').pk}") == ["二处的"]
    assert subjects(at(clerk), f"?office={office('二处').pk}") == []
    for role in (Role.AUDITOR, Role.SECRECY_REVIEWER, Role.RELEASING_LEADER):
        assert len(subjects(at(person(role.value, role)))) == 2
    administrator = at(person("guan", Role.ADMINISTRATOR))
    assert administrator.get(reverse("desk_duties:index")).status_code in (302, 403)


def test_every_filter_by_state_keeps_what_its_count_says(officer: User) -> None:
    running(subject="逾期的", days_ago=60)
    running(subject="不急的", days_ago=0)
    soon = running(subject="今日的", days_ago=20)
    Duty.objects.filter(pk=soon.pk).update(safe_on=today(), due_on=today())
    Duty.objects.filter(subject="不急的").update(is_provisional=True)
    make.withheld_duty(make.item(), subject="要再评估的", on=dt.date(2026, 11, 10))
    Duty.objects.filter(subject="要再评估的").update(reassess_on=today())
    make.nothing_duty(make.item(), subject="无")
    client = at(officer)
    page = soup(text_of(client, "index"))
    tabs = {next(tab.stripped_strings): tab for tab in page.select(".duties-tabs a")}
    for words, names in {
        "未结束": {"逾期的", "今日的", "不急的"}, "逾期": {"逾期的"}, "今日": {"今日的"}, "暂定": {"不急的"}, "待再评估": {"要再评估的"},
        "已结束": {"无", "要再评估的"}, "全部": {"逾期的", "今日的", "不急的", "无", "要再评估的"},
    }.items():  # fmt: skip
        assert set(subjects(client, tabs[words].get("href"))) == names, words
        counted = tabs[words].select("b")
        if counted:
            assert int(counted[0].get_text()) == len(names), words


def test_the_list_is_searched_and_bounded_and_takes_no_nonsense(officer: User) -> None:
    running(subject="甲公司名单")
    far = running(subject="乙公司名单", days_ago=60)
    client = at(officer)
    assert subjects(client, "?text=甲公司") == ["甲公司名单"]
    assert subjects(client, f"?to={far.due_on}") == ["乙公司名单"]
    assert subjects(client, f"?item={make.item(2).pk}") == []
    for nonsense in ("?state=x", "?item=abc&office=9e9", "?after=zzz", "?from=2026-99-99", "?text=%25'", "?item=" + "9" * 40, "?item=²"):
        assert client.get(reverse("desk_duties:index") + nonsense).status_code == 200, nonsense


def test_pages_go_on_where_the_last_one_ended_and_hold_each_duty_once(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    for number in range(8):
        running(subject=f"第{number}项", days_ago=number // 3)
    client = at(officer)
    for query in ("", "?state=all", "?state=ended"):
        if query == "?state=ended":
            for duty in Duty.objects.all():
                actions.declare_nothing(duty=duty, reason="无", by="x", on=today(), at=timezone.now())
        seen: list[str] = []
        address = query
        while True:
            page = soup(text_of(client, "index", query=address))
            seen += [link.get_text() for link in page.select("a.duties-subject")]
            onward = page.find_all("a", string="下一页")
            if not onward:
                break
            address = onward[0].get("href")
        assert sorted(seen) == [f"第{number}项" for number in range(8)], query


def test_the_number_of_queries_does_not_grow_with_the_list(officer: User, django_assert_max_num_queries: Counted) -> None:
    client = at(officer)
    running(subject="一")
    address = reverse("desk_duties:index")
    client.get(address)
    with django_assert_max_num_queries(21) as first:
        client.get(address)
    for number in range(30):
        running(1 + number % 2, subject=f"第{number}项", trigger="formed" if number % 2 == 0 else "decided")
    with django_assert_max_num_queries(len(first.captured_queries)):
        assert "第29项" in client.get(address).content.decode()


# One duty


def test_a_duty_shows_its_date_its_rule_and_its_history(clerk: User) -> None:
    duty = running()
    page = soup(text_of(at(clerk), "show", duty.pk))
    strip = page.select("table.duties-strip")[0]
    assert len(strip.select("td.is-counts")) == sum(step["counts"] for step in duty.working)
    assert [cell.select("b")[0].get_text() for cell in strip.select("td.is-due")] == [str(duty.due_on.day)]
    assert len(page.select(".duties-working tbody tr")) == len(duty.working)
    text = page.get_text()
    assert "信息形成之日起20个工作日内" in text and "公开时限栏" in text and "登记事件" in text


def test_the_competing_limits_are_shown_with_the_dates_they_give(officer: User) -> None:
    duty = running(2, trigger="decided", days_ago=3)
    page = soup(text_of(at(officer), "show", duty.pk))
    rows = page.select("table.duties-rivals tbody tr")
    dates = [row.select("td")[2].get_text() for row in rows]
    assert len(rows) == 2 and len(set(dates)) == 2
    assert [row.get("class") for row in rows] == [None, ["is-governing"]]
    assert dates[1] == str(duty.due_on)


def test_a_long_span_is_a_line_with_named_days(officer: User) -> None:
    duties = actions.generate(agency=make.agency(), on=today(), by="系统", at=timezone.now())
    page = soup(text_of(at(officer), "show", duties[0].pk))
    names = [name.get_text() for name in page.select("svg.duties-line .is-name")]
    assert "起算" in names and "到期" in names


def test_nobody_looks_into_another_offices_duty(clerk: User) -> None:
    other = running(2, trigger="decided")
    client = at(clerk)
    for name in ("show", "nothing", "withhold", "date"):
        response = client.get(reverse(f"desk_duties:{name}", args=[other.pk]), follow=False)
        assert response.status_code in (302, 403), name
        assert other.subject not in response.content.decode()
    assert client.get(reverse("desk_duties:show", args=[10**9])).status_code == 404


@pytest.mark.parametrize(
    ("role", "of", "allowed"),
    [
        (Role.CLERK, "一处", {"nothing", "withhold", "date"}),
        (Role.OFFICE_HEAD, "一处", {"nothing", "withhold", "date", "cancel", "hand_over"}),
        (Role.OFFICER, "", {"nothing", "withhold", "date", "cancel", "hand_over"}),
        (Role.CLERK, "二处", set()),
        (Role.OFFICE_HEAD, "二处", set()),
        (Role.AUDITOR, "", set()),
        (Role.SECRECY_REVIEWER, "", set()),
        (Role.RELEASING_LEADER, "", set()),
        (Role.ADMINISTRATOR, "", set()),
    ],
)
def test_what_each_role_may_do(role: Role, of: str, allowed: set[str]) -> None:
    duty = running()
    client = at(person("someone", role, of))
    for name in ("nothing", "withhold", "date", "cancel", "hand_over"):
        response = client.get(reverse(f"desk_duties:{name}", args=[duty.pk]))
        assert (response.status_code == 200) == (name in allowed), name
        values = {"reason": "理由", "ground": "15", "reassess_on": today() + DAY, "happened_on": today(), "save": "1",
                  "office": office("二处").pk}  # fmt: skip
        if name not in allowed:
            client.post(reverse(f"desk_duties:{name}", args=[duty.pk]), values)
    duty.refresh_from_db()
    assert duty.closing == "" and duty.office == office("一处") and not duty.proposals.exists()
    offered = client.get(reverse("desk_duties:show", args=[duty.pk])).content.decode()
    for name in ("nothing", "withhold", "date", "cancel", "hand_over"):
        assert (reverse(f"desk_duties:{name}", args=[duty.pk]) in offered) == (name in allowed), name


# Endings


def test_nothing_this_period_is_signed_and_needs_its_reason(clerk: User) -> None:
    duty = running()
    client, address = at(clerk), reverse("desk_duties:nothing", args=[duty.pk])
    assert "请写明理由" in client.post(address, {"reason": " "}).content.decode()
    assert "个人信息" in client.post(address, {"reason": "电话13812345678"}).content.decode() or not duty.closing
    client.post(address, {"reason": "本期没有新的名单"})
    duty.refresh_from_db()
    assert (duty.closing, duty.closed_by, duty.closed_on) == (Closing.NOTHING, "jing", today())
    shown = text_of(client, "show", duty.pk)
    assert "经办甲（jing）" in shown and "本期没有新的名单" in shown


def test_withholding_takes_a_second_person(clerk: User) -> None:
    reviewer, other = person("shen", Role.SECRECY_REVIEWER, name="审查员"), person("jing2", Role.CLERK, "一处")
    duty = running()
    client = at(clerk)
    asked = client.get(reverse("desk_duties:withhold", args=[duty.pk])).content.decode()
    assert str(today().year + 1) in asked and "条例第十四条" in asked
    values = {"ground": "15", "reason": "涉及商业秘密", "reassess_on": today() + DAY * 365}
    client.post(reverse("desk_duties:withhold", args=[duty.pk]), values)
    proposal = duty.proposals.get()
    assert "条例第十五条" in proposal.article
    decide = reverse("desk_duties:decide", args=[proposal.pk])
    for wrong in (clerk, other):
        at(wrong).post(decide, {"decision": "confirm"})
        proposal.refresh_from_db()
        assert proposal.decision == ""
    assert "等待审查" in text_of(client, "show", duty.pk)
    assert subjects(at(reviewer), "?state=proposed") == [duty.subject]
    at(reviewer).post(decide, {"decision": "return", "opinion": ""})
    proposal.refresh_from_db()
    assert proposal.decision == ""
    at(reviewer).post(decide, {"decision": "confirm", "opinion": "同意"})
    duty.refresh_from_db()
    assert (duty.closing, duty.closed_by, duty.reviewed_by) == (Closing.WITHHELD, "jing", "shen")
    assert "审查员（shen）" in text_of(client, "show", duty.pk)


def test_a_deputy_of_the_proposer_does_not_review_in_their_stead(officer: User) -> None:
    duty = running()
    at(officer).post(
        reverse("desk_duties:withhold", args=[duty.pk]), {"ground": "14-1", "reason": "密", "reassess_on": today() + DAY * 365}
    )
    deputy = person("dai", Role.CLERK, "二处")
    Leave.objects.create(
        user=officer, deputy=deputy, first_on=today(), last_on=today(), made_at=timezone.now(), made_by="x"
    )
    proposal = duty.proposals.get()
    at(deputy).post(reverse("desk_duties:decide", args=[proposal.pk]), {"decision": "confirm"})
    proposal.refresh_from_db()
    assert proposal.decision == ""


def test_reassessment_comes_back_and_either_way_is_open(clerk: User) -> None:
    duty = make.withheld_duty(make.item(), subject="密", on=dt.date(2026, 11, 10))
    client = at(clerk)
    assert client.get(reverse("desk_duties:withhold", args=[duty.pk])).status_code != 200
    Duty.objects.filter(pk=duty.pk).update(reassess_on=today())
    assert subjects(client, "?state=reassess") == ["密"]
    assert "已到再评估日期" in text_of(client, "show", duty.pk)
    client.post(reverse("desk_duties:reopen", args=[duty.pk]), {"reason": "已解密"})
    duty.refresh_from_db()
    assert duty.reassessed_on == today()
    assert Duty.objects.running().get().subject == "密"
    assert subjects(client, "?state=reassess") == []


def test_a_proposal_is_taken_back_by_its_author(clerk: User) -> None:
    proposal = actions.propose_withholding(
        duty=running(), article="条例第十四条", reason="密", reassess_on=today() + DAY, by="jing", on=today(), at=timezone.now()
    )
    at(clerk).post(reverse("desk_duties:decide", args=[proposal.pk]), {"decision": "take_back"})
    proposal.refresh_from_db()
    assert proposal.decision == "taken_back"


def test_a_wrong_date_is_set_right_after_its_effect_was_shown(clerk: User) -> None:
    duty = running(days_ago=5)
    client, address = at(clerk), reverse("desk_duties:date", args=[duty.pk])
    values = {"happened_on": today() - DAY * 40, "reason": "看错了日期"}
    shown = client.post(address, {**values, "preview": "1"}).content.decode()
    before, due = duty.due_on, Duty.objects.get().due_on
    assert before == due and "改为" in shown and AuditEntry.objects.filter(act="更正事件日期").count() == 0
    client.post(address, {**values, "save": "1"})
    duty.refresh_from_db()
    assert duty.due_on < before and str(duty.due_on) in shown
    refused = client.post(address, {"happened_on": today() + DAY, "reason": "x", "save": "1"}).content.decode()
    assert "还没有到" in refused


def test_work_is_handed_over_and_assigned(clerk: User, officer: User) -> None:
    duty = running()
    at(clerk).post(reverse("desk_duties:assign", args=[duty.pk]), {"handler": clerk.pk})
    duty.refresh_from_db()
    assert duty.handler == clerk
    assert subjects(at(clerk), "?mine=1") == [duty.subject]
    at(officer).post(reverse("desk_duties:hand_over", args=[duty.pk]), {"office": office("二处").pk, "reason": "职责调整"})
    duty.refresh_from_db()
    assert (duty.office, duty.handler) == (office("二处"), None)
    assert subjects(at(clerk)) == []


# Several at once


def test_several_are_ended_with_one_reason_after_they_were_listed(clerk: User) -> None:
    mine = [running(subject=f"第{n}项") for n in range(3)]
    other = running(2, subject="二处的", trigger="decided")
    client, address = at(clerk), reverse("desk_duties:several")
    values = {"act": "nothing", "duty": [duty.pk for duty in [*mine, other]], "back": "?state=month"}
    listed = client.post(address, values).content.decode()
    assert "第2项" in listed and "二处的" not in listed and Duty.objects.running().count() == 4
    response = client.post(address, {**values, "confirmed": "1", "reason": "本期没有"})
    assert response.url == reverse("desk_duties:index") + "?state=month"
    assert set(Duty.objects.filter(closing=Closing.NOTHING)) == set(mine)
    other.refresh_from_db()
    assert other.closing == ""


def test_a_clerk_cancels_nothing_even_by_asking_directly(clerk: User) -> None:
    duty = running()
    at(clerk).post(reverse("desk_duties:several"), {"act": "cancel", "duty": [duty.pk], "confirmed": "1", "reason": "x"})
    duty.refresh_from_db()
    assert duty.closing == ""


def test_what_cannot_be_done_is_told_and_the_rest_is_done(officer: User) -> None:
    free, proposed = running(subject="可以的"), running(subject="待审查的")
    actions.propose_withholding(
        duty=proposed, article="条例第十四条", reason="密", reassess_on=today() + DAY, by="jing", on=today(), at=timezone.now()
    )
    values = {"act": "cancel", "duty": [free.pk, proposed.pk], "confirmed": "1", "reason": "重复登记"}
    told = at(officer).post(reverse("desk_duties:several"), values, follow=True).content.decode()
    assert "撤销：完成1项" in told and "“待审查的”有一份不予公开申请" in told.replace("&quot;", '"')
    assert Duty.objects.get(closing=Closing.CANCELLED) == free


def test_the_way_back_leads_nowhere_else(clerk: User) -> None:
    response = at(clerk).post(reverse("desk_duties:several"), {"act": "nothing", "back": "//evil.example/"})
    assert response.url.startswith(reverse("desk_duties:index"))


# Registering


def test_only_items_of_ones_offices_are_offered(clerk: User, officer: User) -> None:
    assert "处罚决定" not in text_of(at(clerk), "choose")
    assert "处罚决定" in text_of(at(officer), "choose")
    assert "技术中心名单" not in text_of(at(officer), "choose", query="?text=处罚")
    for name in ("register", "preview"):
        assert at(clerk).get(reverse(f"desk_duties:{name}", args=[make.item(2).pk])).status_code in (302, 403)


def test_an_event_needs_only_its_date_and_shows_the_due_date_first(clerk: User) -> None:
    client, address = at(clerk), reverse("desk_duties:register", args=[make.item(1).pk])
    form = soup(client.get(address).content.decode())
    assert form.select("input[name=trigger][checked]")[0].get("value") == "formed"
    values = {"happened_on": today() - DAY * 3, "trigger": "formed", "subject": "", "note": ""}
    shown = client.post(address, {**values, "preview": "1"}).content.decode()
    assert not Event.objects.exists()
    piece = client.get(reverse("desk_duties:preview", args=[make.item(1).pk]), values).content.decode()
    client.post(address, {**values, "save": "1"})
    duty = Duty.objects.get()
    words = f"{duty.due_on.year}年{duty.due_on.month}月{duty.due_on.day}日"
    assert words in shown and words in piece
    assert duty.subject.startswith("技术中心名单（") and duty.event.registered_by == "jing"
    client.post(address, {**values, "save": "1"})
    assert Duty.objects.count() == 1, "the same words twice are one event"
    assert "这一天已登记过" in client.post(address, {**values, "preview": "1"}).content.decode()


def test_a_date_that_cannot_be_is_refused_in_words(clerk: User) -> None:
    client, address = at(clerk), reverse("desk_duties:register", args=[make.item(1).pk])
    for day, words in ((str(today() + DAY), "还没有到"), ("", "请选择日期"), ("abc", "2026-03-05"), ("1990-01-01", "算不出到期日")):
        response = client.post(address, {"happened_on": day, "trigger": "formed", "save": "1"})
        assert words in response.content.decode(), day
        piece = client.get(reverse("desk_duties:preview", args=[make.item(1).pk]), {"happened_on": day, "trigger": "formed"})
        assert words in piece.content.decode(), day
    assert not Event.objects.exists()


def test_a_provisional_year_is_said_before_saving(clerk: User) -> None:
    address = reverse("desk_duties:register", args=[make.item(3).pk])
    shown = at(clerk).post(address, {"happened_on": today(), "trigger": "formed", "preview": "1"}).content.decode()
    assert "2027年1月31日" in shown and "放假通知尚未" in shown


# Lists


def upload(client: Client, rows: list[list[object]], name: str = "事件.csv") -> BeautifulSoup:
    lines = "\n".join(",".join(map(str, row)) for row in [["事项", "事件", "日期", "内容", "外部编号"], *rows])
    response = client.post(reverse("desk_duties:check"), {"file": SimpleUploadedFile(name, lines.encode())})
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return soup(body.decode())


def test_a_list_is_looked_at_before_it_is_registered(clerk: User) -> None:
    client = at(clerk)
    page = upload(client, [[1, "形成", today() - DAY, "甲", "A"], ["技术中心名单", "形成", today() - DAY * 2, "乙", "B"]])
    assert not Duty.objects.exists()
    assert "2行都没有问题" in page.get_text()
    dates = [next(cell.stripped_strings) for cell in page.select("table.desk-table tbody td:nth-child(4)")]
    key = page.select("input[name=key]")[0].get("value")
    done = client.post(reverse("desk_duties:register_file"), {"key": key}).content.decode()
    assert "已登记2个事件" in done
    assert sorted(dates) == sorted(str(duty.due_on) for duty in Duty.objects.all())
    again = client.post(reverse("desk_duties:register_file"), {"key": key}, follow=True).content.decode()
    assert "已经过期" in again and Duty.objects.count() == 2


def test_wrong_cells_are_named_and_nothing_can_be_registered(clerk: User) -> None:
    page = upload(at(clerk), [[1, "形成", today() - DAY, "甲", ""], [1, "开始", "某日", "乙", ""], [2, "决定", today() - DAY, "丙", ""]])
    wrong = [[cell.get_text().strip() for cell in row.select("td")] for row in page.select("table.desk-table")[0].select("tbody tr")]
    assert [(row, column) for row, column, _ in wrong] == [("第3行", "事件"), ("第3行", "日期"), ("第4行", "事项")]
    assert "由二处负责" in wrong[2][2]
    assert not page.select("input[name=key]") and not Duty.objects.exists()


def test_a_key_serves_only_whom_it_was_given(clerk: User) -> None:
    page = upload(at(clerk), [[1, "形成", today() - DAY, "甲", ""]])
    key = page.select("input[name=key]")[0].get("value")
    other = at(person("jing2", Role.CLERK, "一处"))
    other.post(reverse("desk_duties:register_file"), {"key": key})
    other.post(reverse("desk_duties:register_file"), {"key": "../../etc/passwd"})
    assert not Duty.objects.exists()


def test_a_file_that_is_no_list_is_refused_in_words(clerk: User) -> None:
    client = at(clerk)
    for data in (b"\x00\x01\x02", "姓名,年龄\n甲,3\n".encode(), b"PK\x03\x04broken"):
        response = client.post(reverse("desk_duties:check"), {"file": SimpleUploadedFile("x.xlsx", data)})
        assert response.status_code in (200, 422)
        assert "desk-note--error" in response.content.decode() or "desk-error" in response.content.decode()
    assert "请选择文件" in client.post(reverse("desk_duties:check")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_long_list_tells_its_progress_and_is_registered_whole() -> None:
    client = at(person("jing", Role.CLERK, "一处"))
    rows = [[1, "形成", today() - DAY * (1 + n % 5), f"第{n}批名单的一个相当长的名称用来让文件大一些", f"N-{n}"] for n in range(900)]
    page = upload(client, rows)
    stages = {line.get_text().partition("：")[0] for line in page.select(".duties-progress")}
    assert stages == {"打开文件", "计算到期日"}
    key = page.select("input[name=key]")[0].get("value")
    response = client.post(reverse("desk_duties:register_file"), {"key": key})
    assert response.streaming
    body = b"".join(response.streaming_content).decode()
    assert "登记事件：900/900" in body and "已登记900个事件" in body and body.rstrip().endswith("</html>")
    assert Duty.objects.count() == 900


def test_the_template_can_be_filled_in_and_uploaded(clerk: User) -> None:
    client = at(clerk)
    response = client.get(reverse("desk_duties:template"))
    assert "事件清单.xlsx" in unquote(response["Content-Disposition"])
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert [row[1].value for row in book.worksheets[1].iter_rows(min_row=2)] == ["技术中心名单", "年度预算"]
    book.worksheets[0].append([1, "信息形成", str(today() - DAY), "某名单"])
    made = io.BytesIO()
    book.save(made)
    file = SimpleUploadedFile("填好.xlsx", made.getvalue())
    assert "1行都没有问题" in client.post(reverse("desk_duties:check"), {"file": file}).content.decode()


# Items, limits, notices


def test_an_item_shows_its_row_its_years_and_what_was_published_last(clerk: User) -> None:
    running()
    published = make.published_disclosure(make.item(1), title="第22批名单")
    text = text_of(at(clerk), "item", make.item(1).pk)
    assert "第22批名单" in text and published.index_number in text and "信息形成之日起20个工作日内" in text
    bar = soup(text).select(".duties-years svg")[0]
    assert bar.get("aria-label").startswith(f"{Duty.objects.get().due_on.year}年1项")
    assert at(clerk).get(reverse("desk_duties:item", args=[make.item(2).pk])).status_code in (302, 403)


def test_the_counts_of_an_items_years_open_to_their_duties(officer: User) -> None:
    running(days_ago=60)
    running(subject="新的", days_ago=1)
    client = at(officer)
    page = soup(text_of(client, "item", make.item(1).pk))
    for link in page.select("a.duties-count"):
        assert len(subjects(client, "?" + link.get("href").partition("?")[2])) == int(link.get_text().split()[-1]), link.get_text()


def test_items_that_were_never_filled_can_be_asked_for(officer: User) -> None:
    make.published_duty(make.item(1), on=today(), happened_on=today() - DAY, at=today())
    text = text_of(at(officer), "items", query="?never=1")
    assert "技术中心名单" not in text and "年度预算" in text


def test_the_item_view_costs_the_same_however_much_there_is(officer: User, django_assert_max_num_queries: Counted) -> None:
    client, address = at(officer), reverse("desk_duties:item", args=[make.item(1).pk])
    running()
    client.get(address)
    with django_assert_max_num_queries(20) as first:
        client.get(address)
    for number in range(20):
        running(subject=f"第{number}项")
    with django_assert_max_num_queries(len(first.captured_queries)):
        client.get(address)


def test_the_officer_decides_which_limit_governs_after_seeing_what_moves(officer: User, clerk: User) -> None:
    duty = running(2, trigger="decided", days_ago=3)
    client, address = at(officer), reverse("desk_duties:limit", args=[make.item(2).pk])
    assert "处罚决定" in text_of(client, "limits") and "年度预算" not in text_of(client, "limits")
    values = {"choice": "0", "text": "", "reason": "目录经批准另定"}
    shown = client.post(address, {**values, "preview": "1"}).content.decode()
    assert not GoverningLimit.objects.exists() and "1项未结束" in shown
    client.post(address, {**values, "save": "1"})
    before = duty.due_on
    duty.refresh_from_db()
    assert duty.due_on > before and str(duty.due_on) in shown
    assert GoverningLimit.objects.get().decided_by == "fu"
    for words, values in (("读不懂", {"choice": "other", "text": "看情况"}), ("请写出", {"choice": "other", "text": ""})):
        assert words in client.post(address, {**values, "reason": "x", "save": "1"}).content.decode()
    assert at(clerk).get(address).status_code in (302, 403)


NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕99号
一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月14日（周日）上班。
三、清明节：4月5日（周一）放假1天，与周末连休。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天。
六、中秋节：9月15日（周三）放假1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
"""


def test_a_holiday_notice_is_shown_with_its_effect_before_it_counts(officer: User, clerk: User) -> None:
    duty = make.duty(make.item(1), happened_on=dt.date(2026, 12, 24), at=dt.date(2026, 12, 24))
    assert duty.is_provisional
    client, address = at(officer), reverse("desk_duties:notices")
    shown = client.post(address, {"text": NOTICE, "preview": "1"}).content.decode()
    assert not HolidayNotice.objects.exists() and "已确定" in shown and duty.subject in shown
    client.post(address, {"text": NOTICE, "save": "1"})
    duty.refresh_from_db()
    assert not duty.is_provisional and HolidayNotice.objects.get().added_by == "fu"
    assert "没有登记" in client.post(address, {"text": "随便写的", "save": "1"}).content.decode()
    auditor = at(person("shenji", Role.AUDITOR))
    assert auditor.get(address).status_code == 200
    auditor.post(address, {"text": NOTICE.replace("99", "98"), "save": "1"})
    assert HolidayNotice.objects.count() == 1
    assert at(clerk).get(address).status_code in (302, 403)


def test_no_screen_has_inline_script_or_style(officer: User) -> None:
    duty = running()
    client = at(officer)
    screens = [("index",), ("show", duty.pk), ("nothing", duty.pk), ("withhold", duty.pk), ("date", duty.pk), ("choose",),
               ("register", make.item(1).pk), ("files",), ("items",), ("item", make.item(1).pk), ("limits",),
               ("limit", make.item(2).pk), ("notices",)]  # fmt: skip
    for name, *args in screens:
        main = soup(text_of(client, name, *args)).select(".desk")[0]
        assert not main.select("script, style, [style]"), name
        assert not [tag for tag in main.find_all(True) for attribute in tag.attrs if attribute.startswith("on")], name
        identifiers = [tag["id"] for tag in main.select("[id]")]
        assert len(identifiers) == len(set(identifiers)), name
        assert not re.search(r"\{[{%]|None", main.get_text()), name
