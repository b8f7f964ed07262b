"""Addresses of what is due, what waits, how the department stands, and the calendars people subscribe to."""

from django.urls import URLPattern

app_name = "desk_home"
urlpatterns: list[URLPattern] = []
