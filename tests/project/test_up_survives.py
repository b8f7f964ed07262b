"""Killed at any point, the program loses nothing that was published, shows nothing by half, and finishes when next started."""

import random
import re
import shutil
import sqlite3
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
import running
from lxml import html

pytestmark = pytest.mark.slow

DRIVER = Path(__file__).with_name("publishing.py")
PATIENCE = 60.0


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "data", symlinks=True))


def files(data: Path) -> dict[str, bytes]:
    """Return every public file."""
    tree = (data / "site" / "current").resolve()
    return {str(path.relative_to(tree)): path.read_bytes() for path in tree.rglob("*") if path.is_file()}


def finish(data: Path) -> None:
    """Start once more, let it mend what it finds, and compare every file with the manifest."""
    done = running.call("up", "--data", data, "--prepare-only")
    assert done.returncode == 0, done.stderr
    verified = running.call("site", "verify", "--data", data)
    assert verified.returncode == 0, verified.stdout
    assert len(list((data / "site" / "releases").glob("*.manifest.sqlite"))) <= 2


def ask(data: Path, question: str) -> list[tuple[str, ...]]:
    """Ask the database."""
    with closing(sqlite3.connect(data / "gongkai.sqlite3")) as database:
        return database.execute(question).fetchall()


def assert_whole(data: Path) -> None:
    """Look at the site as it stands after a kill: every page is complete, and no list leads to a page that is not there."""
    if not (data / "site" / "current").exists():
        return
    shown = files(data)
    for path, body in shown.items():
        if path.endswith(".html"):
            assert body.rstrip().endswith(b"</html>"), path
    for path in ("index.html", "items/8/index.html", "items/11/index.html"):
        for link in html.fromstring(shown[path].decode()).xpath("//main//a/@href"):
            if link.startswith("/disclosures/"):
                assert f"{link[1:]}index.html" in shown, f"{path} leads to {link}"


def wait_for_more_than(folder: Path, number: int) -> None:
    """Wait until a folder holds more files than that, or no longer exists."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(FileNotFoundError):
            if sum(1 for path in folder.rglob("*.html")) > number:
                return
        time.sleep(0.01)
    pytest.fail(f"nothing was built in {folder}")


def test_killed_in_the_first_start(prepared: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    for wait in sorted(random.uniform(0.5, 9) for _ in range(2)):
        program = running.start(data)
        time.sleep(wait)
        program.kill()
    finish(data)
    for table in ("disclosures_disclosure", "disclosures_publication", "duties_duty", "catalogue_item", "catalogue_catalogue"):
        question = f"SELECT COUNT(*) FROM {table}"
        assert ask(data, question) == ask(prepared, question), table


def test_killed_in_the_first_build(prepared: Path, data: Path) -> None:
    shutil.rmtree(data / "site")
    for number in sorted(random.randrange(100) for _ in range(3)):
        program = running.start(data)
        wait_for_more_than(data / "site" / "releases", number)
        program.kill()
        assert_whole(data)
    finish(data)
    assert files(data) == files(prepared)


def test_killed_while_building_anew(data: Path) -> None:
    (data / "site" / "built-by").unlink()
    before = files(data)
    for page in (data / "site" / "current").resolve().glob("items/*/index.html"):
        page.unlink()
    program = running.start(data)
    wait_for_more_than(data / "site" / "releases" / "0002", random.randrange(60))
    program.kill()
    finish(data)
    assert files(data) == before


def publisher(data: Path, count: int, name: str) -> running.Running:
    """Start a publisher that says what it has promised."""
    return running.Running(data, 0, running.begin("env", f"GONGKAI_DATA={data}", sys.executable, DRIVER, count, name))


def promised(words: str, step: str) -> list[str]:
    """Return the index numbers a publisher has named."""
    return re.findall(rf"^{step} (\S+)$", words, re.MULTILINE)


def page_of(index_number: str) -> str:
    year, serial = index_number.rpartition("/")[2].split("-")
    return f"disclosures/{year}/{serial}/index.html"


def test_killed_while_publishing(data: Path) -> None:
    said = ""
    for turn in range(4):
        program = publisher(data, 10_000, f"轮次{turn}")
        deadline = time.monotonic() + PATIENCE
        while "public " not in program.words:
            assert program.process.poll() is None and time.monotonic() < deadline, program.words
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.7))
        program.kill()
        said += program.words
        assert_whole(data)
        shown = files(data)
        assert [number for number in promised(program.words, "public") if page_of(number) not in shown] == []
    finish(data)
    shown = files(data)
    held = {number for (number,) in ask(data, "SELECT index_number FROM disclosures_disclosure WHERE agency_serial IS NOT NULL")}
    assert set(promised(said, "published")) <= held and len(held) > 44
    pages = {path for path in shown if re.fullmatch(r"disclosures/\d+/\d+/index.html", path)}
    assert pages == {page_of(number) for number in held}
    assert ask(data, "SELECT COUNT(*) FROM publisher_outboxentry WHERE done_at IS NULL") == [(0,)]
    assert running.call("site", "build", "--data", data).stdout.startswith("没有变化")


def test_two_publishers_at_once(data: Path) -> None:
    both = [publisher(data, 12, name) for name in ("甲", "乙")]
    for program in both:
        assert program.wait(PATIENCE) == 0, program.words
    numbers = [number for program in both for number in promised(program.words, "public")]
    assert len(numbers) == len(set(numbers)) == 24
    shown = files(data)
    assert [number for number in numbers if page_of(number) not in shown] == []
    assert_whole(data)
    finish(data)
    assert running.call("site", "build", "--data", data).stdout.startswith("没有变化")
