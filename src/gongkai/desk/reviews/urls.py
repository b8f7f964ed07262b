"""Addresses of review: what waits for an opinion, what changed, the checklist, and the release."""

from django.urls import path, register_converter

from gongkai.desk.reviews.addresses import Sha256
from gongkai.desk.reviews.views import asking, bundles, files, lists, proof, review

register_converter(Sha256, "sha256")

app_name = "desk_reviews"
urlpatterns = [
    path("", lists.index, name="index"),
    path("<int:pk>/", review.show, name="show"),
    path("<int:pk>/take-back/", review.take_back, name="take_back"),
    path("<int:pk>/hour/", review.reschedule, name="reschedule"),
    path("<int:pk>/outside/", asking.ask, name="ask"),
    path("<int:pk>/outside/<int:opinion_pk>/revoke/", asking.revoke, name="revoke"),
    path("<int:pk>/files/<sha256:sha256>/", files.show, name="file"),
    path("<int:pk>/files/<sha256:sha256>/text/", files.text, name="text"),
    path("bundles/<int:pk>/", bundles.show, name="bundle"),
    path("proof/", proof.prove, name="proof"),
]
