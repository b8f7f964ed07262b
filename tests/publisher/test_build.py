"""Full builds: in parallel, swapped in at once, mending what was damaged, touching nothing when nothing changed."""

import os
from pathlib import Path

import pytest
from publisher.parts import pages, stamps, tree_of

from gongkai.publisher import building
from gongkai.publisher.errors import BuildFailed, PathClash, SiteError, SiteFull
from gongkai.publisher.files import File, Part, Progress
from gongkai.publisher.site import Site

PARTS = [Part("publisher.parts:pages", (0, 150)), Part("publisher.parts:pages", (150, 300))]
EXPECTED = {item.path: item.body for item in pages(0, 300)}


def given(files: dict[str, bytes]) -> Part:
    return Part("publisher.parts:given", ([File(path, body) for path, body in files.items()],))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path / "site", wait=5)
    yield made
    made.close()


def test_a_build_then_the_same_then_a_change(site: Site) -> None:
    seen: list[Progress] = []
    built = site.build(PARTS, on_progress=seen.append)
    assert (built.files, built.written, built.swapped) == (300, 300, True)
    assert seen[-1] == Progress(300, 2, 2)
    assert tree_of(site) == EXPECTED
    assert site.verify() == []

    before = stamps(site.current)
    again = site.build(PARTS, workers=1)
    assert (again.written, again.unchanged, again.swapped) == (0, 300, False)
    assert stamps(site.current) == before and len(site.layout.numbers()) == 1

    old = site.current
    changed = site.build([PARTS[0], Part("publisher.parts:pages", (150, 290, "新"))])
    assert (changed.written, changed.unchanged, changed.removed, changed.swapped) == (140, 150, 10, True)
    assert site.current != old and old.exists()
    assert tree_of(site) == {item.path: item.body for item in [*pages(0, 150), *pages(150, 290, "新")]}
    kept = "pages/1/1/index.html"
    assert (site.current / kept).stat().st_ino == (old / kept).stat().st_ino  # linked, not written again
    assert site.verify() == []
    assert site.prune() == 1 and not old.exists()
    assert site.verify() == []


def test_a_change_after_a_build_leaves_the_release_before_alone(site: Site) -> None:
    site.build([given({"a.html": b"1", "b.html": b"1"})])
    site.build([given({"a.html": b"1", "b.html": b"2"})])
    old = site.layout.tree(1)
    site.apply([File("a.html", b"changed")], ["b.html"])
    assert (old / "a.html").read_bytes() == b"1"
    assert tree_of(site) == {"a.html": b"changed"}


@pytest.mark.parametrize("damage", ["altered", "missing", "gz_altered", "gz_missing", "stray", "no_manifest", "bad_manifest"])
def test_a_build_mends(site: Site, damage: str) -> None:
    parts = [Part("publisher.parts:pages", (0, 10))]
    site.build(parts)
    site.close()
    victim, manifest = site.current / "pages/3/3/index.html", site.layout.manifest(1)
    gz = victim.with_name("index.html.gz")
    {
        "altered": lambda: victim.write_bytes(b"#" * victim.stat().st_size),
        "missing": victim.unlink,
        "gz_altered": lambda: gz.write_bytes(b"#" * gz.stat().st_size),
        "gz_missing": gz.unlink,
        "stray": lambda: (site.current / "stray.html").write_text("?"),
        "no_manifest": manifest.unlink,
        "bad_manifest": lambda: manifest.write_bytes(b"SQLite format 3\0" + os.urandom(5000)),
    }[damage]()
    assert site.verify() != []
    if "manifest" in damage:
        with pytest.raises(SiteError, match="site build"):
            site.apply([File("a.html", b"1")])
    assert site.build(parts).swapped
    assert site.verify() == [] and tree_of(site) == {item.path: item.body for item in pages(0, 10)}


@pytest.mark.parametrize("part, error, words", [
    (Part("publisher.parts:failing", (1,)), BuildFailed, "no such disclosure"),
    (Part("publisher.parts:nowhere"), BuildFailed, "nowhere"),
    (Part("publisher.parts:dying"), BuildFailed, "退出码 9"),
    (Part("publisher.parts:full", (1,)), SiteFull, "磁盘空间不足"),
    (Part("publisher.parts:pages", (3, 4)), PathClash, "pages/3/3/index.html"),
    (given({"../x.html": b""}), SiteError, "路径"),
    (given({"pages": b""}), PathClash, "pages"),
])  # fmt: skip
def test_a_failed_build_leaves_the_site_as_it_was(site: Site, part: Part, error: type[Exception], words: str) -> None:
    site.apply([File("index.html", b"stands")])
    with pytest.raises(error, match=words):
        site.build([Part("publisher.parts:pages", (0, 10)), part])
    assert tree_of(site) == {"index.html": b"stands"}
    assert site.layout.numbers() == [1] and site.verify() == []
    assert not any(site.layout.staging.iterdir())


def test_two_unchanged_copies_of_a_path_are_a_clash_too(site: Site) -> None:
    site.build([given({"a.html": b"1"})])
    with pytest.raises(PathClash, match=r"a\.html"):
        site.build([given({"a.html": b"1"}), given({"b.html": b"1", "a.html": b"1"})])


def test_where_links_are_refused_files_are_copied(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.publisher import rendering

    def refuse(*args: object, **named: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(rendering.os, "link", refuse)
    (tmp_path / "old").write_bytes(b"x")
    rendering._link(str(tmp_path / "old"), str(tmp_path / "new"))
    assert (tmp_path / "new").read_bytes() == b"x"


def test_recover_removes_half_releases_and_never_the_current(site: Site) -> None:
    site.build(PARTS)
    site.layout.tree(7).mkdir()
    (site.layout.tree(7) / "half.html").write_text("?")
    site.layout.manifest(7).write_text("?")
    (site.layout.staging / "trash-0003-ab").mkdir()
    (site.layout.root / "current.new").symlink_to("releases/0007")
    assert site.recover().releases == 1
    assert sorted(path.name for path in site.layout.root.iterdir()) == ["current", "lock", "releases", "staging"]
    assert not any(site.layout.staging.iterdir()) and site.layout.numbers() == [1]
    assert tree_of(site) == EXPECTED


def test_walk_needs_no_luck(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/c").write_text("")
    (tmp_path / "link").symlink_to("a")
    assert sorted(building.walk(tmp_path)) == ["a/b/c", "link"]
