"""What the screens of this area have in common: their way back, links into areas that may not be there, names of people."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from gongkai.accounts.models import User
from gongkai.disclosures.models import Disclosure


def shown(request: HttpRequest, template: str, title: str, *crumbs: tuple[str, str], status: int = 200, **values: Any) -> HttpResponse:
    """Answer with a screen; ``crumbs`` are (words, address) between the list and this screen."""
    way = [("已公开", reverse("desk_publications:index")), *crumbs] if title != "已公开" else []
    trail = [{"url": url, "label": label} for label, url in way] + [{"url": "", "label": title[:30]}]
    return render(request, f"desk/publications/{template}", {"title": title, "crumbs": trail, "icon": "globe", **values}, status=status)


def crumb_of(disclosure: Disclosure) -> tuple[str, str]:
    """Return the way back to a publication."""
    return disclosure.public_title[:24], reverse("desk_publications:show", args=[disclosure.pk])


def address(name: str, *args: object, **asked: object) -> str:
    """Return the address of a screen of another area with a query, or nothing where there is no such screen."""
    try:
        url = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    return f"{url}?{urlencode(asked)}" if asked else url


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """Return how people are shown, by their usernames; who has no account (the clock) keeps their name."""
    wanted = {name for name in usernames if name}
    found = {user.username: str(user) for user in User.objects.filter(username__in=wanted)}
    return {name: found.get(name, name) for name in wanted}
