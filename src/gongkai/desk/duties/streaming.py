"""Long work shown while it goes on: the page begins at once, its progress follows, and the result comes at its end.

Works without script: of the progress lines only the last is visible (the style sees to it). The work runs in a thread of
its own with its own connection to the database, so that the page can be sent meanwhile.
"""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db import connection
from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

Result = TypeVar("Result")
Progress = Callable[[str, int, int | None], None]
MARK = "<!--progress-->"
PAUSE = 0.3  # seconds between two lines of one stage
# Servers gather small pieces before they send (waitress: 18,000 bytes), so every line is filled up to go out at once.
FILLING = f"<!--{' ' * 18_000}-->"


def streamed(
    request: HttpRequest, template: str, values: dict[str, object], work: Callable[[Progress], Result],
    told: Callable[[Result | Exception], str],
) -> StreamingHttpResponse:  # fmt: skip
    """Answer with a page whose template holds MARK: up to it at once, then the progress, then what ``told`` makes of the result."""
    head, tail = render_to_string(template, values, request).split(MARK)
    response = StreamingHttpResponse(_parts(head, tail, work, told))
    response["X-Accel-Buffering"] = "no"  # a server in front must not hold the page back
    return response


def _parts(
    head: str, tail: str, work: Callable[[Progress], Result], told: Callable[[Result | Exception], str]
) -> Iterator[str]:
    yield head + FILLING
    lines: queue.Queue[tuple[str, int, int | None] | None] = queue.Queue()
    outcome: list[Result | Exception] = []

    def run() -> None:
        try:
            outcome.append(work(lambda words, done, total: lines.put((words, done, total))))
        except Exception as error:  # told to the clerk by ``told``, which raises what it does not know
            outcome.append(error)
        finally:
            connection.close()
            lines.put(None)

    thread = threading.Thread(target=run, daemon=False)
    thread.start()
    stage, told_at = "", 0.0
    while (line := lines.get()) is not None:
        words, done, total = line
        if words != stage or done == total or time.monotonic() - told_at >= PAUSE:
            stage, told_at = words, time.monotonic()
            yield _line(words, done, total) + FILLING
    thread.join()
    yield told(outcome[0])
    yield tail


def _line(words: str, done: int, total: int | None) -> str:
    if total is None:
        return format_html('<p class="duties-progress">{}：{}</p>', words, done)
    return format_html(
        '<p class="duties-progress"><span>{}：{}/{}</span> <progress value="{}" max="{}"></progress></p>',
        words, done, total, done, total or 1,
    )  # fmt: skip
