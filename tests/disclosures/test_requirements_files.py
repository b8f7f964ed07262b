"""What hides in attachments and lists is counted with its places, read once, and never let out unread."""

import datetime as dt
import io
import zipfile

import docx
import makers as make
import openpyxl
import pytest
from catalogue_files import node
from sources.hostile_files import pdf_pages
from sources.test_formats import text as run_text

from gongkai.disclosures import actions, blobs
from gongkai.disclosures.models import Disclosure, WrongWord
from gongkai.disclosures.requirements import check, files, lists, remembered
from gongkai.records.models import Record
from gongkai.rules.findings import Finding
from gongkai.rules.wording import WordList

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 10)
IDENTITY = "11010519491231002X"  # the standard's own printed example (GB 11643), nobody's
NOTHING = WordList([])


@pytest.fixture
def draft() -> Disclosure:
    make.catalogue_in_force()
    return make.draft(make.item(1))


def attach(draft: Disclosure, name: str, data: bytes) -> None:
    actions.attach(disclosure=draft, name=name, data=data, by=make.BY, at=make.moment(DAY))


def found(draft: Disclosure) -> list[Finding]:
    return check(draft, make.row_of(draft.item.number), on=DAY)


def told(draft: Disclosure) -> dict[str, str]:
    return {finding.kind: finding.message for finding in found(draft)}


