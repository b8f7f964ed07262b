"""Published files lose their makers' traces and nothing else: same content, same bytes every time, and they still open."""

import io
import zipfile
from collections.abc import Callable
from functools import cache

import docx
import openpyxl
import pikepdf
import pytest
from catalogue_files import node
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from PIL import ExifTags, Image, PngImagePlugin
from reportlab.pdfgen import canvas
from sources.hostile_files import compound_file, packed, pdf_pages, repacked
from sources.test_formats import text as run_text

from gongkai.sources.stripping import Stripped, strip
from gongkai.sources.texts import TextPart, texts_of

PERSON = "ZhangSanfeng"  # the trace that must be gone everywhere
PLACE = (41.0, 8.0, 30.0)


def leaks(data: bytes, trace: str = PERSON) -> list[str]:
    """Say where a trace is still found: in the bytes of a file, of its members, or in the texts the check reads."""
    found = []
    if any(trace.encode(coding) in data for coding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")):
        found.append("bytes")
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found += [f"{name}: {where}" for name in archive.namelist() for where in leaks(archive.read(name), trace)]
    found += [part.place for part in texts_of(data, "a") if isinstance(part, TextPart) and trace in part.text]
    return found


def jpeg(*, turned: int = 1, mode: str = "RGB") -> bytes:
    picture = Image.radial_gradient("L").resize((64, 48)).convert(mode)
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = PERSON
    exif[ExifTags.Base.Orientation] = turned
    exif.get_ifd(ExifTags.IFD.GPSInfo)[2] = PLACE
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=PERSON.encode(), progressive=mode == "RGB", xmp=f"<x a='{PERSON}'/>".encode(), dpi=(96, 96))
    return out.getvalue() + PERSON.encode()


def png() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", PERSON)
    notes.add_itxt("Comment", PERSON, zip=True)
    out = io.BytesIO()
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = PERSON
    Image.radial_gradient("L").convert("P").save(out, "PNG", pnginfo=notes, exif=exif, transparency=3)
    return out.getvalue()


@cache
def document() -> bytes:
    paper = docx.Document()
    paper.add_paragraph("正文。")
    paper.add_picture(io.BytesIO(jpeg()))
    paper.add_table(2, 2).cell(0, 0).text = "表格里的字"
    properties = paper.core_properties
    properties.author = properties.last_modified_by = properties.keywords = properties.comments = PERSON
    paper.add_comment(paper.paragraphs[0].runs, "请核对", author=PERSON, initials=PERSON)
    out = io.BytesIO()
    paper.save(out)
    body = zipfile.ZipFile(io.BytesIO(out.getvalue())).read("word/document.xml")
    app = f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>{PERSON}</Company></Properties>'
    return repacked(out.getvalue(), {
        "word/document.xml": body.replace(b"<w:p>", b'<w:p w:rsidR="00AB12CD">'),
        "docProps/app.xml": app.encode(),
        "word/embeddings/Book1.xlsx": workbook(),
    })  # fmt: skip


@cache
def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["企业", "金额"], ["示例公司", 12.5]):
        sheet.append(row)
    sheet["A1"].comment = Comment("请核对", PERSON)
    book.create_sheet("底稿").sheet_state = "hidden"
    book.properties.creator = book.properties.lastModifiedBy = PERSON
    book.custom_doc_props.append(openpyxl.packaging.custom.StringProperty(name="审核", value=PERSON))
    out = io.BytesIO()
    book.save(out)
    whole = zipfile.ZipFile(io.BytesIO(out.getvalue()))
    path = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15">'
        f'<x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" url="C:\\{PERSON}\\"/>'
        "</mc:Choice></mc:AlternateContent><sheets>"
    )
    workbook_part = whole.read("xl/workbook.xml").replace(b"<sheets>", path.encode())
    return repacked(out.getvalue(), {"xl/workbook.xml": workbook_part})


def slides() -> bytes:
    presentation = '<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>'
    paragraph = '<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:r><a:t>标题字</a:t></a:r></a:p>'
    slide = f'<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">{paragraph}</p:sld>'
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{PERSON}</dc:creator></cp:coreProperties>'
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="ppt/presentation.xml"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail" Target="docProps/thumbnail.jpeg"/>'
        "</Relationships>"
    )
    return packed({
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": rels.encode(),
        "docProps/core.xml": core.encode(),
        "docProps/thumbnail.jpeg": jpeg(),
        "ppt/presentation.xml": presentation.encode(),
        "ppt/slides/slide1.xml": slide.encode(),
    })  # fmt: skip


