"""Addresses of 操作记录: who did what, searched and exported."""

from django.urls import URLPattern

app_name = "desk_history"
urlpatterns: list[URLPattern] = []
