"""Batches: what they write, what they leave alone, in which order, and what they refuse."""

import gzip
import hashlib
import os
import threading
import time
from pathlib import Path

import pytest
from publisher.parts import stamps, tree_of

from gongkai.publisher import batches
from gongkai.publisher import site as site_module
from gongkai.publisher.errors import DamagedSource, PathClash, SiteBusy, SiteFull, UnsafePath
from gongkai.publisher.files import ENTRANCE, LIST, Blob, File
from gongkai.publisher.site import Site

LONG = "公开".encode() * 1000


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path / "site", wait=5)
    yield made
    made.close()


def test_written_changed_removed(site: Site) -> None:
    done = site.apply([File("index.html", b"1", ENTRANCE), File("a/b/c.html", LONG)])
    assert (done.written, done.unchanged, done.removed) == (2, 0, 0)
    done = site.apply([File("index.html", b"2"), File("a/b/c.html", LONG)], ["never/was.html"])
    assert (done.written, done.unchanged, done.removed) == (1, 1, 0)
    assert tree_of(site) == {"index.html": b"2", "a/b/c.html": LONG}
    assert gzip.decompress((site.current / "a/b/c.html.gz").read_bytes()) == LONG
    assert site.apply([], ["a/b/c.html"]).removed == 1
    assert [path.name for path in site.current.iterdir()] == ["index.html"]  # the .gz and both folders went too
    assert site.verify() == []


def test_nothing_changed_touches_no_file(site: Site) -> None:
    files = [File("index.html", LONG), File("a/b.json", b"{}")]
    site.apply(files)
    before = stamps(site.layout.root)
    assert site.apply(files, ["gone.html"]).unchanged == 2
    assert stamps(site.layout.root) == before


