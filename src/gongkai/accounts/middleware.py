"""Sends whoever signed in with a one-time password to choose their own before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

# The page itself, the way out, and what the page's own scripts fetch.
ALLOWED = ("choose_password", "wagtailadmin_logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite")


class OneTimePassword:
    """Allow only the page where a password is chosen, and signing out, while the password is a one-time one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect to the page where the password must still be chosen."""
        if getattr(request.user, "must_change_password", False):
            allowed = tuple(map(reverse, ALLOWED))
            if request.path.startswith(reverse("wagtailadmin_home")) and not request.path.startswith(allowed):
                return redirect("choose_password")
        return self.get_response(request)
