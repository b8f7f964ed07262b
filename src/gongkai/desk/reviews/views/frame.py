"""What the screens of review have in common: their way back, and the reader of addresses' filters."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.disclosures.models import Review

ROOT = "审查"


def shown(request: HttpRequest, template: str, title: str, *crumbs: tuple[str, str], status: int = 200, **values: Any) -> HttpResponse:
    """Answer with a screen; ``crumbs`` are (words, address) between the list of reviews and this screen."""
    way = [(ROOT, reverse("desk_reviews:index")), *crumbs] if title != ROOT else []
    trail = [{"url": url, "label": label} for label, url in way] + [{"url": "", "label": title}]
    return render(request, f"desk/reviews/{template}", {"title": title, "crumbs": trail, "icon": "check", **values}, status=status)


def crumb_of(review: Review) -> tuple[str, str]:
    """Return the way back to a review."""
    return review.content["title"][:24], reverse("desk_reviews:show", args=[review.pk])


def whole_number(text: str | None, *, at_most: int = 2**31) -> int | None:
    """Return a number from an address, or None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= at_most else None
