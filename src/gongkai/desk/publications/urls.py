"""The addresses of what is public: the list, one publication, its withdrawal, notice windows and objections, punctuality."""

from django.urls import path

from gongkai.desk.publications.views import listing, objections, showing, windows

app_name = "desk_publications"
urlpatterns = [
    path("", listing.index, name="index"),
    path("windows/", windows.index, name="windows"),
    path("punctuality/", windows.timing, name="timing"),
    path("objections/<int:pk>/", objections.show, name="objection"),
    path("objections/<int:pk>/file/", objections.file, name="objection_file"),
    path("objections/<int:pk>/handle/", objections.handle, name="objection_handle"),
    path("objections/<int:pk>/confirm/", objections.confirm, name="objection_confirm"),
    path("objections/<int:pk>/return/", objections.give_back, name="objection_return"),
    path("<int:pk>/", showing.show, name="show"),
    path("<int:pk>/withdraw/", showing.take_down, name="withdraw"),
    path("<int:pk>/replace/", showing.replace, name="replace"),
    path("<int:pk>/expiry/", showing.confirm_expiry, name="confirm_expiry"),
    path("<int:pk>/objections/", objections.of_one, name="objections"),
    path("<int:pk>/outcome/", objections.outcome, name="outcome"),
]
