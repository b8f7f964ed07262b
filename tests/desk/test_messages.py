"""The screens of messages: one's own only, choices kept, channels by the administrator, and a log that shows no content."""

import json
from collections.abc import Iterator

import makers as make
import message_servers as servers
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from message_makers import channel, letters_to, user
from message_servers import Hook, MailBox

from gongkai.accounts.models import Appointment, User
from gongkai.accounts.roles import OF_AN_OFFICE, Role
from gongkai.audit.models import AuditEntry
from gongkai.messages.actions import mark_read
from gongkai.messages.kinds import CHOSEN, Kind, Rhythm
from gongkai.messages.models import Channel, Delivery, Message, Preference
from gongkai.messages.queries import unread_count

pytestmark = pytest.mark.django_db
KEY = "693a91f6-7abc-4bc4-97a0-0ec2sifa5aaa"
PASTED = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"


def appointed(role: Role, name: str = "") -> User:
    """Return a person of the agency with a role."""
    office = make.agency().offices.get_or_create(name="办公室", code="k01")[0]
    person = user(name or role.value, office=None if role in (Role.ADMINISTRATOR, Role.AUDITOR) else office)
    of = office if role in OF_AN_OFFICE else None
    Appointment.objects.create(user=person, role=role, office=of, since=make.IN_FORCE, made_at=make.moment(), made_by=make.BY)
    return person


def at_desk(person: User) -> Client:
    """Return a browser in which a person has signed in."""
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def clerk() -> User:
    """Return a clerk."""
    return appointed(Role.CLERK)


@pytest.fixture
def administrator() -> User:
    """Return the system administrator."""
    return appointed(Role.ADMINISTRATOR)


