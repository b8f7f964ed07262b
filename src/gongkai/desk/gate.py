"""Shuts what Wagtail brings and the desk does not use: pages, images, documents, collections, reports, its own user screens.

The desk is an allow-list: what is not named here is not there, whoever asks. An account's own page is where its password
is changed; names and offices are changed by the administrator, on the record.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

AREAS = ("people", "home", "duties", "drafts", "lists", "reviews", "publications", "history", "messages", "wording")
OPEN = (
    "login/", "logout/", "password/", "jsi18n/", "sprite/", "preview/", "feeds/",
    "choose-external-link/", "choose-email-link/", "editing-sessions/", "dismissibles/",
)  # fmt: skip
PREFIXES = tuple(f"{area}/" for area in AREAS) + OPEN


class OnlyOurScreens:
    """Answers 404 for every address below the desk that is not one of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through what is ours."""
        home = reverse("wagtailadmin_home")
        if request.path.startswith(home):
            rest = request.path.removeprefix(home)
            if rest == "account/":
                return redirect("choose_password")
            # A NUL in an address is nobody's typing, and PostgreSQL takes it in no text.
            if (rest and not rest.startswith(PREFIXES)) or "%00" in request.META["QUERY_STRING"] or "\0" in rest:
                raise Http404
        return self.get_response(request)
