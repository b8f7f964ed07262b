"""Addresses of record lists: upload, preview, correction in place, export."""

from django.urls import path

from gongkai.desk.lists import checks, exports, records, uploads, views

app_name = "desk_lists"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:key>/", views.show, name="show"),
    path("<int:key>/rename/", views.rename, name="rename"),
    path("<int:key>/export/<slug:form>/", exports.of_list, name="export"),
    path("<int:key>/rows/add/", records.add, name="add"),
    path("<int:key>/rows/<int:position>/", records.edit, name="edit"),
    path("<int:key>/rows/<int:position>/remove/", records.remove, name="remove"),
    path("<int:key>/rows/<int:position>/annul/", records.annul, name="annul"),
    path("uploads/new/", uploads.new, name="upload"),
    path("uploads/<int:key>/", uploads.preview, name="preview"),
    path("uploads/<int:key>/progress/", uploads.progress, name="progress"),
    path("uploads/<int:key>/again/", uploads.again, name="again"),
    path("uploads/<int:key>/fill/", uploads.fill, name="fill"),
    path("uploads/<int:key>/store/", uploads.store, name="store"),
    path("uploads/<int:key>/attach/", uploads.attach_stored, name="attach"),
    path("uploads/<int:key>/abandon/", uploads.abandon, name="abandon"),
    path("uploads/<int:key>/export/<slug:form>/", exports.of_upload, name="export_upload"),
    path("uploads/<int:key>/rows/<int:position>/", uploads.row, name="upload_row"),
    path("uploads/<int:key>/rows/<int:position>/cell/", uploads.cell, name="cell"),
    path("uploads/<int:key>/rows/<int:position>/remove/", uploads.remove_row, name="upload_row_remove"),
    path("blank/<slug:schema>/", exports.blank, name="blank"),
    path("check/credit-code", checks.credit_code, name="check_credit_code"),
    path("check/display-limit", checks.display_limit, name="check_display_limit"),
]