def test_one_sync_for_a_batch(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.apply([File("index.html", b"0")])
    synced = []
    monkeypatch.setattr(site_module, "sync_file_system", synced.append)
    site.apply([File(f"p/{number}.html", LONG) for number in range(20)], ["index.html"])
    assert len(synced) == 1


def test_pages_before_lists_before_entrances_before_removals(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.apply([File("old.html", b"old")])
    seen: list[str] = []
    move, unlink = batches._move, batches._unlink
    monkeypatch.setattr(batches, "_move", lambda a, b: (seen.append(Path(b).name), move(a, b)))
    monkeypatch.setattr(batches, "_unlink", lambda a: (seen.append("-" + Path(a).name), unlink(a)))
    site.apply([File("home.html", LONG, ENTRANCE), File("list.html", b"l", LIST), File("page.html", b"p")], ["old.html"])
    assert seen == ["page.html", "list.html", "home.html.gz", "home.html", "-old.html"]


def test_a_gz_comes_and_goes_with_its_file(site: Site) -> None:
    gz = site.layout.current / "a.html.gz"
    site.apply([File("a.html", LONG)])
    assert gz.exists()
    site.apply([File("a.html", b"short")])
    assert not gz.exists()
    site.apply([File("a.html", LONG)])
    site.apply([File("a.html", LONG, compress=False)])
    assert not gz.exists()
    assert site.verify() == []


def test_gz_is_the_same_on_every_day_and_only_where_it_pays() -> None:
    assert File("a.html", LONG).squeezed() == File("b.html", LONG).squeezed()
    assert File("a.html", LONG).squeezed()[4:8] == b"\0\0\0\0"  # no time in it
    assert File("a.html", os.urandom(5000)).squeezed() is None
    assert File("files/a.html", LONG).squeezed() is None
    assert File("a.pdf", LONG, compress=True).squeezed() is None
    assert File("a.html", b"a" * 1000).squeezed() is None
    assert File("a.html", b"a" * 1000, compress=True).squeezed() is not None


def test_big_files_are_copied_not_shared(site: Site, tmp_path: Path) -> None:
    source = tmp_path / "upload.pdf"
    source.write_bytes(os.urandom(3_000_000))
    blob = Blob("d/1/files/目录.pdf", source, hashlib.sha256(source.read_bytes()).hexdigest())
    assert site.apply([blob]).written == 1
    copy = site.current / "d/1/files/目录.pdf"
    assert copy.read_bytes() == source.read_bytes() and copy.stat().st_ino != source.stat().st_ino
    assert site.apply([blob]).unchanged == 1
    source.write_bytes(b"changed since it was approved")
    with pytest.raises(DamagedSource, match="哈希不符"):
        site.apply([Blob("d/2/files/x.pdf", source, blob.sha256), File("index.html", b"links to x")])
    assert list(tree_of(site)) == ["d/1/files/目录.pdf"]


@pytest.mark.parametrize("writes, removals, error", [
    ([File("a.html", b"1"), File("a.html", b"2")], [], PathClash),
    ([File("a.html", b"1")], ["a.html"], PathClash),
    ([File("ok.html", b"1"), File("../out.html", b"2")], [], UnsafePath),
    ([File("ok.html", b"1")], ["/etc/passwd"], UnsafePath),
    ([File("ok.html", b"1"), File("folder", b"2")], [], PathClash),
    ([File("ok.html", b"1"), File("folder/page.html/x.html", b"2")], [], PathClash),
    ([File("new", b"1"), File("new/x.html", b"2")], [], PathClash),
])  # fmt: skip
def test_a_refused_batch_shows_nothing(site: Site, writes: list, removals: list, error: type[Exception]) -> None:
    site.apply([File("folder/page.html", b"stands")])
    with pytest.raises(error):
        site.apply(writes, removals)
    assert tree_of(site) == {"folder/page.html": b"stands"}
    assert site.verify() == []
    assert site.apply([File("ok.html", b"1")]).written == 1


def test_a_full_disk_is_named_and_leaves_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [File(f"{number}.html", LONG) for number in range(4)]
    site.apply([File("0.html", b"before")])
    write_new = batches.write_new
    for successes in range(9):  # four files, four .gz, the intent
        left = [successes]

        def write(path: str, body: bytes, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                Path(path).write_bytes(body[: len(body) // 2])
                raise OSError(28, "No space left on device")
            write_new(path, body)

        monkeypatch.setattr(batches, "write_new", write)
        with pytest.raises(SiteFull, match="磁盘空间不足"):
            site.apply(files)
        assert tree_of(site) == {"0.html": b"before"}
        assert len(list(site.layout.staging.iterdir())) == 1  # only the intent of the batch before
    monkeypatch.undo()
    assert site.apply(files).written == 4
    assert site.verify() == []


def test_a_disk_failing_in_the_middle_of_the_renames_is_made_good_by_the_next_batch(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.apply([File("0.html", b"before")])
    move, count = batches._move, []

    def failing(here: str, there: str) -> None:
        count.append(here)
        if len(count) == 3:
            raise OSError(28, "No space left on device")
        move(here, there)

    monkeypatch.setattr(batches, "_move", failing)
    with pytest.raises(SiteFull):
        site.apply([File(f"{number}.html", b"after") for number in range(5)])
    monkeypatch.undo()
    site.apply([File("next.html", b"n")])
    assert tree_of(site) == {f"{number}.html": b"after" for number in range(5)} | {"next.html": b"n"}
    assert site.verify() == []


def test_another_publisher_is_waited_for_and_then_named(site: Site) -> None:
    other = Site(site.layout.root, wait=0.1)
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with site.locked():
            held.set()
            release.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(5)
    with pytest.raises(SiteBusy, match=f"进程号 {os.getpid()}"):
        other.apply([File("a.html", b"1")])
    threading.Timer(0.1, release.set).start()
    began = time.monotonic()
    assert Site(site.layout.root, wait=5).apply([File("a.html", b"1")]).written == 1
    assert time.monotonic() - began < 4
    holder.join()
    with site.locked(), site.locked():
        assert site.apply([File("a.html", b"2")]).written == 1


def test_two_sites_taking_turns_finish_each_others_batches(site: Site) -> None:
    other = Site(site.layout.root)
    for number in range(3):
        site.apply([File("a.html", b"%d" % number), File(f"s{number}.html", b"s")])
        other.apply([File("a.html", b"o%d" % number), File(f"o{number}.html", b"o")], [f"s{number}.html"])
    assert tree_of(site) == {"a.html": b"o2", "o0.html": b"o", "o1.html": b"o", "o2.html": b"o"}
    assert site.verify() == []
    other.close()