@cache
def paper() -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.setAuthor(PERSON)
    page.setTitle(PERSON)
    page.drawString(100, 700, "Text of the page 12345")
    page.drawImage(canvas.ImageReader(io.BytesIO(jpeg(mode="L"))), 10, 10)
    page.showPage()
    page.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        with pdf.open_metadata() as xmp:
            xmp["dc:creator"] = [PERSON]
        pdf.pages[0].obj["/PieceInfo"] = pikepdf.Dictionary(Draft=pikepdf.String(PERSON))
        remark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=pikepdf.String(PERSON), Contents=pikepdf.String("look")
        )
        pdf.pages[0].obj["/Annots"] = pikepdf.Array([pdf.make_indirect(remark)])
        raw = next(each for each in pdf.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image")
        raw.write(jpeg(mode="L"), filter=pikepdf.Name.DCTDecode)
        saved = io.BytesIO()
        pdf.save(saved)
    return saved.getvalue()


@cache
def bundle() -> bytes:
    return packed({"一/名单.xlsx": workbook(), "照片.jpg": jpeg(), "__MACOSX/._名单": PERSON.encode(), "说明.txt": b"x"})


MADE: dict[str, Callable[[], bytes]] = {  # made once: what makes them writes the time into them
    "a.docx": document, "a.xlsx": workbook, "a.pptx": slides, "a.pdf": paper, "a.jpg": jpeg, "a.png": png, "a.zip": bundle,
}  # fmt: skip


@pytest.mark.parametrize("name", MADE)
def test_no_trace_is_left_and_nothing_more_happens_the_second_time(name: str) -> None:
    data = MADE[name]()
    assert leaks(data), "the test would prove nothing"
    once = strip(data, name)
    assert once.removed and leaks(once.data) == []
    assert PERSON not in "".join(once.removed + once.left), "what was taken out is named, never repeated"
    assert strip(data, name) == once, "the same bytes give the same bytes"
    twice = strip(once.data, name)
    assert twice.data == once.data and twice.removed == () and twice.left == once.left


def test_a_document_keeps_its_content_and_opens() -> None:
    before, stripped = document(), strip(document(), "a.docx")
    old, new = docx.Document(io.BytesIO(before)), docx.Document(io.BytesIO(stripped.data))
    assert [p.text for p in new.paragraphs] == [p.text for p in old.paragraphs]
    assert new.tables[0].cell(0, 0).text == "表格里的字" and len(new.inline_shapes) == 1
    assert new.core_properties.author == "" and [c.text for c in new.comments] == ["请核对"]
    assert {"有1条批注", "嵌入文件Book1.xlsx：工作表“底稿”是隐藏的"} <= set(stripped.left)
    assert b"rsid" not in zipfile.ZipFile(io.BytesIO(stripped.data)).read("word/document.xml")


def test_tracked_changes_are_named_and_kept() -> None:
    paper = docx.Document()
    paper.add_paragraph("正文")._p.append(node("w:del", node("w:r", run_text("删掉的字", "w:delText"))))
    out = io.BytesIO()
    paper.save(out)
    stripped = strip(out.getvalue(), "a.docx")
    assert "正文有1处修订痕迹没有接受或拒绝" in stripped.left
    assert "删掉的字".encode() in zipfile.ZipFile(io.BytesIO(stripped.data)).read("word/document.xml")


def test_a_workbook_keeps_its_content_and_opens() -> None:
    stripped = strip(workbook(), "a.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(stripped.data))
    assert list(book["Sheet"].values) == [("企业", "金额"), ("示例公司", 12.5)]
    assert book["Sheet"]["A1"].comment.text == "请核对" and book["底稿"].sheet_state == "hidden"
    assert book.properties.lastModifiedBy is None and not list(book.custom_doc_props)
    assert "工作表“底稿”是隐藏的" in stripped.left and "文件保存路径" in stripped.removed


def test_slides_lose_their_thumbnail_and_what_points_to_it() -> None:
    stripped = strip(slides(), "a.pptx")
    with zipfile.ZipFile(io.BytesIO(stripped.data)) as archive:
        assert "docProps/thumbnail.jpeg" not in archive.namelist()
        assert b"thumbnail" not in archive.read("_rels/.rels") and b"presentation.xml" in archive.read("_rels/.rels")
    assert any(part.text == "标题字" for part in texts_of(stripped.data, "a.pptx") if isinstance(part, TextPart))


def test_a_pdf_keeps_its_pages_and_pictures() -> None:
    stripped = strip(paper(), "a.pdf")
    with pikepdf.open(io.BytesIO(stripped.data)) as pdf:
        assert len(pdf.pages) == 1 and not pdf.docinfo
        assert str(pdf.pages[0].obj["/Annots"][0]["/Contents"]) == "look"
        (image,) = pdf.pages[0].get_images().values()
        assert pikepdf.PdfImage(image).as_pil_image().tobytes() == Image.open(io.BytesIO(jpeg(mode="L"))).tobytes()
    assert any("12345" in part.text for part in texts_of(stripped.data, "a.pdf") if isinstance(part, TextPart))


def test_what_an_incremental_save_covered_up_is_gone() -> None:
    first = pdf_pages(1, f"secret {'7' * 9}")
    with pikepdf.open(io.BytesIO(first)) as pdf:
        page = pdf.pages[0].obj
        number, generation = page["/Contents"].objgen
    clean = f"{number} {generation} obj\n<</Length 0>>stream\n\nendstream\nendobj\n".encode()
    start = len(first)
    offsets = first[first.rindex(b"startxref") + 9 :].split()[0].decode()
    with pikepdf.open(io.BytesIO(first)) as pdf:
        root, size = pdf.Root.objgen[0], int(pdf.trailer["/Size"])
    table = (
        f"xref\n{number} 1\n{start:010d} {generation:05d} n \n"
        f"trailer\n<</Size {size}/Root {root} 0 R/Prev {offsets}>>\nstartxref\n{start + len(clean)}\n%%EOF\n"
    )
    covered = first + clean + table.encode()
    stripped = strip(covered, "a.pdf")
    assert "以前的版本" in stripped.removed
    with pikepdf.open(io.BytesIO(stripped.data)) as pdf:
        streams = [each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)]
    assert not any(b"7777" in stream for stream in streams)
    with pikepdf.open(io.BytesIO(first)) as pdf:
        assert any(b"7777" in each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream))


