"""Publishers killed with SIGKILL at any time, and two at once, while a reader looks on."""

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from publisher import crash_child

from gongkai.publisher.site import Site

CHILD = Path(crash_child.__file__)
SOURCES = Path(sys.modules["gongkai"].__path__[0]).parent


class Reader(threading.Thread):
    """Reads the public files again and again; notes every torn file and every link to nothing."""

    def __init__(self, root: Path, names: list[str]) -> None:
        super().__init__()
        self.root, self.names = root, names
        self.faults: list[str] = []
        self.rounds = 0
        self.enough = threading.Event()

    def run(self) -> None:
        while not self.enough.is_set():
            for name in self.names:
                self._look(name)
            self.rounds += 1
            time.sleep(0.001)

    def _look(self, name: str) -> None:
        try:
            body = (self.root / "current" / name / "index.html").read_bytes()
        except FileNotFoundError:
            return
        for link in [f"{name}/index.html", *self._sealed(name, body).split()[-8:]]:
            try:
                self._sealed(link, (self.root / "current" / link).read_bytes())
            except FileNotFoundError:
                self.faults.append(f"{link} is listed and not there")

    def _sealed(self, path: str, body: bytes) -> str:
        text, _, length = body.rpartition(b"\n")
        if not length.isdigit() or int(length) != len(text):
            self.faults.append(f"{path} is torn")
        return text.decode(errors="replace")


def publisher(root: Path, name: str, first: int, last: int) -> subprocess.Popen:
    paths = os.pathsep.join([str(SOURCES), str(CHILD.parent)])
    words = [sys.executable, str(CHILD), str(root), name, str(first), str(last)]
    return subprocess.Popen(words, env=os.environ | {"PYTHONPATH": paths}, stderr=subprocess.PIPE)


def acknowledged(root: Path, name: str) -> int:
    path = root.parent / f"{name}.acknowledged"
    lines = path.read_text().split("\n")[:-1] if path.exists() else []
    return int(lines[-1]) if lines else -1


@pytest.fixture
def root(tmp_path: Path) -> Path:
    Site(tmp_path / "site").close()
    return tmp_path / "site"


def test_twelve_kills_lose_nothing_and_show_nothing_half(root: Path) -> None:
    reader = Reader(root, ["a"])
    reader.start()
    chance = random.Random(20260701)
    done = -1
    try:
        for _ in range(12):
            child = publisher(root, "a", done + 1, 10_000)
            before = done
            while acknowledged(root, "a") == before and child.poll() is None:
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.25))
            child.kill()
            child.communicate()
            done = acknowledged(root, "a")
            site = Site(root, wait=10)
            site.recover()
            assert site.verify() == []
            assert crash_child.states_in(root)["a"] >= done > before
            site.close()
    finally:
        reader.enough.set()
        reader.join()
    last = publisher(root, "a", done + 1, done + 12)
    assert last.communicate()[1] == b"" and last.returncode == 0
    assert Site(root).verify() == [] and crash_child.states_in(root)["a"] == done + 11
    assert reader.faults == [] and reader.rounds > 50


def test_two_publishers_at_once_tear_nothing(root: Path) -> None:
    reader = Reader(root, ["a", "b"])
    reader.start()
    try:
        both = [publisher(root, name, 0, 25) for name in ("a", "b")]
        for child in both:
            assert child.communicate(timeout=60)[1] == b"" and child.returncode == 0
    finally:
        reader.enough.set()
        reader.join()
    assert crash_child.states_in(root) == {"a": 24, "b": 24}
    assert Site(root).verify() == [] and reader.faults == []
