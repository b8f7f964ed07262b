"""Addresses of what is public: correcting, withdrawing, notice windows and objections."""

from django.urls import URLPattern

app_name = "desk_publications"
urlpatterns: list[URLPattern] = []
