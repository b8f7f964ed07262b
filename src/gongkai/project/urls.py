"""Django's addresses: the desk, the public forms, and the links of those asked for an opinion. All else is files, served first."""

from django.contrib.auth.decorators import login_required
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from gongkai.desk.home.views import feed
from gongkai.desk.views import ChoosePassword
from gongkai.portal.objection_views import objections
from gongkai.portal.views import calculator
from gongkai.project.previews import preview

urlpatterns = [
    path("desk/password/", login_required(ChoosePassword.as_view(), login_url="wagtailadmin_login"), name="choose_password"),
    # A calendar program cannot sign in: the address is the key, so these stand before the sign-in of the desk.
    path("desk/feeds/<str:key>.ics", feed, name="calendar_feed"),
    path("desk/feeds/<str:key>/<slug:office>.ics", feed, name="calendar_feed_of_office"),
    path("desk/preview/<int:pk>/", preview, name="draft_preview"),
    path("desk/", include(wagtailadmin_urls)),
    path("opinion/", include("gongkai.desk.reviews.outside_urls")),
    path("calculator/", calculator, name="calculator"),
    path("objections/<int:year>/<slug:serial>/", objections, name="objections"),
]
