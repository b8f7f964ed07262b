"""Addresses of duties: registering what happened, the lists of what is due, and how a duty ends."""

from django.urls import URLPattern

app_name = "desk_duties"
urlpatterns: list[URLPattern] = []
