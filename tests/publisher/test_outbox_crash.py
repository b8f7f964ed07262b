"""Drains killed with SIGKILL, and two drains at once: every entry reaches the files, none is counted twice."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from publisher import crash_child
from publisher.parts import tree_of

from gongkai.publisher.site import Site

CHILD = Path(crash_child.__file__).with_name("outbox_child.py")
SOURCES = Path(sys.modules["gongkai"].__path__[0]).parent


def child(tmp_path: Path, *more: str) -> subprocess.Popen:
    words = [sys.executable, str(CHILD), f"sqlite:///{tmp_path}/outbox.sqlite3", str(tmp_path / "site"), *more]
    return subprocess.Popen(words, env=os.environ | {"PYTHONPATH": str(SOURCES)}, stdout=subprocess.PIPE)


def waiting(tmp_path: Path) -> int:
    db = sqlite3.connect(tmp_path / "outbox.sqlite3", timeout=30)
    try:
        return db.execute("SELECT count(*) FROM publisher_outboxentry WHERE done_at IS NULL").fetchone()[0]
    finally:
        db.close()


def test_killed_drains_and_two_at_once(tmp_path: Path) -> None:
    assert child(tmp_path, "240").communicate() and waiting(tmp_path) == 240
    chance = random.Random(7)
    for _ in range(4):
        running = child(tmp_path)
        running.stdout.readline()
        time.sleep(chance.uniform(0.01, 0.08))
        running.kill()
        running.communicate()
        site = Site(tmp_path / "site", wait=5)
        site.recover()
        assert site.current is None or site.verify() == []
        site.close()
    left = waiting(tmp_path)
    both = [child(tmp_path), child(tmp_path)]
    answers = [running.communicate(timeout=60)[0].split() for running in both]
    assert sum(int(done) for _, done, _ in answers) == left
    assert all(failed == b"0" for _, _, failed in answers)
    assert waiting(tmp_path) == 0
    site = Site(tmp_path / "site")
    assert tree_of(site) == {f"{key}.html": b"%d" % (key * 3 + 3) for key in range(80)}
    assert site.verify() == []
