"""Registering a holiday notice: provisional dates become firm, and every running duty it moves is reported."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from gongkai.audit.actions import record
from gongkai.duties.calendars import calendar_in_force
from gongkai.duties.models import Duty, HolidayNotice
from gongkai.duties.recomputing import Move, recompute
from gongkai.rules.notices import Notice, NoticeContradicts, NoticeUnread, read_notice
from gongkai.rules.workdays import NotCovered
from gongkai.sources.errors import BadInput

MARGIN = dt.timedelta(days=31)  # a notice may decide the last days of the year before, and a roll may reach over its end


class NoticeRefused(BadInput):
    """The notice cannot be read, contradicts itself, or amends a year that is not known here."""


@dataclass(frozen=True, slots=True)
class NoticeAdded:
    """What a notice did: how many running duties were worked out again, and which of them moved or became firm."""

    row: HolidayNotice
    notice: Notice
    recomputed: int
    moves: tuple[Move, ...]
    repeated: bool = False


@transaction.atomic
def add_notice(*, text: str, by: str, at: dt.datetime) -> NoticeAdded:
    """Register a notice verbatim and work out again every running duty that its year touches.

    A newer notice of a year takes the place of the older; the very same text again changes nothing. Duties that have
    ended never move. Raises NoticeRefused.
    """
    notice = _read(text)
    newest = HolidayNotice.objects.select_for_update().filter(year=notice.year).order_by("-id").first()
    if newest and newest.text == text:
        return NoticeAdded(newest, notice, 0, (), repeated=True)
    row = HolidayNotice.objects.create(
        year=notice.year,
        number=(notice.number or "")[:60],
        text=text,
        days_off=[day.isoformat() for day in notice.days_off],
        make_up_days=[day.isoformat() for day in notice.make_up_days],
        added_at=at,
        added_by=by,
    )
    calendar = calendar_in_force()
    duties = list(_touched(notice.year))
    moves = recompute(duties, calendar=calendar, act="放假通知登记，重算到期日", by=by, at=at, note=str(row))
    after = {"number": row.number, "recomputed": len(duties), "moved": len(moves)}
    record(by=by, act="登记放假通知", subject=row, at=at, after=after)
    return NoticeAdded(row, notice, len(duties), tuple(moves))


def _read(text: str) -> Notice:
    """Read the notice and make sure that the calendar can take it."""
    try:
        notice = read_notice(text)
        calendar_in_force().with_notice(notice)
    except (NoticeUnread, NoticeContradicts, NotCovered) as error:
        raise NoticeRefused(f"放假通知没有登记：{error}") from error
    return notice


def _touched(year: int) -> QuerySet[Duty]:
    """Return the running duties whose span comes near the year, held until commit."""
    first, last = dt.date(year, 1, 1) - MARGIN, dt.date(year, 12, 31) + MARGIN
    touched = Duty.objects.running().filter(trigger_on__lte=last, due_on__gte=first)
    return touched.select_for_update(of=("self",)).select_related("item", "office").defer("working")
