"""Addresses of what is due, how the department stands, and the year's deadlines."""

from django.urls import path

from gongkai.desk.home import views

app_name = "desk_home"
urlpatterns = [
    path("standing/", views.standing_of_all, name="standing"),
    path("year/", views.year, name="year"),
    path("year/<int:year>/", views.year, name="year_of"),
    path("feed/renew/", views.renew_feed, name="renew_feed"),
]
