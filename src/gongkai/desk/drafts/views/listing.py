"""The list of drafts: mine, my office's, everyone's; how each stands; and the same act on several at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gongkai.accounts.models import User
from gongkai.accounts.roles import WRITERS
from gongkai.agencies.models import Office
from gongkai.desk.access import CONTENT, Person, only, person_of
from gongkai.desk.drafts import queries
from gongkai.desk.drafts.entrusted import may_write, readable
from gongkai.desk.drafts.queries import STATES, Wanted
from gongkai.desk.drafts.views.frame import shown
from gongkai.disclosures import actions
from gongkai.disclosures.models import Disclosure
from gongkai.sources.errors import BadInput

SCOPES = {"mine": "我的", "office": "本科室", "all": "全部"}


@only(*CONTENT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show one page of the drafts that are asked for."""
    person = person_of(request)
    wanted = wanted_of(request.GET, person)
    lines, more = queries.lines(person, wanted)
    writes = person.has_anywhere(*WRITERS)
    office_ids = {line.disclosure.office_id for line in lines if may_write(person, line.disclosure)}
    return shown(
        request, "index.html", "拟稿", lines=lines, wanted=wanted, states=STATES, writes=writes, bulk=bool(office_ids) and writes,
        scopes=_scopes(person), items=queries.items_in_work(person), offices=_offices(person) if person.reads_all else [],
        next=_address(request.GET, page=wanted.page + 1) if more else "",
        back=_address(request.GET, page=wanted.page - 1) if wanted.page > 1 else "",
        colleagues=_colleagues(person, office_ids) if office_ids else [],
        bundles=queries.bundles_to_join(person) if office_ids and writes else [], query=request.GET.urlencode(), filtered=_is_filtered(wanted),
    )  # fmt: skip


@only(*WRITERS)
@require_POST
def several(request: HttpRequest) -> HttpResponse:
    """Do one act to several drafts, one by one; what could not be done is said with its reason."""
    person = person_of(request)
    keys = [int(key) for key in request.POST.getlist("draft") if key.isdigit()][: queries.PAGE]
    drafts = [one for one in readable(person).filter(pk__in=keys).select_related("office", "item__agency", "bundle") if may_write(person, one)]
    back = redirect(reverse("desk_drafts:index") + "?" + request.POST.get("back", ""))
    if not drafts:
        messages.warning(request, "请先在左边选中至少一条，再选择要做的事。")
        return back
    match request.POST.get("act", ""):
        case "submit":
            _submit(request, person, drafts)
        case "assign":
            _assign(request, person, drafts)
        case "bundle":
            _bundle(request, person, drafts)
        case "join":
            _join(request, person, drafts)
    return back


def wanted_of(query: QueryDict, person: Person) -> Wanted:
    """Read what is asked for; who writes sees their own first, who reads all sees all."""
    scopes = _scopes(person)
    scope = query.get("scope", "")
    return Wanted(
        scope=scope if scope in scopes else next(iter(scopes)),
        state=query.get("state", ""),
        item=_number(query.get("item")),
        office=_number(query.get("office")),
        words=query.get("words", "")[:60],
        page=max(_number(query.get("page")) or 1, 1),
    )


def _scopes(person: Person) -> dict[str, str]:
    scopes = dict(SCOPES)
    if not person.has_anywhere(*WRITERS):
        del scopes["mine"]
    if not person.office_ids:
        del scopes["office"]
    if not person.reads_all:
        del scopes["all"]
    return scopes


def _offices(person: Person) -> list[Office]:
    return list(Office.objects.filter(agency=person.agency).order_by("code"))


def _colleagues(person: Person, office_ids: set[int | None]) -> list[User]:
    """Return who can take over every kind of draft on the page."""
    found = [queries.colleagues(office_id, on=person.on) for office_id in sorted(office_ids, key=lambda key: key or 0)[:4]]
    seen = {user.pk: user for users in found for user in users if user != person.user}
    return sorted(seen.values(), key=lambda user: user.username)


def _submit(request: HttpRequest, person: Person, drafts: list[Disclosure]) -> None:
    sent = 0
    for one in drafts:
        try:
            actions.submit(disclosure=one, by=person.by, at=person.at)
            sent += 1
        except actions.WarningsUnanswered as error:
            messages.warning(request, f"“{one.title}”没有送审：有{len(error.findings)}条提示要逐条说明理由，请打开后送审。")
        except BadInput as error:
            messages.error(request, f"“{one.title}”没有送审：{error}")
    if sent:
        messages.success(request, f"{sent}条已送审。")


def _assign(request: HttpRequest, person: Person, drafts: list[Disclosure]) -> None:
    to = User.objects.filter(username=request.POST.get("to", ""), is_active=True).first()
    if to is None:
        messages.warning(request, "请选择转交给谁。")
        return
    done = 0
    for one in drafts:
        if to not in queries.colleagues(one.office_id, on=person.on):
            messages.error(request, f"“{one.title}”没有转交：{to.full_name}今天不能办理{one.office or '该科室'}的拟稿。")
            continue
        actions.assign(disclosure=one, handler=to, by=person.by, at=person.at, reason=request.POST.get("reason", ""))
        done += 1
    if done:
        messages.success(request, f"{done}条已转交给{to.full_name}。")


def _bundle(request: HttpRequest, person: Person, drafts: list[Disclosure]) -> None:
    try:
        made = actions.bundle(title=request.POST.get("bundle_title", "")[:200], members=drafts, by=person.by, at=person.at)
        messages.success(request, f"{len(drafts)}条已合并为“{made}”：各自送审，到签发时一并签发、一并公开。")
    except BadInput as error:
        messages.error(request, str(error))


def _join(request: HttpRequest, person: Person, drafts: list[Disclosure]) -> None:
    wanted = _number(request.POST.get("bundle"))
    to = next((one for one in queries.bundles_to_join(person) if one.pk == wanted), None)
    if to is None:
        messages.warning(request, "请选择加入哪一个合并公开：其中有已送审或已公开的，不能再加入。")
        return
    try:
        actions.add_to_bundle(bundle=to, members=drafts, by=person.by, at=person.at)
        messages.success(request, f"{len(drafts)}条已加入“{to}”：各自送审，到签发时一并签发、一并公开。")
    except BadInput as error:
        messages.error(request, str(error))


def _is_filtered(wanted: Wanted) -> bool:
    return bool(wanted.state or wanted.item or wanted.office or wanted.words)


def _address(query: QueryDict, **values: Any) -> str:
    changed = query.copy()
    for name, value in values.items():
        changed[name] = value
    return "?" + changed.urlencode()


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and len(text) < 10 else None
