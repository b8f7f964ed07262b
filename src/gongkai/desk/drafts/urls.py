"""Addresses of drafting: the list of drafts and the form made from the item's content elements."""

from django.urls import URLPattern

app_name = "desk_drafts"
urlpatterns: list[URLPattern] = []
