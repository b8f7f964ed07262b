"""Who is told what about a duty on which day: before it is due, when it is late, and never once it has ended."""

import datetime as dt
from collections.abc import Callable

import makers as make
import pytest
from message_makers import user

from gongkai.accounts.models import Appointment, Leave, User
from gongkai.accounts.roles import OF_AN_OFFICE, Role
from gongkai.agencies.models import Office
from gongkai.desk.reminders import drop_settled, is_working_day, remind
from gongkai.duties import actions as duties
from gongkai.duties.models import Duty
from gongkai.messages.delivering import deliver
from gongkai.messages.kinds import Kind
from gongkai.messages.models import Channel, Delivery, Message

pytestmark = pytest.mark.django_db
# 20 working days after 2 November 2026 (a Monday): the 30th, a Monday.
DUE = dt.date(2026, 11, 30)


@pytest.fixture
def duty() -> Duty:
    """Return a duty of the office, due on 30 November 2026."""
    make.catalogue_in_force()
    made = make.duty(make.item(10))
    assert made.due_on == made.safe_on == DUE and made.office
    return made


def appoint(role: Role, office: Office, name: str = "", since: dt.date = make.IN_FORCE) -> User:
    """Return a person who holds a role, in the office where the role is of one."""
    person = user(name or role.value)
    of = office if role in OF_AN_OFFICE else None
    Appointment.objects.create(user=person, role=role, office=of, since=since, made_at=make.moment(), made_by=make.BY)
    return person


@pytest.fixture
def people(duty: Duty) -> dict[str, User]:
    """Return clerk, head and officer, and a clerk of another office who must hear nothing."""
    other = Office.objects.exclude(pk=duty.office.pk).first()
    found = {role.value: appoint(role, duty.office) for role in (Role.CLERK, Role.OFFICE_HEAD, Role.OFFICER)}
    return found | {"other": appoint(Role.CLERK, other, "other")}


def told(on: dt.date) -> list[tuple[str, str]]:
    """Remind on a day; return who was newly told what."""
    before = set(Message.objects.values_list("pk", flat=True))
    remind(on=on, at=make.moment(on))
    new = Message.objects.exclude(pk__in=before).select_related("person")
    return sorted((message.person.username, message.kind) for message in new)


def day(number: int, month: int = 11) -> dt.date:
    return dt.date(2026, month, number)


def test_a_duty_is_told_of_five_two_and_no_working_days_before_and_climbs_when_it_is_late(people: dict[str, User]) -> None:
    days = {day(number): told(day(number)) for number in range(16, 31)}
    days |= {day(number, 12): told(day(number, 12)) for number in range(1, 12)}
    assert {on: who for on, who in days.items() if who} == {
        day(23): [("clerk", "due_5")],  # Monday: Tuesday to Monday are five working days
        day(26): [("clerk", "due_2")],
        day(30): [("clerk", "due_0")],
        day(1, 12): [("clerk", "overdue")],
        day(2, 12): [("office_head", "escalated")],
        day(4, 12): [("officer", "escalated")],
    }


def test_the_words_say_what_whose_and_when_and_lead_to_the_duty(duty: Duty, people: dict[str, User]) -> None:
    told(day(23))
    message = Message.objects.get()
    assert message.subject == "还有5个工作日到期：第23批企业技术中心名单"
    assert message.text == f"责任科室：{duty.office}\n到期日：2026年11月30日（周一）"
    assert message.path == f"/desk/duties/{duty.pk}/" and (message.about_kind, message.about_key) == ("duties.Duty", str(duty.pk))


def test_after_days_without_the_program_the_words_count_the_days_that_are_left(people: dict[str, User]) -> None:
    told(day(25))
    assert Message.objects.get().subject.startswith("还有3个工作日到期：")
    assert told(day(10, 12)) == [("clerk", "overdue"), ("office_head", "escalated"), ("officer", "escalated")]
    assert Message.objects.filter(person__username="officer").get().subject.startswith("逾期已满7个工作日：")


def test_reminding_twice_tells_nobody_twice(people: dict[str, User]) -> None:
    assert told(day(23)) and not told(day(23)) and not told(day(24))


def test_on_days_off_nobody_is_reminded_and_make_up_days_count() -> None:
    assert not is_working_day(dt.date(2026, 10, 1)) and is_working_day(dt.date(2026, 2, 14))
    make.catalogue_in_force()
    made = make.duty(make.item(10), happened_on=dt.date(2026, 1, 18), at=dt.date(2026, 1, 19))
    appoint(Role.CLERK, made.office)
    assert made.safe_on == dt.date(2026, 2, 13)
    assert told(dt.date(2026, 2, 13)) == [("clerk", "due_0")]
    assert told(dt.date(2026, 2, 14)) == [("clerk", "overdue")], "a Saturday, worked"
    assert told(dt.date(2026, 2, 15)) == []


def test_a_moved_date_is_told_anew(duty: Duty, people: dict[str, User]) -> None:
    told(day(30))
    Duty.objects.filter(pk=duty.pk).update(due_on=day(7, 12), safe_on=day(7, 12))
    assert told(day(1, 12)) == [("clerk", "due_5")]


