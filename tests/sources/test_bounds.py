"""Whatever comes in, only Grids or BadInput come out; large files stay within time and memory; text loads nothing heavy."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from catalogue_files import MAKERS, SEED, large_workbook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.sources import isolated, limits
from gongkai.sources.errors import BadInput
from gongkai.sources.isolated import read_isolated
from gongkai.sources.tables import read_tables_of

ROWS = 10_000
MEASURE = """
import resource, sys
from pathlib import Path
from gongkai.sources.tables import read_tables
def peak():  # VmHWM: ru_maxrss of a process includes what started it
    own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
    return own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
before, told = peak(), []
grids = read_tables(Path(sys.argv[1]), on_progress=lambda done, total: told.append(done))
print(grids[0].height, (peak() - before) // 1024, len(told))
"""
LIGHT = """
import sys, time
from pathlib import Path
from gongkai.sources.tables import read_tables
read_tables(Path(sys.argv[1]))
heavy = {"lxml", "pdfplumber", "python_calamine", "openpyxl", "zipfile", "subprocess", "django", "json"} & set(sys.modules)
print(time.process_time(), *heavy)
"""


def run(script: str, path: Path) -> list[str]:
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_text_is_read_at_once_and_loads_nothing_heavy() -> None:
    seconds, *heavy = run(LIGHT, SEED)
    assert heavy == []
    assert float(seconds) < 0.3


def test_ten_thousand_rows_stay_small(tmp_path: Path) -> None:
    (tmp_path / "大.xlsx").write_bytes(large_workbook(ROWS))
    height, megabytes, _told = map(int, run(MEASURE, tmp_path / "大.xlsx"))
    assert height == ROWS
    assert megabytes < 150  # our own growth and the reading process beyond our own size


def wound(data: bytes, random: Random) -> bytes:
    """Change some bytes, in one member when the file is a ZIP so that its checksums still hold; or cut the end off."""
    if data.startswith(b"PK") and random.random() < 0.7:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            hit = random.choice(old.namelist())
            for name in old.namelist():
                new.writestr(name, wound(b" " + old.read(name), random)[1:] if name == hit else old.read(name))
        return out.getvalue()
    changed = bytearray(data)
    for _ in range(random.choice((1, 3, 20))):
        changed[random.randrange(len(changed))] = random.choice((0, 255, ord("9"), ord("<"), random.randrange(256)))
    return bytes(changed[: random.randrange(len(changed))] if random.random() < 0.1 else changed)


@pytest.mark.parametrize("kind", MAKERS)
def test_wounded_files_are_read_or_refused(kind: str) -> None:
    whole = MAKERS[kind]()

    @given(st.randoms(use_true_random=False))
    @settings(max_examples=2 if kind == "pdf" else 6, deadline=None, suppress_health_check=list(HealthCheck))
    def check(random: Random) -> None:
        try:
            grids, _ = read_tables_of(wound(whole, random), f"a.{kind}")
        except BadInput as refused:
            assert "请" in str(refused)
        else:
            assert grids

    check()


def test_a_reader_that_runs_for_ever_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHILD_SECONDS", 1)
    stuck = [sys.executable, "-c", "import time; time.sleep(60)"]
    started = subprocess.Popen
    monkeypatch.setattr(isolated.subprocess, "Popen", lambda _, **options: started(stuck, **options))
    with pytest.raises(BadInput, match="还没有读完"):
        list(read_isolated("xlsx", "read", b"x", "a.xlsx", lambda *_: None))


@pytest.mark.parametrize(("code", "says"), [("import os; os.abort()", "不正常"), ("print('[1')", "不正常")])
def test_a_reader_that_crashes_is_a_refusal(code: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    started: Callable[..., subprocess.Popen[bytes]] = subprocess.Popen
    monkeypatch.setattr(isolated.subprocess, "Popen", lambda _, **options: started([sys.executable, "-c", code], **options))
    with pytest.raises(BadInput, match=says):
        list(read_isolated("xls", "read", b"x" * 1_000_000, "a.xls", lambda *_: None))
