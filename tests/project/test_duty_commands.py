"""The commands on catalogue and duties that use the database: what they print, what they refuse, and exit codes."""

import json
from pathlib import Path

import makers as make
import pytest

from gongkai.catalogue.models import Catalogue
from gongkai.duties.models import Duty, HolidayNotice
from gongkai.project.cli import main

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[2] / "examples"


def test_from_a_file_to_duties(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    make.agency()
    assert main(["catalogue", "import", str(EXAMPLES / "catalogue.txt"), "--by", "甲"]) == 0
    out = capsys.readouterr().out
    assert "已导入第1版（39项），还没有生效" in out
    assert main(["catalogue", "import", str(EXAMPLES / "catalogue.txt")]) == 0
    assert "没有变化" in capsys.readouterr().out
    assert main(["catalogue", "enforce", "--from", "2026年1月1日", "--by", "甲"]) == 0
    assert "新增39项" in capsys.readouterr().out
    assert Catalogue.objects.get().put_in_force_by == "甲"
    events = tmp_path / "事件.csv"
    events.write_text("事项,事件,日期,内容\n10,信息形成,2026-10-12,第23批名单\n", encoding="utf-8")
    assert main(["events", "add", str(events)]) == 0
    assert "登记1个事件；0个此前已登记" in capsys.readouterr().out
    assert main(["duties", "generate"]) == 0
    assert main(["duties", "list", "--json", "--office", "科技电子处", "--on", "2026-11-10"]) == 0
    listed = json.loads(capsys.readouterr().out.split("\n", 1)[1])["duties"]
    assert [(one["item"], one["due_on"], one["state"]) for one in listed] == [(10, "2026-11-09", "overdue")]


def test_a_second_version_shows_what_it_changes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    make.catalogue_in_force()
    newer = tmp_path / "新目录.txt"
    text = (EXAMPLES / "catalogue.txt").read_text(encoding="utf-8")
    newer.write_text(text.replace("第22批自治区级企业技术中心名单", "第24批自治区级企业技术中心名单"), encoding="utf-8")
    assert main(["catalogue", "import", str(newer)]) == 0
    out = capsys.readouterr().out
    assert "与第1版的差别" in out
    assert "增加0项，删除0项，修改1项，不变38项" in out
    assert main(["catalogue", "enforce", "--from", "2026-11-01"]) == 0
    assert "延续39项" in capsys.readouterr().out


def test_workdays_add_shows_before_and_after(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    make.catalogue_in_force()
    make.duty(make.item(10), happened_on=make.dt.date(2026, 9, 24))
    notice = tmp_path / "通知.txt"
    text = (EXAMPLES / "notice-2026.txt").read_text(encoding="utf-8")
    moved = text.replace("9月20日(周日)、10月10日(周六)上班", "9月20日(周日)、10月11日(周日)上班")
    notice.write_text(moved, encoding="utf-8")
    assert main(["workdays", "add", str(notice)]) == 0
    assert "重算1项未结束的公开义务，变动0项" in capsys.readouterr().out
    notice.write_text(text.replace("9月20日(周日)、10月10日(周六)上班", "9月20日(周日)上班"), encoding="utf-8")
    assert main(["workdays", "add", str(notice)]) == 0
    out = capsys.readouterr().out
    assert "变动1项" in out and "2026-10-29" in out and "2026-10-30" in out and "推后1天" in out
    assert main(["workdays", "add", str(notice)]) == 0
    assert "没有变化" in capsys.readouterr().out
    assert HolidayNotice.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["catalogue", "import", "没有.txt"], "找不到文件"),
        (["catalogue", "enforce", "--from", "明天"], "不是存在的日期"),
        (["catalogue", "enforce", "--from", "2026-12-01", "--version", "9"], "没有第9版"),
        (["duties", "list", "--office", "科技处"], "没有叫“科技处”的责任科室"),
        (["duties", "list", "--agency", "某局"], "没有叫“某局”的公开主体"),
        (["events", "add", str(EXAMPLES / "notice-2026.txt")], "没有找到事件表的表头"),
        (["workdays", "add", str(EXAMPLES / "catalogue.txt")], "不像"),
    ],
)
def test_bad_input_is_one_clear_sentence(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    make.catalogue_in_force()
    assert main(words) == 2
    shown = capsys.readouterr().err
    assert told in shown
    assert "Traceback" not in shown


def test_without_an_agency_it_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "import", str(EXAMPLES / "catalogue.txt")]) == 2
    assert "gongkai agency set" in capsys.readouterr().err


def test_bad_rows_of_events_register_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    make.catalogue_in_force()
    events = tmp_path / "事件.csv"
    events.write_text("事项,事件,日期,内容\n10,信息形成,2026-10-12,甲\n99,信息形成,2026-10-12,乙\n", encoding="utf-8")
    assert main(["events", "add", str(events)]) == 2
    assert "第3行“事项”：没有编号为99的事项" in capsys.readouterr().err
    assert not Duty.objects.exists()
