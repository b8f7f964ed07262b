"""The few calls that put bytes on a disk: write a new file, copy one, hash one, and make everything so far durable.

``sync_file_system`` is one ``syncfs`` for a whole batch: twenty files took 18 ms that way against 107 ms with an fsync each
(measured.md). The argument why one of them is enough for a batch stands in ``batches``.
"""

import ctypes
import hashlib
import os
from pathlib import Path

_CHUNK = 1 << 20
_libc = ctypes.CDLL(None, use_errno=True)
_syncfs = getattr(_libc, "syncfs", None)


def sync_file_system(folder: Path) -> None:
    """Make all contents and names written so far to the file system of ``folder`` durable, or raise OSError."""
    if _syncfs is None:
        os.sync()  # macOS, BSD: waits for less, but there is nothing better for a whole batch
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if _syncfs(opened) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(opened)


def write_new(path: str, body: bytes) -> None:
    """Write a file that must not exist yet."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    try:
        rest = memoryview(body)
        while rest:
            rest = rest[os.write(opened, rest) :]
    finally:
        os.close(opened)


def copy_new(source: Path, path: str) -> tuple[bytes, int]:
    """Copy ``source`` to a file that must not exist yet, in flat memory; return the SHA-256 and size of what was copied."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb", buffering=0) as reader, open(path, "xb", buffering=0) as writer:  # noqa: PTH123
        while chunk := reader.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            rest = memoryview(chunk)
            while rest:
                rest = rest[writer.write(rest) :]
    return digest.digest(), size


def digest_of(path: str) -> bytes | None:
    """Return the SHA-256 of a regular file, or None where there is none (a link counts as none)."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    digest = hashlib.sha256()
    try:
        while chunk := os.read(opened, _CHUNK):
            digest.update(chunk)
    except IsADirectoryError:
        return None
    finally:
        os.close(opened)
    return digest.digest()
