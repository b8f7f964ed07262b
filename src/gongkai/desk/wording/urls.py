"""Addresses of the list of wrong words."""

from django.urls import path

from gongkai.desk.wording import views

app_name = "desk_wording"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.edit, name="new"),
    path("<int:pk>/", views.edit, name="edit"),
]
