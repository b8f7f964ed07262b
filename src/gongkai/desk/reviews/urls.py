"""Addresses of review: what waits for an opinion, what changed, the checklist, and the release."""

from django.urls import URLPattern

app_name = "desk_reviews"
urlpatterns: list[URLPattern] = []
