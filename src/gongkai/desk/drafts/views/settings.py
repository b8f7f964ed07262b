"""What is set beside the text: other items, who may see it, the notice window, who handles it, its bundle."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from gongkai.accounts.roles import WRITERS
from gongkai.catalogue.models import Item
from gongkai.desk.access import Person, only, person_of
from gongkai.desk.drafts.entrusted import writable_or_refuse
from gongkai.desk.drafts.settings_forms import ConfineForm, HandForm, NoticeEnd, NoticeForm, notice_end
from gongkai.desk.drafts.views.frame import changing, to_form
from gongkai.disclosures import actions
from gongkai.disclosures.models import Disclosure
from gongkai.duties.calendars import calendar_in_force
from gongkai.rules.workdays import NotCovered
from gongkai.sources.errors import BadInput


@only(*WRITERS)
@require_POST
@changing
def places(request: HttpRequest, person: Person, disclosure: Disclosure) -> HttpResponse:
    """Say under which other items it stands too."""
    keys = [key for key in request.POST.getlist("item") if key.isdigit()]
    items = list(Item.objects.filter(pk__in=keys, agency=disclosure.agency_id))
    actions.place_under(disclosure=disclosure, items=items, by=person.by, at=person.at)
    messages.success(request, f"已保存：同时归入{len(items)}个其他事项。" if items else "已保存：只在本事项下公开。")
    return to_form(disclosure, "more")


@only(*WRITERS)
@require_POST
def confine(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who may see it. No content changes, so a running review goes on."""
    person = person_of(request)
    disclosure = writable_or_refuse(person, pk)
    form = ConfineForm(disclosure, request.POST)
    if not form.is_valid():
        messages.error(request, _first_error(form))
        return to_form(disclosure, "more")
    named = form.cleaned_data["confinement"] == "named"
    readers = list(form.cleaned_data["readers"]) if named else []
    if named and person.user not in readers:
        readers.append(person.user)
    actions.confine(disclosure=disclosure, confinement=form.cleaned_data["confinement"], readers=readers, by=person.by, at=person.at)
    messages.success(request, "已保存查看范围。")
    return to_form(disclosure, "more")


@only(*WRITERS)
@require_POST
@changing
def notice(request: HttpRequest, person: Person, disclosure: Disclosure) -> HttpResponse:
    """Set the notice window, its end computed; or take it off again."""
    if request.POST.get("act") == "drop":
        actions.drop_notice(disclosure=disclosure, by=person.by, at=person.at)
        messages.success(request, "已取消公示期。")
        return to_form(disclosure, "more")
    form = NoticeForm(disclosure, on=person.on, data=request.POST)
    if not form.is_valid():
        raise BadInput(_first_error(form))
    said = form.cleaned_data
    end = _end(said)
    ends_on = said["ends_on"] or end.ends_on
    if ends_on < end.ends_on:
        raise BadInput(f"公示结束日期{ends_on}不够{said['required_days']}{dict(form.fields['unit'].choices)[said['unit']]}：最早到{end.ends_on}。")  # type: ignore[attr-defined]
    window = {name: said[name] for name in ("starts_on", "required_days", "unit", "count_first_day", "contact")}
    try:
        actions.open_notice(disclosure=disclosure, by=person.by, at=person.at, ends_on=ends_on, **window)
    except ValidationError as error:
        raise BadInput("；".join(error.messages)) from error
    messages.success(request, f"公示期已设定：{said['starts_on']}至{ends_on}。" + ("所涉年份放假通知未发布，日期为暂定。" if end.provisional else ""))
    return to_form(disclosure, "more")


@only(*WRITERS)
@require_GET
def notice_days(request: HttpRequest, pk: int) -> JsonResponse:
    """Compute the end of a notice window while it is typed, with each day on the way."""
    person = person_of(request)
    disclosure = writable_or_refuse(person, pk)
    form = NoticeForm(disclosure, on=person.on, data=request.GET)
    if not form.is_valid():
        return JsonResponse({"error": _first_error(form)})
    try:
        end = _end(form.cleaned_data)
    except BadInput as error:
        return JsonResponse({"error": str(error)})
    steps = [{"date": step.date.isoformat(), "counts": step.counts, "why": step.why} for step in end.working]
    return JsonResponse({"ends_on": end.ends_on.isoformat(), "provisional": end.provisional, "working": steps})


@only(*WRITERS)
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give a draft to another person, or to another office (which is a change of content)."""
    person = person_of(request)
    disclosure = writable_or_refuse(person, pk)
    form = HandForm(disclosure, person, request.POST)
    if not form.is_valid():
        messages.error(request, _first_error(form))
        return to_form(disclosure, "more")
    said = form.cleaned_data
    if said["office"].pk != disclosure.office_id:
        if not said["reason"].strip():
            messages.error(request, "移交其他科室要写明原因。")
            return to_form(disclosure, "more")
        return _moved(request, pk=pk, office=said["office"], reason=said["reason"])
    actions.assign(disclosure=disclosure, handler=said["handler"], by=person.by, at=person.at, reason=said["reason"])
    messages.success(request, f"承办人现在是{said['handler'].full_name}。" if said["handler"] else "已不指定承办人。")
    return to_form(disclosure, "more")


@changing
def _moved(request: HttpRequest, person: Person, disclosure: Disclosure, *, office: Any, reason: str) -> HttpResponse:
    actions.move_to_office(disclosure=disclosure, office=office, by=person.by, at=person.at, reason=reason)
    messages.success(request, f"“{disclosure.title}”已移交{office.name}。")
    return redirect("desk_drafts:index")


@only(*WRITERS)
@require_POST
def unbundle(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a draft out of its bundle."""
    person = person_of(request)
    disclosure = writable_or_refuse(person, pk)
    try:
        actions.unbundle(disclosure=disclosure, by=person.by, at=person.at)
        messages.success(request, "已移出合并公开。")
    except BadInput as error:
        messages.error(request, str(error))
    return to_form(disclosure, "more")


def _end(said: dict[str, Any]) -> NoticeEnd:
    try:
        return notice_end(
            said["starts_on"], said["required_days"], said["unit"], count_first_day=said["count_first_day"], calendar=calendar_in_force()
        )
    except NotCovered as error:
        raise BadInput(str(error)) from error


def _first_error(form: Form) -> str:
    name, errors = next(iter(form.errors.items()))
    label = f"{form.fields[name].label}：" if name in form.fields else ""
    return f"{label}{errors[0]}"


