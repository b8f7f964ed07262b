"""The work list: what is due, by office, state, item and words; and the same act on several duties at once."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gongkai.accounts.roles import WRITERS, Role
from gongkai.agencies.models import Agency, Office
from gongkai.desk.access import CONTENT, Person, only, person_of
from gongkai.desk.duties import queries, rights
from gongkai.desk.duties.forms import PUBLIC, HandOverForm, ReasonForm, read_day
from gongkai.desk.duties.queries import FILTERS, TABS, Wanted
from gongkai.desk.duties.views.frame import shown
from gongkai.duties import actions
from gongkai.duties.models import Duty
from gongkai.duties.queries import due_counts
from gongkai.sources.errors import BadInput

COUNTED = ("running", "overdue", "today", "week", "month", "provisional")
BULK = {"nothing": "本期无公开内容", "cancel": "撤销", "hand_over": "移交其他科室"}


@only(*CONTENT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show one page of the duties that are asked for, and how many there are by state."""
    person = person_of(request)
    agency = rights.agency_of(person)
    wanted = wanted_of(request.GET, person)
    page = queries.page(agency, wanted, on=person.on, user=person.user)
    return shown(
        request, "index.html", "公开义务",
        wanted=wanted, page=page, today=person.on, next=wanted.address(after=page.next) if page.next else "",
        tabs=_tabs(agency, wanted, person), offices=_offices(agency, wanted.offices),
        items=queries.items_of(agency, on=person.on, offices=wanted.offices),
        lines=[queries.as_line(duty, person.on) for duty in page.duties],
        writes=person.has_anywhere(*WRITERS), decides=person.has_anywhere(*rights.DECIDERS),
        is_officer=person.has(Role.OFFICER), state_words=FILTERS[wanted.state][0],
        bulk=_bulk_of(person) if any(not duty.closing for duty in page.duties) else {},
    )  # fmt: skip


@only(*WRITERS)
@require_POST
def several(request: HttpRequest) -> HttpResponse:
    """Do one act to several duties: first they are listed and one reason is asked for, then it is done, one by one."""
    person = person_of(request)
    act, keys = request.POST.get("act", ""), [int(key) for key in request.POST.getlist("duty") if key.isdigit()]
    back = reverse("desk_duties:index") + request.POST.get("back", "")
    if act not in _bulk_of(person) or not keys:
        messages.warning(request, "请先选中至少一项公开义务，再选择要做的事。")
        return redirect(back)
    duties = list(queries.for_lists(keys[: queries.PAGE]).filter(item__agency=rights.agency_of(person)).order_by("due_on", "pk"))
    duties = [duty for duty in duties if rights.sees(person, duty)]
    able = [duty for duty in duties if _may(person, duty, act)]
    form = _form(act, request.POST if "confirmed" in request.POST else None, rights.agency_of(person))
    if form.is_bound and form.is_valid():
        _do(request, act, able, form, person)
        return redirect(back)
    return shown(
        request, "several.html", BULK[act], form=form, act=act, duties=able, back=back, back_query=request.POST.get("back", ""),
        left_out=[duty for duty in duties if duty not in able],
    )  # fmt: skip


def wanted_of(asked: QueryDict, person: Person) -> Wanted:
    """Read from an address what is wanted; what makes no sense is passed over. Nobody gets beyond the offices they see."""
    state = asked.get("state", "running")

    def number(name: str) -> int | None:
        text = asked.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None

    return Wanted(
        state=state if state in FILTERS else "running",
        offices=rights.offices_seen(person),
        office=number("office"),
        item=number("item"),
        text=asked.get("text", "").replace("\0", "").strip()[:100],
        mine=asked.get("mine") == "1",
        first=read_day(asked.get("from", "")),
        last=read_day(asked.get("to", "")),
        after=asked.get("after", "")[:40],
    )


def _tabs(agency: Agency, wanted: Wanted, person: Person) -> list[dict[str, Any]]:
    """Return the filters by state with their counts, of the offices that are looked at."""
    offices = wanted.offices
    if wanted.office is not None:
        offices = frozenset({wanted.office}) if offices is None or wanted.office in offices else frozenset()
    counts = due_counts(agency, on=person.on, office_ids=offices)
    beside = queries.waiting(agency, on=person.on, offices=offices)
    keys = [*TABS, *([] if wanted.state in TABS else [wanted.state])]
    return [
        {
            "words": FILTERS[key][0],
            "url": wanted.address(state=key, first=None, last=None),
            "current": key == wanted.state,
            "late": key == "overdue",
            "count": beside[key] if key in beside else getattr(counts, key) if key in COUNTED else None,
        }
        for key in keys
    ]


def _offices(agency: Agency, seen: frozenset[int] | None) -> QuerySet[Office]:
    offices = agency.offices.order_by("code")
    return offices if seen is None else offices.filter(pk__in=seen)


def _bulk_of(person: Person) -> dict[str, str]:
    """Return the acts on several duties that a person has a right to somewhere."""
    if not person.has_anywhere(*WRITERS):
        return {}
    return BULK if person.has_anywhere(*rights.DECIDERS) else {"nothing": BULK["nothing"]}


def _may(person: Person, duty: Duty, act: str) -> bool:
    may = rights.rights_on(person, duty, is_pending=False)
    return {"nothing": may.declare_nothing, "cancel": may.cancel, "hand_over": may.hand_over}[act]


def _form(act: str, data: QueryDict | None, agency: Agency) -> Form:
    if act == "hand_over":
        return HandOverForm(data, offices=agency.offices.filter(is_active=True).order_by("code"))
    return ReasonForm(data, help_text=f"同一理由用于下面每一项。{PUBLIC}" if act == "nothing" else "同一理由用于下面每一项。")


def _do(request: HttpRequest, act: str, duties: list[Duty], form: Form, person: Person) -> None:
    """Do the act to each, and tell how many were done and which could not be, and why."""
    reason, by, on, at = form.cleaned_data["reason"], person.by, person.on, person.at
    each: dict[str, Callable[[Duty], Duty]] = {
        "nothing": lambda duty: actions.declare_nothing(duty=duty, reason=reason, by=by, on=on, at=at),
        "cancel": lambda duty: actions.cancel(duty=duty, reason=reason, by=by, on=on, at=at),
        "hand_over": partial(_hand_over, form, person),
    }
    done, refused = 0, []
    for duty in duties:
        try:
            each[act](duty)
            done += 1
        except BadInput as error:
            refused.append(str(error))
    if done:
        messages.success(request, f"{BULK[act]}：完成{done}项。")
    for message in dict.fromkeys(refused):
        messages.error(request, message)


def _hand_over(form: Form, person: Person, duty: Duty) -> Duty:
    said = form.cleaned_data
    return actions.hand_over(duty=duty, office=said["office"], reason=said["reason"], by=person.by, at=person.at)
