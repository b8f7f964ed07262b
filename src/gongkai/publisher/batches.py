"""One batch of changes, written so that it can be finished after any crash: the redo log of the site.

A batch is a folder ``staging/00000012-5f0c`` with every new file under a number, and, written last, ``intent.json``: what
goes where, and what is to be removed. Then comes one ``syncfs``; then the files are renamed into the public tree (pages
before lists before entrances, removals last) and the manifest is written.

Why one sync is enough. Before the first rename all contents, the intent and any new folder are durable, so a file that
the public can see is never torn, even across a power cut. After the sync the batch cannot be lost any more: a rename or
a manifest commit that a power cut takes back is done again from the intent by ``recover``, because a staged file leaves
its folder only by being renamed to its place. The intent stays until the sync of the *next* batch has made those
renames durable. The caller may therefore mark its work as done as soon as ``apply`` returns.

A batch found on start is finished if it is whole (each file, staged or in place, has the hash intended) and dropped if
not: then its sync never returned, nothing of it was renamed, and nobody was told that it was done.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from gongkai.publisher.durability import copy_new, digest_of, write_new
from gongkai.publisher.errors import DamagedSource, PathClash
from gongkai.publisher.files import Blob, Entry, File
from gongkai.publisher.manifest import Manifest

_INTENT = "intent.json"


class Staged(NamedTuple):
    """A staged file: its name in the batch, when it becomes visible, what it must be, whether an old ``.gz`` goes."""

    name: str
    order: int
    entry: Entry
    drops_gz: bool


class Removal(NamedTuple):
    """A path to remove, and whether it has a ``.gz`` beside it."""

    path: str
    has_gz: bool


@dataclass(slots=True)
class Batch:
    """One batch for one release."""

    folder: Path
    tree: Path
    staged: list[Staged] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)

    def stage(self, item: File | Blob, old: Entry | None) -> None:
        """Write one new file into the batch's folder and make the public folder it will stand in."""
        self.folder.mkdir(exist_ok=True)
        name = f"{len(self.staged)}"
        entry = place(item, f"{self.folder}/{name}")
        make_room(self.tree, item.path)
        drops_gz = entry.gz_sha256 is None and old is not None and old.gz_sha256 is not None
        self.staged.append(Staged(name, item.order, entry, drops_gz))

    def seal(self) -> None:
        """Write the intent: from now on the batch is whole."""
        self.folder.mkdir(exist_ok=True)
        self._refuse_folders()
        self.staged.sort(key=lambda staged: staged.order)
        intent = {
            "tree": self.tree.name,
            "writes": [[one.name, one.order, _as_json(one.entry), one.drops_gz] for one in self.staged],
            "removals": self.removals,
        }
        write_new(f"{self.folder}/{_INTENT}", json.dumps(intent).encode())

    def _refuse_folders(self) -> None:
        for one in self.staged:
            if os.path.isdir(f"{self.tree}/{one.entry.path}"):  # noqa: PTH112
                raise PathClash(f"已有同名文件夹，不能写成文件：{one.entry.path}")

    def reveal(self) -> None:
        """Rename everything into the public tree, in order, and remove what goes; what is already done is skipped."""
        for one in self.staged:
            here, there = f"{self.folder}/{one.name}", f"{self.tree}/{one.entry.path}"
            if one.entry.gz_sha256 is not None:
                _move(f"{here}.gz", f"{there}.gz")
            elif one.drops_gz:
                _unlink(f"{there}.gz")
            _move(here, there)
        for removal in self.removals:
            if removal.has_gz:
                _unlink(f"{self.tree}/{removal.path}.gz")
            _unlink(f"{self.tree}/{removal.path}")
            _drop_empty_folders(self.tree, removal.path)

    def reveal_again(self) -> None:
        """Finish a batch that was left behind; its folders may have been lost with a power cut."""
        for one in self.staged:
            make_room(self.tree, one.entry.path)
        self.reveal()

    def is_whole(self) -> bool:
        """Tell whether each file, staged or already in its place, has the bytes intended."""
        return all(self._is_whole(one.name, one.entry) for one in self.staged)

    def _is_whole(self, name: str, entry: Entry) -> bool:
        here, there = f"{self.folder}/{name}", f"{self.tree}/{entry.path}"
        wanted = [("", entry.sha256)] + ([(".gz", entry.gz_sha256)] if entry.gz_sha256 else [])
        return all((digest_of(here + end) or digest_of(there + end)) == digest for end, digest in wanted)

    def without(self, paths: set[str]) -> "Batch":
        """Return the batch without ``paths``, which a later batch has taken over."""
        return Batch(
            self.folder,
            self.tree,
            [one for one in self.staged if one.entry.path not in paths],
            [one for one in self.removals if one.path not in paths],
        )

    def record_in(self, manifest: Manifest) -> None:
        """Write the batch's lines into the manifest."""
        manifest.record((one.entry for one in self.staged), (one.path for one in self.removals))

    def inherit(self, earlier: "Batch") -> None:
        """Take over the ``.gz`` that an earlier batch was to drop beside files that this one writes or removes."""
        dropped = {one.entry.path for one in earlier.staged if one.drops_gz}
        dropped |= {one.path for one in earlier.removals if one.has_gz}
        self.staged = [
            one._replace(drops_gz=True) if one.entry.gz_sha256 is None and one.entry.path in dropped else one
            for one in self.staged
        ]
        self.removals = [Removal(one.path, one.has_gz or one.path in dropped) for one in self.removals]

    def touched(self) -> set[str]:
        """Return every path it writes or removes."""
        return {one.entry.path for one in self.staged} | {one.path for one in self.removals}

    @classmethod
    def load(cls, folder: Path, tree: Path) -> "Batch | None":
        """Read a batch left behind, or None where its intent is missing, torn, or meant for another release."""
        try:
            intent = json.loads((folder / _INTENT).read_bytes())
        except (OSError, ValueError):
            return None
        if intent["tree"] != tree.name:
            return None
        staged = [Staged(name, order, _from_json(row), drops) for name, order, row, drops in intent["writes"]]
        return cls(folder, tree, staged, [Removal(*row) for row in intent["removals"]])


