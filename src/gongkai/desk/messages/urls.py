"""Addresses of messages: what was sent to whom, and what each person wants to be told."""

from django.urls import URLPattern

app_name = "desk_messages"
urlpatterns: list[URLPattern] = []
