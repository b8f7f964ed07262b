"""Robots and webhooks: which addresses are taken, what a refusal looks like, and that no secret ever shows."""

import base64
import datetime as dt
import hashlib
import hmac
import logging
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import makers as make
import message_servers as servers
import pytest
import running
from message_makers import AT, always, channel, letters_to, user
from message_servers import Hook

from gongkai.audit.models import AuditEntry
from gongkai.messages import robots
from gongkai.messages.actions import tell_groups
from gongkai.messages.addresses import read_address
from gongkai.messages.channel_acts import add_group_channel, add_own_channel, remove_channel, send_test
from gongkai.messages.delivering import Delivered, deliver
from gongkai.messages.errors import BadChannel
from gongkai.messages.kinds import Kind
from gongkai.messages.models import Channel, Delivery

pytestmark = pytest.mark.django_db
KEY = "693a91f6-7abc-4bc4-97a0-0ec2sifa5aaa"
TOKEN, SECRET = "1f7e3d0a9b8c", "SECabc123def456"


@pytest.fixture
def hook() -> Iterator[tuple[Hook, int]]:
    """Run a web server."""
    with servers.web_server() as running_hook:
        yield running_hook


def send(at: dt.datetime = AT) -> Delivered:
    return deliver(at=at, is_working_day=always)


def only() -> Delivery:
    return Delivery.objects.get()


@pytest.mark.parametrize(
    ("pasted", "kept", "shown"),
    [
        (f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}", f"wecombot://{KEY}", "企业微信 …5aaa"),
        (f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}", f"dingtalk://{TOKEN}", "钉钉 …9b8c"),
        (f"https://open.feishu.cn/open-apis/bot/v2/hook/{KEY}", f"feishu://{KEY}", "飞书 …5aaa"),
        (f"https://open.larksuite.com/open-apis/bot/v2/hook/{KEY}", f"lark://{KEY}", "Lark …5aaa"),
        (f" dingtalk://{SECRET}@{TOKEN}/ ", f"dingtalk://{SECRET}@{TOKEN}", "钉钉 …9b8c"),
    ],
)
def test_what_the_services_show_can_be_pasted_as_it_is(pasted: str, kept: str, shown: str) -> None:
    address = read_address(pasted, own=True)
    assert (address.url, address.masked) == (kept, shown)
    assert robots.plugin_for(address.url)


@pytest.mark.parametrize(
    "pasted",
    [
        "", "wecombot://", "mailto://u:s3cret@example.cn", "file:///etc/passwd", "http://10.0.0.1/s3cret", "json://10.0.0.1/s3cret",
        "jsons://example.cn/s3cret", "wecombot://key/../s3cret", "feishu://s3cret@10.0.0.1", "syslog://", "exec://s3cret",
        "https://qyapi.weixin.qq.com.evil.cn/cgi-bin/webhook/send?key=s3cret", "dingtalk://s3cret/13812345678",
        "lark://s3cret0?rto=600", "https://open.feishu.cn@10.0.0.1/open-apis/bot/v2/hook/s3cret0",
    ],
)  # fmt: skip
def test_a_person_can_set_a_robot_at_the_known_services_only(pasted: str) -> None:
    with pytest.raises(BadChannel) as refusal:
        add_own_channel(user=user(), name="我的群", address=pasted, by="zhang", at=AT)
    assert "s3cret" not in str(refusal.value) and not Channel.objects.exists() and not AuditEntry.objects.exists()


@pytest.mark.parametrize("pasted", ["json://", "json://:80/", "jsons://h:99999/", "xml://h/", "json://[::1/"])
def test_a_wrong_webhook_is_refused_in_words(pasted: str) -> None:
    with pytest.raises(BadChannel):
        read_address(pasted, own=False)


def test_a_webhook_keeps_its_path_and_loses_what_we_decide() -> None:
    address = read_address("JSON://u:s3cret@10.0.0.5:8080/hook?rto=900&retry=9&redirect=yes&-room=1", own=False)
    assert address.url == "json://u:s3cret@10.0.0.5:8080/hook?-room=1" and address.masked == "接口 10.0.0.5:8080"
    plugin = robots.plugin_for(address.url)
    assert (plugin.request_timeout, plugin.retry, plugin.redirects) == ((5.0, 10.0), 0, False)


def test_a_secret_stands_in_no_record_and_is_forgotten_with_its_channel() -> None:
    added = add_own_channel(user=user(), name="我的群", address=f"dingtalk://{TOKEN}", secret=SECRET, by="zhang", at=AT)
    remove_channel(channel=added, by="zhang", at=AT)
    kept = repr(list(AuditEntry.objects.values())) + str(added)
    assert SECRET not in kept and TOKEN not in kept and "…9b8c" in kept
    assert [entry.act for entry in AuditEntry.objects.order_by("id")] == ["添加消息渠道", "移除消息渠道"]
    assert Channel.objects.get().url == ""