def place(item: File | Blob, path: str) -> Entry:
    """Write a file that must not exist yet, with its ``.gz`` where that pays, and return its line for the manifest."""
    if isinstance(item, File):
        write_new(path, item.body)
        small = item.squeezed()
        if small is not None:
            write_new(f"{path}.gz", small)
        return Entry(item.path, item.digest, item.size, small and File(item.path, small).digest, "file")
    digest, size = copy_new(item.source, path)
    if digest != item.digest:
        raise DamagedSource(f"附件内容与登记的哈希不符，未发布：{item.path}（{item.source}）")
    return Entry(item.path, digest, size, None, "blob")


def make_room(tree: Path, path: str) -> None:
    """Make the folder of ``path`` in a tree that exists; raise ``PathClash`` where a file has its name."""
    folder = path.rpartition("/")[0]
    try:
        _make_folder(str(tree), folder)
    except (FileExistsError, NotADirectoryError):
        raise PathClash(f"上级路径已是文件，不能再作文件夹：{path}") from None


def _make_folder(tree: str, folder: str) -> None:
    if not folder:
        return
    try:
        os.mkdir(f"{tree}/{folder}", 0o755)  # noqa: PTH102
    except FileNotFoundError:
        parent = folder.rpartition("/")[0]
        if not parent:
            raise  # the tree itself is gone
        _make_folder(tree, parent)
        _make_folder(tree, folder)
    except FileExistsError:
        if not os.path.isdir(f"{tree}/{folder}"):  # noqa: PTH112
            raise


def _move(here: str, there: str) -> None:
    try:
        os.replace(here, there)  # noqa: PTH105
    except FileNotFoundError:
        if os.path.lexists(here):  # else it has been moved before
            raise


def _unlink(path: str) -> None:
    with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        Path(path).unlink()


def _drop_empty_folders(tree: Path, path: str) -> None:
    folder = path.rpartition("/")[0]
    while folder:
        try:
            os.rmdir(f"{tree}/{folder}")  # noqa: PTH106
        except FileNotFoundError:
            pass
        except OSError:
            return
        folder = folder.rpartition("/")[0]


def _as_json(entry: Entry) -> list[str | int | None]:
    small = entry.gz_sha256.hex() if entry.gz_sha256 else None
    return [entry.path, entry.sha256.hex(), entry.size, small, entry.kind]


def _from_json(row: list[Any]) -> Entry:
    path, sha256, size, gz_sha256, kind = row
    return Entry(path, bytes.fromhex(sha256), size, gz_sha256 and bytes.fromhex(gz_sha256), kind)
