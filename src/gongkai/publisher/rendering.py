"""The work of one process in a full build: render parts, compare, write what is new; later link what is not."""

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from gongkai.publisher.batches import make_room, place
from gongkai.publisher.durability import copy_new, digest_of
from gongkai.publisher.errors import PathClash
from gongkai.publisher.files import Blob, Entry, File, Part
from gongkai.publisher.manifest import Manifest
from gongkai.publisher.paths import checked

_ROWS_AT_ONCE = 200
_CANNOT_LINK = (errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS)  # some network and removable file systems


@dataclass(frozen=True, slots=True)
class Trees:
    """Where to write, and what the public sees now (None before the first release)."""

    fresh: str
    current: str | None
    manifest: str | None


class Renderer:
    """Does the jobs of one worker process."""

    def __init__(self, trees: Trees) -> None:
        self._fresh = Path(trees.fresh)
        self._current = trees.current
        self._manifest = Manifest.open(Path(trees.manifest), read_only=True) if trees.manifest else None
        self._folder = ""

    def rows(self, job: Part | list[str]) -> Iterator[list[tuple[Entry, bool]]]:
        """Do one job and yield its lines for the manifest, some at a time; linking yields none."""
        if isinstance(job, Part):
            made = map(self._make, job.files())
            while some := list(islice(made, _ROWS_AT_ONCE)):
                yield some
        else:
            for path in job:
                self._link(path)

    def _make(self, item: File | Blob) -> tuple[Entry, bool]:
        path = checked(item.path)
        old = self._manifest.get(path) if self._manifest else None
        if old and item.fits(old) and self._stands(old):
            return old, True
        self._make_room(path)
        try:
            return place(item, f"{self._fresh}/{path}"), False
        except (FileExistsError, IsADirectoryError):
            raise PathClash(f"两处写了同一个文件：{path}") from None

    def _make_room(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        if folder != self._folder:  # neighbours come one after the other
            make_room(self._fresh, path)
            self._folder = folder

    def _stands(self, entry: Entry) -> bool:
        """Tell whether the public file and its ``.gz`` have the very bytes, so that a build mends what was damaged."""
        path = f"{self._current}/{entry.path}"
        return digest_of(path) == entry.sha256 and (
            entry.gz_sha256 is None or digest_of(f"{path}.gz") == entry.gz_sha256
        )

    def _link(self, path: str) -> None:
        """Link a file of the public tree into the fresh one, unless a new one stands there."""
        old = self._manifest.get(path) if self._manifest else None
        if old is None or os.path.lexists(f"{self._fresh}/{path}"):
            return
        self._make_room(path)
        for ending in ("", ".gz") if old.gz_sha256 else ("",):
            _link(f"{self._current}/{path}{ending}", f"{self._fresh}/{path}{ending}")


def _link(old: str, new: str) -> None:
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _CANNOT_LINK:
            raise
        copy_new(Path(old), new)
