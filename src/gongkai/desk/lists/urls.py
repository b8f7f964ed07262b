"""Addresses of record lists: upload, preview, correction in place, export."""

from django.urls import URLPattern

app_name = "desk_lists"
urlpatterns: list[URLPattern] = []
