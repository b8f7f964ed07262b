"""Reads a file in a process of its own, so that no file can exhaust, hang or crash the program.

Parsers of binary formats are large and native; bad bytes make them abort (calamine lays out 17 thousand million cells),
recurse or run for ever. Here the worst a file can do is to be refused.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gongkai
from gongkai.sources import limits
from gongkai.sources.errors import BadInput
from gongkai.sources.messages import Event, events_of

Progress = Callable[[int, int | None], None]
SOURCE = str(Path(gongkai.__file__).parents[1])


def read_isolated(module: str, function: str, data: bytes, name: str, report: Progress) -> Iterator[Event]:
    """Yield what a reader tells about the file; raises BadInput when it refuses the file, breaks on it or runs away."""
    command = [sys.executable, "-X", "utf8", "-m", "gongkai.sources.child", module, function, name.replace("\0", "")]
    paths = os.pathsep.join(filter(None, (SOURCE, os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": paths}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        clock = threading.Timer(limits.seconds_for(module), process.kill)
        clock.start()
        try:
            give(process, data)
            yield from events_of(messages(process, name, report, limits.seconds_for(module)))
        finally:
            clock.cancel()
            process.kill()


def give(process: subprocess.Popen[bytes], data: bytes) -> None:
    """Hand the file over; a reader that died early is noticed when its messages end."""
    assert process.stdin
    try:
        process.stdin.write(data)
        process.stdin.close()
    except BrokenPipeError:
        pass


def messages(
    process: subprocess.Popen[bytes], name: str, report: Progress, seconds: int
) -> Iterator[list[Any]]:
    """Yield the reader's messages up to its end; raises BadInput for every other way of ending."""
    assert process.stdout
    for line in process.stdout:
        try:
            word, body = json.loads(line)
        except ValueError:
            break  # cut off in the middle of a line
        if word == "end":
            return
        if word == "progress":
            report(*body)
        elif word in FAILURES:
            raise BadInput(FAILURES[word].format(name=name, body=body)) from RuntimeError(str(body))
        else:
            yield [word, body]
    process.wait()
    raise BadInput(ran_away(process.returncode, name, seconds)) from RuntimeError(f"the reader ended with {process.returncode}")


FAILURES = {
    "bad": "{body}",
    "memory": "“{name}”展开后占用的内存太多，没有读取。请拆成几份后再提交。",
    "broken": "“{name}”已损坏或没有传完整，读不出来。请用原来的软件打开、另存一份后再提交。",
}


def ran_away(code: int, name: str, seconds: int) -> str:
    """Say how a reader that said nothing ended: by the clock (its own or ours), or by a crash."""
    if code in (-9, -24):
        return f"“{name}”读了 {seconds} 秒还没有读完，已经停止。请拆成几份，或提供 Excel、Word 原件。"
    return f"“{name}”的内容不正常（已损坏，或大得超出内存），没有读取。请用原来的软件打开、另存一份后再提交。"
