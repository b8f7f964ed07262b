"""The public site as files: small batches go into the tree that stands, a full build makes a fresh one and swaps it in.

    site = Site(root)
    site.recover()                          # on start: finish or drop what a killed publisher left
    site.apply(writes, removals)            # one batch, one sync
    site.build(parts, workers=2)            # everything, in parallel
    site.verify()                           # findings

No room is known here; pages come as bytes. All writing is under one lock. Why it is durable stands in ``batches``.
"""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from gongkai.publisher import building, checking, leftovers
from gongkai.publisher.batches import Batch, Removal
from gongkai.publisher.durability import sync_file_system
from gongkai.publisher.errors import ManifestLost, PathClash, naming_a_full_disk
from gongkai.publisher.files import Applied, Blob, Built, Entry, File, Part, Progress
from gongkai.publisher.layout import Layout, empty
from gongkai.publisher.leftovers import Recovered, batch_folders
from gongkai.publisher.locks import SiteLock
from gongkai.publisher.manifest import Manifest
from gongkai.publisher.paths import checked
from gongkai.rules.findings import Finding


class Site:
    """One site folder. Cheap to make; keep it, because it keeps its manifest open."""

    def __init__(self, root: Path | str, *, wait: float = 60.0) -> None:
        """``wait`` is how many seconds to wait for another publisher before ``SiteBusy``."""
        self.layout = Layout(Path(root).absolute())
        self._wait = wait
        self.layout.make()
        self._lock = SiteLock(self.layout.lock)
        self._manifest: Manifest | None = None
        self._opened_for: tuple[int, int] | None = None  # release and process
        self._settled: Path | None = None  # the batch we revealed ourselves; its intent stays until the next sync

    @property
    def current(self) -> Path | None:
        """Return the folder of the release the public sees, or None before the first."""
        number = self.layout.current_number()
        return None if number is None else self.layout.tree(number)

    def locked(self, wait: float | None = None) -> AbstractContextManager[None]:
        """Hold the site against other publishers; ``apply`` and ``build`` may be called inside."""
        return self._lock.held(self._wait if wait is None else wait)

    def apply(self, writes: Iterable[File | Blob], removals: Iterable[str] = ()) -> Applied:
        """Bring one batch into the public tree: what is already so is not touched; on return it cannot be lost.

        Raises UnsafePath, PathClash, DamagedSource, SiteFull or SiteBusy; then nothing of the batch is visible, unless
        the disk failed in the middle of the renames: then the next ``apply`` or ``recover`` finishes it.
        """
        started = time.perf_counter()
        with self.locked(), naming_a_full_disk():
            tree, manifest = self._open()
            self._finish_leftovers(tree, manifest)
            batch, unchanged = self._stage(tree, manifest, writes, removals)
            if batch.staged or batch.removals:
                self._commit(batch, manifest)
        took = (time.perf_counter() - started) * 1000
        return Applied(len(batch.staged), unchanged, len(batch.removals), took)

    def build(
        self, parts: Sequence[Part], *, workers: int = 2, on_progress: Callable[[Progress], None] | None = None
    ) -> Built:
        """Make the whole site afresh in other processes and swap it in at once; nothing changed touches no file.

        Raises what a part raised (as BuildFailed, with its text), or SiteFull; then the site is as it was.
        """
        started = time.perf_counter()
        with self.locked(), naming_a_full_disk():
            self.recover()
            self._close()
            counts = building.build(self.layout, parts, workers=workers, on_progress=on_progress)
        return Built(*counts, milliseconds=(time.perf_counter() - started) * 1000)

    def verify(self, on_progress: Callable[[Progress], None] | None = None) -> list[Finding]:
        """Compare every public file with the manifest, without keeping publishers waiting."""
        return checking.verify(self.layout, self.locked, on_progress)

    def recover(self) -> Recovered:
        """Finish or drop what a killed publisher left; call it on start, before anything is served or published."""
        with self.locked(), naming_a_full_disk():
            done = Recovered()
            if self.layout.current_number() is not None:
                with suppress(ManifestLost):  # then only a build helps, and it needs no batch
                    done = leftovers.finish(self.layout, *self._open())
            self._settled = None
            for folder in batch_folders(self.layout):  # without a release there is nothing they could belong to
                empty(folder)
            leftovers.clear_trash(self.layout)
            return Recovered(done.finished, done.dropped, leftovers.discard_half_releases(self.layout))

    def prune(self) -> int:
        """Remove every release but the current one, and stray staging; return how many releases went."""
        with self.locked():
            self.recover()
            old = [number for number in self.layout.numbers() if number != self.layout.current_number()]
            for number in old:
                self.layout.discard_release(number)
            return len(old)

    def close(self) -> None:
        """Settle the last batch and close the manifest; the next call opens it again."""
        with self.locked():
            if self._settled:
                sync_file_system(self.layout.root)
                empty(self._settled)
                self._settled = None
            self._close()

    def _open(self) -> tuple[Path, Manifest]:
        number = self.layout.current_number() or self._first_release()
        if self._opened_for != (number, os.getpid()) or self._manifest is None:
            self._close()
            self._manifest = Manifest.open(self.layout.manifest(number))
            self._opened_for = (number, os.getpid())
        return self.layout.tree(number), self._manifest

    def _first_release(self) -> int:
        number = self.layout.next_number()
        self.layout.tree(number).mkdir()
        Manifest.new(self.layout.manifest(number)).finish()
        sync_file_system(self.layout.root)
        self.layout.point_current_at(number)
        return number

    def _close(self) -> None:
        if self._manifest is not None:
            self._manifest.close()
            self._manifest = None

    def _finish_leftovers(self, tree: Path, manifest: Manifest) -> None:
        """Finish what another process left half done; our own last batch needs nothing but the next sync."""
        found = batch_folders(self.layout)
        if found and found != [self._settled]:
            leftovers.finish(self.layout, tree, manifest)
            self._settled = None

    def _stage(
        self, tree: Path, manifest: Manifest, writes: Iterable[File | Blob], removals: Iterable[str]
    ) -> tuple[Batch, int]:
        batch = Batch(leftovers.next_batch_folder(self.layout), tree)
        try:
            unchanged = _stage_changes(batch, manifest, writes, removals)
            if batch.staged or batch.removals:
                batch.seal()
                sync_file_system(self.layout.root)  # contents, intent, and the renames of the batch before
        except BaseException:
            empty(batch.folder)
            raise
        return batch, unchanged

    def _commit(self, batch: Batch, manifest: Manifest) -> None:
        if self._settled:
            empty(self._settled)
            self._settled = None
        batch.reveal()
        batch.record_in(manifest)
        self._settled = batch.folder


def _stage_changes(
    batch: Batch, manifest: Manifest, writes: Iterable[File | Blob], removals: Iterable[str]
) -> int:
    """Stage what differs from the manifest or is not there; return how many files are already as they should be."""
    seen: set[str] = set()
    unchanged = 0
    for item in writes:
        _once(item.path, seen)
        old = manifest.get(item.path)
        if old and item.fits(old) and _stands(batch.tree, old):
            unchanged += 1
        else:
            batch.stage(item, old)
    for path in removals:
        _once(path, seen)
        old = manifest.get(path)
        if old or os.path.lexists(batch.tree / path):
            batch.removals.append(Removal(path, bool(old and old.gz_sha256)))
    return unchanged


def _once(path: str, seen: set[str]) -> None:
    if checked(path) in seen:
        raise PathClash(f"同一批中路径重复：{path}")
    seen.add(path)


def _stands(tree: Path, entry: Entry) -> bool:
    """Tell whether the file and its ``.gz`` are there with the right size."""
    try:
        size = os.lstat(f"{tree}/{entry.path}").st_size
    except (FileNotFoundError, NotADirectoryError):
        return False
    return size == entry.size and (entry.gz_sha256 is None or os.path.lexists(f"{tree}/{entry.path}.gz"))
