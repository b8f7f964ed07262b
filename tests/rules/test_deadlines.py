"""Due dates as law: case, start, due, safe, and the article or the reason behind it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules.deadlines import DueDate, NoDueDate, due, governing, has_date
from gongkai.rules.timelimits import TimeLimit, read_limit
from gongkai.rules.workdays import NotCovered, shipped_calendar

CALENDAR = shipped_calendar()

# text, start, due on, safe on, provisional, why
CASES = [
    ("形成之日起20个工作日内", "2026-09-24", "2026-10-29", "2026-10-29", False, "条例第二十六条, norms 4.5"),
    ("7个工作日内", "2026-09-30", "2026-10-15", "2026-10-15", False, "norms 4.5"),
    ("7个工作日内", "2026-02-13", "2026-03-02", "2026-03-02", False, "14 and 28 February are worked"),
    ("5个工作日内", "2026-04-30", "2026-05-11", "2026-05-11", False, "9 May is worked"),
    ("7个工作日内", "2026-01-02", "2026-01-12", "2026-01-12", False, "starts on a holiday"),
    ("20个工作日内", "2025-09-28", "2025-10-31", "2025-10-31", False, "norms 4.5"),
    ("批准后二十日内", "2026-09-11", "2026-10-08", "2026-09-30", False, "预算法第十四条; 民法典第二百零三条"),
    ("颁发之日起15日内", "2026-09-01", "2026-09-16", "2026-09-16", False, "ends on a working day: no roll"),
    ("颁发之日起15日内", "2026-09-05", "2026-09-20", "2026-09-20", False, "ends on a make-up Sunday, which is worked"),
    ("3日内", "2026-10-01", "2026-10-08", "2026-10-04", False, "no working day in the period: its own end is safe"),
    ("每年1月31日前", "2026-11-24", "2027-01-31", "2027-01-29", True, "条例第四十九条 names a day and no roll, norms 2.2"),
    ("每年1月31日前", "2026-01-31", "2026-01-31", "2026-01-31", False, "the day itself is in time"),
    ("1月31日前", "2026-02-01", "2027-01-31", "2027-01-29", True, "the next one"),
    ("每年10月底前", "2026-09-01", "2026-10-31", "2026-10-30", False, "31 October 2026 is a Saturday"),
    ("6月底前", "2026-03-01", "2026-06-30", "2026-06-30", False, "last of the month"),
    ("每月10日前", "2026-10-11", "2026-11-10", "2026-11-10", False, "the next 10th"),
    ("每季度首月15日前", "2026-07-16", "2026-10-15", "2026-10-15", False, "the next quarter"),
    ("每季度末", "2026-07-16", "2026-09-30", "2026-09-30", False, "the third month of the quarter"),
    ("2026年3月31日前", "2026-06-01", "2026-03-31", "2026-03-31", False, "a year of its own stands, even if past"),
    ("一个月内", "2026-01-31", "2026-02-28", "2026-02-28", False, "民法典第二百零二条; 28 February is worked"),
    ("6个月", "2026-02-28", "2026-08-28", "2026-08-28", False, "one cycle on"),
    ("1年", "2025-10-01", "2026-10-01", "2026-09-30", False, "a cycle is not rolled"),
    ("实时公开", "2026-10-01", "2026-10-01", "2026-10-01", False, "the day itself"),
    ("及时公开", "2026-09-24", "2026-10-29", "2026-10-29", False, "条例第二十六条 is the ceiling"),
    ("24小时内", "2026-09-30", "2026-10-01", "2026-10-01", False, "民法典第二百零一条第二款: hours run on"),
    ("公示期为5个工作日", "2026-09-30", "2026-10-13", "2026-10-13", False, "from the next day"),
    ("公示期不少于7天", "2026-09-24", "2026-10-08", "2026-10-08", False, "never closed early for objectors"),
    ("提前一周", "2026-10-10", "2026-10-03", "2026-09-30", False, "back from the event, safe before the holiday"),
    ("提前3个工作日", "2026-10-09", "2026-09-29", "2026-09-29", False, "back from the event"),
    ("20个工作日内", "2026-12-25", "2027-01-25", "2027-01-25", True, "2027 is not decreed"),
]


@pytest.mark.parametrize(("text", "start", "due_on", "safe_on", "provisional", "why"), CASES)
def test_due_dates(text: str, start: str, due_on: str, safe_on: str, provisional: bool, why: str) -> None:
    found = due(read_limit(text), date.fromisoformat(start), CALENDAR)
    assert (found.due_on.isoformat(), found.safe_on.isoformat(), found.provisional) == (due_on, safe_on, provisional)
    assert found.kind == read_limit(text).kind


def test_the_working_lists_every_day_counted_and_skipped() -> None:
    found = due(read_limit("形成之日起20个工作日内"), date(2026, 9, 24), CALENDAR)
    assert [step.date for step in found.working] == [date(2026, 9, 24) + timedelta(days=n) for n in range(36)]
    assert sum(step.counts for step in found.working) == 20
    by_day = {step.date: step for step in found.working}
    assert not by_day[date(2026, 9, 24)].counts and "第二百零一条" in by_day[date(2026, 9, 24)].why
    assert not by_day[date(2026, 10, 1)].counts and "国庆节放假" in by_day[date(2026, 10, 1)].why
    assert by_day[date(2026, 10, 10)].counts and "调休上班" in by_day[date(2026, 10, 10)].why


def test_the_roll_and_the_safe_date_are_shown_with_their_article() -> None:
    found = due(read_limit("批准后二十日内"), date(2026, 9, 11), CALENDAR)
    assert sum(step.counts for step in found.working) == 20
    assert [step.date.day for step in found.working if "第二百零三条" in step.why] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert found.working[-1].date == date(2026, 9, 30) and "稳妥日期" in found.working[-1].why


@pytest.mark.parametrize("text", ["永久公开", "任期内", "由科室自定", "定期公开", "公示期"])
def test_what_sets_no_date_is_refused_with_what_to_do(text: str) -> None:
    assert not has_date(read_limit(text))
    with pytest.raises(NoDueDate, match=text):
        due(read_limit(text), date(2026, 9, 24), CALENDAR)


def test_a_year_nobody_can_know_is_refused() -> None:
    with pytest.raises(NotCovered, match="2045"):
        due(read_limit("20个工作日内"), date(2045, 5, 5), CALENDAR)
    with pytest.raises(NotCovered):
        due(read_limit("每年1月31日前"), date(2050, 5, 5), CALENDAR)


def found(text: str, start: str) -> DueDate:
    return due(read_limit(text), date.fromisoformat(start), CALENDAR)


def test_the_earlier_of_column_and_clause_governs() -> None:
    column, clause = found("形成之日起20个工作日内", "2026-09-11"), found("批准后二十日内", "2026-09-11")
    choice = governing(column, [clause])
    assert choice.due == clause and choice.differs and "2026-10-08" in choice.why


def test_the_column_governs_when_it_is_not_later() -> None:
    column = found("7个工作日内", "2026-09-11")
    assert governing(column, [found("批准后二十日内", "2026-09-11")]).due == column
    assert governing(column, []).why == "条款没有另定日期，按公开时限栏执行。"
    assert not governing(column, [found("公示期为5个工作日", "2026-09-11"), found("及时公布", "2026-09-11")]).differs


LIMITS = st.builds(
    lambda amount, unit: TimeLimit("", "within", (), amount, unit),
    st.integers(1, 60), st.sampled_from(["working_day", "day", "month"]).flatmap(st.just),
).filter(lambda limit: limit.unit != "month" or (limit.amount or 0) <= 12)  # fmt: skip


@given(LIMITS, st.dates(date(2019, 2, 28), date(2025, 10, 31)))
def test_due_and_safe_dates_keep_their_promises(limit: TimeLimit, start: date) -> None:
    answer = due(limit, start, CALENDAR)
    assert CALENDAR.is_working_day(answer.due_on)
    assert start <= answer.safe_on <= answer.due_on
    assert not answer.provisional
    assert CALENDAR.is_working_day(answer.safe_on) or not any(
        CALENDAR.is_working_day(start + timedelta(days=n)) for n in range((answer.safe_on - start).days + 1)
    )


@given(LIMITS, st.dates(date(2019, 2, 28), date(2025, 10, 31)))
def test_one_more_unit_never_comes_earlier(limit: TimeLimit, start: date) -> None:
    longer = TimeLimit("", "within", (), (limit.amount or 0) + 1, limit.unit)
    assert due(longer, start, CALENDAR).due_on >= due(limit, start, CALENDAR).due_on
