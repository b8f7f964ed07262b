"""How fast "20 working days after" is, and that it is right: ours against a loop over chinesecalendar and against numpy.

Run ``python bench/dates.py``. Contenders take turns in several rounds of one run, and medians are compared, because the
machine is noisy; every contender's answers are held against the loop over ``chinese_calendar.is_workday``, which counts
the wrong ones. ``run`` gives the figures to a later collection of benchmarks.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import chinese_calendar
import numpy as np
from rich.console import Console
from rich.table import Table

from gongkai.rules.workdays import shipped_calendar
from gongkai.rules.workdays_bulk import BulkCalendar, ordinals

N = 20
FIRST, LAST = date(2019, 1, 1), date(2026, 11, 1)
ROUNDS = 7
EPOCH = date(1970, 1, 1).toordinal()
Contender = tuple[str, int, Callable[[int], Any]]


def run(n: int = 200_000) -> list[dict[str, Any]]:
    """Measure with ``n`` dates, at least 100,000, in bulk and fewer one by one; give name, value, unit, baseline, ratio.

    ``wrong`` and ``note`` say how many of the first 1,000 answers differ from the loop over chinesecalendar.
    """
    days = _days(max(n, 100_000))
    contenders = _contenders(days)
    rates = _rates(contenders)
    expected = [day.toordinal() for day in map(_by_chinesecalendar, days[:1_000])]
    wrong = {
        name: sum(a != b for a, b in zip(_as_ordinals(answer(len(expected))), expected, strict=True)) for name, _, answer in contenders
    }
    pairs = [
        ("ours, one by one", "chinesecalendar, loop over is_workday"),
        ("ours, one by one", "bare precomputed dict"),
        ("ours, one by one", "numpy.busday_offset, one by one"),
        ("ours, bulk", "numpy.busday_offset, bulk"),
        ("ours, bulk", "numpy.busday_offset, bulk, five-day week"),
        ("ours, bulk", "bare precomputed numpy table"),
    ]
    rows = [
        {"name": name, "value": rates[name], "unit": "dates/s", "baseline": base, "ratio": rates[name] / rates[base],
         "wrong": wrong[name]}
        for name, base in pairs
    ]  # fmt: skip
    alone = [name for name, _, _ in contenders if not name.startswith("ours")]
    rows += [
        {"name": name, "value": rates[name], "unit": "dates/s", "baseline": None, "ratio": None, "wrong": wrong[name]}
        for name in alone
    ]
    return [row | {"note": f"{row['wrong']} of 1,000 wrong"} for row in rows]


def _days(n: int) -> list[date]:
    """Return n days spread over the decreed years in a fixed shuffled order."""
    span = (LAST - FIRST).days
    return [FIRST + timedelta(days=int(k)) for k in np.random.default_rng(1).integers(0, span, n)]


def _by_chinesecalendar(day: date) -> date:
    """Count working days one by one, as everybody does."""
    left = N
    while left:
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day)
    return day


def _contenders(days: list[date]) -> list[Contender]:
    """Give each contender's name, how many dates a round takes, and what answers the first k of them."""
    calendar = shipped_calendar()
    bulk, array = BulkCalendar(calendar), ordinals(days)
    answers = {day: calendar.working_day_after(day, N) for day in dict.fromkeys(days)}
    off, five_day, numpy_days = _for_numpy("1111111"), _for_numpy("1111100"), (array - EPOCH).astype("datetime64[D]")
    table = bulk.working_day_after(np.arange(FIRST.toordinal(), LAST.toordinal(), dtype=np.int32), N)
    ask = calendar.working_day_after
    return [
        ("chinesecalendar, loop over is_workday", 300, lambda k: [_by_chinesecalendar(d) for d in days[:k]]),
        ("ours, one by one", 50_000, lambda k: [ask(d, N) for d in days[:k]]),
        ("bare precomputed dict", 50_000, lambda k: [answers[d] for d in days[:k]]),
        ("numpy.busday_offset, one by one", 5_000, lambda k: [_offset(d, off) for d in numpy_days[:k]]),
        ("ours, bulk", len(days), lambda k: bulk.working_day_after(array[:k], N)),
        ("bare precomputed numpy table", len(days), lambda k: table.take(array[:k] - FIRST.toordinal())),
        ("numpy.busday_offset, bulk", len(days), lambda k: _offset(numpy_days[:k], off)),
        ("numpy.busday_offset, bulk, five-day week", len(days), lambda k: _offset(numpy_days[:k], five_day)),
    ]


def _for_numpy(week: str) -> np.busdaycalendar:
    """Give numpy a week and the days off: seven days, so that make-up days count, or five, faster, which loses them."""
    calendar = shipped_calendar()
    span = [FIRST + timedelta(days=k) for k in range(-1, (date(2026, 12, 31) - FIRST).days + 1)]
    off = [day for day in span if day.year < FIRST.year or not calendar.is_working_day(day)]
    return np.busdaycalendar(week, holidays=np.array(off, "datetime64[D]"))


def _offset(days: Any, calendar: np.busdaycalendar) -> Any:
    """Ask numpy for the N-th working day after; a start on a day off is first moved back to a working day."""
    return np.busday_offset(days, N, roll="preceding", busdaycal=calendar)


def _as_ordinals(answers: Any) -> list[int]:
    """Turn any contender's answers into ordinals, after the clock has stopped."""
    if isinstance(answers, np.ndarray) and answers.dtype.kind != "M":
        return [int(one) for one in answers]
    return [one.toordinal() if isinstance(one, date) else int(np.datetime64(one, "D").astype(int)) + EPOCH for one in answers]


def _rates(contenders: list[Contender]) -> dict[str, float]:
    """Let the contenders take turns; return each one's median rate."""
    times: dict[str, list[float]] = {name: [] for name, _, _ in contenders}
    for _, size, answer in contenders:
        answer(size)
    gc.disable()
    for _ in range(ROUNDS):
        for name, size, answer in contenders:
            start = time.perf_counter()
            answer(size)
            times[name].append(size / (time.perf_counter() - start))
    gc.enable()
    return {name: statistics.median(rates) for name, rates in times.items()}


def main() -> None:
    """Print the table."""
    table = Table("who", "dates/s", "against", "times", "wrong of 1,000", title=f"{N} working days after a date")
    for row in run(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000):
        ratio = f"{row['ratio']:,.1f}" if row["ratio"] else ""
        table.add_row(row["name"], f"{row['value']:,.0f}", row["baseline"] or "", ratio, str(row["wrong"]))
    Console(width=130).print(table)


if __name__ == "__main__":
    main()
