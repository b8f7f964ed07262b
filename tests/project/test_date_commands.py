"""``gongkai due``, ``limit`` and ``workdays read``: exact JSON, words for people, and clear refusals."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.project.cli import main
from gongkai.rules.notices import DATA

NOTICE = DATA / "2026.txt"


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def test_due_prints_exactly_its_shape(capsys) -> None:
    code, out, _ = run(capsys, "due", "批准后二十日内", "--from", "2026-09-11", "--json")
    shape = json.loads(out)
    assert code == 0
    assert list(shape) == ["due_on", "safe_on", "kind", "provisional", "working"]
    assert (shape["due_on"], shape["safe_on"], shape["kind"]) == ("2026-10-08", "2026-09-30", "within")
    assert shape["provisional"] is False
    assert {tuple(step) for step in shape["working"]} == {("date", "counts", "why")}


def test_due_for_people_shows_working_and_warns_of_provisional_dates(capsys) -> None:
    code, out, _ = run(capsys, "due", "20个工作日内", "--from", "2026年12月25日")
    assert code == 0
    assert "到期：2027-01-25" in out and "暂定：2027年放假通知尚未发布" in out and "第20个工作日" in out


def test_due_with_a_further_notice(capsys, tmp_path: Path) -> None:
    extra = tmp_path / "2026.txt"
    extra.write_text(NOTICE.read_text("utf-8").replace("9月20日（周日）、", "9月19日（周六）、"), "utf-8")
    code, out, _ = run(capsys, "due", "7个工作日内", "--from", "2026-09-11", "--notice", extra, "--json")
    assert code == 0 and json.loads(out)["due_on"] == "2026-09-21"


def test_limit_prints_the_limit_alone(capsys) -> None:
    _, out, _ = run(capsys, "limit", "颁发之 日起15 日内", "--json")
    assert json.loads(out) == {
        "text": "颁发之日起15日内", "kind": "within", "triggers": ["issued"], "amount": 15, "unit": "day",
    }  # fmt: skip
    assert json.loads(run(capsys, "limit", "由科室自定", "--json")[1]) == {"text": "由科室自定", "kind": "unread"}


def test_limit_for_people(capsys) -> None:
    _, out, _ = run(capsys, "limit", "信息形成之日起20个工作日内；长期公开")
    assert "信息形成之日起20个工作日内" in out and "公开时长：长期公开" in out
    assert "读不懂" in run(capsys, "limit", "由科室自定")[1]


def test_workdays_read(capsys) -> None:
    code, out, _ = run(capsys, "workdays", "read", NOTICE, "--json")
    shape = json.loads(out)
    assert code == 0
    assert list(shape) == ["year", "number", "days_off", "make_up_days"]
    assert (shape["year"], len(shape["days_off"]), len(shape["make_up_days"])) == (2026, 33, 6)
    assert "国庆节" in run(capsys, "workdays", "read", NOTICE)[1]


def test_workdays_read_gives_an_extension_its_whole_break(capsys) -> None:
    shape = json.loads(run(capsys, "workdays", "read", DATA / "2020-amendment.txt", "--json")[1])
    assert (shape["days_off"][0], shape["days_off"][-1], len(shape["days_off"])) == ("2020-01-24", "2020-02-02", 10)


def test_workdays_read_takes_other_encodings_and_standard_input(capsys, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "n.txt").write_bytes(NOTICE.read_text("utf-8").encode("gb18030"))
    assert json.loads(run(capsys, "workdays", "read", tmp_path / "n.txt", "--json")[1])["year"] == 2026
    monkeypatch.setattr(sys, "stdin", io.StringIO(NOTICE.read_text("utf-8")))
    assert run(capsys, "workdays", "read", "-", "--json")[0] == 0


def test_refusals_are_one_chinese_sentence_and_exit_2(capsys, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text(NOTICE.read_text("utf-8").replace("1月4日（周日）", "1月4日（周六）"), "utf-8")
    cases = [
        (["due", "20个工作日内", "--from", "2026-02-30"], "2026-02-30"),
        (["due", "20个工作日内", "--from", "昨天"], "昨天"),
        (["due", "由科室自定", "--from", "2026-09-24"], "读不懂时限"),
        (["due", "永久公开", "--from", "2026-09-24"], "算不出到期日"),
        (["due", "20个工作日内", "--from", "2099-09-24"], "2099年"),
        (["due", "99999999999日内", "--from", "2026-09-24"], "算不出到期日"),
        (["due", "6个月", "--from", "9999-12-31"], "超出了日历"),
        (["workdays", "read", wrong], "1月4日是周日"),
        (["workdays", "read", tmp_path / "absent.txt"], "absent.txt"),
    ]
    for words, expected in cases:
        code, out, err = run(capsys, *words)
        assert (code, out) == (2, "") and expected in err and err.count("\n") == 1


def test_json_loads_no_framework_and_starts_at_once() -> None:
    script = (
        "import sys, time; from gongkai.project.cli import main;"
        "main(['due', '20个工作日内', '--from', '2026-09-24', '--json']);"
        "heavy = {'django', 'numpy', 'rich', 'lxml'} & set(sys.modules);"
        "sys.stderr.write(f'{sorted(heavy)} {time.process_time():.3f}')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": "src"}
    )
    heavy, seconds = done.stderr.rsplit(" ", 1)
    assert heavy == "[]" and float(seconds) < 0.6  # 0.1 to 0.2 on an idle machine
