"""The holidays the law itself fixes, for years whose notice is not out: 全国年节及纪念日放假办法, as revised in 2024.

Thirteen days a year. What the law does not fix (which weekends are worked instead) is not invented here, so an answer
that rests on these days is provisional until the notice comes.
"""

from datetime import date, timedelta
from functools import cache

# 春节 (正月初一), 清明, 端午, 中秋. Computed with two independent packages, lunardate 0.3.0 and lunar-python 1.4.8 (清明:
# the latter's solar terms), which agree for every year here; 2019 to 2026 agree with the notices too.
LUNAR: dict[int, tuple[tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]]] = {
    2025: ((1, 29), (4, 4), (5, 31), (10, 6)),
    2026: ((2, 17), (4, 5), (6, 19), (9, 25)),
    2027: ((2, 6), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 26), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 13), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 3), (4, 5), (6, 5), (9, 12)),
    2031: ((1, 23), (4, 5), (6, 24), (10, 1)),
    2032: ((2, 11), (4, 4), (6, 12), (9, 19)),
    2033: ((1, 31), (4, 4), (6, 1), (9, 8)),
    2034: ((2, 19), (4, 5), (6, 20), (9, 27)),
    2035: ((2, 8), (4, 5), (6, 10), (9, 16)),
}


@cache
def statutory_days(year: int) -> tuple[tuple[date, str], ...]:
    """Return the thirteen statutory days of a year of the table with their festivals, in order (第二条).

    Two festivals may share a day (2031: 中秋 on 1 October); the day then appears for each.

    >>> [day.isoformat() for day, name in statutory_days(2027) if name == "春节"]
    ['2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08']
    """
    spring, clear, boat, moon = (date(year, *month_day) for month_day in LUNAR[year])
    days = [(date(year, 1, 1), "元旦")]
    days += [(spring + timedelta(days=n), "春节") for n in (-1, 0, 1, 2)]  # 农历除夕、正月初一至初三
    days += [(clear, "清明节"), (date(year, 5, 1), "劳动节"), (date(year, 5, 2), "劳动节")]
    days += [(boat, "端午节"), (moon, "中秋节")]
    days += [(date(year, 10, n), "国庆节") for n in (1, 2, 3)]
    return tuple(sorted(days))


@cache
def provisional_days_off(year: int) -> dict[date, str]:
    """Return the weekdays off on the statutory pattern, each with its reason.

    A statutory day on a Saturday, a Sunday or another festival's day is made good on the next working day (第六条); the
    notice may choose other days.

    >>> [day.isoformat() for day, why in provisional_days_off(2027).items() if "补假" in why][:2]
    ['2027-02-09', '2027-02-10']
    """
    days = statutory_days(year)
    off = {day: f"{name}（《全国年节及纪念日放假办法》第二条，暂定）" for day, name in days if day.weekday() < 5}
    seen: set[date] = set()
    for day, name in days:
        if day.weekday() >= 5 or day in seen:
            replacement = day
            while replacement.weekday() >= 5 or replacement in off:
                replacement += timedelta(days=1)
            off[replacement] = f"{name}补假（《全国年节及纪念日放假办法》第六条，暂定）"
        seen.add(day)
    return off
