"""Keeps the bytes of published files under their own SHA-256, outside every folder that is served.

Named by content, a file can be neither overwritten nor mixed up, and a second copy costs nothing.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

FILES, RECEIVED = "files", "received"  # what may be published; what people sent in, which never is


def path_of(sha256: str, *, folder: str = FILES) -> Path:
    """Return where the bytes with this hash are kept."""
    return Path(settings.PRIVATE) / folder / sha256[:2] / sha256


def keep(data: bytes, *, folder: str = FILES) -> str:
    """Store ``data`` durably and return its SHA-256; bytes that are already there are left alone."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256, folder=folder)
    if path.exists() and path.stat().st_size == len(data):
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
    return sha256


def keep_stream(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Store bytes that come in pieces, never all in memory; return their SHA-256 and size."""
    folder = Path(settings.PRIVATE) / "files"
    folder.mkdir(parents=True, exist_ok=True)
    hashed, size = hashlib.sha256(), 0
    descriptor, name = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                hashed.update(chunk)
                size += file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        path = path_of(hashed.hexdigest())
        path.parent.mkdir(parents=True, exist_ok=True)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return hashed.hexdigest(), size
