"""``gongkai up`` as an operator meets it: the first start, the next ones, real use without samples, and its end."""

import hashlib
import shutil
import signal
import socket
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
import running
from running import ROOT

pytestmark = pytest.mark.slow

KEPT = ("disclosures_publication", "duties_duty", "catalogue_itemversion", "records_recordlist", "agencies_agency")


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "data", symlinks=True))


def content(data: Path) -> dict[str, str]:
    """Return a digest of each table that must survive."""
    with closing(sqlite3.connect(data / "gongkai.sqlite3")) as database:
        rows = {table: database.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in KEPT}
    assert all(rows.values())
    return {table: hashlib.sha256(repr(each).encode()).hexdigest() for table, each in rows.items()}


def stamps(data: Path) -> dict[str, tuple[int, int]]:
    """Return inode and time of every public file."""
    tree = (data / "site" / "current").resolve()
    return {str(path.relative_to(tree)): (path.stat().st_ino, path.stat().st_mtime_ns) for path in tree.rglob("*")}


def test_a_second_start_keeps_the_data_and_touches_no_file(data: Path) -> None:
    before = content(data), stamps(data)
    done = running.call("up", "--data", data, "--prepare-only")
    assert done.returncode == 0 and "示例已装入" not in done.stdout and "已是最新" in done.stdout
    assert (content(data), stamps(data)) == before


def test_building_again_touches_no_file(data: Path) -> None:
    before = stamps(data)
    done = running.call("site", "build", "--data", data)
    assert done.returncode == 0 and "没有改动任何文件" in done.stdout
    assert stamps(data) == before
    verified = running.call("site", "verify", "--data", data)
    assert verified.returncode == 0 and "每个文件都与清单一致" in verified.stdout


def test_a_changed_file_is_found_and_mended(data: Path) -> None:
    page = data / "site" / "current" / "items" / "1" / "index.html"
    whole = page.read_bytes()
    page.write_bytes(whole.replace(b"<h1>", b"<h1>X"))
    found = running.call("site", "verify", "--data", data)
    assert found.returncode == 1 and "items/1/index.html" in found.stdout
    assert running.call("site", "build", "--data", data).returncode == 0
    assert page.read_bytes() == whole


def test_what_every_page_shows_of_the_agency_is_brought_to_every_page(data: Path) -> None:
    named = running.call("agency", "set", "--data", data, "--name", "内蒙古自治区工业和信息化厅", "--icp-number", "蒙ICP备00000000号")
    assert named.returncode == 0, named.stderr
    assert running.call("up", "--data", data, "--prepare-only").returncode == 0
    tree = (data / "site" / "current").resolve()
    pages = [path for path in tree.rglob("*.html") if path.name == "index.html"]
    assert len(pages) > 90 and all("蒙ICP备00000000号" in page.read_text(encoding="utf-8") for page in pages)


def test_after_an_upgrade_the_site_is_built_again(data: Path) -> None:
    (data / "site" / "built-by").write_text("an older program")
    done = running.call("up", "--data", data, "--prepare-only")
    assert done.returncode == 0 and "公开网站已生成" in done.stdout


def test_it_stops_in_order_and_gives_a_new_password_until_one_is_used(data: Path) -> None:
    passwords = set()
    for number in (signal.SIGINT, signal.SIGTERM):
        program = running.start(data).wait_until_ready()
        began = time.monotonic()
        assert program.stop(number) == 0
        assert time.monotonic() - began < 10
        assert program.words.rstrip().endswith("已停止，数据都在。")
        assert not (data / "gongkai.sqlite3-wal").exists()
        passwords.add(program.password)
    assert len(passwords) == 2


def test_a_taken_port_is_told_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = running.call("up", "--data", tmp_path / "data", "--port", port)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr == f"127.0.0.1:{port} 已被占用或不能使用：请用 --port 换一个端口。\n"
    assert not (tmp_path / "data" / "gongkai.sqlite3").exists()


def test_an_impossible_address_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = running.call("up", "--data", tmp_path / "data", "--port", "99999")
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1 and "--port" in done.stderr


def test_real_use_begins_empty_and_grows_while_it_runs(tmp_path: Path) -> None:
    data = tmp_path / "data"
    program = running.start(data, "--no-samples").wait_until_ready()
    try:
        assert "gongkai agency set" in program.words and "gongkai catalogue import" in program.words
        assert f"--data {data}" in program.words and "示例" not in program.words
        _set_up(data)
        deadline = time.monotonic() + 60
        while not (data / "site" / "current" / "items" / "39" / "index.html").exists():
            assert time.monotonic() < deadline, program.words
            time.sleep(0.2)
        assert program.stop() == 0
    finally:
        if program.process.poll() is None:
            program.kill()
    home = (data / "site" / "current" / "index.html").read_text("utf-8")
    assert "示例市工业和信息化局" in home and "示例站点" not in home
    assert running.call("site", "verify", "--data", data).returncode == 0


def _set_up(data: Path) -> None:
    code = "11150000MB1604391C"
    for words in (
        ("agency", "set", "--name", "示例市工业和信息化局", "--credit-code", code),
        ("catalogue", "import", ROOT / "examples" / "catalogue.txt"),
        ("catalogue", "enforce", "--from", "2026-01-01"),
    ):
        done = running.call(*words, "--data", data)
        assert done.returncode == 0, done.stderr
