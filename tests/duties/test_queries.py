"""How things stand: every count agrees with the state of each duty looked at one by one, in a constant number of queries."""

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import makers as make
import pytest

from gongkai.agencies.models import Agency
from gongkai.duties import queries
from gongkai.duties.models import Duty
from gongkai.duties.statuses import ENDINGS, State

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 11, 24)  # a Tuesday
SINCE = dt.date(2026, 1, 1)
Limit = Callable[[int], Any]


@pytest.fixture(autouse=True)
def duties() -> None:
    make.enforced(make.read_of(make.row("甲", office="一处"), make.row("乙", office="二处"), make.row("丙", office="二处")))
    first, second = make.item(1), make.item(2)
    for day in (1, 8, 21, 22, 28, 29):
        make.duty(first, happened_on=dt.date(2026, 10, day), subject=f"十月{day}日")
    for day in (2, 10, 23):
        make.duty(second, happened_on=dt.date(2026, 11, day), subject=f"十一月{day}日")
    make.published_duty(first, on=dt.date(2026, 10, 29), happened_on=dt.date(2026, 9, 24), subject="按期")
    make.published_duty(second, on=dt.date(2026, 10, 30), happened_on=dt.date(2026, 9, 24), subject="迟了一天")
    make.nothing_duty(first, subject="无")
    make.withheld_duty(second, subject="不予公开")
    make.cancelled_duty(second, subject="撤销")
    Duty.objects.filter(subject="十一月10日").update(is_provisional=True)
    Duty.objects.filter(subject="十月29日").update(safe_on=ON)
    foreign = Agency.objects.create(name="别的机关", credit_code="111500000000000015")
    other = foreign.items.create(number=1)
    Duty.objects.filter(subject="撤销").update(subject="撤销")
    stray = make.duty(first, happened_on=dt.date(2026, 9, 1), subject="别的机关的")
    Duty.objects.filter(pk=stray.pk).update(item=other)


def ours() -> list[Duty]:
    return list(Duty.objects.of(make.agency()))


def counted(duties: list[Duty]) -> dict[str, int]:
    states = [duty.state(on=ON) for duty in duties]
    ahead = [duty for duty in duties if not duty.closing and duty.due_on >= ON]
    names = {State.ON_TIME: "on_time", State.LATE: "late"}
    return {
        "running": sum(not duty.closing for duty in duties),
        "overdue": states.count(State.OVERDUE),
        "today": sum(duty.safe_on <= ON for duty in ahead),
        "week": sum(duty.safe_on <= dt.date(2026, 11, 29) for duty in ahead),
        "month": sum(duty.safe_on <= ON + dt.timedelta(days=30) for duty in ahead),
        "provisional": sum(duty.is_provisional and not duty.closing for duty in duties),
        **{names.get(state, state.value): states.count(state) for state in ENDINGS},
    }


def as_counts(standing: queries.Standing) -> dict[str, int]:
    return {name: getattr(standing, name) for name in counted([])}


def test_the_standing_of_an_agency_agrees_with_every_single_duty(django_assert_num_queries: Limit) -> None:
    agency = make.agency()
    with django_assert_num_queries(2):
        found = queries.standing(agency, on=ON, since=SINCE)
    assert as_counts(found) == counted(ours())
    assert found.overdue and found.today and found.week > found.today and found.month > found.week
    assert found.ended == 5
    assert found.on_time_rate == found.on_time / (found.on_time + found.late + found.overdue)


def test_ended_duties_are_counted_by_the_time_they_were_due_in() -> None:
    late = Duty.objects.get(subject="迟了一天")
    assert queries.standing(make.agency(), on=ON, since=late.due_on).late == 1
    assert queries.standing(make.agency(), on=ON, since=late.due_on + dt.timedelta(days=1)).late == 0
    assert queries.Standing().on_time_rate is None


