"""The check of attachments sees what people do not: hidden sheets, comments, deleted text, properties, nested archives."""

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from catalogue_files import MAKERS, node
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from PIL import ExifTags, Image, PngImagePlugin
from sources.hostile_files import compound_file, leaky_workbook, packed, pdf_pages, repacked, workbook
from sources.test_formats import text

from gongkai.rules.findings import Finding
from gongkai.sources.errors import BadInput
from gongkai.sources.texts import TextPart, Unreadable, read_text, texts_of


def found(data: bytes, name: str) -> tuple[dict[str, TextPart], dict[str, str]]:
    parts: dict[str, TextPart] = {}
    unread: dict[str, str] = {}
    for each in texts_of(data, name):
        if isinstance(each, Finding):
            continue
        if isinstance(each, Unreadable):
            unread[each.place] = each.why
        elif each.place in parts:
            parts[each.place] = TextPart(each.place, f"{parts[each.place].text}\n{each.text}", each.hidden)
        else:
            parts[each.place] = each
    return parts, unread


def noted(data: bytes, name: str) -> set[tuple[str, str]]:
    """Return kind and message of what a person should know of a file."""
    return {(each.kind, each.message) for each in texts_of(data, name) if isinstance(each, Finding)}


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


def test_what_a_person_should_know_of_a_workbook() -> None:
    assert noted(leaky_workbook(), "a.xlsx") == {
        ("hidden_sheet", "工作表“名单”是隐藏的"),
        ("hidden_cells", "工作表“目录”隐藏了1行、1列"),
        ("file_comments", "有1条批注"),
    }
    macros = repacked(leaky_workbook(), {"xl/vbaProject.bin": b"x", "xl/revisions/revisionHeaders.xml": b"<h/>", "xl/connections.xml": b"<c/>"})
    assert {kind for kind, _ in noted(macros, "a.xlsm")} >= {"file_macros", "tracked_changes", "file_external_data"}


def test_input_hints_of_a_workbook() -> None:
    def hint(book: openpyxl.Workbook) -> None:
        validation = DataValidation(type="list", formula1='"是,否"', showInputMessage=True, prompt="提示里的字", promptTitle="标题")
        book.active.add_data_validation(validation)
        validation.add("A2")
        book.active["B2"].hyperlink = Hyperlink(ref="B2", target="http://example.com", tooltip="链接提示里的字")

    parts, _ = found(workbook(hint), "a.xlsx")
    assert holder(parts, "提示里的字").hidden and holder(parts, "链接提示里的字").place == "工作表“目录”的输入提示和链接"


def test_what_a_person_should_know_of_a_document() -> None:
    assert {("tracked_changes", "正文有1处修订痕迹没有接受或拒绝"), ("hidden_text", "正文有1处隐藏文字"), ("file_comments", "有1条批注")} <= noted(
        leaky_document(), "a.docx"
    )
    plain = docx.Document()
    plain.add_paragraph("正文")
    out = io.BytesIO()
    plain.save(out)
    assert noted(out.getvalue(), "a.docx") == set()


def test_words_for_those_who_cannot_see_a_picture() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    paper = docx.Document()
    paper.add_picture(picture)
    paper.inline_shapes[0]._inline.docPr.set("descr", "说明里的字")
    out = io.BytesIO()
    paper.save(out)
    assert holder(found(out.getvalue(), "a.docx")[0], "说明里的字").place == "正文第1个图形的说明文字"


def test_slides_with_their_notes() -> None:
    def slide(words: str, root: str = "p:sld") -> bytes:
        return (
            f'<{root} xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            f"<a:p><a:r><a:t>{words}</a:t></a:r></a:p></{root.partition(' ')[0]}>"
        ).encode()

    data = packed({
        "ppt/presentation.xml": b"<p/>",
        "ppt/slides/slide1.xml": slide("看得见"),
        "ppt/slides/slide2.xml": slide("隐藏的", 'p:sld show="0"'),
        "ppt/notesSlides/notesSlide1.xml": slide("备注里"),
    })  # fmt: skip
    parts, unread = found(data, "a.pptx")
    assert parts["第1张幻灯片第1段"] == TextPart("第1张幻灯片第1段", "看得见") and unread == {}
    assert holder(parts, "备注里").hidden and holder(parts, "隐藏的").hidden
    assert noted(data, "a.pptx") == {("hidden_text", "第2张幻灯片是隐藏的")}
    parts, unread = found(compound_file("PowerPoint Document"), "a.ppt")
    assert not parts and "演示文稿" in unread["整份文件"]


def test_properties_of_a_picture_and_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "ZhangSan"
    exif[ExifTags.Base.XPAuthor] = "张三".encode("utf-16-le")
    exif.get_ifd(ExifTags.IFD.GPSInfo)[2] = (41.0, 8.0, 30.0)
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif, comment="注释里的字".encode())
    for data, before in ((out.getvalue(), ""), (packed({"照片.jpg": out.getvalue()}), "照片.jpg › ")):
        parts, unread = found(data, "照片.jpg" if not before else "a.zip")
        assert parts[f"{before}图片属性 EXIF Artist"].hidden and holder(parts, "张三") and holder(parts, "注释里的字")
        assert "图片" in next(iter(unread.values()))
        assert noted(data, "照片.jpg") == {("picture_location", "图片属性里有拍摄地点（GPS坐标）")}
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("Author", "李四", zip=True)
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=notes)
    assert holder(found(out.getvalue(), "a.png")[0], "李四").hidden
    assert noted(out.getvalue(), "a.png") == set()


def test_a_scanned_pdf_is_told() -> None:
    assert ("scanned_pdf", "3页都是图片（扫描件），没有文字层：读屏软件读不出来，也搜索不到") in noted(pdf_pages(3), "a.pdf")
    assert noted(pdf_pages(3, "text"), "a.pdf") == set()


@given(st.randoms(use_true_random=False), st.sampled_from([MAKERS["docx"], MAKERS["xls"], leaky_workbook, leaky_document]))
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_wounded_files_never_raise(random: object, make: object) -> None:
    data = bytearray(make())  # type: ignore[operator]
    for _ in range(10):
        data[random.randrange(len(data))] = random.randrange(256)  # type: ignore[attr-defined]
    for each in texts_of(bytes(data), "a"):
        assert isinstance(each, TextPart | Unreadable | Finding)
