"""The one web application: public files first, Django for the desk and the calculator behind them.

Nothing public is rendered from the live database; only these few addresses ever reach Django.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application

from gongkai.publisher.serve import FileServer

DYNAMIC = ("/desk/", "/desk-assets/", "/calculator/")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def application(site_root: Path) -> Application:
    """Return the WSGI application that serves the files below ``site_root`` and the desk."""
    files = FileServer(site_root)
    desk = StaticFilesHandler(get_wsgi_application())

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "/")
        is_dynamic = path.startswith(DYNAMIC) or f"{path}/" in DYNAMIC
        return (desk if is_dynamic else files)(environ, start_response)

    return serve
