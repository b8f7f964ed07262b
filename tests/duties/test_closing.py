"""Five endings, one each; every state on every date; and the words of the queryset agree with Duty.state."""

import datetime as dt
from collections.abc import Callable

import makers as make
import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.audit.models import AuditEntry
from gongkai.duties import actions
from gongkai.duties.models import Duty
from gongkai.duties.statuses import ENDINGS, RUNNING, Closing, State

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
ON = dt.date(2026, 11, 10)
BASE = {"by": make.BY, "on": ON, "at": make.moment(ON)}
END_BY = {
    Closing.PUBLISHED: lambda duty: actions.close_as_published(duty=duty, **BASE),
    Closing.NOTHING: lambda duty: actions.declare_nothing(duty=duty, reason="无", **BASE),
    Closing.WITHHELD: lambda duty: actions.withhold(
        duty=duty, article="条例第十四条", reviewed_by="审查员", reassess_on=dt.date(2027, 11, 10), reason="国家秘密", **BASE
    ),
    Closing.CANCELLED: lambda duty: actions.cancel(duty=duty, reason="重复", **BASE),
}


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.enforced(make.read_of(make.row("企业技术中心名单")))


@pytest.mark.parametrize("closing", END_BY)
def test_each_ending_is_said_once_and_saying_it_again_changes_nothing(closing: Closing) -> None:
    duty = make.duty(make.item())
    ended = END_BY[closing](duty)
    assert (ended.closing, ended.closed_on, ended.closed_by) == (closing, ON, make.BY)
    acts = AuditEntry.objects.count()
    assert END_BY[closing](duty) == ended
    assert AuditEntry.objects.count() == acts
    for other in END_BY.keys() - {closing}:
        with pytest.raises(actions.AlreadyClosed, match=closing.label):
            END_BY[other](duty)
    with pytest.raises(actions.AlreadyClosed):
        actions.close_as_published(duty=duty, by=make.BY, on=ON - DAY, at=make.moment(ON))


@pytest.mark.parametrize(
    "act",
    [
        lambda duty: actions.declare_nothing(duty=duty, reason=" ", **BASE),
        lambda duty: actions.cancel(duty=duty, reason="", **BASE),
        lambda duty: actions.withhold(duty=duty, article="", reviewed_by="甲", reassess_on=ON + DAY, reason="乙", **BASE),
        lambda duty: actions.withhold(duty=duty, article="条", reviewed_by="", reassess_on=ON + DAY, reason="乙", **BASE),
        lambda duty: actions.withhold(duty=duty, article="条", reviewed_by="甲", reassess_on=ON, reason="乙", **BASE),
        lambda duty: actions.withhold(duty=duty, article="条", reviewed_by=make.BY, reassess_on=ON + DAY, reason="乙", **BASE),
        lambda duty: actions.declare_nothing(duty=duty, reason="联系人手机13812345678", **BASE),
        lambda duty: actions.cancel(duty=duty, reason="丙", by=make.BY, on=ON + DAY, at=make.moment(ON)),
    ],
)
def test_an_ending_without_what_it_must_say_is_refused(act: Callable[[Duty], Duty]) -> None:
    duty = make.duty(make.item())
    with pytest.raises(actions.IncompleteClosing):
        act(duty)
    duty.refresh_from_db()
    assert duty.closing == ""


@pytest.mark.parametrize(
    "values",
    [
        {"closing": "published", "closed_by": make.BY},
        {"closing": "published", "closed_on": ON},
        {"closing": "lost", "closed_on": ON, "closed_by": make.BY},
        {"closed_on": ON},
        {"closing": "withheld", "closed_on": ON, "closed_by": make.BY, "reviewed_by": "甲", "withheld_article": "条"},
        {"closing": "cancelled", "closed_on": ON, "closed_by": make.BY},
        {"closing": "withheld", "closed_on": ON, "closed_by": "甲", "reviewed_by": "甲", "withheld_article": "条", "reassess_on": ON + DAY},
        {"reassessed_on": ON},
        {"period": "2027年"},
        {"safe_on": dt.date(2030, 1, 1)},
    ],
)
def test_the_database_refuses_a_false_ending(values: dict[str, object]) -> None:
    duty = make.duty(make.item())
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=duty.pk).update(**values)


def a_duty_of_every_kind() -> list[Duty]:
    item = make.item()
    early = {"happened_on": dt.date(2026, 9, 24)}  # due 29 Oct 2026
    return [
        make.duty(item, subject="待公开"),
        make.duty(item, subject="逾期", **early),
        make.duty(item, subject="稳妥日期较早", **early),
        make.published_duty(item, subject="按期", on=dt.date(2026, 10, 29), **early),
        make.published_duty(item, subject="迟了一天", on=dt.date(2026, 10, 30), **early),
        make.nothing_duty(item, subject="无"),
        make.withheld_duty(item, subject="不予公开"),
        make.cancelled_duty(item, subject="撤销"),
    ]


dates = st.dates(dt.date(2026, 9, 1), dt.date(2026, 12, 31))


@given(on=dates)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_words_of_the_queryset_agree_with_the_state_on_any_day(on: dt.date) -> None:
    if not Duty.objects.exists():
        a_duty_of_every_kind()
        Duty.objects.filter(subject="稳妥日期较早").update(safe_on=dt.date(2026, 10, 20))
    by_state: dict[State, set[int]] = {state: set() for state in State}
    for duty in Duty.objects.all():
        by_state[duty.state(on=on)].add(duty.pk)
    words = Duty.objects.all()

    def keys(found: "Duty.objects") -> set[int]:
        return set(found.values_list("pk", flat=True))

    assert keys(words.overdue(on=on)) == by_state[State.OVERDUE]
    assert keys(words.due_soon(on=on)) == by_state[State.DUE_SOON]
    assert keys(words.running()) == set().union(*(by_state[state] for state in RUNNING))
    assert keys(words.ended()) == set().union(*(by_state[state] for state in ENDINGS))
    assert keys(words.published_on_time()) == by_state[State.ON_TIME]
    assert keys(words.published_late()) == by_state[State.LATE]
    assert keys(words.due_between(on, on)) == {duty.pk for duty in Duty.objects.running() if duty.due_on == on}


def test_a_running_duty_passes_through_its_three_states_in_order() -> None:
    duty = make.duty(make.item(), happened_on=dt.date(2026, 9, 24))
    days = [dt.date(2026, 9, 24) + DAY * n for n in range(60)]
    states = [duty.state(on=day) for day in days]
    assert states == sorted(states, key=list(RUNNING).index)
    assert days[states.index(State.DUE_SOON)] == dt.date(2026, 10, 22)
    assert days[states.index(State.OVERDUE)] == dt.date(2026, 10, 30)


def test_an_ended_duty_keeps_its_state_on_every_day() -> None:
    for duty in a_duty_of_every_kind():
        duty.refresh_from_db()
        if duty.closing:
            assert len({duty.state(on=ON + DAY * n) for n in range(-90, 400)}) == 1


def test_withheld_duties_come_up_for_reassessment() -> None:
    duty = make.withheld_duty(make.item())
    assert duty.reassess_on
    assert not Duty.objects.to_reassess(on=duty.reassess_on - DAY).exists()
    assert Duty.objects.to_reassess(on=duty.reassess_on).get() == duty
