"""The form of one draft: shown, saved by hand or by itself, and brought together with what somebody else saved meanwhile."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.accounts.roles import WRITERS, Role
from gongkai.desk.access import CONTENT, Person, only, person_of
from gongkai.desk.drafts import checking, editor, queries
from gongkai.desk.drafts.document_form import TOPICS
from gongkai.desk.drafts.entrusted import is_unlocked, may_write, readable_or_404, running_review
from gongkai.desk.drafts.reasons import keep_reasons, reasons_of
from gongkai.desk.drafts.settings_forms import ConfineForm, HandForm, NoticeForm
from gongkai.desk.drafts.sheet import Contested, Sheet, changed_elsewhere, open_sheet, read_sheet, save
from gongkai.desk.drafts.versions import ASKED, choices_of, resent, versions
from gongkai.desk.drafts.views import reading, submitting
from gongkai.desk.drafts.views.frame import changing, row_of, shown, to_form
from gongkai.disclosures.actions import EditedMeanwhile, is_being_corrected
from gongkai.disclosures.models import Disclosure, Review
from gongkai.disclosures.statuses import Status


@only(*CONTENT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the form to who may write, the text to who may read; a POST saves it, and submits it where that is asked."""
    if request.method == "POST":
        return _sent(request, pk=pk)
    person = person_of(request)
    disclosure = readable_or_404(person, pk)
    review = running_review(disclosure)
    if not may_write(person, disclosure) or not is_unlocked(request, review):
        return reading.show(request, person, disclosure, review)
    return _form(request, person, open_sheet(disclosure, row_of(disclosure, person)), review)


@changing
def _sent(request: HttpRequest, person: Person, disclosure: Disclosure) -> HttpResponseBase:
    sheet = read_sheet(disclosure, row_of(disclosure, person), request.POST)
    keep_reasons(request, disclosure)
    try:
        saved = save(sheet, by=person.by, at=person.at, keep=choices_of(request.POST), asked=request.POST.getlist(ASKED))
    except Contested as contested:
        return _choose(request, sheet, contested)
    except EditedMeanwhile:
        return _sent_again(request, pk=disclosure.pk)
    if sheet.problems:
        sheet.disclosure = saved
        return _form(request, person, sheet, running_review(saved), status=422)
    if request.POST.get("then") == "submit":
        return submitting.submit(request, person, saved)
    return to_form(saved, request.POST.get("part", "") if request.POST.get("part", "").isidentifier() else "")


def _sent_again(request: HttpRequest, *, pk: int) -> HttpResponseBase:
    """Read the draft anew and try once more: somebody saved in the very moment between reading and writing."""
    return _sent(request, pk=pk)


@only(*WRITERS)
@require_POST
def autosave(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Save what the page sends by itself: ``{saved_at, version, was, problems}``, or 409 with who changed the same fields."""
    return _autosaved(request, pk=pk)


@changing
def _autosaved(request: HttpRequest, person: Person, disclosure: Disclosure) -> HttpResponseBase:
    sheet = read_sheet(disclosure, row_of(disclosure, person), request.POST)
    keep_reasons(request, disclosure)
    try:
        saved = save(sheet, by=person.by, at=person.at)
    except Contested as contested:
        names = sheet.names()
        who = queries.names_of([disclosure.edited_by]).get(disclosure.edited_by, "别人")
        labels = "、".join(names[key] for key in contested.keys)
        return JsonResponse({"contested": f"{who}在{_clock(disclosure.edited_at)}也改了“{labels}”，你的修改没有覆盖它。"}, status=409)
    except EditedMeanwhile:
        return _autosaved_again(request, pk=disclosure.pk)
    problems = [{"anchor": one.anchor, "message": one.message} for one in sheet.problems]
    elsewhere = changed_elsewhere(sheet, open_sheet(saved, sheet.row))
    answer = {"saved_at": _clock(person.at), "version": saved.version, "was": json.loads(sheet.was()), "problems": problems}
    return JsonResponse(answer | {"elsewhere": "、".join(elsewhere)})


def _autosaved_again(request: HttpRequest, *, pk: int) -> HttpResponseBase:
    """Read the draft anew and try once more, as ``_sent_again`` does."""
    return _autosaved(request, pk=pk)


def _choose(request: HttpRequest, sheet: Sheet, contested: Contested) -> HttpResponse:
    """Show both versions of the fields that two people changed, and let the person choose."""
    disclosure = sheet.disclosure
    theirs = open_sheet(disclosure, sheet.row)
    who = queries.names_of([disclosure.edited_by]).get(disclosure.edited_by, "别人")
    return shown(
        request, "conflict.html", "两个人改了同一栏", (disclosure.title[:24], to_form(disclosure).headers["Location"]), status=409,
        disclosure=disclosure, who=who, edited_at=disclosure.edited_at, versions=versions(theirs, sheet, contested.keys),
        resent=resent(request.POST, theirs, contested.keys),
    )  # fmt: skip


def _form(request: HttpRequest, person: Person, sheet: Sheet, review: Review | None, *, status: int = 200) -> HttpResponse:
    disclosure, row = sheet.disclosure, sheet.row
    last = queries.last_review(disclosure)
    reasons = reasons_of(request, disclosure)
    duty = disclosure.duty
    return shown(
        request, "edit.html", disclosure.title, status=status, disclosure=disclosure, row=row, sheet=sheet, review=review, last=last,
        state=queries.state_of(disclosure, last), state_name=queries.STATES.get(queries.state_of(disclosure, last), queries.PUBLIC),
        tone=queries.TONES[queries.state_of(disclosure, last)], correcting=disclosure.status == Status.PUBLISHED,
        changed=is_being_corrected(disclosure), period_before=queries.period_before(disclosure), topics=TOPICS,
        due_on=duty.due_on if duty and not duty.closing else None,
        days_left=(duty.due_on - person.on).days if duty and not duty.closing else None,
        lists=list(queries.lists_for(disclosure)[: queries.MOST]), chosen_lists={one.pk for one in sheet.lists},
        editor=editor, blank_text=editor.widget().render("part-value", "", {"id": "part-blank"}), media=editor.widget().media,
        verdict=checking.verdict(disclosure, row, on=person.on, reasons=reasons) if "check" in request.GET else None,
        names=queries.names_of([disclosure.edited_by, last.ended_by if last else ""]), returned_remarks=queries.remarks_of(last),
        may_hurry=person.has(Role.OFFICER, Role.OFFICE_HEAD, office_id=disclosure.office_id), writes=True,
        people=queries.colleagues(disclosure.office_id, on=person.on), offices=queries.offices_of(disclosure),
        **_settings(disclosure, person),
    )  # fmt: skip


def _settings(disclosure: Disclosure, person: Person) -> dict[str, Any]:
    """Return the small forms below the form: where else it stands, who sees it, the notice window, who handles it."""
    placed = set(disclosure.placements.values_list("item_id", flat=True))
    return {
        "places": [(row, row.item_id in placed) for row in queries.rows_for_placing(disclosure, on=person.on)],
        "placed": len(placed),
        "confine_form": ConfineForm(disclosure),
        "notice": getattr(disclosure, "notice_window", None),
        "notice_form": NoticeForm(disclosure, on=person.on),
        "hand_form": HandForm(disclosure, person),
        "members": list(disclosure.bundle.members.exclude(pk=disclosure.pk)) if disclosure.bundle else [],
    }


def _clock(at: Any) -> str:
    return f"{timezone.localtime(at):%H:%M}" if at else ""
