"""The rota: a picture of who can act in every office and stage, today and for sixty days."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.accounts.roles import Role
from gongkai.desk.access import only, person_of
from gongkai.desk.people import queries
from gongkai.desk.people.picture import picture_of
from gongkai.desk.people.views.listing import LOOKING


@only(*LOOKING)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the rota. Its queries do not grow with people, offices or days."""
    person = person_of(request)
    found = queries.rota(person.agency, on=person.on)
    context = {
        "title": "值班表",
        "crumbs": [{"url": reverse("desk_people:index"), "label": "人员"}, {"url": "", "label": "值班表"}],
        "icon": "calendar-check",
        "picture": picture_of(found),
        "outlook": found,
        "away": queries.away(first_on=found.first_on, last_on=found.last_on),
        "on": person.on,
        "may_edit": person.has(Role.ADMINISTRATOR),
    }
    return render(request, "desk/people/rota.html", context)
