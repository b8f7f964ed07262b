"""Working days: Monday to Friday, less the days off of the State Council's notices, plus the make-up days.

One promise: outside the decreed years nothing is answered in silence. The plain questions (``working_day_after``,
``is_working_day``) refuse there with ``NotCovered``; the marked ones (``reckon``, ``kind_of``, ``on_or_after``,
``on_or_before``) go on with the statutory pattern as far as it is known and say so in their answer.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from gongkai.rules.notices import Notice, shipped_notices
from gongkai.rules.statutory import LUNAR, provisional_days_off

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
DECREED, PROVISIONAL, UNKNOWN = 0, 1, 2


class NotCovered(LookupError):
    """No notice covers a day that the answer rests on; the Chinese message says which year and what to do."""


@dataclass(frozen=True, slots=True)
class DayKind:
    """Whether a day is worked, why (in Chinese), and whether that is provisional."""

    working: bool
    why: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A working day found, and whether any day on the way to it was provisional."""

    day: date
    provisional: bool


class Calendar:
    """The working days of the years whose notices are given; it never changes, ``with_...`` makes another.

    A year's last days may still be touched by the next year's notice (as 29 December 2018 was); they count as decreed by
    their own year's notice.
    """

    def __init__(self, notices: Iterable[Notice], regional_days_off: Mapping[date, str] | None = None) -> None:
        """Build the calendar of these notices; ``regional_days_off`` maps further days off to their reasons.

        Regional days are those of 全国年节及纪念日放假办法 第四条 (customary holidays of ethnic-minority areas).
        """
        self.notices = tuple(sorted(notices, key=lambda notice: notice.year))
        self.regional_days_off = MappingProxyType(dict(regional_days_off or {}))
        self.decreed_years = frozenset(notice.year for notice in self.notices)
        newest = max(self.decreed_years, default=min(LUNAR) - 1)
        self.provisional_years = frozenset(year for year in LUNAR if year > newest)
        years = self.decreed_years | self.provisional_years
        self.first, self.last = date(min(years), 1, 1), date(max(years), 12, 31)
        self._off, self._worked = self._decided()
        self._count_through()
        self._tables: dict[int, dict[date, date]] = {}

    def _decided(self) -> tuple[dict[date, str], dict[date, str]]:
        """Collect the days that are not as their weekday says: off and worked, with reasons."""
        off: dict[date, str] = {}
        worked: dict[date, str] = {}
        for year in sorted(self.provisional_years):
            off |= provisional_days_off(year)
        for notice in self.notices:
            for part in notice.arrangements:
                name = "、".join(part.festivals)
                off |= dict.fromkeys(part.days_off, f"{name}放假（{notice.source}）")
                worked |= dict.fromkeys(part.make_up_days, f"{name}调休上班（{notice.source}）")
        for day, reason in self.regional_days_off.items():
            worked.pop(day, None)
            off[day] = f"{reason}（地方放假，《全国年节及纪念日放假办法》第四条）"
        return off, worked

    def _count_through(self) -> None:
        """Lay the span out as arrays: working days up to each day, the working days, days not decreed up to each."""
        one_day, day = timedelta(days=1), self.first
        self.working_days: list[date] = []
        self.rank, self.marked, self.unknown = array("i", [0]), array("i", [0]), array("i", [0])
        state = dict.fromkeys(self.decreed_years, DECREED) | dict.fromkeys(self.provisional_years, PROVISIONAL)
        while day <= self.last:
            if day in self._worked or (day.weekday() < 5 and day not in self._off):
                self.working_days.append(day)
            standing = state.get(day.year, UNKNOWN)
            self.rank.append(len(self.working_days))
            self.marked.append(self.marked[-1] + (standing == PROVISIONAL))
            self.unknown.append(self.unknown[-1] + (standing == UNKNOWN))
            day += one_day
        self.origin = self.first.toordinal() - 1

    # The plain questions: decreed years only.

    def is_working_day(self, day: date) -> bool:
        """Say whether a day of a decreed year is worked; raise NotCovered for any other.

        >>> shipped_calendar().is_working_day(date(2026, 2, 28))
        True
        """
        if day.year not in self.decreed_years:
            raise self._not_covered(day.year)
        return day in self._worked or (day.weekday() < 5 and day not in self._off)

    def working_day_after(self, day: date, n: int) -> date:
        """Return the n-th working day after a day; the day itself is not counted (民法典第二百零一条).

        A negative n counts back. Raise NotCovered when the answer rests on a day that no notice covers.

        >>> shipped_calendar().working_day_after(date(2026, 9, 24), 20)
        datetime.date(2026, 10, 29)
        >>> shipped_calendar().working_day_after(date(2026, 10, 29), -20)
        datetime.date(2026, 9, 24)
        """
        try:
            return self._tables[n][day]
        except KeyError:
            return self._after_slowly(day, n)

    def _after_slowly(self, day: date, n: int) -> date:
        """Answer the first question about this n, and those the table does not hold."""
        found = self.reckon(day, n)
        if found.provisional:
            raise self._not_covered(found.day.year)
        if n not in self._tables and len(self._tables) < 128:
            self._tables[n] = self._table(n)
        return found.day

    def _table(self, n: int) -> dict[date, date]:
        """Map every day to the n-th working day after it, where every day on the way is decreed."""
        table = {}
        for place in range(len(self.rank)):
            day = date.fromordinal(self.origin + place)
            try:
                found = self.reckon(day, n)
            except NotCovered:
                continue
            if not found.provisional:
                table[day] = found.day
        return table

    # The marked questions: on with the statutory pattern, and saying so.

    def kind_of(self, day: date) -> DayKind:
        """Say whether a day is worked and why; provisional outside the decreed years, NotCovered beyond what is known.

        >>> shipped_calendar().kind_of(date(2026, 9, 20)).why
        '周日，国庆节调休上班（国办发明电〔2025〕7号）'
        """
        provisional = day.year not in self.decreed_years
        if provisional and day.year not in self.provisional_years:
            raise self._not_covered(day.year)
        weekday = WEEKDAYS[day.weekday()]
        if day in self._worked:
            return DayKind(True, f"{weekday}，{self._worked[day]}", provisional)
        if day in self._off:
            return DayKind(False, f"{weekday}，{self._off[day]}", provisional)
        return DayKind(day.weekday() < 5, weekday + ("" if day.weekday() < 5 else "休息"), provisional)

    def reckon(self, day: date, n: int) -> Reckoned:
        """Return the n-th working day after a day, before it when n is negative; marked when provisional.

        >>> shipped_calendar().reckon(date(2026, 12, 25), 20)
        Reckoned(day=datetime.date(2027, 1, 25), provisional=True)
        """
        place = self._place(day)
        if n > 0:
            index = self.rank[place] + n - 1
        elif n < 0:
            index = self.rank[max(place - 1, 0)] + n
        else:
            raise ValueError("工作日天数不能为零。")
        if not 0 <= index < len(self.working_days):
            raise self._not_covered(self.last.year + 1 if n > 0 else self.first.year - 1)
        answer = self.working_days[index]
        ends = sorted((place, answer.toordinal() - self.origin))
        return self._marked_answer(ends[0] - (n < 0), ends[1] - (n < 0), answer)

    def on_or_after(self, day: date) -> Reckoned:
        """Return the day itself if it is worked, else the next working day, marked when provisional."""
        place = self._place(day)
        index = bisect_left(self.working_days, day)
        if index == len(self.working_days):
            raise self._not_covered(self.last.year + 1)
        answer = self.working_days[index]
        return self._marked_answer(place - 1, answer.toordinal() - self.origin, answer)

    def on_or_before(self, day: date) -> Reckoned:
        """Return the day itself if it is worked, else the working day before it, marked when provisional."""
        place = self._place(day)
        if not self.rank[place]:
            raise self._not_covered(self.first.year - 1)
        answer = self.working_days[self.rank[place] - 1]
        return self._marked_answer(answer.toordinal() - self.origin - 1, place, answer)

    def _marked_answer(self, start: int, end: int, answer: date) -> Reckoned:
        """Mark an answer by the days after one place up to another, or refuse it."""
        standing = self._standing(max(start, 0), end)
        if standing == UNKNOWN:
            raise self._not_covered(date.fromordinal(self.origin + max(start, 0) + 1).year)
        return Reckoned(answer, standing == PROVISIONAL)

    def _standing(self, place: int, end: int) -> int:
        """Say how sure the days after one place up to another are."""
        if self.unknown[end] > self.unknown[place]:
            return UNKNOWN
        return PROVISIONAL if self.marked[end] > self.marked[place] else DECREED

    def _place(self, day: date) -> int:
        """Return a day's place in the arrays: 1 for the first day of the span, 0 for the day before it."""
        place = day.toordinal() - self.origin
        if not 0 <= place < len(self.rank):
            raise self._not_covered(day.year)
        return place

    def _not_covered(self, year: int) -> NotCovered:
        """Make the refusal for a year."""
        known = f"{min(self.decreed_years)}—{max(self.decreed_years)}年" if self.decreed_years else "无"
        return NotCovered(f"没有{year}年的放假安排通知（已登记：{known}），算不准{year}年的工作日；请先登记该年通知。")

    # Other calendars.

    def with_notice(self, notice: Notice) -> "Calendar":
        """Return the calendar with a notice added: in place of the same year's, or amending it.

        An amendment of a year whose notice is not here raises NotCovered.
        """
        kept = [known for known in self.notices if known.year != notice.year]
        if notice.amends:
            bases = [known for known in self.notices if known.year == notice.year]
            if not bases:
                raise self._not_covered(notice.year)
            notice = bases[0].amended_by(notice)
        return Calendar([*kept, notice], self.regional_days_off)

    def with_days_off(self, days: Mapping[date, str]) -> "Calendar":
        """Return the calendar with regional days off added, each with its reason."""
        return Calendar(self.notices, {**self.regional_days_off, **days})


@cache
def shipped_calendar() -> Calendar:
    """Return the calendar of the notices that come with the program."""
    return Calendar(shipped_notices())


def provisional_note(year: int) -> str:
    """Return the warning that goes with a provisional date of a year."""
    return f"暂定：{year}年放假通知尚未发布或尚未登记，按《全国年节及纪念日放假办法》推算，收到通知后须重新计算。"