def workbook(rows: int = 1, *, hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    for _ in range(rows):
        sheet.append(["某", IDENTITY])
    if hidden:
        sheet.sheet_state = "hidden"
        book.create_sheet("说明")["A1"] = "见名单"
        book.active = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_column_of_numbers_is_one_finding_with_its_first_places(draft: Disclosure) -> None:
    attach(draft, "名单.xlsx", workbook(1_000))
    assert told(draft) == {
        "personal_data_id_number": "附件“名单.xlsx”有1000处公民身份号码（工作表“名单”B1、工作表“名单”B2、工作表“名单”B3、"
        "工作表“名单”B4、工作表“名单”B5等）：请删除；确需区分同名人员的，只保留前3位和后4位。"
    }
    (finding,) = found(draft)
    assert finding.field == "file:名单.xlsx" and finding.severity == "error"


def test_hidden_sheets_comments_and_changes_are_told(draft: Disclosure) -> None:
    attach(draft, "名单.xlsx", workbook(hidden=True))
    paper = docx.Document()
    paper.add_paragraph("正文")._p.append(node("w:del", node("w:r", run_text(f"删掉的{IDENTITY}", "w:delText"))))
    paper.add_comment(paper.paragraphs[0].runs, "批注的字")
    out = io.BytesIO()
    paper.save(out)
    attach(draft, "通知.docx", out.getvalue())
    by_kind = {f.kind: f for f in found(draft) if not f.kind.startswith("personal")}
    assert by_kind["hidden_sheet"].severity == "warning" and "工作表“名单”是隐藏的" in by_kind["hidden_sheet"].message
    assert by_kind["tracked_changes"].severity == "error" and "1处修订痕迹" in by_kind["tracked_changes"].message
    assert by_kind["file_comments"].message.startswith("附件“通知.docx”：有1条批注")
    places = [f.message for f in found(draft) if f.kind.startswith("personal")]
    assert "（隐藏工作表）" in places[0] and "正文第1段（修订删除）" in places[1]


def test_members_of_a_zip_are_named(draft: Disclosure) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("里/名单.xlsx", workbook(hidden=True))
        archive.writestr("照片.gif", b"GIF89a" + b"0" * 40)
    attach(draft, "材料.zip", out.getvalue())
    said = told(draft)
    assert "里/名单.xlsx › 工作表“名单”B1" in said["personal_data_id_number"]
    assert "里的里/名单.xlsx › 工作表“名单”" in said["hidden_sheet"] and "照片.gif" in said["file_unchecked"]


def test_a_scan_is_told_once(draft: Disclosure) -> None:
    attach(draft, "扫描.pdf", pdf_pages(12))
    assert set(told(draft)) == {"scanned_pdf"}


def test_what_cannot_be_read_is_told_once_with_its_places(draft: Disclosure) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(20):
            archive.writestr(f"{number}.gif", b"GIF89a" + b"0" * 40)
    attach(draft, "照片.zip", out.getvalue())
    findings = [f for f in found(draft) if f.kind == "file_unchecked"]
    assert len(findings) <= 20 and all(f.severity == "warning" for f in findings)


def test_wrong_words_in_a_file(draft: Disclosure) -> None:
    WrongWord.objects.update_or_create(wrong="帐户", defaults={"right": "账户", "note": "", "is_active": True})
    attach(draft, "说明.txt", "第一行\n帐户信息\n".encode())
    assert told(draft) == {"wrong_word": "附件“说明.txt”有1处“帐户”（第2行）：应为“账户”。"}


def test_a_file_is_read_once_until_its_bytes_or_the_words_change(draft: Disclosure, monkeypatch: pytest.MonkeyPatch) -> None:
    attach(draft, "名单.xlsx", workbook())
    before = found(draft)
    read: list[str] = []
    real = files.examine
    monkeypatch.setattr(files, "examine", lambda attachment, words: read.append(attachment.name) or real(attachment, words))
    assert found(draft) == before and read == []
    WrongWord.objects.update_or_create(wrong="某某某词", defaults={"right": "某词"})
    assert found(draft) == before and read == ["名单.xlsx"]
    attach(draft, "名单.xlsx", workbook(2))
    found(draft)
    assert read == ["名单.xlsx", "名单.xlsx"]


def test_no_value_is_remembered(draft: Disclosure, settings: object) -> None:
    attach(draft, "名单.xlsx", workbook())
    found(draft)
    kept = list((remembered._path("ab").parent.parent).rglob("*.json"))
    assert kept and not any(IDENTITY.encode() in path.read_bytes() for path in kept)


def test_when_patience_ends_the_rest_stands_against_publishing(draft: Disclosure) -> None:
    attach(draft, "一.txt", b"1")
    attach(draft, "二.txt", b"2")
    said = list(files.findings_in_files(draft, NOTHING, "x", on=DAY, patience=-1.0))
    assert [f.kind for f in said] == ["file_not_read_yet"] * 2 and {f.severity for f in said} == {"error"}
    assert list(files.findings_in_files(draft, NOTHING, "x", on=DAY)) == []
    assert list(files.findings_in_files(draft, NOTHING, "x", on=DAY, patience=-1.0)) == [], "what was read stays read"


def test_what_ran_out_of_time_is_tried_again_another_day(draft: Disclosure, monkeypatch: pytest.MonkeyPatch) -> None:
    attach(draft, "一.txt", b"1")
    late = {"unread": [["“一.txt”读了 180 秒还没有读完，已经停止。", 1, ["整份文件"]]], "noted": [], "personal": [], "words": []}
    read: list[str] = []
    monkeypatch.setattr(files, "examine", lambda attachment, words: read.append(attachment.name) or late)
    for day in (DAY, DAY, DAY + dt.timedelta(days=1)):
        assert [f.kind for f in files.findings_in_files(draft, NOTHING, "y", on=day)] == ["file_unchecked"]
    assert len(read) == 2


def test_a_lost_file_stands_against_publishing(draft: Disclosure) -> None:
    attach(draft, "会丢.txt", b"unique bytes that are lost")
    blobs.path_of(draft.attachments.get().sha256).unlink()
    assert "file_lost" in told(draft)


def test_cells_of_lists_are_named_by_column_and_row(draft: Disclosure) -> None:
    record_list = make.record_list("licences")
    row = Record.objects.in_list(record_list).first()
    column = next(c for c in lists.public_columns(record_list) if isinstance(row.values.get(c.name), str))
    row.values |= {column.name: f"某{IDENTITY}"}
    row.digest = "another"  # else what is found here would be remembered of the list as it was
    row.save()
    record_list.content_sha256 = ""  # as a list loaded by an older version
    record_list.save()
    draft.record_lists.add(record_list)
    (finding,) = [f for f in found(draft) if f.kind == "personal_data_id_number"]
    assert finding.message.startswith(f"名单“示例名单”的“{column.title}”栏有1处公民身份号码（第{row.position}行）")
    assert finding.field == f"list:{record_list.pk}"
