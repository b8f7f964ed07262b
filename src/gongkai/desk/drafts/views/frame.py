"""What the screens of drafting have in common: their way back, the row an item has, and how a refusal is said."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.catalogue.models import ItemVersion
from gongkai.desk.access import Person, View, person_of
from gongkai.desk.drafts.entrusted import refuse_under_review, writable_or_refuse
from gongkai.disclosures.actions import row_in_force
from gongkai.disclosures.models import Disclosure
from gongkai.sources.errors import BadInput


def shown(request: HttpRequest, template: str, title: str, *crumbs: tuple[str, str], status: int = 200, **values: Any) -> HttpResponse:
    """Answer with a screen; ``crumbs`` are (words, address) between the list of drafts and this screen."""
    way = [] if title == "拟稿" else [("拟稿", reverse("desk_drafts:index")), *crumbs]
    trail = [{"url": url, "label": label} for label, url in way] + [{"url": "", "label": title[:40]}]
    return render(request, f"desk/drafts/{template}", {"title": title, "crumbs": trail, "icon": "edit", **values}, status=status)


def row_of(disclosure: Disclosure, person: Person) -> ItemVersion:
    """Return the item's row in force or, for an item that left the catalogue, its last one."""
    try:
        return row_in_force(disclosure.item, on=person.on)
    except BadInput:
        return ItemVersion.objects.filter(item=disclosure.item_id).select_related("office").order_by("-catalogue__version")[0]


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the page's own script asks."""
    return "application/json" in request.headers.get("Accept", "")


def changing(view: Callable[..., HttpResponseBase]) -> View:
    """Give a view the person and a draft they may write and that is not locked by a review; a refusal is said, nothing is lost.

    The page's script gets ``{"error"}`` with 409; others are sent back to the form with the words.
    """

    @wraps(view)
    def changed(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        person = person_of(request)
        disclosure = writable_or_refuse(person, pk)
        try:
            refuse_under_review(request, disclosure)
            return view(request, person, disclosure, **kwargs)
        except BadInput as error:
            if wants_json(request):
                return JsonResponse({"error": str(error)}, status=409)
            messages.error(request, str(error))
            return redirect("desk_drafts:edit", pk)

    return changed


def to_form(disclosure: Disclosure, part: str = "") -> HttpResponse:
    """Send back to the form, to one of its parts."""
    return redirect(reverse("desk_drafts:edit", args=[disclosure.pk]) + (f"#{part}" if part else ""))
