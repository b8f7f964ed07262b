"""``gongkai catalogue lint`` and ``diff``: shapes, exit codes, and nothing heavy loaded for --json."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.project.cli import main

SEED = Path(__file__).parents[2] / "examples" / "catalogue.txt"
HEAD = "公开事项\t公开内容\t公开依据\t条款内容\t依据效力位阶\t公开时限\t公开主体\t责任科室\n"
LAW = "《中华人民共和国行政许可法》\t第四十条 决定应当予以公开。\t法律"


def catalogue(folder: Path, *rows: str, name: str = "目录.txt") -> Path:
    file = folder / name
    file.write_text("甲局主动公开事项目录\n" + HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return file


def row(name: str, limit: str = "信息形成之日起20个工作日内", office: str = "办公室") -> str:
    return f"{name}\t企业名称、证号\t{LAW}\t{limit}\t甲局\t{office}"


def test_lint_prints_findings_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "lint", str(SEED), "--json", "--year", "2026"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert set(found[0]) == {"kind", "severity", "item", "field", "message"}
    assert {"rank_impossible", "slip", "level_missing"} <= {one["kind"] for one in found}


def test_lint_answers_0_without_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "lint", str(catalogue(tmp_path, row("甲许可"), row("乙许可")))]) == 0
    assert "2项" in capsys.readouterr().out
    assert main(["catalogue", "lint", str(catalogue(tmp_path, row("甲许可", "看情况")))]) == 1
    assert "看情况" in capsys.readouterr().out


def test_lint_of_something_else_answers_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "别的.txt"
    other.write_text("今天天气很好。\n", encoding="utf-8")
    assert main(["catalogue", "lint", str(other)]) == 2
    assert "别的.txt" in capsys.readouterr().err


def test_diff_tells_what_happened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = catalogue(tmp_path, row("甲许可"), row("行政处罚决定公开"), name="旧.txt")
    new = catalogue(tmp_path, row("甲许可", office="法规处"), row("财政预算"), name="新.txt")
    assert main(["catalogue", "diff", str(old), str(new), "--json"]) == 0
    shape = json.loads(capsys.readouterr().out)
    assert set(shape) == {"added", "removed", "changed", "unchanged", "findings"}
    assert [change["field"] for change in shape["changed"][0]["fields"]] == ["office"]
    assert main(["catalogue", "diff", str(old), str(new)]) == 0
    assert "法规处" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["lint", str(SEED)], ["diff", str(SEED), str(SEED)]])
def test_json_loads_neither_rich_nor_django(words: list[str]) -> None:
    code = (
        "import sys; from gongkai.project.cli import main; "
        f"main(['catalogue', *{words!r}, '--json']); "
        "sys.exit(any(name in sys.modules for name in ('rich', 'django')))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
