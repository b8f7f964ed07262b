"""Addresses of duties: registering what happened, the lists of what is due, and how a duty ends."""

from django.urls import path

from gongkai.desk.duties.views import duty, endings, files, items, limits, notices, registering, worklist

app_name = "desk_duties"
urlpatterns = [
    path("", worklist.index, name="index"),
    path("several/", worklist.several, name="several"),
    path("<int:pk>/", duty.show, name="show"),
    path("<int:pk>/handler/", duty.assign, name="assign"),
    path("<int:pk>/nothing/", endings.nothing, name="nothing"),
    path("<int:pk>/withhold/", endings.withhold, name="withhold"),
    path("<int:pk>/reopen/", endings.reopen, name="reopen"),
    path("<int:pk>/cancel/", endings.cancel, name="cancel"),
    path("<int:pk>/date/", endings.date, name="date"),
    path("<int:pk>/office/", endings.hand_over, name="hand_over"),
    path("proposals/<int:pk>/", endings.decide, name="decide"),
    path("register/", registering.choose, name="choose"),
    path("register/<int:pk>/", registering.register, name="register"),
    path("register/<int:pk>/preview/", registering.preview, name="preview"),
    path("files/", files.begin, name="files"),
    path("files/template.xlsx", files.template, name="template"),
    path("files/check/", files.check, name="check"),
    path("files/register/", files.register, name="register_file"),
    path("items/", items.items, name="items"),
    path("items/<int:pk>/", items.item, name="item"),
    path("limits/", limits.limits, name="limits"),
    path("limits/<int:pk>/", limits.limit, name="limit"),
    path("notices/", notices.notices, name="notices"),
]
