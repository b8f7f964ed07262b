"""The reading process: parses one file that may be hostile, with its memory and time bounded, and tells what it read.

Started by ``isolated`` as ``python -m gongkai.sources.child MODULE FUNCTION NAME``; the file comes on standard input,
messages go out on standard output. Whatever a parser does here (panic, abort, run away), the program itself lives on.
"""

import gc
import importlib
import sys
import time
from typing import Any

from gongkai.sources import limits
from gongkai.sources.errors import BadInput
from gongkai.sources.messages import dump, lines

MODULES = ("xlsx", "xls", "docx", "html", "pdf", "texts_inside", "stripping_inside")
PROGRESS_SECONDS = 0.1


def main(module: str, function: str, name: str) -> None:
    """Read standard input with the named reader and write messages until the end or the first failure."""
    if module not in MODULES:
        raise ValueError(module)
    bound_resources(limits.seconds_for(module))
    gc.disable()  # a short life with many small values and no cycles
    out = sys.stdout.buffer
    data = sys.stdin.buffer.read()
    try:
        read = getattr(importlib.import_module(f"gongkai.sources.{module}"), function)
        given = data.decode("utf-8") if module == "html" else data
        del data
        for message in lines(read(given, name, progress_to(out))):
            out.write(dump(message))
        out.write(dump(["end", []]))
    except BaseException as error:  # parsers raise anything, calamine's panics even outside Exception
        out.write(dump(failure(error)))


def failure(error: BaseException) -> list[Any]:
    """Say what went wrong: in the clerk's words, for want of memory, or only for developers."""
    if isinstance(error, BadInput):
        return ["bad", str(error)]
    if isinstance(error, MemoryError):
        return ["memory", ""]
    return ["broken", f"{type(error).__name__}: {error}"[:500]]


def progress_to(out: Any) -> Any:
    """Make a progress report that writes a message at most ten times a second."""
    last = [0.0]

    def report(done: int, total: int | None) -> None:
        now = time.monotonic()
        if now - last[0] >= PROGRESS_SECONDS:
            last[0] = now
            out.write(dump(["progress", [done, total]]))
            out.flush()

    return report


def bound_resources(seconds: int) -> None:
    """Bound memory and processor time where the system can (not on Windows, where the waiting side's clock remains)."""
    try:
        resource: Any = importlib.import_module("resource")
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, limits.CHILD_BYTES), (resource.RLIMIT_CPU, seconds)):
        hard = resource.getrlimit(what)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (soft, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


if __name__ == "__main__":
    main(*sys.argv[1:4])