def test_a_provisional_date_says_so(duty: Duty, people: dict[str, User]) -> None:
    Duty.objects.filter(pk=duty.pk).update(is_provisional=True)
    told(day(23))
    message = Message.objects.get()
    assert "（暂定）" in message.subject and "放假安排尚未发布" in message.text


def test_a_due_date_on_a_day_off_names_the_last_working_day_before(duty: Duty, people: dict[str, User]) -> None:
    Duty.objects.filter(pk=duty.pk).update(due_on=day(29), safe_on=day(27))
    assert told(day(27)) == [("clerk", "due_0")]
    message = Message.objects.get()
    assert message.subject.startswith("今天是到期前最后一个工作日：") and "请在2026年11月27日（周五）下班前办完" in message.text
    assert told(day(30)) == [("clerk", "overdue")]


@pytest.mark.parametrize(
    "end",
    [
        lambda duty, on: duties.close_as_published(duty=duty, on=on, by=make.BY, at=make.moment(on)),
        lambda duty, on: duties.declare_nothing(duty=duty, reason="本期没有", by=make.BY, on=on, at=make.moment(on)),
        lambda duty, on: duties.cancel(duty=duty, reason="重复登记", by=make.BY, on=on, at=make.moment(on)),
    ],
    ids=["published", "nothing", "cancelled"],
)
def test_an_ended_duty_is_not_told_of_and_what_travels_is_stopped(
    duty: Duty, people: dict[str, User], settings: object, end: Callable[[Duty, dt.date], object]
) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert told(day(23)) and Delivery.objects.pending().count() == 1
    end(duty, day(23))
    assert drop_settled(at=make.moment(day(23))) == 1 and drop_settled(at=make.moment(day(23))) == 0
    assert deliver(at=make.moment(day(23)), is_working_day=is_working_day).put_off == 0
    assert Delivery.objects.get().error == "不再需要：已经办结"
    assert not told(day(30)) and not told(day(10, 12))


def test_a_running_duty_is_not_stopped(people: dict[str, User], settings: object) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    told(day(23))
    assert drop_settled(at=make.moment(day(23))) == 0


def test_whoever_works_on_it_is_told_too(duty: Duty, people: dict[str, User]) -> None:
    duty.handler = user("handler")
    duty.save()
    draft = make.draft(make.item(10), duty=duty)
    draft.handler = user("drafter")
    draft.save()
    gone = make.draft(make.item(10), title="另一稿")
    gone.handler = user("elsewhere")
    gone.save()
    assert told(day(26)) == [("clerk", "due_2"), ("drafter", "due_2"), ("handler", "due_2")]


def test_a_deputy_hears_instead_of_who_is_away(duty: Duty, people: dict[str, User]) -> None:
    deputy = user("deputy")
    dates = {"first_on": day(20), "last_on": day(28), "made_at": make.moment(), "made_by": make.BY}
    Leave.objects.create(user=people["clerk"], deputy=deputy, **dates)
    assert told(day(23)) == [("deputy", "due_5")]


def test_where_an_office_has_nobody_the_next_higher_hears(duty: Duty) -> None:
    appoint(Role.OFFICER, duty.office)
    assert told(day(23)) == [("officer", "due_5")]
    appoint(Role.OFFICE_HEAD, duty.office)
    assert told(day(26)) == [("office_head", "due_2")]


def test_a_duty_of_no_office_goes_to_the_officer(duty: Duty, people: dict[str, User]) -> None:
    Duty.objects.filter(pk=duty.pk).update(office=None)
    assert told(day(23)) == [("officer", "due_5")]


def test_groups_hear_once_what_they_asked_for(duty: Duty, people: dict[str, User]) -> None:
    made = {"kinds": [Kind.OVERDUE], "made_at": make.moment(), "made_by": make.BY, "agency": make.agency(), "masked": "…"}
    group = Channel.objects.create(name="科室群", url="json://127.0.0.1:9/", office=duty.office, **made)
    Channel.objects.create(name="别的群", url="json://127.0.0.1:9/2", office=people["other"].appointments.get().office, **made)
    for number in (1, 1, 2, 4):
        remind(on=day(number, 12), at=make.moment(day(number, 12)))
    assert [message.channel for message in Message.objects.filter(channel__isnull=False)] == [group]


def test_what_was_withheld_comes_back_on_its_day() -> None:
    make.catalogue_in_force()
    withheld = make.withheld_duty(make.item(10))
    appoint(Role.CLERK, withheld.office)
    appoint(Role.OFFICER, withheld.office)
    on = withheld.reassess_on
    assert told(on - dt.timedelta(days=4)) == []
    assert told(on) == [("clerk", "reassess"), ("officer", "reassess")]
    assert told(on + dt.timedelta(days=1)) == []


def test_reminding_asks_a_constant_number_of_questions(people: dict[str, User], django_assert_max_num_queries: object) -> None:
    for number in range(40):
        make.duty(make.item(10), subject=f"第{number}批名单")
    with django_assert_max_num_queries(30):
        assert remind(on=day(23), at=make.moment(day(23))) == 41
    with django_assert_max_num_queries(16):
        assert remind(on=day(23), at=make.moment(day(23))) == 0
