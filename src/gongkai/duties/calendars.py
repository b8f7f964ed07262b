"""The working days in force here: the notices that come with the program, and before them the ones pasted at the desk."""

from functools import lru_cache

from gongkai.duties.models import HolidayNotice
from gongkai.rules.notices import read_notice
from gongkai.rules.workdays import Calendar, shipped_calendar


def calendar_in_force() -> Calendar:
    """Return the calendar of all notices known here, in the order they were added; one small query."""
    return calendar_of(tuple(HolidayNotice.objects.order_by("id").values_list("text", flat=True)))


@lru_cache(maxsize=4)
def calendar_of(texts: tuple[str, ...]) -> Calendar:
    """Return the shipped calendar with these notices on top; a later one of a year takes the place of an earlier one.

    Keyed by the texts themselves: whatever happens to the table, an answer can never come from a stale calendar.
    """
    calendar = shipped_calendar()
    for text in texts:
        calendar = calendar.with_notice(read_notice(text))
    return calendar
