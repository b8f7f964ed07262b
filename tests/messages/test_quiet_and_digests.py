"""When messages travel: not on days off, make-up Saturdays counted as worked, one digest instead of many letters."""

import datetime as dt
from collections.abc import Iterator

import makers as make
import message_servers as servers
import pytest
from django.utils import timezone
from message_makers import AT, always, channel, letters_to, prefer, user
from message_servers import MailBox

from gongkai.messages.actions import drop, tell, tell_groups
from gongkai.messages.delivering import deliver
from gongkai.messages.kinds import Kind, Rhythm
from gongkai.messages.models import Delivery, Message
from gongkai.messages.telling import Letter, post
from gongkai.rules.workdays import shipped_calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings: object) -> Iterator[MailBox]:
    """Run a mail server that takes everything, and use it."""
    with servers.mail_server() as (box, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        yield box


def moment(text: str) -> dt.datetime:
    """Return a moment of local time: ``2026-10-01 09:00``."""
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def send(at: str) -> int:
    return deliver(at=moment(at), is_working_day=shipped_calendar().is_working_day).sent


@pytest.mark.parametrize(
    ("told", "silent", "sent"),
    [
        ("2026-09-30 20:00", ["2026-10-01 09:00", "2026-10-04 12:00", "2026-10-07 23:59", "2026-10-08 08:29"], "2026-10-08 08:30"),
        ("2026-02-13 23:00", ["2026-02-14 08:29"], "2026-02-14 08:30"),  # a make-up Saturday is a working day
        ("2026-02-14 18:00", ["2026-02-15 09:00", "2026-02-23 12:00"], "2026-02-24 08:30"),  # 春节
        ("2026-11-20 20:00", ["2026-11-21 09:00", "2026-11-22 23:00"], "2026-11-23 08:30"),  # a plain weekend
    ],
)
def test_days_off_are_quiet_and_make_up_days_are_not(box: MailBox, told: str, silent: list[str], sent: str) -> None:
    letters_to(user(), at=moment(told))
    for at in silent:
        assert send(at) == 0, at
    assert send(sent) == 1 and len(box.received) == 1


def test_the_evening_of_a_working_day_is_not_quiet(box: MailBox) -> None:
    letters_to(user(), at=moment("2026-11-24 21:00"))
    assert send("2026-11-24 21:00") == 1


def test_who_does_not_want_quiet_hears_on_days_off(box: MailBox) -> None:
    wakeful = user("a")
    prefer(wakeful, quiet_on_days_off=False)
    letters_to(wakeful, user("b"), at=moment("2026-10-01 03:00"))
    assert send("2026-10-01 03:00") == 1 and box.recipients == ["a@example.cn"]


def test_groups_are_quiet_too_unless_set_otherwise() -> None:
    with servers.web_server() as (heard, port):
        agency = make.agency()
        url = f"json://127.0.0.1:{port}/"
        for name, quiet in (("静", True), ("不静", False)):
            channel(url + name, agency=agency, name=name, kinds=[Kind.OVERDUE], quiet_on_days_off=quiet)
        at = moment("2026-10-01 10:00")
        fields = {"agency": agency, "office": None, "key": "1", "subject": "已逾期", "text": "", "path": "", "at": at}
        assert tell_groups(kind=Kind.OVERDUE, **fields) == 2
        assert send("2026-10-01 10:00") == 1 and send("2026-10-08 08:30") == 1
        assert len(heard.received) == 2


def daily(name: str = "zhang") -> object:
    someone = user(name)
    prefer(someone, rhythm=Rhythm.DAILY)
    return someone


def test_a_digest_gathers_a_day_and_leaves_at_half_past_eight_of_a_working_day(box: MailBox) -> None:
    someone = daily()
    letters_to(someone, at=moment("2026-09-30 09:00"), subject="请审查：甲")
    letters_to(someone, at=moment("2026-10-03 15:00"), subject="请审查：乙", key="2")
    for silent in ("2026-09-30 09:01", "2026-09-30 23:00", "2026-10-01 09:00", "2026-10-05 08:30", "2026-10-08 08:29"):
        assert send(silent) == 0, silent
    assert send("2026-10-08 08:30") == 1
    (letter,) = box.received
    assert letter["Subject"].strip() == "【政府信息公开】您有2条消息"
    lines = letter.get_content().splitlines()
    assert lines[:2] == ["1. 请审查：甲", "2. 请审查：乙"] and lines[-1].endswith("/desk/messages/")
    assert send("2026-10-08 08:31") == 0


def test_what_comes_after_half_past_eight_is_for_the_next_digest(box: MailBox) -> None:
    someone = daily()
    letters_to(someone, at=moment("2026-11-24 08:31"))
    assert send("2026-11-24 10:00") == 0 and send("2026-11-25 08:30") == 1


def test_a_digest_of_one_is_that_one(box: MailBox) -> None:
    letters_to(daily(), at=moment("2026-11-23 10:00"), text="正文")
    assert send("2026-11-24 08:30") == 1
    assert box.received[0]["Subject"].strip() == "【政府信息公开】请审查：通知" and "/desk/reviews/1/" in box.received[0].get_content()


def test_the_inbox_shows_the_messages_and_not_the_digest(box: MailBox) -> None:
    someone = daily()
    letters_to(someone, at=moment("2026-11-23 10:00"))
    letters_to(someone, at=moment("2026-11-23 11:00"), key="2")
    send("2026-11-24 08:30")
    assert [message.kind for message in Message.objects.inbox_of(someone)] == [Kind.WAITING, Kind.WAITING]
    assert Message.objects.filter(kind=Kind.DIGEST).get().digested.count() == 2


def test_many_messages_of_one_moment_travel_as_one_letter(box: MailBox) -> None:
    agency = make.agency()
    crowd = channel(agency=agency, kinds=[Kind.OVERDUE])
    for number in range(3):
        letters_to(user(), key=str(number))
    assert Delivery.objects.count() == 3, "three letters remain three"
    letters = [
        Letter(to, Kind.OVERDUE if number % 2 else Kind.DUE_5, str(number), f"第{number}项", "", "/desk/duties/1/")
        for to in (user("b"), crowd)
        for number in range(60)
    ]
    assert post(letters, at=AT) == 120 and Delivery.objects.count() == 3
    deliver(at=AT, is_working_day=always)
    (letter,) = [letter for letter in box.received if letter["To"] == "b@example.cn"]
    lines = letter.get_content().splitlines()
    assert letter["Subject"].strip().endswith("您有60条消息") and lines[0] == "1. 第1项", "what is late stands first"
    assert "另有10条，请到工作台查看。" in lines
    assert Delivery.objects.filter(channel=crowd).count() == 1


def test_what_is_settled_leaves_the_digest(box: MailBox) -> None:
    someone = daily()
    fields = {"users": [someone], "subject": "今天到期", "text": "", "path": "", "at": moment("2026-11-23 10:00")}
    tell(kind=Kind.DUE_0, key="7", about=("duties.Duty", "7"), **fields)
    assert drop(about_kind="duties.Duty", about_keys=["7"], kinds=[Kind.DUE_0], at=AT) == 1
    assert send("2026-11-24 08:30") == 0


def test_a_digest_nobody_can_receive_is_not_waited_for() -> None:
    """Without a mail server there is no way to travel, so nothing waits for a digest."""
    letters_to(daily())
    assert not Message.objects.filter(digest_from__isnull=False).exists()
