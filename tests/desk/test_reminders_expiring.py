"""What lapses is told to the clerks of its office thirty days before and on the day after, once each, on working days."""

import datetime as dt

import makers as make
import pytest
from message_makers import user

from gongkai.accounts.models import Appointment, User
from gongkai.accounts.roles import Role
from gongkai.desk.reminders import remind
from gongkai.disclosures import actions
from gongkai.disclosures.models import Disclosure
from gongkai.messages.kinds import Kind
from gongkai.messages.models import Message, Preference

pytestmark = pytest.mark.django_db
LAPSES = dt.date(2026, 12, 16)  # a Wednesday; thirty days before is Monday, 16 November


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.catalogue_in_force()


def clerk(name: str = "clerk", role: Role = Role.CLERK, number: int = 10) -> User:
    person, office = user(name), make.row_of(number).office
    held = {"user": person, "role": role, "office": office}
    Appointment.objects.create(since=make.IN_FORCE, made_at=make.moment(), made_by=make.BY, **held)
    return person


def lapsing(day: dt.date = LAPSES, **fields: object) -> Disclosure:
    on = dt.date(2026, 11, 3)
    return make.published_disclosure(make.item(10), on=on, at=on, expires_on=day, title="试行办法", **fields)


def told(first: dt.date, last: dt.date) -> list[tuple[dt.date, str, str]]:
    """Remind on every day; return on which who was newly told what."""
    said = []
    for number in range((last - first).days + 1):
        on = first + dt.timedelta(days=number)
        before = set(Message.objects.values_list("pk", flat=True))
        remind(on=on, at=make.moment(on))
        new = Message.objects.filter(kind=Kind.EXPIRING).exclude(pk__in=before).order_by("person__username")
        said += [(on, one.person.username, one.subject.partition("：")[0]) for one in new]
    return said


def day(number: int, month: int = 11) -> dt.date:
    return dt.date(2026, month, number)


def test_the_clerks_are_told_thirty_days_before_and_the_day_after_once_each() -> None:
    clerk()
    clerk("head2", Role.OFFICE_HEAD)
    clerk("other", number=1)
    one = lapsing()
    assert told(day(12), day(31, 12)) == [(day(16), "clerk", "失效日期将到"), (day(17, 12), "clerk", "失效日期已过")]
    first = Message.objects.filter(kind=Kind.EXPIRING).earliest("id")
    assert first.subject == "失效日期将到：试行办法" and first.path == f"/desk/publications/{one.pk}/"
    assert first.text.startswith(f"责任科室：{one.public_office}\n失效日期：2026年12月16日（周三）\n")


def test_on_days_off_it_is_told_on_the_next_working_day_and_late_ones_at_once() -> None:
    clerk()
    lapsing(day(14, 12))  # thirty days before is a Saturday
    assert told(day(13), day(16)) == [(day(16), "clerk", "失效日期将到")]
    lapsing(day(20))
    assert told(day(18), day(18)) == [(day(18), "clerk", "失效日期将到")]


def test_who_begins_to_use_the_program_is_not_flooded_with_what_lapsed_long_ago() -> None:
    clerk()
    lapsing(day(10)), lapsing(day(20))
    assert told(day(15, 12), day(15, 12)) == [(day(15, 12), "clerk", "失效日期已过")]


def test_a_new_date_is_told_anew_and_what_is_settled_is_not_told() -> None:
    clerk()
    one, sure, old, sample = lapsing(), lapsing(), lapsing(), lapsing(is_sample=True)
    assert len(told(day(16), day(16))) == 3 and sample.is_sample
    actions.edit(disclosure=one, expires_on=day(18, 12), by=make.BY, at=make.moment(day(17)))
    make.release(one, at=make.moment(day(17)), change_note="延长")
    actions.confirm_expiry(disclosure=sure, expires_on=LAPSES, by=make.BY, at=make.moment(day(17)))
    actions.withdraw(disclosure=old, reason="重复", by=make.BY, at=make.moment(day(17)))
    assert told(day(17), day(31, 12)) == [(day(18), "clerk", "失效日期将到"), (day(21, 12), "clerk", "失效日期已过")]


def test_where_an_office_has_no_clerk_the_next_higher_hears_and_who_switched_it_off_gets_no_mail(settings: object) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    lapsing()
    head = User.objects.get(username="head")
    User.objects.filter(pk=head.pk).update(email="head@example.cn")
    Preference.objects.create(user=head, kinds_off=[Kind.EXPIRING])
    assert told(day(16), day(16)) == [(day(16), "head", "失效日期将到")]
    assert not Message.objects.get(kind=Kind.EXPIRING).deliveries.exists()
    Preference.objects.update(kinds_off=[])
    assert told(day(17, 12), day(17, 12)) == [(day(17, 12), "head", "失效日期已过")]
    assert Message.objects.filter(kind=Kind.EXPIRING).latest("id").deliveries.count() == 1


def test_reminding_asks_as_often_however_many_lapse(django_assert_max_num_queries: object) -> None:
    clerk()
    for _ in range(20):
        lapsing()
    with django_assert_max_num_queries(30):
        assert remind(on=day(16), at=make.moment(day(16))) == 20
    with django_assert_max_num_queries(16):
        assert remind(on=day(16), at=make.moment(day(16))) == 0
