"""Long work shown while it goes on: the page begins at once, its progress follows, and the result comes at its end.

Works without script: of the progress lines only the last is visible (the style sees to it). The work runs in a thread of
its own with its own connection to the database, so that the page can be sent meanwhile.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db import connection
from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

Result = TypeVar("Result")
Progress = Callable[[str, int, int | None], None]
MARK = "<!--progress-->"


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
    yield head
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
    while (line := lines.get()) is not None:
        yield _line(*line)
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
