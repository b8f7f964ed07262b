"""Working days: the law as a table, refusals outside the decreed years, and properties."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules.notices import DATA, read_notice, shipped_notices
from gongkai.rules.workdays import Calendar, NotCovered, Reckoned, shipped_calendar

CALENDAR = shipped_calendar()
DECREED_DAYS = st.dates(date(2019, 1, 1), date(2026, 10, 31))
ANY_DAY = st.dates(date(1990, 1, 1), date(2060, 12, 31))

# start, n, expected; 《民法典》第二百零一条: the day itself is not counted. norms.md 4.5
COUNTED = [
    ("2026-09-24", 20, "2026-10-29"),
    ("2026-09-30", 7, "2026-10-15"),
    ("2026-02-13", 7, "2026-03-02"),
    ("2026-04-30", 5, "2026-05-11"),
    ("2026-01-02", 7, "2026-01-12"),
    ("2025-09-28", 20, "2025-10-31"),
]


@pytest.mark.parametrize(("start", "n", "expected"), COUNTED)
def test_the_nth_working_day(start: str, n: int, expected: str) -> None:
    assert CALENDAR.working_day_after(date.fromisoformat(start), n).isoformat() == expected


@given(DECREED_DAYS, st.integers(1, 30))
def test_the_nth_working_day_is_one_and_agrees_with_a_plain_count(day: date, n: int) -> None:
    found = CALENDAR.working_day_after(day, n)
    assert CALENDAR.is_working_day(found)
    between = [day + timedelta(days=k) for k in range(1, (found - day).days + 1)]
    assert sum(chinese_calendar.is_workday(one) for one in between) == n


@given(DECREED_DAYS, st.integers(1, 25))
def test_one_more_day_never_comes_earlier(day: date, n: int) -> None:
    assert CALENDAR.working_day_after(day, n + 1) > CALENDAR.working_day_after(day, n)
    assert CALENDAR.working_day_after(day + timedelta(days=1), n) >= CALENDAR.working_day_after(day, n)


@given(st.dates(date(2019, 2, 28), date(2026, 10, 31)), st.integers(1, 25))
def test_counting_back_undoes_counting_forward(day: date, n: int) -> None:
    working = CALENDAR.on_or_after(day).day
    assert CALENDAR.working_day_after(CALENDAR.working_day_after(working, n), -n) == working


@given(ANY_DAY, st.integers(1, 40))
def test_never_an_answer_outside_the_years_in_silence(day: date, n: int) -> None:
    try:
        plain = CALENDAR.working_day_after(day, n)
    except NotCovered:
        pass
    else:
        assert {(day + timedelta(days=1)).year, plain.year} <= CALENDAR.decreed_years
    try:
        marked = CALENDAR.reckon(day, n)
    except NotCovered:
        return
    assert marked.provisional or marked.day.year in CALENDAR.decreed_years
    assert marked.day.year in CALENDAR.decreed_years | CALENDAR.provisional_years


@given(ANY_DAY)
def test_single_days_outside_the_years_are_marked_or_refused(day: date) -> None:
    known = CALENDAR.decreed_years | CALENDAR.provisional_years
    if day.year in CALENDAR.decreed_years:
        assert CALENDAR.kind_of(day).working == CALENDAR.is_working_day(day)
        return
    with pytest.raises(NotCovered, match=str(day.year)):
        CALENDAR.is_working_day(day)
    if day.year in known:
        assert CALENDAR.kind_of(day).provisional
    else:
        with pytest.raises(NotCovered):
            CALENDAR.kind_of(day)


def test_the_year_not_decreed_is_provisional_on_the_statutory_pattern() -> None:
    assert CALENDAR.reckon(date(2026, 12, 25), 20) == Reckoned(date(2027, 1, 25), True)
    assert CALENDAR.on_or_before(date(2027, 1, 31)) == Reckoned(date(2027, 1, 29), True)
    kind = CALENDAR.kind_of(date(2027, 2, 9))  # two of the four days of 春节 fall on a weekend (第六条)
    assert (kind.working, kind.provisional) == (False, True) and "补假" in kind.why


def test_why_a_day_is_off_or_worked() -> None:
    assert CALENDAR.kind_of(date(2026, 10, 1)).why == "周四，国庆节放假（国办发明电〔2025〕7号）"
    assert CALENDAR.kind_of(date(2026, 10, 10)).why == "周六，国庆节调休上班（国办发明电〔2025〕7号）"
    assert CALENDAR.kind_of(date(2026, 10, 17)).why == "周六休息"


def test_a_notice_makes_a_provisional_year_decreed() -> None:
    calendar = Calendar(shipped_notices()[:-1])
    assert calendar.reckon(date(2026, 2, 13), 7).provisional
    known = calendar.with_notice(read_notice((DATA / "2026.txt").read_text("utf-8")))
    assert known.working_day_after(date(2026, 2, 13), 7) == date(2026, 3, 2)
    assert calendar.decreed_years == frozenset(range(2019, 2026))


def test_an_amendment_needs_its_year_and_changes_it() -> None:
    base = read_notice((DATA / "2019.txt").read_text("utf-8"))
    later = read_notice((DATA / "2019-amendment.txt").read_text("utf-8"))
    assert Calendar([base]).is_working_day(date(2019, 5, 2))
    assert not Calendar([base]).with_notice(later).is_working_day(date(2019, 5, 2))
    with pytest.raises(NotCovered):
        Calendar([]).with_notice(later)


def test_a_gap_between_decreed_years_is_refused() -> None:
    notices = {notice.year: notice for notice in shipped_notices()}
    calendar = Calendar([notices[2019], notices[2022]])
    with pytest.raises(NotCovered):
        calendar.reckon(date(2019, 12, 20), 20)
    with pytest.raises(NotCovered):
        calendar.on_or_after(date(2020, 5, 1))
    assert calendar.working_day_after(date(2022, 1, 4), 1) == date(2022, 1, 5)


def test_regional_days_off_count_with_their_reason() -> None:
    regional = CALENDAR.with_days_off({date(2026, 7, 10): "那达慕大会"})
    assert regional.working_day_after(date(2026, 7, 9), 1) == date(2026, 7, 13)
    assert "那达慕大会" in regional.kind_of(date(2026, 7, 10)).why
    assert CALENDAR.is_working_day(date(2026, 7, 10))


def test_no_zeroth_working_day() -> None:
    with pytest.raises(ValueError, match="不能为零"):
        CALENDAR.working_day_after(date(2026, 7, 9), 0)
