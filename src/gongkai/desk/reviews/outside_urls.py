"""Addresses of the one page of the desk's making that is reached without signing in, by a key only."""

from django.urls import path

from gongkai.desk.reviews.views import outside

urlpatterns = [
    path("<str:key>/", outside.show, name="outside_opinion"),
    path("<str:key>/files/<int:number>/", outside.file, name="outside_file"),
]