def test_only_dingtalk_has_a_signing_secret_and_nothing_is_set_twice() -> None:
    with pytest.raises(BadChannel, match="只有钉钉"):
        add_own_channel(user=user(), name="群", address=f"feishu://{KEY}", secret=SECRET, by="zhang", at=AT)
    add_own_channel(user=user(), name="群", address=f"feishu://{KEY}", by="zhang", at=AT)
    with pytest.raises(BadChannel, match="已经设置过"):
        add_own_channel(user=user(), name="群", address=f"feishu://{KEY}", by="zhang", at=AT)


def test_groups_never_get_messages_about_drafts() -> None:
    fields = {"agency": make.agency(), "office": None, "name": "群", "address": f"feishu://{KEY}", "by": "admin", "at": AT}
    with pytest.raises(BadChannel, match="草稿"):
        add_group_channel(kinds=[Kind.OVERDUE, Kind.RETURNED], **fields)
    with pytest.raises(BadChannel, match="至少选择一种"):
        add_group_channel(kinds=[], **fields)


def group(port: int, **fields: object) -> Channel:
    """Set a webhook of the whole agency, as the administrator does."""
    fields = {"office": None, "name": "处室群", "kinds": [Kind.OVERDUE]} | fields
    return add_group_channel(agency=make.agency(), address=f"json://127.0.0.1:{port}/hook", by="admin", at=AT, **fields)


def overdue(key: str = "1") -> None:
    agency = make.agency()
    fields = {"subject": "已逾期：年度报告", "text": "11月20日到期", "path": "/desk/duties/1/", "at": AT}
    assert tell_groups(agency=agency, office=None, kind=Kind.OVERDUE, key=key, **fields) == 1


def test_a_webhook_gets_title_text_and_link(hook: tuple[Hook, int]) -> None:
    heard, port = hook
    group(port)
    overdue()
    assert send().sent == 1
    ((path, said),) = heard.received
    assert path == "/hook" and said["title"] == "【政府信息公开】已逾期：年度报告"
    assert "11月20日到期" in said["message"] and "/desk/duties/1/" in said["message"]


def test_a_failing_webhook_is_tried_again_and_its_answer_is_said(hook: tuple[Hook, int]) -> None:
    heard, port = hook
    group(port)
    overdue()
    heard.status = 503
    assert send() == Delivered(put_off=1) and "HTTP 503" in only().error
    heard.status = 200
    assert send(AT + dt.timedelta(minutes=2)).sent == 1 and only().error == ""


def test_a_webhook_cannot_send_us_elsewhere(hook: tuple[Hook, int]) -> None:
    heard, port = hook
    with servers.web_server() as (elsewhere, other):
        heard.status, heard.location = 307, f"http://127.0.0.1:{other}/inside"
        group(port)
        overdue()
        assert send() == Delivered(put_off=1) and not elsewhere.received


def test_one_dead_channel_never_holds_up_another(hook: tuple[Hook, int], settings: object) -> None:
    heard, port = hook
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.free_port()
    letters_to(user())
    group(running.free_port(), name="坏群")
    alive = group(port, name="好群")
    for key in "12":
        tell_groups(agency=make.agency(), office=None, kind=Kind.OVERDUE, key=key, subject="已逾期", text="", path="", at=AT)
    assert send() == Delivered(sent=2, put_off=2)
    assert {one.channel for one in Delivery.objects.filter(sent_at__isnull=False)} == {alive}
    assert len(heard.received) == 2


def test_a_silent_webhook_costs_its_time_out_and_no_more(hook: tuple[Hook, int], monkeypatch: pytest.MonkeyPatch) -> None:
    heard, port = hook
    monkeypatch.setattr(robots, "ANSWER_SECONDS", 0.5)
    heard.pause = lambda: time.sleep(1.5)
    group(port)
    overdue("1")
    overdue("2")
    begun = time.monotonic()
    assert send() == Delivered(put_off=1)
    assert time.monotonic() - begun < 1.4 and "按时答复" in Delivery.objects.get(attempts=1).error


