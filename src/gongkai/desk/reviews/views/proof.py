"""The proof that nobody reviewed their own and nothing went out unreviewed, run at the desk over all history.

The page begins at once; how far it has come and what is found follow while it runs, and a verdict ends it. It works
without script, holds no more in memory than is shown, and stops when its reader leaves.
"""

import queue
import threading
from collections.abc import Iterator
from itertools import islice

from django.db import connection
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from gongkai.accounts.roles import Role
from gongkai.desk.access import only
from gongkai.desk.reviews.views.frame import ROOT, shown
from gongkai.disclosures import separation
from gongkai.disclosures.separation import Violation

SHOWN = 500
MARK = "<!--proof-->"
TITLE = "核查审查记录"

Told = Violation | int | BaseException | None


@only(Role.AUDITOR, Role.OFFICER)
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponseBase:
    """Explain the proof, or run it."""
    if request.method == "GET":
        return shown(request, "proof.html", TITLE, running=False)
    trail = [{"url": reverse("desk_reviews:index"), "label": ROOT}, {"url": "", "label": TITLE}]
    values = {"title": TITLE, "crumbs": trail, "icon": "check", "running": True}
    head, tail = render_to_string("desk/reviews/proof.html", values, request).split(MARK)
    response = StreamingHttpResponse(_told(head, tail))
    response["X-Accel-Buffering"] = "no"  # a server in front must not hold the page back
    response["Cache-Control"] = "private, no-store"
    return response


def _told(head: str, tail: str) -> Iterator[str]:
    yield head
    told: queue.Queue[Told] = queue.Queue(maxsize=50)
    gone = threading.Event()
    runner = threading.Thread(target=_run, args=(told, gone), name="proof")
    runner.start()
    found = seen = 0
    try:
        while (one := told.get()) is not None:
            if isinstance(one, BaseException):
                raise one
            if isinstance(one, int):
                seen = one
                yield format_html('<p class="proof-progress">已核查{}次公开</p>', one)
                continue
            found += 1
            if found <= SHOWN:
                address = one.index_number or "（无索引号）"
                yield format_html('<p class="proof-fault"><b>{}</b> {}：{}</p>', address, one.title, one.message)
        yield _verdict(found, seen)
        yield tail
    finally:
        gone.set()
        runner.join()


def _verdict(found: int, seen: int) -> str:
    if not found:
        return format_html('<div class="desk-note desk-note--good"><p>全部{}次公开都经过逐级审查，没有人审查自己的稿子，内容与所审一致。</p></div>', seen)
    more = f"，只列出前{SHOWN}处" if found > SHOWN else ""
    words = f"核查了{seen}次公开，发现{found}处不符{more}。请告知信息公开负责人，并保全数据库和操作记录。"
    return format_html('<div class="desk-note desk-note--error"><p>{}</p></div>', words)


def _run(told: "queue.Queue[Told]", gone: threading.Event) -> None:
    """Run the proof and tell what it finds; ends early when nobody listens any more."""

    def tell(one: Told) -> None:
        while not gone.is_set():
            try:
                told.put(one, timeout=0.2)
                return
            except queue.Full:
                continue
        raise _NobodyListens

    try:
        for violation in islice(separation.violations(on_progress=tell), 1_000_000):
            tell(violation)
        tell(None)
    except _NobodyListens:
        return
    except Exception as error:  # raised again where the page is made
        told.put(error)
    finally:
        connection.close()


class _NobodyListens(Exception):
    pass
