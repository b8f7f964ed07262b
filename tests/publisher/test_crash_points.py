"""A crash at every single step: the process killed before each system call, and the power cut at the only sync.

Killed processes are forked here and leave by ``os._exit`` just before their n-th call that touches the disk. A power cut
is played with a copy of the folder taken at the moment of the sync, which is all that is promised to be on the disk.
"""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from publisher.parts import tree_of

from gongkai.publisher import site as site_module
from gongkai.publisher.batches import Batch
from gongkai.publisher.files import ENTRANCE, LIST, File
from gongkai.publisher.leftovers import batch_folders
from gongkai.publisher.manifest import Manifest
from gongkai.publisher.site import Site

LONG = b"long " * 500
BEFORE = {"index.html": b"before", "list.html": LONG, "old/page.html": LONG, "kept.html": b"kept"}
AFTER = {"index.html": b"after", "list.html": b"short", "new/deep/page.html": LONG + b"2", "kept.html": b"kept"}
WRITES = [
    File("index.html", AFTER["index.html"], ENTRANCE),
    File("list.html", AFTER["list.html"], LIST),
    File("new/deep/page.html", AFTER["new/deep/page.html"]),
]
TOUCHING = {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "test.before", "test.after"}


def start(root: Path) -> Site:
    site = Site(root, wait=5)
    site.apply([File(path, body) for path, body in BEFORE.items()])
    site.close()
    return site


def die_at(point: int, root: Path) -> int:
    """Apply the change in a child that dies before its ``point``-th call; return its exit code (0: it got through)."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    count = 0

    def hook(event: str, args: tuple) -> None:
        nonlocal count
        if event in TOUCHING:
            count += 1
            if count == point:
                os._exit(9)

    def announced(function: Callable) -> Callable:
        def call(*args: object) -> None:
            sys.audit("test.before")
            function(*args)
            sys.audit("test.after")

        return call

    try:
        site = Site(root, wait=5)
        Manifest.record = announced(Manifest.record)
        site_module.sync_file_system = announced(site_module.sync_file_system)
        sys.addaudithook(hook)
        site.apply(WRITES, ["old/page.html"])
        os._exit(0)
    finally:
        os._exit(1)


def check_links(tree: dict[str, bytes]) -> None:
    """A reader sees each file before or after, and no list without its page."""
    for path, body in tree.items():
        if path.endswith(".gz"):
            continue  # it comes a moment before its file
        assert body in (BEFORE.get(path), AFTER.get(path))
    if tree["list.html"] == AFTER["list.html"]:
        assert "new/deep/page.html" in tree
    if tree["index.html"] == AFTER["index.html"]:
        assert tree["list.html"] == AFTER["list.html"]
    if "old/page.html" not in tree:
        assert tree["index.html"] == AFTER["index.html"]


def test_killed_before_every_call(tmp_path: Path) -> None:
    outcomes = []
    for point in range(1, 200):
        root = tmp_path / str(point)
        start(root)
        code = die_at(point, root)
        site = Site(root, wait=5)
        check_links(tree_of(site))
        site.recover()
        tree = tree_of(site)
        assert tree in (BEFORE, AFTER), f"half a batch after dying at call {point}"
        assert site.verify() == [] and not any(site.layout.staging.iterdir())
        outcomes.append(tree == AFTER)
        site.apply(WRITES, ["old/page.html"])  # the outbox does it again
        assert tree_of(site) == AFTER and site.verify() == []
        site.close()
        shutil.rmtree(root)
        if code == 0:
            break
        assert code == 9
    else:
        pytest.fail("the child never got through")
    assert outcomes == sorted(outcomes) and len(outcomes) > 20  # from one call on, the batch is there to stay


class Cut:
    """Copies the site's folder at each sync: what a power cut right after it would leave at least."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, into: Path) -> None:
        self.images: list[Path] = []
        self._into = into
        monkeypatch.setattr(site_module, "sync_file_system", self)

    def __call__(self, root: Path) -> None:
        image = self._into / f"image{len(self.images)}"
        shutil.copytree(root, image, symlinks=True)
        self.images.append(image)


def recovered(image: Path) -> dict[str, bytes]:
    site = Site(image, wait=5)
    site.recover()
    assert site.verify() == []
    tree = tree_of(site)
    site.close()
    return tree


def test_power_cut_right_after_the_sync_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = start(tmp_path / "site")
    cut = Cut(monkeypatch, tmp_path)
    site.apply(WRITES, ["old/page.html"])
    site.apply([File("index.html", b"third", ENTRANCE), File("old/page.html", b"back")], ["new/deep/page.html"])
    assert len(cut.images) == 2
    assert tree_of(Site(cut.images[0])) == BEFORE  # nothing was renamed before the sync
    third = {"index.html": b"third", "list.html": b"short", "old/page.html": b"back", "kept.html": b"kept"}
    assert recovered(cut.images[1]) == third
    assert recovered(cut.images[0]) == AFTER


@pytest.mark.parametrize("done", range(6))
def test_power_cut_with_some_of_the_renames_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: int) -> None:
    site = start(tmp_path / "site")
    cut = Cut(monkeypatch, tmp_path)
    site.apply(WRITES, ["old/page.html"])
    image = cut.images[0]
    tree = Site(image).current
    batch = Batch.load(batch_folders(Site(image).layout)[0], tree)
    batch.staged = batch.staged[:done]
    batch.removals = batch.removals[: max(done - 3, 0)]
    batch.reveal()
    assert recovered(image) == AFTER


def test_power_cut_that_takes_back_the_first_of_two_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = start(tmp_path / "site")
    cut = Cut(monkeypatch, tmp_path)
    site.apply(WRITES, ["old/page.html"])
    site.apply([File("index.html", b"third", ENTRANCE), File("old/page.html", b"back")], ["new/deep/page.html"])
    first, second = cut.images
    newest = batch_folders(Site(second).layout)[-1]
    shutil.copytree(newest, first / "staging" / newest.name)
    third = {"index.html": b"third", "list.html": b"short", "old/page.html": b"back", "kept.html": b"kept"}
    assert recovered(first) == third


def test_power_cut_that_brings_an_old_intent_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = start(tmp_path / "site")
    cut = Cut(monkeypatch, tmp_path)
    site.apply(WRITES, ["old/page.html"])
    site.apply([File("index.html", b"third", ENTRANCE), File("old/page.html", b"back")], ["new/deep/page.html"])
    oldest = batch_folders(Site(cut.images[1]).layout)[0]
    shutil.copytree(oldest, tmp_path / "site/staging" / oldest.name)
    third = {"index.html": b"third", "list.html": b"short", "old/page.html": b"back", "kept.html": b"kept"}
    assert tree_of(site) == third
    assert recovered(tmp_path / "site") == third


@pytest.mark.parametrize("harm", ["no intent", "torn intent", "empty intent", "torn file", "lost file", "lost gz"])
def test_power_cut_before_the_sync_came_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str) -> None:
    site = start(tmp_path / "site")
    cut = Cut(monkeypatch, tmp_path)
    site.apply(WRITES, ["old/page.html"])
    folder = batch_folders(Site(cut.images[0]).layout)[0]
    intent, gz = folder / "intent.json", next(folder.glob("*.gz"))
    {
        "no intent": intent.unlink,
        "torn intent": lambda: intent.write_bytes(intent.read_bytes()[:40]),
        "empty intent": lambda: intent.write_bytes(b""),
        "torn file": lambda: (folder / "0").write_bytes(b""),
        "lost file": (folder / "0").unlink,
        "lost gz": gz.unlink,
    }[harm]()
    assert recovered(cut.images[0]) == BEFORE
