"""Opens a public file for a path that came from outside, so that nothing outside the site can be reached.

The path is walked folder by folder below the current release, never following a link; only ``current`` itself is one.
A release stays on disk after it was replaced, so a request that began before a swap ends with what it began.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from gongkai.publisher.paths import is_safe

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(slots=True)
class Opened:
    """An open public file; whoever holds it closes it."""

    path: str
    fd: int
    size: int
    modified_ns: int
    inode: int

    @property
    def tag(self) -> str:
        """Return what tells this version from every other: files are replaced, never changed, so these three do."""
        return f"{self.modified_ns:x}-{self.size:x}-{self.inode:x}"

    def close(self) -> None:
        """Close the file."""
        os.close(self.fd)


class IsFolder(Exception):
    """The path names a folder with a page in it and lacks its last slash."""


def open_public(root: Path, path: str) -> Opened | None:
    """Open the file for a decoded URL path without its first slash, or return None; ``IsFolder`` asks for a redirect."""
    name = f"{path}index.html" if path == "" or path.endswith("/") else path
    if not is_safe(name):
        return None
    try:
        folder = os.open(root / "current", _FOLDER)
    except OSError:
        return None
    try:
        *folders, last = name.split("/")
        for step in folders:
            folder = _step(folder, step)
        return _open_file(folder, last, name)
    except OSError:
        return None
    finally:
        os.close(folder)


def open_beside(root: Path, opened: Opened) -> Opened | None:
    """Open the ``.gz`` beside a public file, or return None."""
    return open_public(root, f"{opened.path}.gz")


def _step(folder: int, name: str) -> int:
    """Go one folder down and close the one above, in any case but an error."""
    below = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=folder)
    os.close(folder)
    return below


def _open_file(folder: int, last: str, name: str) -> Opened | None:
    fd = os.open(last, _FILE, dir_fd=folder)
    found = os.fstat(fd)
    if stat.S_ISREG(found.st_mode):
        return Opened(name, fd, found.st_size, found.st_mtime_ns, found.st_ino)
    try:
        if stat.S_ISDIR(found.st_mode) and stat.S_ISREG(os.lstat("index.html", dir_fd=fd).st_mode):
            raise IsFolder(name)
    finally:
        os.close(fd)
    return None
