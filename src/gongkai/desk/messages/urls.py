"""Addresses of messages: what was sent to whom, and what each person wants to be told."""

from django.urls import path

from gongkai.desk.messages import views, views_channels

app_name = "desk_messages"
urlpatterns = [
    path("", views.index, name="index"),
    path("open/<int:pk>/", views.open_message, name="open"),
    path("read/", views.read, name="read"),
    path("preferences/", views.preferences, name="preferences"),
    path("own/add/", views.add_own, name="add_own"),
    path("log/", views.log, name="log"),
    path("channels/", views_channels.channels, name="channels"),
    path("channels/<int:pk>/test/", views_channels.test, name="test"),
    path("channels/<int:pk>/remove/", views_channels.remove, name="remove"),
    path("mail/test/", views_channels.test_mail, name="test_mail"),
]
