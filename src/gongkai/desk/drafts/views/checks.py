"""Answers the form while it is being filled in: findings, masking, document numbers, amounts, clipboards, what can be superseded."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from gongkai.accounts.roles import WRITERS
from gongkai.desk.access import CONTENT, Person, only, person_of
from gongkai.desk.drafts import checking, masking, queries
from gongkai.desk.drafts.bodies import TEXT
from gongkai.desk.drafts.document_form import number_hint
from gongkai.desk.drafts.entrusted import may_write, readable_or_404, writable_or_refuse
from gongkai.desk.drafts.inputs import money_hint
from gongkai.desk.drafts.pasting import read_clipboard
from gongkai.desk.drafts.reasons import reasons_of
from gongkai.desk.drafts.views.frame import changing, row_of, shown, to_form
from gongkai.disclosures import actions
from gongkai.disclosures.models import Disclosure


@only(*CONTENT)
@require_safe
def findings(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the panel of findings as a piece of the page."""
    person = person_of(request)
    disclosure = readable_or_404(person, pk)
    found = checking.verdict(disclosure, row_of(disclosure, person), on=person.on, reasons=reasons_of(request, disclosure))
    return render(request, "desk/drafts/_findings.html", {"verdict": found, "disclosure": disclosure, "writes": may_write(person, disclosure)})


@only(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def mask(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show what masking personal data would change; do it to the fields that are ticked."""
    if request.method == "POST":
        return _masked(request, pk=pk)
    disclosure = writable_or_refuse(person_of(request), pk)
    return shown(
        request, "mask.html", "遮盖个人信息", (disclosure.title[:24], to_form(disclosure).headers["Location"]),
        disclosure=disclosure, fields=masking.masked_fields(disclosure), lists=masking.lists_with_personal_data(disclosure),
    )  # fmt: skip


@changing
def _masked(request: HttpRequest, person: Person, disclosure: Disclosure) -> HttpResponse:
    changed = masking.changes(disclosure, request.POST.getlist("field"))
    if changed:
        actions.edit(disclosure=disclosure, by=person.by, at=person.at, **changed)
        messages.success(request, "已遮盖选中的各栏。请再通读一遍。")
    return to_form(disclosure, "checks")


@only(*WRITERS)
@require_POST
def clipboard(request: HttpRequest) -> JsonResponse:
    """Clean what was pasted: pieces of a body, each with its HTML and, for text, the editor's state."""
    pasted = read_clipboard(request.POST.get("html", ""))
    parts = [{"kind": one.kind, "html": one.html, "state": one.state if one.kind == TEXT else ""} for one in pasted.parts]
    return JsonResponse({"parts": parts, "pictures": pasted.pictures})


@only(*WRITERS)
@require_GET
def hint(request: HttpRequest, what: str) -> JsonResponse:
    """Say how a document number or an amount is read."""
    value = request.GET.get("value", "")[:80]
    words = number_hint(value) if what == "document-number" else money_hint(value, request.GET.get("unit", "元")) if value.strip() else ""
    return JsonResponse({"message": words})


@only(*WRITERS)
@require_GET
def published(request: HttpRequest, pk: int) -> JsonResponse:
    """Offer what a draft may supersede, or interpret, by words of its title or its index number."""
    disclosure, words = writable_or_refuse(person_of(request), pk), request.GET.get("q", "")[:60]
    if request.GET.get("for") == "interprets":
        found = queries.interpretable_like(disclosure, words)
    else:
        found = [(one.index_number or "", one.public_title) for one in queries.published_like(disclosure, words)]
    return JsonResponse({"found": [{"index_number": number, "title": title} for number, title in found]})


@only(*CONTENT)
@require_GET
def token(request: HttpRequest) -> JsonResponse:
    """Give a fresh token to a page whose own went stale when its person signed in again."""
    return JsonResponse({"token": get_token(request)})
