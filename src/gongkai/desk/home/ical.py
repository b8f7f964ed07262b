"""The running duties as a calendar other programs read (RFC 5545): one all-day entry a duty, on the day to publish by.

The entry stands on the safe date, which is what one plans by; the due date, where it is another, is in the text.
"""

import datetime as dt
from collections.abc import Collection
from urllib.parse import urlsplit

from django.urls import reverse
from icalendar import Alarm, Calendar, Event

from gongkai.agencies.models import Agency
from gongkai.duties.models import Duty

MOST = 1_000  # a calendar program shows no more, and asks every quarter of an hour


def feed_of(agency: Agency, office_ids: Collection[int], *, name: str, base: str, on: dt.date) -> bytes:
    """Return the calendar of the running duties of some offices; one query. The same duties give the same bytes."""
    made = Calendar()
    made.add("prodid", "-//gongkai//duties//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", "Asia/Shanghai")
    made.add("refresh-interval", dt.timedelta(hours=1), parameters={"VALUE": "DURATION"})
    duties = Duty.objects.of(agency).running().filter(office__in=office_ids).select_related("office", "item_version")
    for duty in duties.defer("working", "candidates").order_by("due_on", "pk")[:MOST]:
        made.add_component(_entry(duty, base=base, on=on))
    return bytes(made.to_ical())


def _entry(duty: Duty, *, base: str, on: dt.date) -> Event:
    late = duty.due_on < on
    entry = Event()
    entry.add("uid", f"duty-{duty.pk}@{urlsplit(base).hostname}")
    entry.add("dtstamp", duty.created_at.astimezone(dt.UTC))
    day = duty.due_on if late else duty.safe_on
    entry.add("dtstart", day)
    entry.add("dtend", day + dt.timedelta(days=1))
    mark = "【逾期】" if late else "【暂定】" if duty.is_provisional else ""
    entry.add("summary", f"{mark}{duty.subject}")
    address = base.rstrip("/") + reverse("desk_duties:show", args=[duty.pk])
    said = [f"到期日：{duty.due_on}", f"稳妥日期：{duty.safe_on}", f"责任科室：{duty.office or '未定'}", f"事项：{duty.item_version.name}"]
    entry.add("description", "\n".join([*said, address]))
    entry.add("url", address)
    entry.add("transp", "TRANSPARENT")
    if not late:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", duty.subject)
        alarm.add("trigger", dt.timedelta(days=-2))
        entry.add_component(alarm)
    return entry
