"""A full build: fresh files beside the public tree, made by several processes, swapped in by one rename of a link.

Every file is compared by its hash with what stands on the disk now. What is the same is not written again but linked
(safe, because no public file is ever changed in place), and if all is the same nothing is touched at all; what was
damaged is mended. Workers stream their lines back, so memory does not grow with the site.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from gongkai.publisher.durability import sync_file_system
from gongkai.publisher.files import Entry, Part, Progress
from gongkai.publisher.layout import Layout
from gongkai.publisher.manifest import Manifest, in_slices
from gongkai.publisher.pool import Pool
from gongkai.publisher.rendering import Trees

_LINKS_AT_ONCE = 500


class Counts(NamedTuple):
    """What a build came to; in the order of ``Built``."""

    files: int
    written: int
    unchanged: int
    removed: int
    swapped: bool


def build(
    layout: Layout, parts: Sequence[Part], *, workers: int, on_progress: Callable[[Progress], None] | None
) -> Counts:
    """Build under the site's lock; on any failure the fresh release is removed and the site stays as it was."""
    current, number = layout.current_number(), layout.next_number()
    known = current if current is not None and Manifest.is_sound(layout.manifest(current)) else None
    layout.tree(number).mkdir()
    try:
        counts = _Build(layout, known, number, on_progress).run(parts, workers)
        if counts.swapped:
            sync_file_system(layout.root)
            layout.point_current_at(number)
    except BaseException:
        if layout.current_number() != number:
            layout.discard_release(number)
        raise
    if not counts.swapped:
        layout.discard_release(number)
    else:
        _discard_all_but(layout, number, current)
    return counts


def _discard_all_but(layout: Layout, *kept: int | None) -> None:
    for number in layout.numbers():
        if number not in kept:
            layout.discard_release(number)


class _Build:
    """One build in progress: the fresh manifest and the counts."""

    def __init__(
        self, layout: Layout, current: int | None, number: int, on_progress: Callable[[Progress], None] | None
    ) -> None:
        self._layout = layout
        self._current = current
        self._number = number
        self._on_progress = on_progress
        self._manifest = Manifest.new(layout.manifest(number))
        self._files = self._unchanged = self._parts_done = self._parts = 0

    def run(self, parts: Sequence[Part], workers: int) -> Counts:
        """Render, link what is unchanged, and say what came out."""
        self._parts = len(parts)
        try:
            with Pool(min(workers, max(len(parts), 1)), self._trees()) as pool:
                pool.run(iter(parts), self._take, self._tick)
                counts = self._counts()
                if counts.swapped and self._unchanged:
                    paths = (entry.path for entry in self._manifest.entries())
                    pool.run(in_slices(paths, _LINKS_AT_ONCE), self._take, lambda: None)
            self._manifest.finish()
        finally:
            self._manifest.close()
        return counts

    def _trees(self) -> Trees:
        layout, current = self._layout, self._current
        if current is None:
            return Trees(str(layout.tree(self._number)), None, None)
        return Trees(str(layout.tree(self._number)), str(layout.tree(current)), str(layout.manifest(current)))

    def _take(self, rows: list[tuple[Entry, bool]]) -> None:
        """Keep the lines a worker sent, each with whether the public file is already so."""
        self._manifest.add([entry for entry, _ in rows])
        self._files += len(rows)
        self._unchanged += sum(same for _, same in rows)
        self._report()

    def _tick(self) -> None:
        self._parts_done += 1
        self._report()

    def _report(self) -> None:
        if self._on_progress:
            self._on_progress(Progress(self._files, self._parts_done, self._parts))

    def _counts(self) -> Counts:
        written = self._files - self._unchanged
        if self._current is None:
            return Counts(self._files, written, self._unchanged, 0, True)
        path = self._layout.manifest(self._current)
        with closing(Manifest.open(path, read_only=True)) as old:
            before, on_disk = old.counts()
        removed = before - self._manifest.shared_with(path)
        same = written == removed == 0 and self._no_strays(self._layout.tree(self._current), on_disk)
        return Counts(self._files, written, self._unchanged, removed, not same)

    def _no_strays(self, tree: Path, expected: int) -> bool:
        return sum(1 for _ in walk(tree)) == expected


def walk(tree: Path) -> Iterator[str]:
    """Yield the path of everything in a tree that is not a folder, in no order and with little memory."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with suppress(FileNotFoundError), os.scandir(tree / folder) as found:
            for one in found:
                if one.is_dir(follow_symlinks=False):
                    waiting.append(f"{folder}{one.name}/")
                else:
                    yield f"{folder}{one.name}"
