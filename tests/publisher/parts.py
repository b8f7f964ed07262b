"""Parts for full builds in tests, importable in a fresh process, and the little words the tests share."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from gongkai.publisher.files import File
from gongkai.publisher.site import Site


def pages(first: int, last: int, words: str = "") -> Iterator[File]:
    """Yield pages, each in a folder of its own."""
    for number in range(first, last):
        yield File(f"pages/{number % 7}/{number}/index.html", f"<p>{number} {words} {'公开' * 400}".encode())


def given(files: list[File]) -> Iterator[File]:
    """Yield the files given."""
    yield from files


def failing(number: int) -> Iterator[File]:
    """Yield a page and then fail."""
    yield File(f"before/{number}.html", b"x")
    raise LookupError("no such disclosure")


def full(number: int) -> Iterator[File]:
    """Meet a full disk."""
    yield File(f"before/{number}.html", b"x")
    raise OSError(28, "No space left on device")


def dying() -> Iterator[File]:
    """Die as if killed."""
    yield File("before/0.html", b"x")
    os._exit(9)


def slow(count: int) -> Iterator[File]:
    """Yield pages so slowly that there is time to kill somebody."""
    for number in range(count):
        time.sleep(0.005)
        yield File(f"slow/{number}.html", b"x" * 2000)


def tree_of(site: Site) -> dict[str, bytes]:
    """Return every public file but the ``.gz`` beside others."""
    root = site.current
    if root is None:
        return {}
    found = {str(path.relative_to(root)): path for path in root.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if not (name.endswith(".gz") and name[:-3] in found)
    }


def stamps(root: Path) -> dict[str, tuple[int, int]]:
    """Return inode and time of change of everything below a folder, to see what was touched."""
    return {str(path): (path.lstat().st_ino, path.lstat().st_ctime_ns) for path in sorted(root.rglob("*"))}
