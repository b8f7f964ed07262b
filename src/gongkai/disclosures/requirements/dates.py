"""Do the dates of a document, of its notice window and of its display agree with each other and with the day."""

import datetime as dt
from collections.abc import Iterator

from gongkai.disclosures.models import Disclosure, NoticeWindow
from gongkai.disclosures.requirements.kinds import finding
from gongkai.disclosures.statuses import Validity
from gongkai.duties.calendars import calendar_in_force
from gongkai.rules.findings import Finding
from gongkai.rules.workdays import NotCovered

ENDED = (Validity.EXPIRED, Validity.REPEALED)


def dates_out_of_order(disclosure: Disclosure, *, on: dt.date) -> Iterator[Finding]:
    """成文 ≤ 公开, 成文 ≤ 施行, 施行 < 失效; a formation date in the future cannot be."""
    formed, effective, expires = disclosure.formed_on, disclosure.effective_on, disclosure.expires_on
    if formed and formed > on:
        yield finding("date_in_future", f"成文日期{formed}晚于公开日期{on}：请核对成文日期。", field="formed_on")
    if formed and effective and effective < formed:
        yield finding("dates_out_of_order", f"施行日期{effective}早于成文日期{formed}：请核对。", field="effective_on")
    start = effective or formed
    if start and expires and expires <= start:
        yield finding("dates_out_of_order", f"失效日期{expires}不晚于施行（成文）日期{start}：请核对。", field="expires_on")
    elif expires and expires < on and disclosure.validity not in ENDED:
        message = f"失效日期{expires}已经过去，有效性却不是“失效”或“废止”：请核对。"
        yield finding("already_expired", message, field="expires_on")


def display_limit(disclosure: Disclosure, *, on: dt.date) -> Iterator[Finding]:
    """公示截止 lies after the day of publication, after the document's own date, and not before the notice window ends."""
    limit = getattr(disclosure, "display_until", None)
    if limit is None:
        return
    window = getattr(disclosure, "notice_window", None)
    for other, words in (
        (on, f"早于公开日期{on}，一公开就会撤下"),
        (disclosure.formed_on, f"早于成文日期{disclosure.formed_on}"),
        (window and window.ends_on, f"早于公示结束日期{window and window.ends_on}"),
    ):
        if other and limit < other:
            yield finding("display_limit_wrong", f"公示截止日期{limit}{words}：请核对。", field="display_until")
            return


def notice_window(disclosure: Disclosure, *, on: dt.date) -> Iterator[Finding]:
    """公示期 begins with the publication, not before the document, and is as long as its basis asks."""
    window: NoticeWindow | None = getattr(disclosure, "notice_window", None)
    if window is None:
        return
    formed = disclosure.formed_on
    if formed and window.starts_on < formed:
        message = f"公示开始日{window.starts_on}早于成文日期{formed}：请核对。"
        yield finding("notice_dates_wrong", message, field="notice")
    if disclosure.latest_id is None and window.starts_on < on:
        message = f"公示开始日{window.starts_on}早于公开日期{on}：公众看不到的日子不能算进公示期，请顺延。"
        yield finding("notice_dates_wrong", message, field="notice")
    if (least := last_day_at_least(window)) and window.ends_on < least:
        unit = window.get_unit_display()
        message = f"公示期应为{window.required_days}{unit}，自{window.starts_on}起至少到{least}，现在只到{window.ends_on}：请延长。"
        yield finding("notice_too_short", message, field="notice")


def last_day_at_least(window: NoticeWindow) -> dt.date | None:
    """Return the first day on which the window may end; None where the calendar does not reach."""
    if window.required_days < 1:
        return None
    if window.unit == "day":
        return window.starts_on + dt.timedelta(days=window.required_days - (1 if window.count_first_day else 0))
    start = window.starts_on - dt.timedelta(days=1) if window.count_first_day else window.starts_on
    try:
        return calendar_in_force().working_day_after(start, window.required_days)
    except NotCovered:
        return None
