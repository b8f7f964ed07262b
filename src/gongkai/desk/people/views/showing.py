"""The page of one person, as every act on a person shows it again: with the act's form, and what was wrong with it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.accounts.models import User
from gongkai.accounts.roles import Role
from gongkai.desk.access import person_of
from gongkai.desk.people import queries
from gongkai.desk.people.forms import AppointForm, LeaveForm

WORK_MOVERS = (Role.ADMINISTRATOR, Role.OFFICER)  # who may move someone's work to another


def page_of(request: HttpRequest, user: User, **forms: Any) -> HttpResponse:
    """Show a person; ``forms`` are those that were filled in wrongly, by the name of their act."""
    person = person_of(request)
    context = {
        "title": str(user),
        "crumbs": [{"url": reverse("desk_people:index"), "label": "人员"}, {"url": "", "label": user.full_name}],
        "icon": "user",
        "user_shown": user,
        "roles": queries.roles(user, on=person.on),
        "leaves": queries.leaves(user, on=person.on),
        "deputising": queries.deputising(user, on=person.on),
        "on": person.on,
        "may_edit": person.has(Role.ADMINISTRATOR),
        "is_self": user.pk == person.user.pk,
        "appoint_form": forms.get("appoint") or AppointForm(on=person.on, user=user),
        "leave_form": forms.get("leave") or LeaveForm(on=person.on, user=user),
        "refused": forms.get("refused", ""),
        "may_move": person.has(*WORK_MOVERS),
        "in_hand": queries.in_hand(user),
        "work_form": forms.get("work"),
        "colleagues": queries.colleagues(user) if person.has(*WORK_MOVERS) else [],
    }
    return render(request, "desk/people/show.html", context, status=200 if not forms else 422)


def new_password(request: HttpRequest, user: User, password: str) -> HttpResponse:
    """Show a one-time password, this once: it is kept nowhere, and no cache may keep it."""
    context = {
        "title": "一次性密码",
        "crumbs": [
            {"url": reverse("desk_people:index"), "label": "人员"},
            {"url": reverse("desk_people:show", args=[user.pk]), "label": user.full_name},
            {"url": "", "label": "一次性密码"},
        ],
        "icon": "key",
        "user_shown": user,
        "password": password,
    }
    answer = render(request, "desk/people/password.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer
