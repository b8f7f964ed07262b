"""Sends whoever signed in with a one-time password to choose their own before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class OneTimePassword:
    """Allow only the account page and signing out while the password is a one-time one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect to the account page where the password must still be changed."""
        user = request.user
        if getattr(user, "must_change_password", False):
            account = reverse("wagtailadmin_account")
            allowed = (account, reverse("wagtailadmin_logout"), reverse("wagtailadmin_javascript_catalog"))
            if not request.path.startswith(allowed) and request.path.startswith(reverse("wagtailadmin_home")):
                return redirect(f"{account}?password")
        return self.get_response(request)
