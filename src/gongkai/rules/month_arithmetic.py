"""Steps of months and the next 31 January: the calendar arithmetic that knows nothing of holidays."""

from calendar import monthrange
from datetime import date

from gongkai.rules.limit_model import TimeLimit


def add_months(day: date, months: int) -> date:
    """Return the same day some months on, or that month's last day where there is none (民法典第二百零二条).

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_in(year: int, month: int, day: int | None) -> date:
    """Return a day of a month; None, or a day the month has not, is its last.

    >>> day_in(2026, 2, 30), day_in(2026, 6, None)
    (datetime.date(2026, 2, 28), datetime.date(2026, 6, 30))
    """
    last = monthrange(year, month)[1]
    return date(year, month, min(day or last, last))


def next_by_date(limit: TimeLimit, start: date) -> date:
    """Return the next date a ``by_date`` limit names, on or after a start; a year of its own is that year's, even if past.

    >>> next_by_date(TimeLimit("每年1月31日前", "by_date", month=1, day=31, every="year"), date(2026, 11, 24))
    datetime.date(2027, 1, 31)
    """
    if limit.year:
        return day_in(limit.year, limit.month or 12, limit.day)
    if limit.every == "year":
        candidates = [day_in(start.year + n, limit.month or 12, limit.day) for n in (0, 1)]
    else:
        months = [add_months(start.replace(day=1), n) for n in range(7)]
        if limit.every == "quarter":
            months = [month for month in months if (month.month - 1) % 3 == (limit.month or 3) - 1]
        candidates = [day_in(month.year, month.month, limit.day) for month in months]
    return min(day for day in candidates if day >= start)
