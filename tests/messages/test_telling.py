"""What people are told: each thing once, whatever is said twice, and nothing that must not leave the house."""

import datetime as dt

import makers as make
import pytest
from django.db import IntegrityError, transaction
from message_makers import channel, prefer, user

from gongkai.messages.actions import drop, mark_read, tell, tell_groups
from gongkai.messages.kinds import Kind, Way
from gongkai.messages.models import Delivery, Message
from gongkai.rules.privacy import find_personal_data

pytestmark = pytest.mark.django_db
AT = make.moment(dt.date(2026, 11, 24))
MOBILE, IDENTITY = "13812345678", "11010519491231002X"


@pytest.fixture(autouse=True)
def mail_is_set(settings: object) -> None:
    """Act as if a mail server were configured; nothing is sent here."""
    settings.EMAIL_HOST = "127.0.0.1"


def say(*users: object, **fields: object) -> int:
    fields = {"kind": Kind.WAITING, "key": "1", "subject": "请审查：通知", "text": "正文", "path": "/desk/reviews/1/"} | fields
    return tell(users=users, at=AT, **fields)


def test_telling_twice_makes_one_message() -> None:
    someone = user()
    assert (say(someone), say(someone), say(someone, someone, key="2")) == (1, 0, 1)
    assert Message.objects.count() == 2 and Delivery.objects.count() == 2


def test_the_same_key_is_told_to_each_person_and_for_each_kind() -> None:
    assert say(user("a"), user("b")) == 2
    assert say(user("a"), kind=Kind.RETURNED) == 1


def test_a_message_stands_or_falls_with_the_act_it_tells_of() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        say(user())
        raise RuntimeError
    assert not Message.objects.exists()


def test_personal_data_never_enters_a_message() -> None:
    say(user(), subject=f"关于{MOBILE}的通知", text=f"身份证 {IDENTITY}，１３８１２３４５６７８\n标题")
    told = Message.objects.get()
    assert not find_personal_data(f"{told.subject}\n{told.text}")
    assert MOBILE not in told.subject and IDENTITY not in told.text and told.text.endswith("标题")


def test_a_subject_is_one_line() -> None:
    say(user(), subject="通知\r\nBcc: someone@example.cn")
    assert Message.objects.get().subject == "通知 Bcc: someone@example.cn"


@pytest.mark.parametrize("path", ["https://example.cn/", "//example.cn/", "desk/"])
def test_a_message_leads_only_into_the_desk(path: str) -> None:
    with pytest.raises(ValueError, match="place of the desk"):
        say(user(), path=path)


def test_an_unknown_kind_is_refused_and_nothing_is_kept() -> None:
    with pytest.raises(ValueError):
        say(user(), kind="gossip")
    assert not Message.objects.exists()


def test_without_a_mail_server_messages_are_kept_for_the_desk(settings: object) -> None:
    settings.EMAIL_HOST = ""
    assert say(user()) == 1
    assert not Delivery.objects.exists()


def test_choices_decide_how_a_message_travels_and_never_whether_it_is_kept() -> None:
    no_mail, no_kind, no_address, gone = user("a"), user("b"), user("c", email=""), user("d", is_active=False)
    prefer(no_mail, by_email=False)
    prefer(no_kind, kinds_off=[Kind.WAITING])
    with_robot = user("e")
    robot = channel(user=with_robot)
    assert say(no_mail, no_kind, no_address, gone, with_robot) == 5
    assert {(one.message.person, one.way, one.channel) for one in Delivery.objects.all()} == {
        (with_robot, Way.EMAIL, None),
        (with_robot, Way.APPRISE, robot),
    }


def test_reading_marks_ones_own_messages_only() -> None:
    mine, other = user("a"), user("b")
    say(mine, other)
    say(mine, key="2")
    first = Message.objects.filter(person=mine).last()
    assert mark_read(user=other, message=first, at=AT) == 0
    assert mark_read(user=mine, message=first, at=AT) == 1
    assert mark_read(user=mine, at=AT) == 1
    assert Message.objects.inbox_of(other).unread().count() == 1


def test_unread_messages_come_first() -> None:
    someone = user()
    for key in "123":
        say(someone, key=key)
    mark_read(user=someone, message=Message.objects.get(key="3"), at=AT)
    assert [message.key for message in Message.objects.inbox_of(someone)] == ["2", "1", "3"]


def test_groups_hear_what_concerns_their_office_and_what_they_asked_for() -> None:
    agency = make.agency()
    ours = agency.offices.create(name="办公室", code="k01")
    theirs = agency.offices.create(name="人事处", code="k02")
    whole = channel(agency=agency, kinds=[Kind.OVERDUE])
    mine = channel(agency=agency, office=ours, kinds=[Kind.OVERDUE, Kind.DUE_0])
    channel(agency=agency, office=theirs, kinds=[Kind.OVERDUE])
    fields = {"agency": agency, "office": ours, "key": "1", "subject": "已逾期", "text": "", "path": "/desk/", "at": AT}
    assert tell_groups(kind=Kind.OVERDUE, **fields) == 2
    assert tell_groups(kind=Kind.DUE_0, **fields) == 1
    assert {message.channel for message in Message.objects.all()} == {whole, mine}
    with pytest.raises(ValueError, match="not for groups"):
        tell_groups(kind=Kind.RETURNED, **fields)


def test_what_is_settled_stops_on_its_way() -> None:
    someone = user()
    say(someone, kind=Kind.DUE_0, about=("duties.Duty", "7"))
    say(someone, kind=Kind.DUE_0, key="8", about=("duties.Duty", "8"))
    assert drop(about_kind="duties.Duty", about_keys=["7"], kinds=[Kind.DUE_0], at=AT) == 1
    assert [one.message.about_key for one in Delivery.objects.pending()] == ["8"]


def test_the_database_refuses_a_message_to_nobody() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(kind=Kind.WAITING, key="1", subject="无", created_at=AT)


def test_telling_many_asks_a_constant_number_of_questions(django_assert_max_num_queries: object) -> None:
    people = [user(f"p{number}") for number in range(30)]
    with django_assert_max_num_queries(9):
        assert say(*people) == 30
