"""Whatever the sequence of batches and builds, the tree is what a dictionary would be."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from publisher.parts import tree_of

from gongkai.publisher.files import File, Part
from gongkai.publisher.paths import is_safe
from gongkai.publisher.site import Site

FOLDERS = ["", "a/", "a/b/", "目录/", "files/"]
NAMES = ["index.html", "1.json", "许可 证.csv", "x.pdf", "x.tar.gz"]
PATHS = [folder + name for folder in FOLDERS for name in NAMES]
BODIES = [b"", b"1", b"2", b"1" * 3000, b"2" * 3000]

batches = st.tuples(
    st.dictionaries(st.sampled_from(PATHS), st.tuples(st.sampled_from(BODIES), st.integers(0, 2)), max_size=8),
    st.sets(st.sampled_from(PATHS), max_size=4),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(batches, st.sampled_from(["new process", "recover", "prune"])), max_size=12))
def test_tree_equals_model(steps: list) -> None:
    root = Path(tempfile.mkdtemp())
    site, model = Site(root), {}
    try:
        for step in steps:
            if step == "new process":
                site = Site(root)  # the old one dies without closing
            elif isinstance(step, str):
                getattr(site, step)()
            else:
                _apply(site, model, *step)
            assert tree_of(site) == model
        assert site.current is None or site.verify() == []
        folders = [path for path in (site.current or root / "none").rglob("*") if path.is_dir()]
        assert all(any(folder.iterdir()) for folder in folders)
    finally:
        site.close()
        shutil.rmtree(root)


def _apply(site: Site, model: dict[str, bytes], writes: dict[str, tuple[bytes, int]], removals: set[str]) -> None:
    gone = removals - writes.keys()
    done = site.apply([File(path, body, order) for path, (body, order) in writes.items()], gone)
    assert done.written == sum(model.get(path) != body for path, (body, _) in writes.items())
    assert done.removed == len(gone & model.keys())
    model.update({path: body for path, (body, _) in writes.items()})
    for path in gone:
        model.pop(path, None)


@settings(max_examples=4, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(PATHS), st.sampled_from(BODIES)), min_size=2, max_size=3))
def test_builds_and_batches_agree(states: list[dict[str, bytes]]) -> None:
    root = Path(tempfile.mkdtemp())
    site, before = Site(root), {}
    try:
        for number, state in enumerate(states):
            files = [File(path, body) for path, body in state.items()]
            if number % 2:
                site.apply(files, before.keys() - state.keys())
            else:
                site.build([Part("publisher.parts:given", (files,))])
            assert tree_of(site) == state and site.verify() == []
            before = state
        again = site.build([Part("publisher.parts:given", ([File(path, body) for path, body in before.items()],))])
        assert not again.swapped
    finally:
        site.close()
        shutil.rmtree(root)


@given(st.text())
def test_a_safe_path_stays_inside(text: str) -> None:
    if is_safe(text):
        assert Path("/site", text).resolve().is_relative_to("/site/") and ".." not in text.split("/")
