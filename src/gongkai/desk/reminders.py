"""Who is told what about duties, and when: five, two and no working days before the safe date, then when it is late.

Late duties climb: the clerks and whoever works on it at once, after one full working day the head of the office, after
three the officer. Each is told once for each date; a date that moves is a new one. Reminders are made on working days
only, so that the days they count are the days people have. What was withheld is brought back on its day (条例第十八条);
a document is told of when its public 失效日期 is thirty days off, and when it has passed.
"""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.urls import reverse

from gongkai.accounts.models import User
from gongkai.accounts.queries import people_with
from gongkai.accounts.roles import Role
from gongkai.agencies.models import Office
from gongkai.disclosures.models import Disclosure
from gongkai.duties.calendars import calendar_in_force
from gongkai.duties.models import Duty, DutyQuerySet
from gongkai.messages.actions import drop
from gongkai.messages.kinds import FOR_GROUPS, OF_DUTIES, Kind
from gongkai.messages.models import Channel, Delivery, Message
from gongkai.messages.telling import Letter, post
from gongkai.rules.workdays import WEEKDAYS, Calendar, NotCovered

ABOUT = Duty._meta.label
BEFORE = ((0, Kind.DUE_0), (2, Kind.DUE_2), (5, Kind.DUE_5))  # working days left, at most
HEAD_AFTER, OFFICER_AFTER = 1, 3  # full working days after the due date
HIGHER = {Role.CLERK: Role.OFFICE_HEAD, Role.OFFICE_HEAD: Role.OFFICER}
TOLD_AFTER = dt.timedelta(days=30)  # so long after a 失效日期 its passing is still told
EXPIRES = "失效日期将到", "请核对：要延长或者提前废止的，请更正；不用更正的，请在公开记录里确认到期失效。", ""
EXPIRED = "失效日期已过", "公开页面已经显示“失效”。请更正（延长、失效或者废止），或者在公开记录里确认到期失效。", ":passed"
PROVISIONAL = "（暂定：该年放假安排尚未发布，日期可能变动）"


def is_working_day(day: dt.date) -> bool:
    """Tell whether a day is worked, as far as notices reach; beyond them by its weekday. One small query."""
    return works(calendar_in_force(), day)


def works(calendar: Calendar, day: dt.date) -> bool:
    """Tell whether a day is worked by a calendar; beyond what it covers, by its weekday."""
    try:
        return calendar.kind_of(day).working
    except NotCovered:
        return day.weekday() < 5


def remind(*, on: dt.date, at: dt.datetime) -> int:
    """Tell whoever must know on a day; return how many messages were new. Asking again the same day tells nobody twice."""
    calendar = calendar_in_force()
    if not works(calendar, on):
        return 0
    duties = Duty.objects.running().filter(safe_on__lte=calendar.reckon(on, BEFORE[-1][0]).day)
    duties = duties.select_related("office", "item", "handler").defer("working", "candidates", "limit").order_by("due_on", "id")
    recipients = Recipients(on)
    letters = [letter for chunk in _chunks(duties) for letter in letters_about(chunk, calendar, recipients, on=on)]
    for duty in Duty.objects.to_reassess(on=on).select_related("office", "item"):
        people = [*recipients.clerks(duty.item.agency_id, duty.office_id), *recipients.of(Role.OFFICER, duty.item.agency_id, None)]
        letters += Words(duty).letters(Kind.REASSESS, "", 0, people, [])
    return post([*letters, *_about_expiring(recipients, on=on)], at=at)


def _chunks(duties: DutyQuerySet, size: int = 500) -> Iterator[list[Duty]]:
    rows = duties.iterator(chunk_size=size)
    while chunk := list(islice(rows, size)):
        yield chunk


