"""Django's addresses: the desk and the calculator. Everything else public is files, served before Django is asked."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from gongkai.portal.views import calculator

urlpatterns = [
    path("desk/", include(wagtailadmin_urls)),
    path("calculator/", calculator, name="calculator"),
]
