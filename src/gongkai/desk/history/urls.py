"""Addresses of 操作记录: who did what, searched and exported."""

from django.urls import path

from gongkai.desk.history.views import exports, searching

app_name = "desk_history"
urlpatterns = [
    path("", searching.index, name="index"),
    path("<int:pk>/", searching.show, name="show"),
    path("export.<str:kind>", exports.export, name="export"),
]