def drop_settled(*, at: dt.datetime) -> int:
    """Stop reminders still on their way about duties that have ended meanwhile; return how many were stopped."""
    pending = Message.objects.filter(about_kind=ABOUT, kind__in=OF_DUTIES)
    waiting = set(pending.filter(digest__isnull=True, digest_from__isnull=False).values_list("about_key", flat=True))
    travelling = Delivery.objects.pending().filter(message__about_kind=ABOUT, message__kind__in=OF_DUTIES)
    keys = waiting | set(travelling.values_list("message__about_key", flat=True))
    if not keys:
        return 0
    ended = Duty.objects.ended().filter(pk__in=keys).values_list("pk", flat=True)
    return drop(about_kind=ABOUT, about_keys=map(str, ended), kinds=OF_DUTIES, at=at)


def letters_about(duties: list[Duty], calendar: Calendar, recipients: "Recipients", *, on: dt.date) -> list[Letter]:
    """Return what is to be said about running duties on a working day, told before or not."""
    workers = _workers(duties)
    return [letter for duty in duties for letter in _letters(duty, calendar, recipients, workers[duty.pk], on)]


def _letters(duty: Duty, calendar: Calendar, recipients: "Recipients", workers: list[User], on: dt.date) -> Iterator[Letter]:
    said = Words(duty)
    agency_id = duty.item.agency_id
    at_work = [*recipients.clerks(agency_id, duty.office_id), *workers]
    if duty.due_on >= on:
        left = _between(calendar, on, duty.safe_on)
        kind = next(kind for most, kind in BEFORE if left <= most)
        yield from said.letters(kind, "", left, at_work, recipients.groups(agency_id, duty.office_id, kind))
        return
    late = _between(calendar, duty.due_on, on) - 1
    yield from said.letters(Kind.OVERDUE, "", late, at_work, recipients.groups(agency_id, duty.office_id, Kind.OVERDUE))
    for after, role, level in ((HEAD_AFTER, Role.OFFICE_HEAD, ":head"), (OFFICER_AFTER, Role.OFFICER, ":officer")):
        if late >= after:
            groups = recipients.groups(agency_id, duty.office_id, Kind.ESCALATED)
            yield from said.letters(Kind.ESCALATED, level, late, recipients.of(role, agency_id, duty.office_id), groups)


def _about_expiring(recipients: "Recipients", *, on: dt.date) -> Iterator[Letter]:
    """Tell the clerks of documents that are about to lapse or just have. One query.

    What lapsed longer ago stands in the list of what is public only: whoever begins to use the program is not flooded.
    """
    expiring = Disclosure.objects.expiring(on=on).filter(public_expires_on__gte=on - TOLD_AFTER, is_sample=False)
    shown = expiring.select_related("public_office").only("agency_id", "public_title", "public_expires_on", "public_office__name")
    for one in shown.order_by("public_expires_on", "pk"):
        day = one.public_expires_on
        if day is None:
            continue
        words, what, level = EXPIRED if day < on else EXPIRES
        text = f"责任科室：{one.public_office or '未指定'}\n失效日期：{_day(day)}\n{what}"
        key, path = f"expires-{one.pk}@{day}{level}", reverse("desk_publications:show", args=[one.pk])
        for person in recipients.clerks(one.agency_id, one.public_office_id):
            yield Letter(person, Kind.EXPIRING, key, f"{words}：{one.public_title}", text, path, (Disclosure._meta.label, str(one.pk)))


def _between(calendar: Calendar, after: dt.date, until: dt.date) -> int:
    """Count the working days after one day until another, the latter included."""
    return bisect_right(calendar.working_days, until) - bisect_right(calendar.working_days, after)


