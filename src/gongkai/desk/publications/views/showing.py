"""One publication: what the public got and when, who reviewed it, and what can be done about it now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.accounts.roles import WRITERS, Role
from gongkai.catalogue.models import ItemVersion
from gongkai.desk.access import CONTENT, only, person_of
from gongkai.desk.publications import queries, rights
from gongkai.desk.publications.forms import WithdrawForm
from gongkai.desk.publications.views.frame import address, crumb_of, names_of, shown
from gongkai.disclosures import actions
from gongkai.disclosures.models import Disclosure, Objection, Publication, PublicPlace, Review
from gongkai.disclosures.notices import Window
from gongkai.disclosures.statuses import Status
from gongkai.records.statuses import RecordStatus
from gongkai.sources.errors import BadInput


@dataclass(frozen=True, slots=True)
class Version:
    """One publication as the history shows it: by whom, where it can still be read, how late it was for its hour."""

    publication: Publication
    by: str
    url: str
    review_url: str
    minutes_late: int | None


@only(*CONTENT)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a publication with its versions, receipt, reviews, notice window, objections, and what is owed of it."""
    person = person_of(request)
    disclosure = rights.disclosure_or_404(person, pk)
    publications = list(disclosure.publications.defer("content", "working").order_by("number"))
    reviews = list(Review.objects.filter(disclosure=disclosure).defer("content").order_by("-id"))
    acted = [*(one.published_by for one in publications), *(one.submitted_by for one in reviews), disclosure.expiry_confirmed_by]
    names = names_of(acted)
    items = [disclosure.item_id, *PublicPlace.objects.filter(disclosure=disclosure, is_shown=True).values_list("item_id", flat=True)]
    latest = disclosure.latest
    window = Window.of(latest.content) if latest and disclosure.status == Status.PUBLISHED else None
    is_public = disclosure.status == Status.PUBLISHED
    return shown(
        request, "show.html", disclosure.public_title, disclosure=disclosure, latest=latest, is_public=is_public,
        mark=queries.mark_of(disclosure, on=person.on), url=queries.public_address(disclosure),
        versions=_versions(disclosure, publications, names), reviews=[(one, names.get(one.submitted_by, "")) for one in reviews],
        items=_item_names(items, person.on), window=window, window_state=window.state(on=person.on) if window else "",
        outcome=latest.content["notice"].get("outcome") if latest and window else None,
        objections=_counted(disclosure) if window and rights.may_read_objections(person, disclosure) else None,
        owed=[(one, RecordStatus(one.what).label) for one in disclosure.penalty_changes.filter(settled_by__isnull=True).select_related("duty")],
        expiry=queries.expiry_of(disclosure, on=person.on), confirmed_by=names.get(disclosure.expiry_confirmed_by, ""),
        is_being_corrected=actions.is_being_corrected(disclosure),
        interpretations=list(disclosure.public_interpretations.published().order_by("agency_serial")),
        may_interpret=is_public and not disclosure.interprets_id and rights.may_correct(person, disclosure),
        may_withdraw=is_public and rights.may_withdraw(person, disclosure),
        edit_url=address("desk_drafts:edit", pk) if is_public and rights.may_correct(person, disclosure) else "",
        may_replace=is_public and rights.may_correct(person, disclosure),
        duty_url=address("desk_duties:show", disclosure.duty_id) if disclosure.duty_id else "",
    )  # fmt: skip


