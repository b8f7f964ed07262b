"""Letters by a real SMTP server on loopback: arrival, sign-in, refusal, silence, recovery."""

import datetime as dt
import time
from collections.abc import Iterator
from email.utils import parseaddr

import makers as make
import message_servers as servers
import pytest
import running
from message_makers import always, letters_to, user
from message_servers import MailBox

from gongkai.messages.delivering import MOST_ATTEMPTS, Delivered, deliver
from gongkai.messages.models import Delivery
from gongkai.project.mail_server import mail_server

pytestmark = pytest.mark.django_db
AT = make.moment(dt.date(2026, 11, 24))
MINUTE = dt.timedelta(minutes=1)


def use(settings: object, url: str) -> None:
    """Point the settings at a mail server, as the environment would."""
    read = mail_server(url)
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = read.host, read.port, 1
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = read.user, read.password
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = read.starttls, read.tls
    settings.DEFAULT_FROM_EMAIL = "政府信息公开 <xxgk@example.cn>"


@pytest.fixture
def box(settings: object) -> Iterator[MailBox]:
    """Run a mail server that takes everything, and use it."""
    with servers.mail_server() as (box, port):
        use(settings, f"smtp://127.0.0.1:{port}")
        yield box


def send(at: dt.datetime = AT) -> Delivered:
    return deliver(at=at, is_working_day=always)


def only() -> Delivery:
    return Delivery.objects.get()


def test_a_letter_arrives_in_chinese_with_its_link(box: MailBox, settings: object) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://gk.example.cn/"
    letters_to(user(), subject="请审查：关于年度报告的通知", text="到期日 2026年12月1日")
    assert send() == Delivered(sent=1)
    (letter,) = box.received
    assert letter["Subject"].strip() == "【政府信息公开】请审查：关于年度报告的通知"
    assert parseaddr(letter["From"]) == ("政府信息公开", "xxgk@example.cn") and letter["To"] == "zhang@example.cn"
    assert letter["Message-ID"] == f"<{only().reference}@example.cn>" and letter["Auto-Submitted"] == "auto-generated"
    body = letter.get_content()
    assert "到期日 2026年12月1日" in body and "https://gk.example.cn/desk/reviews/1/" in body
    assert only().sent_at and only().attempts == 1 and not only().error


def test_nothing_is_sent_twice(box: MailBox) -> None:
    letters_to(user())
    assert send().sent == 1 and send(AT + dt.timedelta(days=1)) == Delivered()
    assert len(box.received) == 1


def test_what_is_for_later_waits(box: MailBox) -> None:
    letters_to(user(), not_before=AT + MINUTE)
    assert send() == Delivered() and send(AT + MINUTE).sent == 1


def test_starttls_and_sign_in(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(servers.CERTIFICATE))
    with servers.mail_server(secure=True) as (box, port):
        use(settings, f"smtp://{servers.USER}:p%2Fss%40rd@127.0.0.1:{port}/?tls=1")
        letters_to(user())
        assert send().sent == 1
        assert box.received[0]["X-Was-Encrypted"] == "True"


def test_a_wrong_password_is_said_and_never_shown(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(servers.CERTIFICATE))
    with servers.mail_server(secure=True) as (box, port):
        use(settings, f"smtp://{servers.USER}:wr0ng@127.0.0.1:{port}/?tls=1")
        letters_to(user())
        assert send() == Delivered(put_off=1) and not box.received
    assert "用户名或密码" in only().error and "wr0ng" not in only().error


def test_a_certificate_nobody_vouches_for_is_refused(settings: object) -> None:
    with servers.mail_server(secure=True) as (box, port):
        use(settings, f"smtp://{servers.USER}:p%2Fss%40rd@127.0.0.1:{port}/?tls=1")
        letters_to(user())
        assert send() == Delivered(put_off=1) and not box.received
    assert "连不上发信服务器" in only().error


def test_a_dead_server_is_asked_once_a_round_and_the_letters_go_when_it_is_back(settings: object) -> None:
    port = running.free_port()
    use(settings, f"smtp://127.0.0.1:{port}")
    for number in range(5):
        letters_to(user(f"p{number}"))
    assert send() == Delivered(put_off=1), "the other four are not tried against a dead server"
    tried = Delivery.objects.get(attempts=1)
    assert tried.error.startswith("连不上发信服务器") and tried.not_before >= AT + MINUTE
    with servers.mail_server(port=port) as (box, _):
        assert send(AT + 2 * MINUTE).sent == 5
        assert box.recipients == [f"p{number}@example.cn" for number in range(5)]


def test_a_silent_server_costs_its_time_out_and_no_more(box: MailBox) -> None:
    box.pause = 5
    for number in range(3):
        letters_to(user(f"p{number}"))
    begun = time.monotonic()
    assert send() == Delivered(put_off=1)
    assert time.monotonic() - begun < 3
    assert "没有按时答复" in Delivery.objects.get(attempts=1).error


def test_a_refused_recipient_is_given_up_and_the_others_get_theirs(box: MailBox) -> None:
    box.refuse = {"a@example.cn": "550 no such user"}
    for name in "abc":
        letters_to(user(name))
    assert send() == Delivered(sent=2, given_up=1)
    assert box.recipients == ["b@example.cn", "c@example.cn"]
    refused = Delivery.objects.get(given_up_at__isnull=False)
    assert refused.message.person.username == "a" and "550 no such user" in refused.error
    assert send(AT + dt.timedelta(days=1)) == Delivered(), "it is not tried again"


def test_a_refusal_for_now_is_tried_again_after_a_growing_pause(box: MailBox) -> None:
    box.refuse = {"zhang@example.cn": "450 greylisted, try again later"}
    letters_to(user())
    pauses = []
    moment = AT
    for _ in range(8):
        assert send(moment) == Delivered(put_off=1)
        pauses.append(round((only().not_before - moment) / MINUTE))
        assert send(only().not_before - dt.timedelta(seconds=1)) == Delivered(), "not before its time"
        moment = only().not_before
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    box.refuse = {}
    assert send(moment).sent == 1


def test_trying_ends(box: MailBox) -> None:
    box.answer = "451 come back later"
    letters_to(user())
    Delivery.objects.update(attempts=MOST_ATTEMPTS - 1)
    assert send() == Delivered(given_up=1)
    assert only().given_up_at and "451" in only().error


def test_a_refused_letter_is_given_up(box: MailBox) -> None:
    box.answer = "554 this looks like spam"
    letters_to(user())
    assert send() == Delivered(given_up=1) and "554 this looks like spam" in only().error


def test_an_address_that_is_none_does_not_stop_the_others(box: MailBox) -> None:
    letters_to(user("a", email="a@exa\nmple.cn"))
    letters_to(user("b"))
    assert send() == Delivered(sent=1, given_up=1)


def test_who_has_left_gets_no_letters(box: MailBox) -> None:
    leaver = user()
    letters_to(leaver)
    leaver.is_active = False
    leaver.save()
    assert send() == Delivered(given_up=1) and not box.received


def test_the_round_ends_when_the_program_stops(box: MailBox) -> None:
    letters_to(user("a"))
    letters_to(user("b"))
    assert deliver(at=AT, is_working_day=always, go_on=lambda: len(box.received) < 1).sent == 1
