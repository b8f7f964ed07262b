"""Publishing, correcting, withdrawing and ending duties from the command line, as a department does without the back office."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import makers as make
import pytest
from django.conf import settings
from django.utils import timezone

from gongkai.disclosures.models import Disclosure, PassedWarning, Publication, Review
from gongkai.disclosures.statuses import Status
from gongkai.duties import actions as duties
from gongkai.duties.models import Duty
from gongkai.duties.statuses import State
from gongkai.project import press_room
from gongkai.project.cli import main
from gongkai.records.models import RecordList

pytestmark = pytest.mark.django_db
BY = ["--by", "张三"]
YESTERDAY = timezone.localdate() - dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a catalogue in force since long ago, and a public site of its own, not yet built."""
    monkeypatch.setattr(settings, "SITE", tmp_path / "site")
    press_room.site.cache_clear()
    make.catalogue_in_force(on=dt.date(2026, 1, 1))
    yield tmp_path / "site"
    press_room.site.cache_clear()


def duty() -> Duty:
    return make.duty(make.item(10), happened_on=YESTERDAY, at=timezone.localdate())


def submit(*more: str, title: str = "第23批名单") -> int:
    passed = ["--pass-warnings", "附件中已有"]
    return main(["disclosures", "submit", "--title", title, "--value", "1=见附件", *passed, *more, *BY])


def release() -> Disclosure:
    """Let every stage approve what was submitted last, and bring it to the site."""
    review = make.approved(Review.objects.running().get(), at=timezone.now())
    press_room.drain()
    return review.disclosure


