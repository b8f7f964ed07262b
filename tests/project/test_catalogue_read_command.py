"""``gongkai catalogue read``: JSON in the published shape without Django or rich, a table for people, one sentence for trouble."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
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
    assert main(["catalogue", "read", str(SEED), "--json"]) == 0
    assert capsys.readouterr().err == ""  # piped: silent
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main(["catalogue", "read", str(SEED)]) == 0
    captured = capsys.readouterr()
    assert "共39项" in captured.out and "读取事项" in captured.err


def book(change: Callable[[openpyxl.Workbook], object], path: Path) -> Path:
    made = openpyxl.Workbook()
    made.active.append(["公开事项", "公开内容", "公开时限", "责任科室"])
    for name in ("甲", "乙"):
        made.active.append([name, f"{name}的名单", "20个工作日", "办公室"])
    change(made)
    made.save(path)
    return path


UNCLEAN: dict[str, tuple[str, Callable[[openpyxl.Workbook], object], str]] = {
    "hidden row": ("a.xlsx", lambda made: setattr(made.active.row_dimensions[3], "hidden", True), "第 3 行是隐藏的"),
    "hidden sheet": ("a.xlsx", lambda made: setattr(made.create_sheet("旧"), "sheet_state", "hidden"), "“旧”是隐藏的"),
    "formula": ("a.xlsx", lambda made: made.active.__setitem__("B3", '=A3&"名单"'), "B3 是公式"),
    "another type": ("a.docx", lambda made: None, "内容其实是Excel"),
}


@pytest.mark.parametrize("name", UNCLEAN)
def test_what_must_be_mended_in_the_file_is_read_said_once_and_ends_with_1(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, change, said = UNCLEAN[name]
    assert main(["catalogue", "read", str(book(change, tmp_path / file)), "--json"]) == 1
    captured = capsys.readouterr()
    assert len(json.loads(captured.out)["items"]) == 2
    assert said in captured.err and captured.err.count("\n") == 1 and "请" in captured.err
