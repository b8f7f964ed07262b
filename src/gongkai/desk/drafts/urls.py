"""Addresses of drafting: the list of drafts and the form made from the item's content elements."""

from django.urls import path

from gongkai.desk.drafts.views import beginning, checks, editing, files, listing, reading, settings, submitting

app_name = "desk_drafts"
urlpatterns = [
    path("", listing.index, name="index"),
    path("several/", listing.several, name="several"),
    path("new/", beginning.new, name="new"),
    path("clipboard/", checks.clipboard, name="clipboard"),
    path("hint/<slug:what>/", checks.hint, name="hint"),
    path("token/", checks.token, name="token"),
    path("<int:pk>/", editing.edit, name="edit"),
    path("<int:pk>/autosave/", editing.autosave, name="autosave"),
    path("<int:pk>/copy/", beginning.copy, name="copy"),
    path("<int:pk>/interpret/", beginning.interpret, name="interpret"),
    path("<int:pk>/findings/", checks.findings, name="findings"),
    path("<int:pk>/mask/", checks.mask, name="mask"),
    path("<int:pk>/published/", checks.published, name="published"),
    path("<int:pk>/changes/", reading.changes, name="changes"),
    path("<int:pk>/discard/", submitting.discard, name="discard"),
    path("<int:pk>/take-back/", submitting.take_back, name="take_back"),
    path("<int:pk>/change-anyway/", submitting.change_anyway, name="change_anyway"),
    path("<int:pk>/upload/", files.upload, name="upload"),
    path("<int:pk>/files/", files.change, name="file"),
    path("<int:pk>/files/<int:key>/", files.download, name="download"),
    path("<int:pk>/lists/<str:sha256>/", files.download_list, name="download_list"),
    path("<int:pk>/places/", settings.places, name="places"),
    path("<int:pk>/confine/", settings.confine, name="confine"),
    path("<int:pk>/notice/", settings.notice, name="notice"),
    path("<int:pk>/notice/days/", settings.notice_days, name="notice_days"),
    path("<int:pk>/hand-over/", settings.hand_over, name="hand_over"),
    path("<int:pk>/unbundle/", settings.unbundle, name="unbundle"),
]
