"""The one web application: public files first, Django for the desk, the public forms and outsiders' links behind them.

Nothing public is rendered from the live database; only these few addresses ever reach Django.
"""

import http.client
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.exception import response_for_exception
from django.core.wsgi import get_wsgi_application
from django.http import Http404, HttpRequest, HttpResponseBase

from gongkai.publisher.serve import FileServer

DYNAMIC = ("/desk/", "/desk-assets/", "/calculator/", "/objections/", "/opinion/")
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # listening everywhere, it is asked at home

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


def answers(host: str, port: int, *, patience: float = 10.0) -> bool:
    """Ask the served site for its front door, as a reader does, and tell whether it answers."""
    asked = http.client.HTTPConnection(ANYWHERE.get(host, host), port, timeout=patience)
    try:
        asked.request("HEAD", "/")
        return asked.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
