"""The shipped notices against an independent calendar: every day of every covered year."""

from datetime import date, timedelta

import chinese_calendar

from gongkai.rules.notices import shipped_notices
from gongkai.rules.statutory import LUNAR, statutory_days
from gongkai.rules.workdays import shipped_calendar


def test_every_day_of_2019_to_2026_agrees_with_chinesecalendar() -> None:
    calendar, day, wrong = shipped_calendar(), date(2019, 1, 1), []
    while day.year < 2027:
        if calendar.is_working_day(day) != chinese_calendar.is_workday(day):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


def test_the_years_and_their_numbers() -> None:
    assert [notice.year for notice in shipped_notices()] == list(range(2019, 2027))
    assert all(notice.number for notice in shipped_notices())


def test_2026_has_248_working_days() -> None:
    calendar = shipped_calendar()
    assert sum(calendar.is_working_day(date(2026, 1, 1) + timedelta(days=n)) for n in range(365)) == 248


def test_the_statutory_days_lie_in_the_notices_of_2025_and_2026() -> None:
    """The table of lunar days is right where a notice can tell: 全国年节及纪念日放假办法 of 2024 applies from 2025."""
    off = {day for notice in shipped_notices() for day in notice.days_off}
    for year in (2025, 2026):
        assert {day for day, _ in statutory_days(year)} <= off


def test_thirteen_statutory_days_each_year() -> None:
    assert {len(statutory_days(year)) for year in LUNAR} == {13}
