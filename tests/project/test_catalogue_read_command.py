"""``gongkai catalogue read``: JSON in the published shape without Django or rich, a table for people, one sentence for trouble."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.project.cli import main

ROOT = Path(__file__).parents[2]
SEED = ROOT / "examples" / "catalogue.txt"
EXPECTED = ROOT / "tests" / "rules" / "data" / "catalogue_expected.json"


def test_json_has_the_published_shape(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "read", str(SEED), "--json"]) == 0
    shape = json.loads(capsys.readouterr().out)
    assert list(shape) == ["title", "items", "findings", "unplaced"]
    assert shape["items"] == json.loads(EXPECTED.read_text(encoding="utf-8"))["items"]
    assert shape["findings"][0].keys() == {"kind", "severity", "item", "field", "message"}


def test_json_loads_neither_django_nor_rich() -> None:
    words = f"['catalogue', 'read', {str(SEED)!r}, '--json']"
    code = f"import sys; from gongkai.project.cli import main; main({words}); sys.exit(bool({{'django', 'rich'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=ROOT / "src")
    assert done.returncode == 0, done.stderr.decode()


def test_people_get_a_table_and_a_summary(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "read", str(SEED)]) == 0
    printed = capsys.readouterr().out
    assert "机关简介 › 机构职能" in printed and "工业园区管理 › （空） ›" in printed
    assert "共39项" in printed and "按合并单元格补上" in printed


def test_trouble_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "名单.txt"
    other.write_text("姓名\t电话\t单位\n示例\t000\t示例\n", encoding="utf-8")
    assert main(["catalogue", "read", str(other)]) == 2
    assert "“名单.txt”：没有找到目录的表头。看到的列：姓名、电话、单位" in capsys.readouterr().err


def test_a_slow_reading_shows_a_bar_and_takes_it_away(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("gongkai.project.commands.catalogue_read.PATIENCE", 0.0)
    assert main(["catalogue", "read", str(SEED)]) == 0
    assert "共39项" in capsys.readouterr().out