@pytest.fixture
def box(settings: object) -> Iterator[MailBox]:
    """Run a mail server that takes everything, and use it."""
    with servers.mail_server() as (box, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        yield box


@pytest.fixture
def hook() -> Iterator[tuple[Hook, int]]:
    """Run a web server."""
    with servers.web_server() as running_hook:
        yield running_hook


def text_of(response: object) -> str:
    return response.content.decode()


def test_the_inbox_shows_my_messages_unread_first_and_nobody_elses(clerk: User) -> None:
    for key, subject in (("1", "旧的通知"), ("2", "新的通知")):
        letters_to(clerk, key=key, subject=subject)
    letters_to(user("other"), subject="别人的通知")
    mark_read(user=clerk, message=Message.objects.get(key="2", person=clerk), at=make.moment())
    page = html.fromstring(at_desk(clerk).get("/desk/messages/").content)
    lines = page.xpath("//li[contains(@class, 'messages-line')]")
    assert [line.xpath("string(.//a)").strip().removeprefix("未读") for line in lines] == ["旧的通知", "新的通知"]
    assert "别人的通知" not in page.text_content()
    assert "新的通知" not in text_of(at_desk(clerk).get("/desk/messages/?show=unread"))


def test_opening_a_message_marks_it_read_and_leads_to_its_matter(clerk: User) -> None:
    letters_to(clerk, path="/desk/messages/preferences/")
    message = Message.objects.get()
    response = at_desk(clerk).get(f"/desk/messages/open/{message.pk}/")
    assert response.headers["Location"] == "/desk/messages/preferences/"
    message.refresh_from_db()
    assert message.is_read


def test_a_message_of_another_can_neither_be_opened_nor_marked(clerk: User) -> None:
    letters_to(user("other"))
    message = Message.objects.get()
    client = at_desk(clerk)
    assert client.get(f"/desk/messages/open/{message.pk}/").status_code == 404
    assert client.post("/desk/messages/read/", {"message": message.pk}).status_code == 404
    assert client.post("/desk/messages/read/").status_code == 302
    message.refresh_from_db()
    assert not message.is_read


def test_all_can_be_marked_read_at_once(clerk: User) -> None:
    letters_to(clerk)
    letters_to(clerk, key="2")
    text = text_of(at_desk(clerk).post("/desk/messages/read/", follow=True))
    assert "已把2条消息标为已读" in text and not Message.objects.unread().exists()


def test_a_full_inbox_opens_with_as_many_questions_as_an_empty_one(clerk: User) -> None:
    client = at_desk(clerk)
    for number in range(70):
        letters_to(clerk, key=str(number))
    counts = []
    for page in (1, 2, 3):
        with CaptureQueriesContext(connection) as counted:
            text = text_of(client.get(f"/desk/messages/?page={page}"))
        counts.append(len(counted))
        assert ("下一页" in text) == (page < 3)
    assert len(set(counts)) == 1 and counts[0] <= 14, counts
    for odd in ("0", "-1", "x", "99999999999999"):
        assert client.get(f"/desk/messages/?page={odd}").status_code == 200


def unread_in_the_menu(client: Client) -> dict[str, str]:
    """Return what the menu's line of messages carries besides its word; Wagtail draws the menu from this."""
    props = json.loads(html.fromstring(client.get("/desk/messages/preferences/").content).xpath("//*[@id='wagtail-sidebar-props']/text()")[0])
    found: list[dict[str, str]] = []
    walk = [props]
    while walk:
        one = walk.pop()
        if isinstance(one, dict) and one.get("name") == "desk_messages-index":
            found.append(one["attrs"])
        walk.extend(one.values() if isinstance(one, dict) else one if isinstance(one, list) else [])
    assert len(found) == 1
    return found[0]


def test_the_menu_says_how_many_are_unread(clerk: User) -> None:
    client = at_desk(clerk)
    letters_to(user("other"), key="0")
    assert unread_in_the_menu(client) == {}
    for number in range(3):
        letters_to(clerk, key=str(number))
    assert unread_in_the_menu(client) == {"data-unread": "3", "aria-label": "消息（3条未读）"}
    mark_read(user=clerk, message=Message.objects.filter(person=clerk)[0], at=make.moment())
    assert unread_in_the_menu(client)["data-unread"] == "2"
    for number in range(3, 101):
        letters_to(clerk, key=str(number))
    assert unread_in_the_menu(client) == {"data-unread": "99+", "aria-label": "消息（99+条未读）"}
    client.post("/desk/messages/read/")
    assert unread_in_the_menu(client) == {}


def test_counting_the_unread_reads_the_inbox_by_its_index(clerk: User) -> None:
    letters_to(clerk)
    with CaptureQueriesContext(connection) as asked:
        assert unread_count(clerk, most=100) == 1
    assert len(asked) == 1
    if connection.vendor == "sqlite":
        plan = Message.objects.inbox_of(clerk).unread().order_by()[:100].explain()
        assert "message_inbox" in plan, plan


def test_choices_are_kept_and_recorded(clerk: User) -> None:
    client = at_desk(clerk)
    assert client.get("/desk/messages/preferences/").status_code == 200
    wanted = [kind.value for kind in CHOSEN if kind not in (Kind.RELEASED, Kind.DUE_5)]
    client.post("/desk/messages/preferences/", {"rhythm": "daily", "by_email": "on", "kinds": wanted})
    chosen = Preference.objects.get(user=clerk)
    assert (chosen.by_email, chosen.rhythm, chosen.quiet_on_days_off) == (True, Rhythm.DAILY, False)
    assert set(chosen.kinds_off) == {Kind.RELEASED, Kind.DUE_5}
    kept = AuditEntry.objects.get(act="修改消息设置")
    assert kept.by == "clerk" and kept.after["rhythm"] == "daily"
    page = html.fromstring(client.get("/desk/messages/preferences/").content)
    assert set(page.xpath("//input[@name='kinds'][@checked]/@value")) == set(wanted)
    assert client.post("/desk/messages/preferences/", {"rhythm": "never"}).status_code == 400


def test_my_robot_is_added_tested_and_removed_and_its_address_is_never_shown(
    clerk: User, hook: tuple[Hook, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, port = hook
    heard.answer = {"errcode": 0}
    monkeypatch.setattr("gongkai.messages.robots.WeCom.notify_url", f"http://127.0.0.1:{port}/send?key={{key}}")
    client = at_desk(clerk)
    pages = [text_of(client.post("/desk/messages/own/add/", {"name": "我的群", "address": PASTED}, follow=True))]
    added = Channel.objects.get(user=clerk)
    pages.append(text_of(client.post(f"/desk/messages/channels/{added.pk}/test/", follow=True)))
    assert "测试消息已发到“我的群”" in pages[-1] and len(heard.received) == 1
    heard.answer = {"errcode": 93000}
    pages.append(text_of(client.post(f"/desk/messages/channels/{added.pk}/test/", follow=True)))
    assert "没有发出去：对方没有接受（错误码 93000" in pages[-1]
    pages.append(text_of(client.post(f"/desk/messages/channels/{added.pk}/remove/", follow=True)))
    assert "已移除“我的群”" in pages[-1] and not Channel.objects.filter(is_active=True).exists()
    assert all(KEY not in page for page in pages) and KEY not in repr(list(AuditEntry.objects.values()))


def test_a_wrong_address_is_refused_on_the_form(clerk: User) -> None:
    response = at_desk(clerk).post("/desk/messages/own/add/", {"name": "内网", "address": "json://10.0.0.1/admin"})
    assert response.status_code == 400 and "其他接口请系统管理员设置" in text_of(response) and not Channel.objects.exists()


def test_there_is_a_limit_to_ones_own_channels(clerk: User) -> None:
    for number in range(5):
        channel(f"feishu://abcdef{number}", user=clerk)
    response = at_desk(clerk).post("/desk/messages/own/add/", {"name": "第六个", "address": PASTED})
    assert response.status_code == 400 and "最多设置5个渠道" in text_of(response)


def test_nobody_touches_a_channel_of_another(clerk: User, administrator: User) -> None:
    private = channel("feishu://abcdef1", user=user("other"))
    group = channel("feishu://abcdef2", agency=make.agency(), kinds=[Kind.OVERDUE])
    for act in ("test", "remove"):
        for person, there in ((clerk, private), (clerk, group), (administrator, private)):
            assert at_desk(person).post(f"/desk/messages/channels/{there.pk}/{act}/").status_code in (302, 403)
    assert Channel.objects.filter(is_active=True).count() == 2 and not Delivery.objects.exists()


def test_the_administrator_sets_groups_and_tests_them(administrator: User, hook: tuple[Hook, int]) -> None:
    heard, port = hook
    client = at_desk(administrator)
    office = make.agency().offices.get_or_create(name="办公室", code="k01")[0]
    said = {"name": "办公室群", "office": office.pk, "address": f"json://127.0.0.1:{port}/geheim", "kinds": ["overdue", "due_0"]}
    text = text_of(client.post("/desk/messages/channels/", said | {"quiet_on_days_off": "on"}, follow=True))
    group = Channel.objects.get()
    assert "办公室群" in text and "geheim" not in text and group.office == office and group.kinds == ["due_0", "overdue"]
    client.post(f"/desk/messages/channels/{group.pk}/test/")
    assert heard.received[0][1]["title"] == "【政府信息公开】测试消息"
    refused = client.post("/desk/messages/channels/", said | {"kinds": []})
    assert refused.status_code == 400 and "请至少选择一种消息" in text_of(refused)


def test_a_test_letter_says_how_it_went(administrator: User, box: MailBox) -> None:
    client = at_desk(administrator)
    assert "请查收 administrator@example.cn" in text_of(client.post("/desk/messages/mail/test/", {"back": "channels"}, follow=True))
    assert box.recipients == ["administrator@example.cn"]
    box.refuse = {"administrator@example.cn": "550 no such user"}
    assert "没有发出去：收件地址被拒收（550 no such user）" in text_of(client.post("/desk/messages/mail/test/", follow=True))
    assert not Message.objects.inbox_of(administrator).exists(), "a test is no news"


def test_without_a_mail_server_the_screens_say_so(administrator: User, clerk: User) -> None:
    assert "GONGKAI_SMTP_URL" in text_of(at_desk(administrator).get("/desk/messages/channels/"))
    assert "还没有设置发信服务器" in text_of(at_desk(clerk).get("/desk/messages/preferences/"))


def test_the_log_shows_kinds_and_outcomes_and_no_subject(administrator: User, settings: object) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    letters_to(user("zhao"), subject="机密的标题", text="机密的正文")
    letters_to(user("qian"), key="2")
    Delivery.objects.filter(message__key="2").update(given_up_at=make.moment(), error="收件地址被拒收（550）")
    for person in (administrator, appointed(Role.AUDITOR)):
        client = at_desk(person)
        text = text_of(client.get("/desk/messages/log/"))
        assert "等待审查" in text and "张zhao" in text and "收件地址被拒收（550）" in text and "机密" not in text
        failed = text_of(client.get("/desk/messages/log/?state=failed&way=email"))
        assert "张qian" in failed and "张zhao" not in failed


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMINISTRATOR, Role.AUDITOR)])
def test_others_see_neither_log_nor_channels(role: Role) -> None:
    client = at_desk(appointed(role))
    assert client.get("/desk/messages/").status_code == 200 and client.get("/desk/messages/preferences/").status_code == 200
    for address in ("log/", "channels/"):
        response = client.get(f"/desk/messages/{address}")
        assert response.status_code in (302, 403) and "送达记录" not in text_of(response)


def test_the_auditor_cannot_set_channels(hook: tuple[Hook, int]) -> None:
    client = at_desk(appointed(Role.AUDITOR))
    client.post("/desk/messages/channels/", {"name": "群", "address": f"json://127.0.0.1:{hook[1]}/", "kinds": ["overdue"]})
    assert not Channel.objects.exists()


def test_whoever_holds_no_role_has_no_messages(client: Client) -> None:
    client.force_login(user("nobody"))
    for address in ("", "preferences/", "log/", "channels/"):
        assert client.get(f"/desk/messages/{address}").status_code in (302, 403)


def test_changes_are_asked_for_by_post_with_a_token(clerk: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    letters_to(clerk)
    assert client.post("/desk/messages/read/").status_code == 403
    for address in ("read/", "own/add/", "mail/test/", "channels/1/test/", "channels/1/remove/"):
        assert client.get(f"/desk/messages/{address}").status_code == 405, address
    assert Message.objects.unread().count() == 1
