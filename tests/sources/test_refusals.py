"""Every kind of file that cannot be read is refused with one clear Chinese sentence, quickly and in bounded memory."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from catalogue_files import MAKERS
from sources.hostile_files import compound_file, laughs, packed, pdf_pages, repacked, workbook

from gongkai.sources import limits
from gongkai.sources.archive import Archive
from gongkai.sources.errors import BadInput
from gongkai.sources.tables import read_tables, read_tables_of

SHEET = "xl/worksheets/sheet1.xml"
LAUGHING_BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>TEXT</w:body></w:document>'
DEEP_TABLES = ("<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000).encode()


def far_cell(book: object) -> None:
    book.active["XFD1048576"] = "x"  # type: ignore[attr-defined]


def claiming(size: int) -> bytes:
    """Make a ZIP whose member says it unpacks to so many bytes."""
    return packed({"xl/workbook.xml": b"x" * 5_000}).replace((5_000).to_bytes(4, "little"), size.to_bytes(4, "little"))


def only_hidden(book: object) -> None:
    book.create_sheet("空白")  # type: ignore[attr-defined]
    book["目录"].sheet_state = "hidden"  # type: ignore[index]


CASES: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("empty", "a.txt", lambda: b"", "空文件"),
    ("only blanks", "a.txt", lambda: b" \r\n\t\n", "空文件"),
    ("picture", "a.pdf", lambda: b"\x89PNG\r\n\x1a\n" + b"0" * 99, "OCR"),
    ("picture-only pdf", "a.pdf", lambda: pdf_pages(2), "OCR"),
    ("pdf without lines", "a.pdf", lambda: pdf_pages(1, "words"), "没有带框线的表格"),
    ("pdf of 600 pages", "a.pdf", lambda: pdf_pages(600, "x"), "600 页"),
    ("locked pdf", "a.pdf", lambda: pdf_pages(1, "x", password="geheim"), "打开密码"),
    ("broken pdf", "a.pdf", lambda: pdf_pages(1, "x")[:300], "损坏"),
    ("locked office file", "a.xlsx", lambda: compound_file("EncryptedPackage"), "打开密码"),
    ("old word", "a.docx", lambda: compound_file("WordDocument"), "另存为 .docx"),
    ("slides", "a.ppt", lambda: compound_file("PowerPoint Document"), "演示文稿"),
    ("unknown compound file", "a.wps", lambda: compound_file("Contents"), "复合文档"),
    ("broken xls", "a.xls", lambda: compound_file("Workbook"), "损坏"),
    ("cut xls", "a.xls", lambda: MAKERS["xls"]()[:3000], "a.xls"),
    ("cut xlsx", "a.xlsx", lambda: MAKERS["xlsx"]()[:4000], "没有传完整"),
    ("cut docx", "a.docx", lambda: MAKERS["docx"]()[:-4000], "没有传完整"),
    ("xlsx without its parts", "a.xlsx", lambda: packed({"xl/workbook.xml": b"<workbook/>"}), "损坏"),
    ("xlsx with a broken sheet", "a.xlsx", lambda: repacked(workbook(), {SHEET: b"<worksheet><sheetData><row"}), "损坏"),
    ("binary workbook", "a.xlsx", lambda: packed({"xl/workbook.bin": b"x"}), ".xlsb"),
    ("open document", "a.ods", lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), ".ods"),
    ("ofd", "a.ofd", lambda: packed({"OFD.xml": b"<OFD/>"}), "OFD"),
    ("zip", "a.zip", lambda: packed({"a.txt": b"x"}), "解压"),
    ("zip bomb", "a.xlsx", lambda: claiming(600 * limits.MEGABYTE), "压缩炸弹"),
    ("ratio bomb", "a.docx", lambda: packed({"word/document.xml": bytes(18 * limits.MEGABYTE)}), "压缩炸弹"),
    ("many members", "a.zip", lambda: packed({str(n): b"" for n in range(limits.MEMBERS + 1)}), "压缩炸弹"),
    ("rar", "a.rar", lambda: b"Rar!\x1a\x07\x00" + b"x" * 50, "解压"),
    ("rtf", "a.doc", lambda: b"{\\rtf1 hello}", "RTF"),
    ("xml spreadsheet", "a.xls", lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "2003"),
    ("program", "a.txt", lambda: b"MZ\x90\x00" + bytes(99), "程序"),
    ("unknown bytes", "a.xlsx", lambda: bytes(range(1, 256)) * 3, "a.xlsx"),
    ("text with NUL", "a.txt", lambda: "公开事项\t内容\n机关\x00简介".encode(), "第 2 行含有空字符"),
    ("text with a wound", "a.txt", lambda: "公开事项公开内容\n机关简介职能\n".encode() + b"\xe5\n", "第 3 行"),
    ("lone surrogate", "a.txt", lambda: b"\xff\xfe" + "公开\n".encode("utf-16-le") + b"\x00\xd8\n\x00", "损坏"),
    ("far cell", "a.xlsx", lambda: workbook(far_cell), "XFD1048576"),
    ("only hidden sheets", "a.xlsx", lambda: workbook(only_hidden), "隐藏"),
    ("laughs in docx", "a.docx", lambda: repacked(MAKERS["docx"](), {"word/document.xml": laughs(LAUGHING_BODY)}), "a.docx"),
    ("laughs in xlsx", "a.xlsx", lambda: repacked(workbook(), {SHEET: laughs("<worksheet>TEXT</worksheet>")}), "a.xlsx"),
    ("deep docx", "a.docx", lambda: repacked(MAKERS["docx"](), {"word/document.xml": DEEP_TABLES}), "a.docx"),
    ("docx without tables", "a.docx", lambda: repacked(MAKERS["docx"](), {"word/document.xml": LAUGHING_BODY.encode()}), "没有表格"),
    ("deep html", "a.html", lambda: b"<table><tr><td>x</table>" + b"<div><table><tr><td>" * 5_000, "太深"),
    ("html without tables", "a.html", lambda: b"<html><body><p>x</p></body></html>", "没有表格"),
    ("html of one endless row", "a.html", lambda: b"<table><tr>" + b"<td colspan=1000>x</td>" * 20, "列"),
    ("html tag of endless attributes", "a.html", lambda: b"<table><tr><td " + b"".join(b"a%d=1 " % n for n in range(500_000)) + b">x", "属性"),
    ("endless lines", "a.txt", lambda: b"a\tb\n" * 500_000, "500,000 行"),
    ("csv with an endless cell", "a.csv", lambda: b'a,b\n"' + b"x" * 200_000 + b'",1\n', "CSV"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "says"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_refused_in_clear_words(name: str, make: Callable[[], bytes], says: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_tables_of(make(), name)
    message = str(refused.value)
    assert says in message
    assert name in message
    assert "请" in message and message.endswith("。")
    assert "Error" not in message and "Exception" not in message


def test_a_file_of_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "很大.txt"
    with path.open("wb") as stream:
        stream.truncate(1 << 30)
    with pytest.raises(BadInput, match="1024 MB"):
        read_tables(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")
    for path, says in [
        (tmp_path, "文件夹"), (tmp_path / "没有.txt", "找不到"), (tmp_path / "管道", "不是普通文件"),
        (tmp_path / ("长" * 300), "打不开"), (Path("a\0b"), "a\0b"),
    ]:  # fmt: skip
        with pytest.raises(BadInput, match=says):
            read_tables(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(BadInput, match="权限"):
        read_tables(path)


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    data = packed({"a": b"x" * 5_000})
    lying = data.replace((5_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises(BadInput):
        Archive(lying, "a.zip").read("a")
