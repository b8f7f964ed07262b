"""Accounts: opening one, changing what is known of its owner, a new one-time password, closing and opening again."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.accounts import actions
from gongkai.accounts.models import User
from gongkai.accounts.roles import OF_AN_OFFICE, Role
from gongkai.desk.access import only, person_of
from gongkai.desk.people.forms import AccountForm, OpenForm
from gongkai.desk.people.queries import offices_that_must_work
from gongkai.desk.people.views.listing import LOOKING
from gongkai.desk.people.views.showing import new_password, page_of
from gongkai.sources.errors import BadInput


@only(*LOOKING)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person with roles, leave and what can be done."""
    return page_of(request, _user(pk))


@only(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: HttpRequest) -> HttpResponse:
    """Open an account with the roles it begins with, and show its one-time password."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return new_password(request, *_open(request, form))
        except BadInput as error:
            form.add_error(None, str(error))
    context = {
        "title": "开设账户",
        "crumbs": [{"url": reverse("desk_people:index"), "label": "人员"}, {"url": "", "label": "开设账户"}],
        "icon": "user",
        "form": form,
    }
    return render(request, "desk/people/open.html", context, status=422 if form.errors else 200)


def _open(request: HttpRequest, form: OpenForm) -> tuple[User, str]:
    person, given = person_of(request), form.cleaned_data
    with transaction.atomic():
        password = actions.open_account(
            username=given["username"], name=given["name"], office=given["office"], email=given["email"], by=person.by, at=person.at
        )
        user = User.objects.get(username=given["username"])
        for role in map(Role, given["roles"]):
            office = given["office"] if role in OF_AN_OFFICE else None
            actions.appoint(user=user, role=role, office=office, by=person.by, at=person.at)
    return user, password


@only(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change name, office, address."""
    person, user = person_of(request), _user(pk)
    known = {"name": user.full_name, "office": user.office_id, "email": user.email}
    form = AccountForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_account(user=user, **form.cleaned_data, by=person.by, at=person.at)
            messages.success(request, f"已保存：{user}。")
            return redirect("desk_people:show", pk)
        except BadInput as error:
            form.add_error(None, str(error))
    context = {
        "title": f"修改信息：{user}",
        "crumbs": [
            {"url": reverse("desk_people:index"), "label": "人员"},
            {"url": reverse("desk_people:show", args=[pk]), "label": user.full_name},
            {"url": "", "label": "修改信息"},
        ],
        "icon": "edit",
        "form": form,
        "user_shown": user,
    }
    return render(request, "desk/people/change.html", context, status=422 if form.errors else 200)


@only(Role.ADMINISTRATOR)
@require_POST
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue a new one-time password and show it."""
    person, user = person_of(request), _user(pk)
    try:
        return new_password(request, user, actions.reissue_password(user=user, by=person.by, at=person.at))
    except BadInput as error:
        return page_of(request, user, refused=str(error))


@only(Role.ADMINISTRATOR)
@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the account of someone who left."""
    person, user = person_of(request), _user(pk)
    try:
        actions.deactivate(user=user, by=person.by, at=person.at, needed=offices_that_must_work(on=person.on))
    except BadInput as error:
        return page_of(request, _user(pk), refused=str(error))
    messages.success(request, f"已停用：{user}。任命已经结束，账户和操作记录保留。")
    return redirect("desk_people:show", pk)


@only(Role.ADMINISTRATOR)
@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the account of someone who came back, and show the one-time password."""
    person, user = person_of(request), _user(pk)
    try:
        return new_password(request, user, actions.reactivate(user=user, by=person.by, at=person.at))
    except BadInput as error:
        return page_of(request, user, refused=str(error))


def _user(pk: int) -> User:
    return get_object_or_404(User.objects.select_related("office"), pk=pk)