def test_an_archival_pdf_still_says_that_it_is_one() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        with pdf.open_metadata() as xmp:
            xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["dc:creator"] = "2", "B", [PERSON]
        out = io.BytesIO()
        pdf.save(out)
    stripped = strip(out.getvalue(), "a.pdf")
    with pikepdf.open(io.BytesIO(stripped.data)) as pdf, pdf.open_metadata() as xmp:
        assert xmp.pdfa_status == "2B" and "dc:creator" not in xmp
    assert strip(stripped.data, "a.pdf").data == stripped.data


@pytest.mark.parametrize("turned", [1, 6])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_photograph_keeps_every_pixel_and_its_turn(turned: int, mode: str) -> None:
    data = jpeg(turned=turned, mode=mode)
    stripped = strip(data, "a.jpg")
    old, new = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(stripped.data))
    assert new.tobytes() == old.tobytes() and new.info["dpi"] == old.info["dpi"]
    assert dict(new.getexif()) == ({ExifTags.Base.Orientation: 6} if turned == 6 else {})
    assert "EXIF" in stripped.removed and "图片之后附加的数据" in stripped.removed


def test_a_drawing_keeps_every_pixel() -> None:
    old, new = Image.open(io.BytesIO(png())), Image.open(io.BytesIO(strip(png(), "a.png").data))
    assert new.tobytes() == old.tobytes() and new.info.get("transparency") == 3 and not new.text


def test_members_of_an_archive_keep_their_names() -> None:
    stripped = strip(bundle(), "a.zip")
    assert zipfile.ZipFile(io.BytesIO(stripped.data)).namelist() == ["一/名单.xlsx", "照片.jpg", "说明.txt"]
    assert "一/名单.xlsx › 工作表“底稿”是隐藏的" in stripped.left


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (compound_file("WordDocument"), "a.doc", "另存为新格式"),
        (b"", "a.pdf", "空文件"),
        (pdf_pages(1, "x", password="x"), "a.pdf", "打开密码"),
        (packed({"word/document.xml": b"<w/>", "_xmlsignatures/sig1.xml": b"<s/>"}), "a.docx", "电子签名"),
        (jpeg()[:300], "a.jpg", "已损坏"),
        (b"GIF89a" + b"\x00" * 40, "a.gif", "JPEG"),
    ],
)
def test_what_cannot_be_stripped_comes_back_with_the_reason(data: bytes, name: str, why: str) -> None:
    stripped = strip(data, name)
    assert stripped.data == data and stripped.removed == () and why in "".join(stripped.left)


def test_plain_text_has_nothing_to_take() -> None:
    assert strip("名称,金额\n".encode(), "a.csv") == Stripped("名称,金额\n".encode())


@given(st.randoms(use_true_random=False), st.sampled_from(sorted(MADE)))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_wounded_files_never_raise(random: object, name: str) -> None:
    data = bytearray(MADE[name]())
    for _ in range(10):
        data[random.randrange(len(data))] = random.randrange(256)  # type: ignore[attr-defined]
    assert isinstance(strip(bytes(data), name), Stripped)
