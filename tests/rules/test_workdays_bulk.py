"""Bulk answers are the scalar answers, and are refused or marked where those are."""

from datetime import date, timedelta

import numpy as np
import pytest

from gongkai.rules.notices import shipped_notices
from gongkai.rules.workdays import Calendar, NotCovered, shipped_calendar
from gongkai.rules.workdays_bulk import BulkCalendar, ordinals

CALENDAR = shipped_calendar()
BULK = BulkCalendar(CALENDAR)


@pytest.mark.parametrize("n", [1, 3, 5, 7, 15, 20, 40])
def test_every_day_is_the_scalar_answer(n: int) -> None:
    days = [date(2018, 12, 31) + timedelta(days=k) for k in range(2800)]
    found = BULK.working_day_after(ordinals(days), n)
    assert [date.fromordinal(int(one)) for one in found] == [CALENDAR.working_day_after(day, n) for day in days]


def test_provisional_answers_are_marked() -> None:
    days = [date(2026, 10, 1) + timedelta(days=k) for k in range(400)]
    found, marks = BULK.reckon(ordinals(days), 20)
    scalar = [CALENDAR.reckon(day, 20) for day in days]
    assert [date.fromordinal(int(one)) for one in found] == [one.day for one in scalar]
    assert marks.tolist() == [one.provisional for one in scalar]


def test_refusals() -> None:
    for days in ([date(2026, 12, 25)], [date(2018, 12, 1)], [date(2040, 1, 1)], [date(2026, 1, 5), date(2027, 1, 5)]):
        with pytest.raises(NotCovered):
            BULK.working_day_after(ordinals(days), 20)
    for days in ([date(2018, 12, 1)], [date(2035, 12, 31)], [date(2040, 1, 1)]):
        with pytest.raises(NotCovered):
            BULK.reckon(ordinals(days), 20)
    with pytest.raises(ValueError, match="正整数"):
        BULK.working_day_after(ordinals([date(2026, 1, 5)]), 0)


def test_a_gap_is_refused_and_what_lies_beyond_is_answered() -> None:
    notices = {notice.year: notice for notice in shipped_notices()}
    bulk = BulkCalendar(Calendar([notices[2019], notices[2022]]))
    assert bulk.working_day_after(ordinals([date(2019, 3, 1), date(2022, 1, 4)]), 1).tolist() == [
        date(2019, 3, 4).toordinal(), date(2022, 1, 5).toordinal(),
    ]  # fmt: skip
    with pytest.raises(NotCovered):
        bulk.working_day_after(ordinals([date(2019, 12, 20)]), 20)


def test_nothing_gives_nothing() -> None:
    assert BULK.working_day_after(np.zeros(0, np.int32), 20).size == 0
    assert BULK.reckon(np.zeros(0, np.int32), 20)[0].size == 0