def test_what_was_submitted_and_approved_ends_the_duty_and_reaches_the_site(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    press_room.drain()
    running = duty()
    body, attachment = tmp_path / "正文.txt", tmp_path / "名单.csv"
    body.write_text("第一段 <b>\n\n第二段\n", encoding="gb18030")
    attachment.write_text("企业\n甲公司\n", encoding="utf-8")
    more = ["--duty", str(running.pk), "--body", str(body), "--file", str(attachment), "--document-number", "内工信发〔2026〕1号"]
    assert submit(*more, "--list", f"recognised_enterprises={make.LISTS['recognised_enterprises']}") == 0
    assert "已送审：第23批名单" in (out := capsys.readouterr().out) and "科室审核" in out
    assert not Publication.objects.exists(), "nothing goes out that nobody reviewed"
    disclosure = release()
    running.refresh_from_db()
    assert running.state(on=timezone.localdate()) == State.ON_TIME and running.closed_by == "leader"
    content = Publication.objects.get().content
    disclosure.refresh_from_db()
    assert content["body"] == "<p>第一段 &lt;b&gt;</p><p>第二段</p>"
    assert [file["name"] for file in content["files"]] == ["名单.csv"] and content["lists"][0]["row_count"]
    year, serial = disclosure.index_number.rpartition("/")[2].split("-")
    assert (site / "current" / "disclosures" / year / serial / "index.html").exists()
    assert submit(*more) == 2, "the same again"
    assert "已公开过" in capsys.readouterr().err and Publication.objects.count() == 1


def test_what_stands_against_it_is_shown_and_nothing_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = tmp_path / "正文.html"
    body.write_text("<p>联系人手机13812345678</p>", encoding="utf-8")
    files = ["--list", f"recognised_enterprises={make.LISTS['recognised_enterprises']}"]
    assert submit("--item", "10", "--body", str(body), *files) == 2
    captured = capsys.readouterr()
    assert "手机号码" in captured.out and "手机号码" in captured.err and "13812345678" not in captured.out + captured.err
    assert not Disclosure.objects.exists() and not RecordList.objects.exists()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ([], "--item"),
        (["--item", "99"], "没有编号为99"),
        (["--duty", "99"], "没有编号为99的公开义务"),
        (["--item", "10", "--value", "没有=x"], "本事项的公开要素：1 "),
        (["--item", "10", "--list", "x=y"], "recognised_enterprises"),
        (["--item", "10", "--list", "licences=没有.csv"], "找不到文件"),
        (["--item", "10", "--formed", "明天"], "不是存在的日期"),
        (["--item", "10", "--formed", "2099-01-01"], "晚于公开日期"),
        (["--item", "10", "--file", "没有.pdf"], "找不到文件"),
        (["--item", "10", "--document-number", "号" * 61], "发文字号："),
    ],
)
def test_bad_input_is_one_sentence_and_leaves_nothing(more: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert submit(*more) == 2
    shown = capsys.readouterr().err
    assert told in shown and shown.count("\n") == 1
    assert not Disclosure.objects.exists()


def test_a_body_alone_is_enough_and_what_elements_it_leaves_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = tmp_path / "正文.html"
    body.write_text("<h2>名单</h2><p>甲公司</p>", encoding="utf-8")
    words = ["disclosures", "submit", "--item", "10", "--title", "名单", "--body", str(body), *BY]
    assert main(words) == 2
    captured = capsys.readouterr()
    assert "警告 公开要素" in captured.out and "没有说明理由" in captured.err and not Disclosure.objects.exists()
    assert main([*words, "--pass-warnings", "正文中已有"]) == 0
    assert {one.reason for one in PassedWarning.objects.all()} == {"正文中已有"}


def test_a_title_is_not_published_twice_by_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert submit("--item", "10") == 0
    assert submit("--item", "10") == 2
    assert "已经送审" in capsys.readouterr().err
    release()
    assert submit("--item", "10") == 2
    assert "已公开过“第23批名单”" in capsys.readouterr().err
    assert submit("--item", "11") == 0


def test_correcting_and_withdrawing_by_the_index_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    attachment = tmp_path / "名单.csv"
    attachment.write_text("企业\n甲公司\n", encoding="utf-8")
    assert submit("--item", "10", "--file", str(attachment)) == 0
    release()
    index = Disclosure.objects.get().index_number
    short = index.rpartition("/")[2]
    assert main(["disclosures", "correct", "--index", short, "--note", "看看", *BY]) == 2
    assert "没有需要更正" in capsys.readouterr().err
    note = ["--note", "附件有误，已去掉", "--remove-file", "名单.csv", "--title", "第23批名单（更正）"]
    assert main(["disclosures", "correct", "--index", index, *note, "--pass-warnings", "正文已有", *BY]) == 0
    release()
    disclosure = Disclosure.objects.get()
    assert disclosure.public_title == "第23批名单（更正）" and disclosure.latest.content["files"] == []
    assert disclosure.latest.number == 2 and disclosure.latest.note == "附件有误，已去掉"
    assert main(["disclosures", "withdraw", "--index", short, "--reason", "联系人13812345678要求撤回", *BY]) == 2
    assert "撤回原因有1处手机号码" in capsys.readouterr().err
    for _ in range(2):
        assert main(["disclosures", "withdraw", "--index", short, "--reason", "重复公开", *BY]) == 0
    assert Disclosure.objects.get().status == Status.WITHDRAWN and Publication.objects.count() == 3
    assert main(["disclosures", "withdraw", "--index", "2026-99999", "--reason", "x", *BY]) == 2


def confirm(withheld: Duty) -> None:
    """Let another person confirm what was proposed, as at the desk."""
    proposal = withheld.proposals.get(decision="")
    now = timezone.now()
    duties.confirm_withholding(proposal=proposal, opinion="同意", by="李四", on=timezone.localdate(now), at=now)


def test_ending_a_duty_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    one = ["duties", "close", "--id", str(duty().pk)]
    assert main([*one, "--withhold", "条例第十四条", "--reason", "涉密", *BY]) == 2
    assert "再评估日期" in capsys.readouterr().err
    assert main([*one, "--nothing", "本期没有", *BY]) == 0
    assert "本期无公开内容" in capsys.readouterr().out
    assert main([*one, "--cancel", "重复", *BY]) == 2
    assert "不能再改为" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([*one, "--cancel", "重复", "--nothing", "无", *BY])


def test_what_was_withheld_comes_back_when_its_day_has_come(capsys: pytest.CaptureFixture[str]) -> None:
    withheld = duty()
    words = ["--reason", "尚在保密期"]
    one = ["duties", "close", "--id", str(withheld.pk), "--withhold", "条例第十四条", *words, *BY]
    soon = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    assert main([*one, "--reassess", soon]) == 0
    assert "等待审查" in capsys.readouterr().out
    withheld.refresh_from_db()
    assert not withheld.closing, "one person alone withholds nothing"
    confirm(withheld)
    assert main(["duties", "list", "--on", soon]) == 0
    assert "另有1项不予公开的已到再评估日期" in capsys.readouterr().out
    assert main(["duties", "list", "--reassess", "--on", soon]) == 0
    assert "（1项）" in capsys.readouterr().out
    assert main([*one, "--reassess", "2099-01-01"]) == 0  # still withheld
    confirm(withheld)
    withheld.refresh_from_db()
    assert withheld.reassess_on == dt.date(2099, 1, 1)
    for _ in range(2):
        assert main(["duties", "close", "--id", str(withheld.pk), "--reopen", "已经解密", *BY]) == 0
    assert Duty.objects.running().count() == 1 and not Duty.objects.to_reassess(on=dt.date(2099, 1, 1)).exists()
    assert withheld.__class__.objects.get(pk=withheld.pk).state(on=YESTERDAY) == State.WITHHELD
