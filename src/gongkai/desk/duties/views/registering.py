"""Registering what happened: choose the item, give the day, see the due date with its working, save.

The preview and the saving compute the duty by the same function, so that what is shown is what will be.
"""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.accounts.roles import WRITERS
from gongkai.catalogue.models import Item, ItemVersion
from gongkai.desk.access import Person, only, person_of
from gongkai.desk.duties import queries, rights
from gongkai.desk.duties.forms import EventForm
from gongkai.desk.duties.strip import strip
from gongkai.desk.duties.views.frame import attempted, shown
from gongkai.duties import actions
from gongkai.duties.models import Duty, Event
from gongkai.duties.queries import preview as previewed
from gongkai.duties.queries import rivals
from gongkai.duties.queries.previews import likely_trigger
from gongkai.sources.errors import BadInput

SHOWN_ITEMS = 300


@only(*WRITERS)
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Show the items of one's offices, found by name or number, to register an event under one of them."""
    person = person_of(request)
    text = request.GET.get("text", "").strip()[:100]
    offices = rights.offices_written(person)
    rows = queries.items_of(rights.agency_of(person), on=person.on, offices=offices, text=text)
    return shown(request, "choose_item.html", "登记事件", rows=rows[:SHOWN_ITEMS], text=text, more=len(rows) > SHOWN_ITEMS)


@only(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Register an event of an item; without script the button 预览 shows the due date first."""
    person = person_of(request)
    row = _row(person, pk)
    form = EventForm(request.POST or None, initial={"trigger": likely_trigger(row)})
    seen: Duty | None = None
    if form.is_valid():
        if "save" in request.POST:
            duty = attempted(form, lambda: _register(row.item, form, person))
            if duty:
                messages.success(request, f"已登记。到期日{duty.due_on}{'（暂定）' if duty.is_provisional else ''}。")
                return redirect("desk_duties:show", pk=duty.pk)
        else:
            seen = attempted(form, lambda: _preview(row.item, form, person))
    return shown(
        request, "register.html", row.name, ("登记事件", reverse("desk_duties:choose")),
        row=row, form=form, seen=_seen(seen, person) if seen else None, status=422 if form.errors else 200,
    )  # fmt: skip


@only(*WRITERS)
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the due date and its working for a day, as a piece of the page: the script asks while one types."""
    person = person_of(request)
    row = _row(person, pk)
    form = EventForm(request.GET)
    try:
        if not form.is_valid():
            raise BadInput("、".join(str(error) for errors in form.errors.values() for error in errors))
        seen = _preview(row.item, form, person)
    except BadInput as error:
        return render(request, "desk/duties/preview.html", {"refused": str(error)})
    return render(request, "desk/duties/preview.html", {"seen": _seen(seen, person)})


def _row(person: Person, pk: int) -> ItemVersion:
    """Return the row in force of an item for which a person registers; items of other offices are refused."""
    rows = ItemVersion.objects.of(rights.agency_of(person)).in_force(person.on).select_related("item", "office")
    row = get_object_or_404(rows, item=pk)
    rights.demand(person.writes_for(row.office_id))
    return row


def _preview(item: Item, form: Form, person: Person) -> Duty:
    said = form.cleaned_data
    return previewed(
        item=item, trigger=said["trigger"], happened_on=said["happened_on"], today=person.on, subject=said["subject"]
    )


def _register(item: Item, form: Form, person: Person) -> Duty:
    said = form.cleaned_data
    subject = said["subject"] or _preview(item, form, person).subject
    return actions.register_event(
        item=item, trigger=said["trigger"], happened_on=said["happened_on"], subject=subject, note=said["note"],
        by=person.by, at=person.at, once=True,
    )  # fmt: skip


def _seen(duty: Duty, person: Person) -> dict[str, object]:
    """Return what the preview shows: the duty as it would be, its picture, the rivals, and events of that day that are there."""
    event = duty.event
    assert event
    there = Event.objects.filter(item=duty.item, happened_on=event.happened_on).select_related("duty").defer("duty__working")
    return {
        "duty": duty,
        "strip": strip(duty, today=person.on),
        "limits": rivals(duty),
        "state": duty.state(on=person.on),
        "there": [one.duty for one in there[:5]],
    }
