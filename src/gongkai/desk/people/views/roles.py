"""What the administrator arranges for a person: appointments and leave."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.accounts import actions
from gongkai.accounts.models import Appointment, Leave, User
from gongkai.accounts.roles import Role
from gongkai.desk.access import only, person_of
from gongkai.desk.people.forms import AppointForm, EndForm, LeaveForm
from gongkai.desk.people.queries import offices_that_must_work
from gongkai.desk.people.views.my_leave import end_or_cancel
from gongkai.desk.people.views.showing import page_of
from gongkai.sources.errors import BadInput


@only(Role.ADMINISTRATOR)
@require_POST
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Appoint a person to a role."""
    person, user = person_of(request), get_object_or_404(User, pk=pk)
    form = AppointForm(request.POST, on=person.on, user=user)
    if form.is_valid():
        given = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        try:
            made = actions.appoint(user=user, **given, by=person.by, at=person.at)
            messages.success(request, f"已任命：{made}。")
            return redirect("desk_people:show", pk)
        except BadInput as error:
            form.add_error(None, str(error))
    return page_of(request, user, appoint=form)


@only(Role.ADMINISTRATOR)
@require_POST
def end_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """End an appointment with a day."""
    person = person_of(request)
    appointment = get_object_or_404(Appointment.objects.select_related("user__office", "office"), pk=pk)
    form, user, words = EndForm(request.POST), appointment.user, str(appointment)
    if not form.is_valid():
        return page_of(request, user, refused="请填写最后一天的日期。")
    try:
        actions.end_appointment(
            appointment=appointment,
            last_on=form.cleaned_data["last_on"],
            by=person.by,
            at=person.at,
            needed=offices_that_must_work(on=person.on),
        )
    except BadInput as error:
        return page_of(request, user, refused=str(error))
    messages.success(request, f"任命已结束：{words}。")
    return redirect("desk_people:show", user.pk)


@only(Role.ADMINISTRATOR)
@require_POST
def take_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Register leave for a person."""
    person, user = person_of(request), get_object_or_404(User, pk=pk)
    form = LeaveForm(request.POST, on=person.on, user=user)
    if form.is_valid():
        try:
            made = actions.register_leave(
                user=user,
                first_on=form.cleaned_data["first_on"],
                last_on=form.cleaned_data["last_on"],
                deputy=form.chosen_deputy(),
                by=person.by,
                at=person.at,
                needed=offices_that_must_work(on=person.on),
            )
            messages.success(request, f"休假已登记：{made}。")
            return redirect("desk_people:show", pk)
        except BadInput as error:
            form.add_error(None, str(error))
    return page_of(request, user, leave=form)


@only(Role.ADMINISTRATOR)
@require_POST
def end_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """End a person's leave, or take it back."""
    leave = get_object_or_404(Leave.objects.select_related("user__office", "deputy"), pk=pk)
    if refused := end_or_cancel(request, leave):
        return page_of(request, leave.user, refused=refused)
    return redirect("desk_people:show", leave.user_id)