@dataclass(frozen=True, slots=True)
class Words:
    """What is said about one duty: its subject, office and dates; nothing of any draft."""

    duty: Duty

    def letters(self, kind: Kind, level: str, days: int, people: Iterable[User], groups: Iterable[Channel]) -> Iterator[Letter]:
        """Address one kind of message about the duty."""
        duty = self.duty
        date = {Kind.OVERDUE: duty.due_on, Kind.ESCALATED: duty.due_on, Kind.REASSESS: duty.reassess_on}.get(kind, duty.safe_on)
        key, path = f"duty-{duty.pk}@{date}{level}", reverse("desk_duties:show", args=[duty.pk])
        subject, text = self.subject(kind, days), self.text(kind)
        recipients: list[User | Channel] = [*people, *groups]
        for to in recipients:  # who stands there twice is told once
            yield Letter(to, kind, key, subject, text, path, (ABOUT, str(duty.pk)))

    def subject(self, kind: Kind, days: int) -> str:
        """Say in one line what is up."""
        mark = "（暂定）" if self.duty.is_provisional else ""
        match kind:
            case Kind.OVERDUE:
                how = "已逾期"
            case Kind.REASSESS:
                return f"不予公开须再评估：{self.duty.subject}"
            case Kind.ESCALATED:
                how = f"逾期已满{days}个工作日"
            case _:
                last = "今天到期" if self.duty.safe_on == self.duty.due_on else "今天是到期前最后一个工作日"
                how = f"还有{days}个工作日到期" if days > 0 else last
        return f"{how}{mark}：{self.duty.subject}"

    def text(self, kind: Kind) -> str:
        """Say whose it is and by when."""
        duty = self.duty
        if kind == Kind.REASSESS and duty.reassess_on:
            return f"责任科室：{duty.office or '未指定'}\n再评估日期：{_day(duty.reassess_on)}（《政府信息公开条例》第十八条）"
        lines = [f"责任科室：{duty.office or '未指定'}", f"到期日：{_day(duty.due_on)}{PROVISIONAL if duty.is_provisional else ''}"]
        if duty.safe_on != duty.due_on:
            lines.append(f"请在{_day(duty.safe_on)}下班前办完：这是到期前最后一个工作日")
        return "\n".join(lines)


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def _workers(duties: list[Duty]) -> dict[int, list[User]]:
    """Return for each duty who works on it: its handler, and the handlers and makers of its drafts. Two queries."""
    drafts = Disclosure.objects.drafts().filter(duty__in=[duty.pk for duty in duties]).select_related("handler")
    drafts = drafts.defer("body", "values", "summary")
    makers = {user.username: user for user in User.objects.filter(username__in={draft.created_by for draft in drafts})}
    found: dict[int, list[User]] = defaultdict(list)
    for duty in duties:
        found[duty.pk] += [duty.handler] if duty.handler else []
    for draft in drafts:
        if draft.duty_id is not None:
            found[draft.duty_id] += [one for one in (draft.handler, makers.get(draft.created_by)) if one]
    return {key: [person for person in people if person.is_active] for key, people in found.items()}


class Recipients:
    """Who holds which role where on a day, and which groups want what; each looked up once."""

    def __init__(self, on: dt.date) -> None:
        """Look up the groups and which office is whose; the people when they are needed."""
        self._on = on
        self._agencies = dict(Office.objects.values_list("pk", "agency_id"))
        self._groups = list(Channel.objects.filter(agency__isnull=False, is_active=True))
        self._people: dict[tuple[Role, int, int | None], list[User]] = {}

    def of(self, role: Role, agency_id: int, office_id: int | None) -> list[User]:
        """Return who acts in a role for an office of an agency; where nobody does, who acts in the next higher one."""
        known = self._people.get((role, agency_id, office_id))
        if known is None:
            holders = people_with((role,), on=self._on, office_id=office_id)
            known = [user for user in holders if self._agencies.get(user.office_id or 0, agency_id) == agency_id]
            if not known and role in HIGHER:
                known = self.of(HIGHER[role], agency_id, office_id)
            self._people[role, agency_id, office_id] = known
        return known

    def clerks(self, agency_id: int, office_id: int | None) -> list[User]:
        """Return the clerks of an office; where it has none, its head, and where it has no head, the officer."""
        return self.of(Role.CLERK, agency_id, office_id)

    def groups(self, agency_id: int, office_id: int | None, kind: Kind) -> list[Channel]:
        """Return the groups of an office and of its agency that want a kind."""
        if kind not in FOR_GROUPS:
            return []
        return [one for one in self._groups if one.agency_id == agency_id and kind in one.kinds and one.office_id in (None, office_id)]
