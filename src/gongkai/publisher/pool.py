"""Worker processes that take jobs and stream rows back over a pipe each.

``concurrent.futures`` returns one result per job, all at once; a build needs rows while a job runs (flat memory,
progress), and must notice a worker that died. Pipes give both: they fill up, so a worker never runs ahead, and they end
with it.
"""

import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Self, cast

from gongkai.publisher.errors import BuildFailed, SiteError, naming_a_full_disk
from gongkai.publisher.rendering import Renderer, Trees

_SPAWN = get_context("spawn")  # nothing inherited: no database connection, no lock, no thread's half state


class Pool:
    """A few workers for one build."""

    def __init__(self, workers: int, trees: Trees) -> None:
        self._workers: dict[Connection, BaseProcess] = {}
        for _ in range(workers):
            ours, theirs = _SPAWN.Pipe()
            process = _SPAWN.Process(target=_work, args=(theirs, trees), daemon=True)
            process.start()
            theirs.close()
            self._workers[ours] = process

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        for pipe, process in self._workers.items():
            pipe.close()  # an idle worker sees the end and leaves
            if kind is not None:
                process.kill()
            process.join()
            process.close()

    def run(self, jobs: Iterator[Any], on_rows: Callable[[list[Any]], None], on_done: Callable[[], None]) -> None:
        """Do all ``jobs``; raise what a worker met, or ``BuildFailed`` when one died."""
        busy = {pipe for pipe in self._workers if _hand_over(pipe, jobs)}
        while busy:
            for pipe in cast(list[Connection], wait(list(busy))):
                word, value = self._receive(pipe)
                if word == "rows":
                    on_rows(value)
                elif word == "failed":
                    raise value
                else:
                    on_done()
                    if not _hand_over(pipe, jobs):
                        busy.discard(pipe)

    def _receive(self, pipe: Connection) -> tuple[str, Any]:
        try:
            return cast(tuple[str, Any], pipe.recv())
        except (EOFError, ConnectionResetError):
            self._workers[pipe].join(5)
            code = self._workers[pipe].exitcode
            raise BuildFailed(f"一个生成进程意外结束（退出码 {code}），站点保持原样") from None


def _hand_over(pipe: Connection, jobs: Iterator[Any]) -> bool:
    for job in jobs:
        pipe.send(job)
        return True
    return False


def _work(pipe: Connection, trees: Trees) -> None:
    """Be a worker: until the pipe ends or the parent dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_leave_with_the_parent, daemon=True).start()
    renderer = Renderer(trees)
    with suppress(EOFError, ConnectionError):
        while True:
            pipe.send(_answer(pipe, renderer, pipe.recv()))


def _answer(pipe: Connection, renderer: Renderer, job: Any) -> tuple[str, Any]:
    try:
        with naming_a_full_disk():
            for rows in renderer.rows(job):
                pipe.send(("rows", rows))
    except ConnectionError:
        raise
    except SiteError as error:
        return "failed", type(error)(*error.args)
    except Exception:
        return "failed", BuildFailed(f"生成 {job!s:.200} 时出错，站点保持原样：\n{traceback.format_exc()}")
    return "done", None


def _leave_with_the_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
