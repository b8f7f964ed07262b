"""Searching the record of acts, a page at a time from the newest to the older, and one entry opened."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.accounts.models import User
from gongkai.accounts.roles import Role
from gongkai.audit.queries import Page, page, seen
from gongkai.desk.access import Person, only, person_of
from gongkai.desk.history.exporting import MOST
from gongkai.desk.history.forms import SearchForm
from gongkai.desk.history.rights import confined, kinds_of_people, parts_for
from gongkai.desk.history.showing import address_of, comparison, shown

MOST_NAMES = 500  # as many people are offered to choose from


@only()
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Search the acts that this person may see. The number of queries does not grow with the record."""
    person = person_of(request)
    form = form_for(request, person)
    before = request.GET.get("before", "")
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    found, lines = Page([], None), []
    if form.is_valid():
        search = form.search()
        found = page(parts_for(person), search, before=place)
        lines = shown(found.entries, confined(found.entries, person))
        if search.subject:  # what is confined must not be found out by guessing at its title either
            lines = [line for line in lines if not line.is_confined]
    context = {
        "title": "操作记录",
        "crumbs": [{"url": "", "label": "操作记录"}],
        "icon": "history",
        "form": form,
        "lines": lines,
        "found": found,
        "place": place,
        "scope": scope_in_words(person),
        "people": User.objects.order_by("username")[:MOST_NAMES] if person.has(*Role) else (),
        "searched": any(request.GET.get(name) for name in form.fields),
        "most": MOST,
    }
    return render(request, "desk/history/index.html", context, status=200 if form.is_valid() else 422)


@only()
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one act, before and after side by side."""
    person = person_of(request)
    entry = seen(parts_for(person)).filter(pk=pk).first()
    if entry is None:
        raise Http404
    (line,) = shown([entry], confined([entry], person))
    context: dict[str, Any] = {
        "title": f"{line.act}：{line.subject}" if line.subject else line.act,
        "crumbs": [{"url": reverse("desk_history:index"), "label": "操作记录"}, {"url": "", "label": f"第{entry.pk}号"}],
        "icon": "history",
        "line": line,
        "of": "" if line.is_confined else f"{entry.subject_kind}:{entry.subject_key}",
        "address": "" if line.is_confined else address_of(entry),
        "comparison": [] if line.is_confined else comparison(entry),
    }
    return render(request, "desk/history/show.html", context)


def form_for(request: HttpRequest, person: Person) -> SearchForm:
    """Return the search form with the kinds that a person may see."""
    people = kinds_of_people()
    if person.has(Role.AUDITOR):
        return SearchForm(request.GET)
    return SearchForm(request.GET, only_kinds=people) if person.has(Role.ADMINISTRATOR) else SearchForm(request.GET, but_not_kinds=people)


def scope_in_words(person: Person) -> str:
    """Say whose acts this person sees."""
    if person.has(Role.AUDITOR):
        return "您是审计员，能看到全部操作。"
    if person.has(Role.ADMINISTRATOR):
        return "您是系统管理员，能看到账户、任命、休假、公开主体和消息渠道的操作，看不到公开内容。"
    if person.has(Role.OFFICER, Role.RELEASING_LEADER):
        return "您能看到全部科室的公开工作，以及您自己的操作。"
    return "您能看到本科室的公开工作，以及您自己的操作。"
