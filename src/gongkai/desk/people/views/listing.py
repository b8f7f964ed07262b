"""The list of people: who works at the desk, in which roles, and who is away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.accounts.roles import Role
from gongkai.agencies.models import Office
from gongkai.desk.access import only, person_of
from gongkai.desk.people.queries import Asked, people

LOOKING = (Role.ADMINISTRATOR, Role.OFFICER, Role.AUDITOR)


@only(*LOOKING)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List people, fifty a page."""
    person = person_of(request)
    given = request.GET
    asked = Asked(
        words=given.get("q", "").strip()[:50],
        office=_number(given.get("office", "")),
        role=given.get("role", "") if given.get("role", "") in Role.values else "",
        state=given.get("state", "open"),
        page=max(_number(given.get("page", "")) or 1, 1),
    )
    context = {
        "title": "人员",
        "crumbs": [{"url": "", "label": "人员"}],
        "icon": "group",
        "asked": asked,
        "found": people(asked, on=person.on),
        "previous": asked.page - 1,
        "following": asked.page + 1,
        "roles": Role.choices,
        "offices": Office.objects.filter(is_active=True),
        "may_edit": person.has(Role.ADMINISTRATOR),
    }
    return render(request, "desk/people/index.html", context)


def _number(text: str) -> int | None:
    """Return a number of an address, or None where there is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