SERVICES = (
    (f"wecombot://{KEY}", robots.WeCom, "/send?key={key}", {"errcode": 93000, "errmsg": "invalid webhook url"}),
    (f"dingtalk://{TOKEN}", robots.DingTalk, "/send?access_token={token}", {"errcode": 310000, "errmsg": "keywords not in content"}),
    (f"feishu://{KEY}", robots.NotifyFeishu, "/hook/{token}/", {"code": 19001, "msg": "param invalid"}),
    (f"lark://{KEY}", robots.NotifyLark, "/hook/", {"code": 19001, "msg": "param invalid"}),
)


@pytest.mark.parametrize(("url", "plugin", "path", "refusal"), SERVICES, ids=["wecom", "dingtalk", "feishu", "lark"])
def test_services_get_a_text_and_their_refusal_with_http_200_is_no_delivery(
    hook: tuple[Hook, int], monkeypatch: pytest.MonkeyPatch, url: str, plugin: type, path: str, refusal: dict[str, object]
) -> None:
    heard, port = hook
    monkeypatch.setattr(plugin, "notify_url", f"http://127.0.0.1:{port}{path}")
    someone = user(email="")
    channel(url, user=someone)
    letters_to(someone, text="到期日 2026年12月1日")
    heard.answer = refusal
    assert send() == Delivered(put_off=1)
    assert str(refusal.get("errcode") or refusal["code"]) in only().error and KEY not in only().error and TOKEN not in only().error
    heard.answer = {"errcode": 0, "code": 0, "errmsg": "ok"}
    assert send(AT + dt.timedelta(minutes=2)).sent == 1
    said = repr(heard.received[-1])
    assert "【政府信息公开】请审查：通知" in said and "到期日 2026年12月1日" in said and "/desk/reviews/1/" in said


def test_a_signed_dingtalk_robot_gets_the_signature_it_expects(hook: tuple[Hook, int], monkeypatch: pytest.MonkeyPatch) -> None:
    heard, port = hook
    heard.answer = {"errcode": 0}
    monkeypatch.setattr(robots.DingTalk, "notify_url", f"http://127.0.0.1:{port}/send?access_token={{token}}")
    assert send_test(to=channel(f"dingtalk://{SECRET}@{TOKEN}", user=user()), by="zhang", at=AT).sent_at
    query = parse_qs(urlsplit(heard.received[0][0]).query)
    stamp = query["timestamp"][0]
    expected = base64.b64encode(hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256).digest()).decode()
    assert query["sign"] == [expected] and query["access_token"] == [TOKEN]


def test_a_long_text_is_cut_at_a_line_to_what_wecom_takes(hook: tuple[Hook, int], monkeypatch: pytest.MonkeyPatch) -> None:
    heard, port = hook
    heard.answer = {"errcode": 0}
    monkeypatch.setattr(robots.WeCom, "notify_url", f"http://127.0.0.1:{port}/send?key={{key}}")
    someone = user(email="")
    channel(f"wecombot://{KEY}", user=someone)
    letters_to(someone, text="\n".join(f"{number}. 关于第{number}批企业技术中心名单的通知" for number in range(90)))
    assert send().sent == 1 and len(heard.received) == 1
    content = heard.received[0][1]["text"]["content"]
    assert len(content.encode()) <= 2048 and content.endswith("其余请到工作台查看。")


@pytest.mark.parametrize("status", [500, 200])
def test_no_log_and_no_error_shows_a_secret(
    hook: tuple[Hook, int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    heard, port = hook
    heard.status, heard.answer = status, "nonsense"
    with caplog.at_level(logging.DEBUG):
        for url, plugin, path, _ in SERVICES:
            monkeypatch.setattr(plugin, "notify_url", f"http://127.0.0.1:{port}{path}")
            send_test(to=channel(url, user=user()), by="zhang", at=AT)
        send_test(to=channel(f"lark://{KEY}", user=user()), by="zhang", at=AT)
    shown = "".join(record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING)
    assert len(heard.received) >= 4
    for text in (shown, repr([*Delivery.objects.values_list("error", flat=True)])):
        assert KEY not in text and TOKEN not in text


def test_a_test_says_at_once_how_it_went(hook: tuple[Hook, int]) -> None:
    heard, port = hook
    there = group(port)
    assert send_test(to=there, by="admin", at=AT).sent_at
    heard.status = 404
    failed = send_test(to=there, by="admin", at=AT)
    assert failed.given_up_at and "HTTP 404" in failed.error
    assert send(AT + dt.timedelta(days=1)) == Delivered(), "a test is not repeated"


def test_what_waits_for_a_removed_channel_is_given_up(hook: tuple[Hook, int]) -> None:
    there = group(hook[1])
    overdue()
    remove_channel(channel=there, by="admin", at=AT)
    assert send() == Delivered() and only().error == "渠道已经移除" and not hook[0].received
