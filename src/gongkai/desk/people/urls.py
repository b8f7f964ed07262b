"""Addresses of who works at the desk: accounts, appointments, leave, and whether every stage has someone."""

from django.urls import URLPattern

app_name = "desk_people"
urlpatterns: list[URLPattern] = []
