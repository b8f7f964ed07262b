"""What the screens of this area have in common: their way back, and how a refusal comes to stand on the form."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from gongkai.desk.access import Person
from gongkai.desk.duties import rights
from gongkai.duties.models import Duty
from gongkai.sources.errors import BadInput

Result = TypeVar("Result")


def shown(request: HttpRequest, template: str, title: str, *crumbs: tuple[str, str], status: int = 200, **values: Any) -> HttpResponse:
    """Answer with a screen; ``crumbs`` are (words, address) between the list of duties and this screen."""
    way = [("公开义务", reverse("desk_duties:index")), *crumbs] if title != "公开义务" else []
    trail = [{"url": url, "label": label} for label, url in way] + [{"url": "", "label": title}]
    return render(request, f"desk/duties/{template}", {"title": title, "crumbs": trail, "icon": "date", **values}, status=status)


def crumb_of(duty: Duty) -> tuple[str, str]:
    """Return the way back to a duty."""
    return duty.subject[:24], reverse("desk_duties:show", args=[duty.pk])


def duty_or_404(person: Person, pk: int) -> Duty:
    """Return a duty with all that shows it, if this person may see it; others are told that they may not."""
    duties = Duty.objects.select_related("item__agency", "item_version__catalogue", "office", "event", "handler")
    duty = get_object_or_404(duties, pk=pk, item__agency=rights.agency_of(person))
    rights.demand(rights.sees(person, duty))
    return duty


def attempted(form: Form, act: Callable[[], Result]) -> Result | None:
    """Do an act; what the domain refuses comes to stand on the form, in its own words, and None is returned."""
    try:
        return act()
    except BadInput as error:
        form.add_error(None, str(error))
        return None


def rehearsed(act: Callable[[], Result]) -> Result:
    """Return what an act would do: it is done, looked at, and undone before anyone else can see it."""
    with transaction.atomic():
        result = act()
        transaction.set_rollback(True)
    return result