@only(Role.OFFICER, Role.RELEASING_LEADER, Role.OFFICE_HEAD)
@require_http_methods(["GET", "POST"])
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw in two steps: the reason is asked for, shown as the public will read it, and then it is done at once."""
    person = person_of(request)
    disclosure = rights.disclosure_or_404(person, pk)
    rights.demand(rights.may_withdraw(person, disclosure))
    if disclosure.status == Status.WITHDRAWN:
        messages.info(request, "这条信息已经撤回。")
        return redirect("desk_publications:show", pk)
    form = WithdrawForm(request.POST or None)
    step = request.POST.get("step", "")
    if form.is_valid() and step == "confirm":
        try:
            actions.withdraw(disclosure=disclosure, reason=form.cleaned_data["reason"], by=person.by, at=person.at)
        except BadInput as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, f"“{disclosure.public_title}”已撤回，原地址现在显示撤回说明。")
            return redirect("desk_publications:show", pk)
    is_previewed = form.is_valid() and step in ("preview", "confirm") and not form.errors
    return shown(
        request, "withdraw.html", "撤回", crumb_of(disclosure), disclosure=disclosure, form=form, is_previewed=is_previewed,
        url=queries.public_address(disclosure), at=person.at,
    )  # fmt: skip


@only(*WRITERS)
@require_POST
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the draft of what is to take its place; when that is published, this one is marked as replaced by itself."""
    person = person_of(request)
    disclosure = rights.disclosure_or_404(person, pk)
    rights.demand(rights.may_correct(person, disclosure))
    try:
        made = actions.draft(
            item=disclosure.item, title=disclosure.public_title, supersedes=disclosure, handler=person.user, by=person.by, at=person.at
        )
    except BadInput as error:
        messages.error(request, str(error))
        return redirect("desk_publications:show", pk)
    messages.success(request, "已新建拟稿。它公开时，原来这条自动标为“废止”并指向新的一条。")
    return redirect(address("desk_drafts:edit", made.pk) or reverse("desk_publications:show", args=[pk]))


@only(*WRITERS)
@require_POST
def confirm_expiry(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the 失效日期 that was seen as it is: the document lapses on that day, and nobody is reminded of it any more."""
    person = person_of(request)
    disclosure = rights.disclosure_or_404(person, pk)
    rights.demand(rights.may_correct(person, disclosure))
    try:
        seen = dt.date.fromisoformat(request.POST.get("expires_on", ""))
    except ValueError:
        return redirect("desk_publications:show", pk)
    try:
        actions.confirm_expiry(disclosure=disclosure, expires_on=seen, by=person.by, at=person.at)
    except BadInput as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已确认到期失效，不再提醒。要改的时候，随时可以更正。")
    return redirect("desk_publications:show", pk)


def _versions(disclosure: Disclosure, publications: Sequence[Publication], names: dict[str, str]) -> list[Version]:
    """Return the history, newest first."""
    first = max((one.number for one in publications if one.closes_earlier), default=1)
    public = queries.public_address(disclosure)
    made = []
    for one in publications:
        is_latest = one.number == publications[-1].number
        readable = disclosure.status == Status.PUBLISHED and one.number >= first
        url = (public if is_latest else f"{public}versions/{one.number}/") if readable else ""
        late = int((one.published_at - one.planned_at).total_seconds() // 60) if one.planned_at else None
        review_url = address("desk_reviews:show", one.review_id) if one.review_id else ""
        made.append(Version(one, names.get(one.published_by, one.published_by), url, review_url, late))
    return made[::-1]


def _item_names(items: Sequence[int], on: dt.date) -> list[tuple[int, str]]:
    """Return number and name of the items, the disclosure's own first."""
    rows = ItemVersion.objects.filter(item__in=items).in_force(on).select_related("item")
    names = {row.item_id: (row.item.number, row.name) for row in rows}
    return [names[item] for item in items if item in names]


def _counted(disclosure: Disclosure) -> dict[str, int]:
    """Count the objections by how far they have come. One query."""
    found = Objection.objects.filter(disclosure=disclosure).values_list("handled_at", "confirmed_at")
    rows = list(found[:1000])
    return {
        "all": len(rows),
        "received": sum(handled is None for handled, _ in rows),
        "handled": sum(handled is not None and confirmed is None for handled, confirmed in rows),
        "confirmed": sum(confirmed is not None for _, confirmed in rows),
    }
