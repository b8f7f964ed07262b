"""The check of attachments sees what people do not: hidden sheets, comments, deleted text, properties, nested archives."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from catalogue_files import MAKERS, node
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources.hostile_files import compound_file, leaky_workbook, packed, pdf_pages, repacked
from sources.test_formats import text

from gongkai.sources.errors import BadInput
from gongkai.sources.texts import TextPart, Unreadable, read_text, texts_of


def found(data: bytes, name: str) -> tuple[dict[str, TextPart], dict[str, str]]:
    parts: dict[str, TextPart] = {}
    unread: dict[str, str] = {}
    for each in texts_of(data, name):
        if isinstance(each, Unreadable):
            unread[each.place] = each.why
        elif each.place in parts:
            parts[each.place] = TextPart(each.place, f"{parts[each.place].text}\n{each.text}", each.hidden)
        else:
            parts[each.place] = each
    return parts, unread


def holder(parts: dict[str, TextPart], words: str) -> TextPart:
    return next(part for part in parts.values() if words in part.text)


def test_workbook() -> None:
    parts, unread = found(leaky_workbook(), "a.xlsx")
    assert parts["工作表“名单”B7（隐藏工作表）"] == TextPart("工作表“名单”B7（隐藏工作表）", "隐藏表的字", True)
    assert parts["工作表“目录”C2"] == TextPart("工作表“目录”C2", "13900000001", False)
    assert parts["工作表“目录”D4（隐藏列）"].hidden and parts["工作表“目录”A3（隐藏行）"].hidden
    assert holder(parts, "批注里的字").place == "工作表“目录”A2批注"
    assert holder(parts, "张三").place == "工作表“目录”批注作者"
    assert holder(parts, "页眉里的字").place == "工作表“目录”页眉页脚"
    assert holder(parts, "名称里的字").place == "名称“内部”"
    assert holder(parts, "李四").place == "文档属性"
    assert unread == {}


def test_old_workbook_says_what_it_cannot_show() -> None:
    parts, unread = found(MAKERS["xls"](), "a.xls")
    assert parts["工作表“目录”A1"].text.endswith("目录")
    assert "另存为 .xlsx" in unread["批注、图形和文档属性"]


def leaky_document() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("正文110101")
    paragraph.add_run("19900307")  # a number cut into runs is one number
    paragraph._p.append(node("w:del", node("w:r", text("删掉的字", "w:delText"))))
    hidden = document.add_paragraph().add_run("隐藏的字")
    hidden.font.hidden = True
    document.sections[0].header.paragraphs[0].text = "页眉的字"
    document.core_properties.author = "赵六"
    document.add_comment(document.paragraphs[0].runs, "批注的字", author="钱七")
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue(), {"word/embeddings/表.xlsx": leaky_workbook(), "word/media/image1.png": b"x"})


def test_document() -> None:
    parts, unread = found(leaky_document(), "a.docx")
    assert parts["正文第1段"] == TextPart("正文第1段", "正文11010119900307", False)
    assert parts["正文第1段（修订删除）"] == TextPart("正文第1段（修订删除）", "删掉的字", True)
    assert parts["正文第2段（隐藏文字）"].hidden
    assert holder(parts, "页眉的字").place.startswith("页眉")
    assert holder(parts, "批注的字").place.startswith("批注") and holder(parts, "赵六").place == "文档属性"
    assert "嵌入的文件 表.xlsx › 工作表“名单”B7（隐藏工作表）" in parts
    assert "图片 image1.png" in unread


def test_pdf_pages_properties_and_pictures() -> None:
    parts, _ = found(pdf_pages(2, "ID 110101"), "a.pdf")
    assert "110101" in parts["第2页"].text and parts["文档属性 Author"].hidden
    parts, _ = found(MAKERS["pdf"](), "a.pdf")
    assert holder(parts, "自由裁量权基准").place == "第2页" or "第2页的表格" in parts


def test_archives_in_archives() -> None:
    inner = packed({"身份证.txt": b"1\n110101\n", "旧.doc": compound_file("WordDocument")})
    outer = packed({"里.zip": inner, "名单.xlsx": leaky_workbook(), "照片.jpg": b"\xff\xd8\xff\xe0xxxx", "空.txt": b""})
    parts, unread = found(outer, "附件.zip")
    assert parts["里.zip › 身份证.txt › 第2行"].text == "110101"
    assert "名单.xlsx › 工作表“名单”B7（隐藏工作表）" in parts
    assert "图片" in unread["照片.jpg"] and "另存为 .docx" in unread["里.zip › 旧.doc"]


def test_archives_too_deep_are_told() -> None:
    data = packed({"a.txt": b"x"})
    for _ in range(6):
        data = packed({"z.zip": data})
    parts, unread = found(data, "a.zip")
    assert not parts and "3 层" in "".join(unread.values())


def test_names_written_on_a_chinese_windows() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("x" * len("名单.txt".encode("gb18030")))
        archive.writestr(info, b"x")
    data = out.getvalue().replace(info.filename.encode(), "名单.txt".encode("gb18030"))
    parts, _ = found(data, "a.zip")
    assert "名单.txt › 第1行" in parts


def test_web_page_and_its_unseen_parts() -> None:
    page = "<html><p>看得见</p><div style='display:none'>看不见</div><!-- 注释里 --><img src=a.png alt='图片的说明文字'></html>"
    parts, unread = found(page.encode(), "a.html")
    assert "看得见" in parts["网页正文"].text and parts["网页中不显示的内容"].text == "看不见"
    assert parts["网页注释"].text == "注释里" and "图片 a.png" in unread


def test_ofd_text_codes() -> None:
    page = '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:TextCode>公开</ofd:TextCode></ofd:Page>'.encode()
    parts, _ = found(packed({"OFD.xml": b"<OFD/>", "Doc_0/Pages/Page_0/Content.xml": page}), "a.ofd")
    assert parts["第1页"].text == "公开"


def test_what_cannot_be_opened_is_told_and_nothing_raised() -> None:
    for data, name in [
        (b"", "a.txt"), (pdf_pages(1, "x", password="x"), "a.pdf"), (compound_file("EncryptedPackage"), "a.xlsx"),
        (b"Rar!\x1a\x07\x00xxxxxx", "a.rar"), (MAKERS["xlsx"]()[:3000], "a.xlsx"),
    ]:  # fmt: skip
        (only,) = texts_of(data, name)
        assert isinstance(only, Unreadable) and only.place == "整份文件" and "请" in only.why


def test_the_text_a_reader_sees(tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_bytes("关于放假的通知\n\n一、元旦".encode("gb18030"))
    assert read_text(tmp_path / "通知.txt") == "关于放假的通知\n一、元旦"
    (tmp_path / "通知.docx").write_bytes(leaky_document())
    seen = read_text(tmp_path / "通知.docx")
    assert "正文11010119900307" in seen and "删掉的字" not in seen and "赵六" not in seen
    (tmp_path / "通知.pdf").write_bytes(pdf_pages(1))
    with pytest.raises(BadInput, match="OCR"):
        read_text(tmp_path / "通知.pdf")


@given(st.randoms(use_true_random=False), st.sampled_from([MAKERS["docx"], MAKERS["xls"], leaky_workbook, leaky_document]))
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_wounded_files_never_raise(random: object, make: object) -> None:
    data = bytearray(make())  # type: ignore[operator]
    for _ in range(10):
        data[random.randrange(len(data))] = random.randrange(256)  # type: ignore[attr-defined]
    for each in texts_of(bytes(data), "a"):
        assert isinstance(each, TextPart | Unreadable)
