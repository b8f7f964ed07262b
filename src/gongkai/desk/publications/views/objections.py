"""Objections at the desk: read, dealt with by the office, confirmed by another person, their outcome drafted.

Who objected is shown only to those who deal with it. The file that came with an objection is handed over as a download,
never opened here: it comes from outside and nobody has looked at it.
"""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import F
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gongkai.accounts.roles import WRITERS, Role
from gongkai.desk.access import CONTENT, Person, only, person_of
from gongkai.desk.publications import rights
from gongkai.desk.publications.forms import FindingForm, ReturnForm
from gongkai.desk.publications.views.frame import address, crumb_of, names_of, shown
from gongkai.disclosures import actions, blobs
from gongkai.disclosures.models import Disclosure, Objection, Objector
from gongkai.disclosures.notices import Window
from gongkai.disclosures.objections import change_note_of, outcome_of
from gongkai.sources.errors import BadInput

PAGE = 50


@only(*CONTENT)
@require_safe
def of_one(request: HttpRequest, pk: int) -> HttpResponse:
    """List the objections to one publication, those to be dealt with first, with the outcome as it would be published."""
    person = person_of(request)
    disclosure = rights.disclosure_or_404(person, pk)
    rights.demand(rights.may_read_objections(person, disclosure))
    latest = disclosure.latest
    window = Window.of(latest.content) if latest else None
    if window is None or latest is None:
        raise Http404
    start = int(request.GET.get("after", "0")) if request.GET.get("after", "0").isdigit() else 0
    rows = Objection.objects.filter(disclosure=disclosure).order_by(
        F("confirmed_at").asc(nulls_first=True), F("handled_at").asc(nulls_first=True), "received_at", "pk"
    )
    found = list(rows[start : start + PAGE + 1])
    is_ended = window.state(on=person.on) == "ended"
    left = Objection.objects.open().filter(disclosure=disclosure).count()
    published = latest.content["notice"].get("outcome")
    proposed = outcome_of(disclosure) if is_ended and not left else None
    return shown(
        request, "objections.html", "异议", crumb_of(disclosure), disclosure=disclosure, window=window, objections=found[:PAGE],
        next=f"?after={start + PAGE}" if len(found) > PAGE else "", is_ended=is_ended, left=left, published=published,
        proposed=proposed if proposed != published else None, may_handle=rights.may_handle(person, disclosure),
        is_drafted=bool(getattr(disclosure, "notice_window", None) and disclosure.notice_window.outcome and not published),
        edit_url=address("desk_drafts:edit", pk),
    )  # fmt: skip


@only(*CONTENT)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one objection and the form for what this person can do with it."""
    person = person_of(request)
    objection = _objection_or_404(person, pk)
    held = {name: getattr(objection, name) for name in ("finding", "answer", "summary")}
    return _shown(request, person, objection, FindingForm(initial=held), ReturnForm())


@only(*WRITERS)
@require_POST
def handle(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the office found."""
    person = person_of(request)
    objection = _objection_or_404(person, pk)
    rights.demand(rights.may_handle(person, objection.disclosure))
    form = FindingForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.handle_objection(objection=objection, by=person.by, at=person.at, **given)
        except BadInput as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "处理意见已保存，等待科室负责人或者公开负责人确认。")
            return redirect("desk_publications:objection", pk)
    return _shown(request, person, objection, form, ReturnForm(), status=400)


@only(Role.OFFICE_HEAD, Role.OFFICER)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm what the office found."""
    person = person_of(request)
    objection = _objection_or_404(person, pk)
    return _decided(
        request, objection, rights.may_confirm(person, objection), "已确认，这条异议办结。",
        lambda: actions.confirm_objection(objection=objection, by=person.by, at=person.at),
    )  # fmt: skip


@only(Role.OFFICE_HEAD, Role.OFFICER)
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return what the office found, saying why."""
    person = person_of(request)
    objection = _objection_or_404(person, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _shown(request, person, objection, FindingForm(), form, status=400)
    return _decided(
        request, objection, rights.may_confirm(person, objection), "已退回，请经办人修改后再提交确认。",
        lambda: actions.return_objection(objection=objection, note=form.cleaned_data["note"], by=person.by, at=person.at),
    )  # fmt: skip


@only(*WRITERS)
@require_POST
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the outcome into the disclosure as the draft of a correction, and go on to its draft."""
    person = person_of(request)
    disclosure = rights.disclosure_or_404(person, pk)
    rights.demand(rights.may_handle(person, disclosure))
    try:
        notice = actions.draft_outcome(disclosure=disclosure, by=person.by, at=person.at)
    except BadInput as error:
        messages.error(request, str(error))
        return redirect("desk_publications:objections", pk)
    note = change_note_of(notice.outcome or {"received": 0})
    messages.success(request, f"处理结果已写进更正稿，请核对后送审。更正说明：{note}")
    return redirect(address("desk_drafts:edit", pk, note=note) or reverse("desk_publications:objections", args=[pk]))


@only(*WRITERS)
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand over the file that came with an objection, as a download."""
    person = person_of(request)
    objection = _objection_or_404(person, pk)
    rights.demand(rights.may_handle(person, objection.disclosure))
    path = blobs.path_of(objection.file_sha256, folder=blobs.RECEIVED) if objection.file_sha256 else None
    if path is None or not path.exists():
        raise Http404
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=objection.file_name, content_type="application/octet-stream")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _objection_or_404(person: Person, pk: int) -> Objection:
    rows = Objection.objects.select_related("disclosure__latest", "disclosure__public_office", "disclosure__office")
    objection = get_object_or_404(rows, pk=pk, disclosure__agency=rights.agency_of(person))
    rights.demand(rights.may_read_objections(person, objection.disclosure))
    return objection


def _decided(
    request: HttpRequest, objection: Objection, allowed: bool, words: str, act: Callable[[], object]
) -> HttpResponse:
    rights.demand(allowed)
    try:
        act()
    except BadInput as error:
        messages.error(request, str(error))
        return redirect("desk_publications:objection", objection.pk)
    messages.success(request, words)
    return redirect("desk_publications:objections", objection.disclosure_id)


def _shown(
    request: HttpRequest, person: Person, objection: Objection, form: FindingForm, returning: ReturnForm, *, status: int = 200
) -> HttpResponse:
    disclosure: Disclosure = objection.disclosure
    may_handle = rights.may_handle(person, disclosure)
    way = (crumb_of(disclosure), ("异议", reverse("desk_publications:objections", args=[disclosure.pk])))
    return shown(
        request, "objection.html", f"异议 {objection.receipt_number}", *way, status=status, objection=objection,
        objector=Objector.objects.filter(objection=objection).first() if may_handle else None, may_handle=may_handle,
        is_open=objection.confirmed_at is None, may_confirm=rights.may_confirm(person, objection) and not objection.confirmed_at,
        is_own=objection.handled_by == person.by, form=form, returning=returning,
        names=names_of([objection.handled_by, objection.confirmed_by]), disclosure=disclosure,
    )  # fmt: skip