def test_every_office_and_every_item_has_its_own_counts(django_assert_num_queries: Limit) -> None:
    agency = make.agency()
    with django_assert_num_queries(3):
        offices = queries.by_office(agency, on=ON, since=SINCE)
    assert [found.office.name for found in offices if found.office] == ["一处", "二处"]
    for found in offices:
        assert as_counts(found.standing) == counted([duty for duty in ours() if duty.office == found.office])
        assert found.standing == queries.standing(agency, on=ON, office_ids=[found.office.pk], since=SINCE)
    with django_assert_num_queries(4):
        items = queries.by_item(agency, on=ON, since=SINCE)
    assert [item.row.name for item in items] == ["甲", "乙", "丙"]
    for item in items:
        assert as_counts(item.standing) == counted([duty for duty in ours() if duty.item_id == item.row.item_id])
    assert [item.last_published_on for item in items] == [dt.date(2026, 10, 29), dt.date(2026, 10, 30), None]
    second = offices[1].office
    assert [item.row.name for item in queries.by_item(agency, on=ON, office_ids=[second.pk])] == ["乙", "丙"]


def test_work_without_an_office_comes_last() -> None:
    Duty.objects.filter(subject="十月1日").update(office=None)
    last = queries.by_office(make.agency(), on=ON)[-1]
    assert (last.office, last.standing.overdue) == (None, 1)


def test_running_duties_by_age_hold_each_once(django_assert_num_queries: Limit) -> None:
    agency = make.agency()
    with django_assert_num_queries(1):
        bands = queries.ages(agency, on=ON)
    running = [duty for duty in ours() if not duty.closing]
    assert sum(band.count for band in bands) == len(running)
    for band in bands:
        first, last = band.first or dt.date.min, band.last or dt.date.max
        assert band.count == sum(first <= duty.due_on <= last for duty in running), band.label
        assert band.is_late == (last < ON)
    edges = [(band.first, band.last) for band in bands]
    assert all(after[0] == before[1] + dt.timedelta(days=1) for before, after in itertools.pairwise(edges))


def test_the_calendar_of_deadlines(django_assert_num_queries: Limit) -> None:
    agency = make.agency()
    first, last = dt.date(2026, 11, 1), dt.date(2026, 12, 31)
    with django_assert_num_queries(1):
        days = queries.deadlines_between(agency, first, last)
    wanted = [duty for duty in ours() if first <= duty.due_on <= last]
    assert [day.on for day in days] == sorted({duty.due_on for duty in wanted})
    for day in days:
        here = [duty for duty in wanted if duty.due_on == day.on]
        assert day.running == sum(not duty.closing for duty in here)
        assert day.provisional == sum(not duty.closing and duty.is_provisional for duty in here)
        assert day.ended == sum(bool(duty.closing) for duty in here)


def test_the_on_time_rate_month_by_month(django_assert_num_queries: Limit) -> None:
    agency = make.agency()
    with django_assert_num_queries(1):
        months = queries.on_time_by_month(agency, dt.date(2026, 9, 15), dt.date(2026, 12, 31), on=ON)
    assert [month.first.month for month in months] == [9, 10, 11, 12]
    assert (months[1].on_time, months[1].late, months[1].overdue) == (1, 1, 0)
    assert months[1].rate == 0.5
    assert months[2].overdue == queries.standing(agency, on=ON).overdue > 0
    assert months[0].rate is None
    only = queries.on_time_by_month(agency, dt.date(2026, 10, 1), dt.date(2026, 10, 31), on=ON, item_id=make.item(1).pk)
    assert only == [queries.MonthRate(dt.date(2026, 10, 1), 1, 0, 0)]


def test_a_preview_is_what_registering_gives_and_saves_nothing() -> None:
    before = Duty.objects.count()
    day = dt.date(2026, 11, 20)
    seen = queries.preview(item=make.item(1), trigger="formed", happened_on=day, today=ON)
    assert Duty.objects.count() == before and seen.pk is None
    assert seen.subject == "甲（2026年11月20日信息形成）"
    made = make.duty(make.item(1), happened_on=day, subject=seen.subject)
    for name in ("due_on", "safe_on", "is_provisional", "working", "candidates", "limit_source", "office", "item_version"):
        assert getattr(seen, name) == getattr(made, name), name
    with pytest.raises(queries.NotHappened):
        queries.preview(item=make.item(1), trigger="formed", happened_on=ON + dt.timedelta(days=1), today=ON)
    with pytest.raises(queries.NotInForce):
        queries.preview(item=Agency.objects.get(name="别的机关").items.get(), trigger="formed", happened_on=day, today=ON)
