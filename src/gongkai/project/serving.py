"""The one web application: public files first, Django for the desk, the calculator and outsiders' links behind them.

Nothing public is rendered from the live database; only these few addresses ever reach Django.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.exception import response_for_exception
from django.core.wsgi import get_wsgi_application
from django.http import Http404, HttpRequest, HttpResponseBase

from gongkai.publisher.serve import FileServer

DYNAMIC = ("/desk/", "/desk-assets/", "/calculator/", "/opinion/")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Desk(StaticFilesHandler):
    """Django with the desk's own styles and scripts; who climbs out of their folder finds nothing there."""

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request for a style or a script."""
        try:
            return super().get_response(request)
        except SuspiciousOperation:
            return response_for_exception(request, Http404())


def application(site_root: Path) -> Application:
    """Return the WSGI application that serves the files below ``site_root`` and the desk."""
    files = FileServer(site_root)
    desk = Desk(get_wsgi_application())

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "/")
        is_dynamic = path.startswith(DYNAMIC) or f"{path}/" in DYNAMIC
        return (desk if is_dynamic else files)(environ, start_response)

    return serve
