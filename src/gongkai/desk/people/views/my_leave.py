"""One's own leave: everybody registers theirs, with a deputy. No role is asked for, because who is away holds none."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.accounts import actions
from gongkai.accounts.models import Leave
from gongkai.desk.access import person_of
from gongkai.desk.people import queries
from gongkai.desk.people.forms import EndForm, LeaveForm
from gongkai.sources.errors import BadInput


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Show one's own leave and whom one acts for; register leave."""
    person = person_of(request)
    form = LeaveForm(request.POST or None, on=person.on, user=person.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.register_leave(
                user=person.user,
                first_on=form.cleaned_data["first_on"],
                last_on=form.cleaned_data["last_on"],
                deputy=form.chosen_deputy(),
                by=person.by,
                at=person.at,
                needed=queries.offices_that_must_work(on=person.on),
            )
            messages.success(request, "休假已登记。")
            return redirect("desk_people:my_leave")
        except BadInput as error:
            form.add_error(None, str(error))
    return _page(request, form, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one's own leave, or take it back."""
    person = person_of(request)
    leave = get_object_or_404(Leave.objects.select_related("user__office", "deputy"), pk=pk, user=person.user)
    if refused := end_or_cancel(request, leave):
        return _page(request, LeaveForm(on=person.on, user=person.user), refused=refused, status=422)
    return redirect("desk_people:my_leave")


def end_or_cancel(request: HttpRequest, leave: Leave) -> str:
    """Take back a leave that has not begun, or end one that has; return why not, where it is refused."""
    person = person_of(request)
    form = EndForm(request.POST)
    try:
        if request.POST.get("cancel"):
            actions.cancel_leave(leave=leave, by=person.by, at=person.at)
            messages.success(request, "休假已取消。")
            return ""
        if not form.is_valid():
            return "请填写最后一天的日期。"
        actions.end_leave(leave=leave, last_on=form.cleaned_data["last_on"], by=person.by, at=person.at)
        messages.success(request, f"休假到{form.cleaned_data['last_on']:%Y-%m-%d}为止。")
    except BadInput as error:
        return str(error)
    return ""


def _page(request: HttpRequest, form: LeaveForm, *, refused: str = "", status: int = 200) -> HttpResponse:
    person = person_of(request)
    context = {
        "title": "我的休假",
        "crumbs": [{"url": "", "label": "我的休假"}],
        "icon": "date",
        "form": form,
        "refused": refused,
        "leaves": queries.leaves(person.user, on=person.on),
        "deputising": queries.deputising(person.user, on=person.on),
        "on": person.on,
        "yesterday": person.on - dt.timedelta(days=1),
    }
    return render(request, "desk/people/my_leave.html", context, status=status)
