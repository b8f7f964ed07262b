"""What the work list shows: which duties by office, state, item and text, a page at a time, in a constant number of queries.

Pages go on from the last row shown (keyset), so that the hundredth costs what the first does, and keys are found in an
index before the wide rows are read.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet

from gongkai.accounts.models import User
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import ItemVersion
from gongkai.duties.models import Duty, DutyQuerySet, WithholdingProposal, end_of_week
from gongkai.duties.queries.standings import MONTH_AHEAD
from gongkai.duties.statuses import Closing, State

PAGE = 50
RUNNING, ENDED, ANY = "due", "closed", "any"  # how a list is ordered: by due date, by the day it ended, newest due first

# The filters by state: key, words, order. Those of one group stand together.
FILTERS = {
    "running": ("未结束", RUNNING),
    "overdue": ("逾期", RUNNING),
    "today": ("今日", RUNNING),
    "week": ("本周", RUNNING),
    "month": ("30天内", RUNNING),
    "provisional": ("暂定", RUNNING),
    "proposed": ("待审查的不予公开", RUNNING),
    "reassess": ("待再评估", ANY),
    "ended": ("已结束", ENDED),
    "on_time": ("按期公开", ENDED),
    "late": ("逾期公开", ENDED),
    "nothing": ("本期无公开内容", ENDED),
    "withheld": ("依法不予公开", ENDED),
    "cancelled": ("已撤销", ENDED),
    "all": ("全部", ANY),
}
TABS = ("running", "overdue", "today", "week", "month", "provisional", "reassess", "proposed", "ended", "all")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the work list; ``offices`` None is all, ``first`` and ``last`` bound the due date."""

    state: str = "running"
    offices: frozenset[int] | None = None
    office: int | None = None
    item: int | None = None
    text: str = ""
    mine: bool = False
    first: dt.date | None = None
    last: dt.date | None = None
    after: str = ""

    @property
    def order(self) -> str:
        """Return how this list is ordered."""
        return FILTERS[self.state][1]

    def address(self, **changed: Any) -> str:
        """Return the query string of this list with something changed; a change of filter begins at the first page."""
        asked = replace(self, **{"after": "", **changed})
        values = {
            "state": asked.state if asked.state != "running" else "",
            "office": asked.office or "",
            "item": asked.item or "",
            "text": asked.text,
            "mine": "1" if asked.mine else "",
            "from": asked.first or "",
            "to": asked.last or "",
            "after": asked.after,
        }
        return "?" + urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, and where the next one goes on; empty where there is none."""

    duties: list[Duty]
    next: str


def found(agency: Agency, wanted: Wanted, *, on: dt.date, user: User) -> DutyQuerySet:
    """Return the duties that are wanted, not yet in order."""
    # One's offices are offices of the agency; asking for both would make the database look into the wide rows.
    ours = Duty.objects.of(agency) if wanted.offices is None else Duty.objects.filter(office__in=wanted.offices)
    duties = _in_state(ours, wanted.state, on)
    if wanted.office is not None:
        duties = duties.filter(office=wanted.office)
    if wanted.item is not None:
        duties = duties.filter(item=wanted.item)
    if wanted.mine:
        duties = duties.filter(handler=user)
    if wanted.first:
        duties = duties.filter(due_on__gte=wanted.first)
    if wanted.last:
        duties = duties.filter(due_on__lte=wanted.last)
    if wanted.text:  # looked for in the index of subjects alone, then in the wide rows that were found
        duties = duties.filter(pk__in=Duty.objects.filter(subject__contains=wanted.text).order_by().values("pk"))
    return duties


def page(agency: Agency, wanted: Wanted, *, on: dt.date, user: User) -> Page:
    """Return one page of what is wanted; two queries."""
    duties = _after(found(agency, wanted, on=on, user=user), wanted)
    keys = list(duties.order_by(*_ordering(wanted.order)).values_list("pk", flat=True)[: PAGE + 1])
    rows = {duty.pk: duty for duty in for_lists(keys[:PAGE])}
    shown = [rows[key] for key in keys[:PAGE] if key in rows]
    return Page(shown, _cursor(shown[-1], wanted.order) if len(keys) > PAGE and shown else "")


def for_lists(keys: Collection[int]) -> QuerySet[Duty]:
    """Return duties with what a line of a list shows, without the working of their dates."""
    duties = Duty.objects.filter(pk__in=keys).select_related("item_version", "office", "handler", "item")
    wide = ("working", "candidates", "limit_reason", "item_version__elements", "item_version__extras")
    return duties.defer(*wide)


def as_line(duty: Duty, on: dt.date) -> tuple[Duty, State, int]:
    """Return a duty with what a line says of it: how it stands, and how many days it is late."""
    return duty, duty.state(on=on), max(0, (on - duty.due_on).days)


def waiting(agency: Agency, *, on: dt.date, offices: frozenset[int] | None) -> dict[str, int]:
    """Count what waits beside the due dates: withheld duties to look at again, and proposals to withhold. Three queries."""
    proposed = list(WithholdingProposal.objects.filter(decision="").order_by().values_list("duty", flat=True))
    ours = Duty.objects.of(agency) if offices is None else Duty.objects.of(agency).filter(office__in=offices)
    return {"reassess": ours.to_reassess(on=on).count(), "proposed": ours.filter(pk__in=proposed).count() if proposed else 0}


def items_of(agency: Agency, *, on: dt.date, offices: Collection[int] | None, text: str = "") -> list[ItemVersion]:
    """Return the rows in force of the items some offices answer for (None: all), those whose names hold a text. One query."""
    rows = ItemVersion.objects.of(agency).in_force(on).select_related("item", "office").order_by("position")
    if offices is not None:
        rows = rows.filter(office__in=offices)
    wanted = "".join(text.split())
    return [row for row in rows if wanted in "".join(row.full_name.split()) or wanted == str(row.item.number)]


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """Return how people are shown whose usernames were recorded; one query."""
    return {user.get_username(): str(user) for user in User.objects.filter(username__in=set(usernames))}


def _in_state(duties: DutyQuerySet, state: str, on: dt.date) -> DutyQuerySet:
    late = Q(closed_on__gt=F("due_on"))
    ended = duties.filter(closed_on__isnull=False)
    return {
        "running": lambda: duties.running(),
        "overdue": lambda: duties.overdue(on=on),
        "today": lambda: duties.due_by(on, on=on),
        "week": lambda: duties.due_by(end_of_week(on), on=on),
        "month": lambda: duties.due_by(on + MONTH_AHEAD, on=on),
        "provisional": lambda: duties.provisional(),
        "proposed": lambda: duties.filter(pk__in=WithholdingProposal.objects.filter(decision="").values("duty")),
        "reassess": lambda: duties.to_reassess(on=on),
        "ended": lambda: ended,
        "on_time": lambda: ended.filter(closing=Closing.PUBLISHED).exclude(late),
        "late": lambda: ended.filter(late, closing=Closing.PUBLISHED),
        "nothing": lambda: ended.filter(closing=Closing.NOTHING),
        "withheld": lambda: ended.filter(closing=Closing.WITHHELD),
        "cancelled": lambda: ended.filter(closing=Closing.CANCELLED),
        "all": lambda: duties.all(),
    }[state]()


def _ordering(order: str) -> tuple[str, str]:
    return {RUNNING: ("due_on", "pk"), ENDED: ("-closed_on", "-pk"), ANY: ("-due_on", "-pk")}[order]


def _cursor(duty: Duty, order: str) -> str:
    return f"{duty.closed_on if order == ENDED else duty.due_on}_{duty.pk}"


def _after(duties: DutyQuerySet, wanted: Wanted) -> DutyQuerySet:
    """Go on after the row that the last page ended with; an address that was tampered with begins anew."""
    try:
        day_text, key_text = wanted.after.split("_")
        day, key = dt.date.fromisoformat(day_text), int(key_text)
    except ValueError:
        return duties
    if wanted.order == RUNNING:
        return duties.filter(due_on__gte=day).exclude(due_on=day, pk__lte=key)
    name = "closed_on" if wanted.order == ENDED else "due_on"
    return duties.filter(**{f"{name}__lte": day}).exclude(**{name: day, "pk__gte": key})
