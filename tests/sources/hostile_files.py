"""Makes small files that are wrong in one way each: broken, locked, pretending, or built to overwhelm."""

import io
import struct
import zipfile

import openpyxl
from openpyxl.comments import Comment
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def compound_file(stream: str) -> bytes:
    """Make the beginning of an OLE compound file whose directory names one stream."""
    name = stream.encode("utf-16-le") + b"\x00\x00"
    entry = name.ljust(64, b"\x00") + struct.pack("<H", len(name))
    return OLE_MAGIC.ljust(1024, b"\x01") + entry.ljust(512, b"\x00")


def packed(members: dict[str, bytes]) -> bytes:
    """Make a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def repacked(data: bytes, changes: dict[str, bytes]) -> bytes:
    """Make the same ZIP with some members replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return packed(members | changes)


def workbook(change: object = None) -> bytes:
    """Make a workbook of two columns; ``change`` may be a function that does something to the book."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "目录"
    for row in (["公开事项", "公开内容"], ["机关简介", "职能"], ["行政许可", "结果"]):
        sheet.append(row)
    if callable(change):
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def leaky_workbook() -> bytes:
    """Make a workbook with something to find in every place a person does not look."""

    def hide(book: openpyxl.Workbook) -> None:
        sheet = book["目录"]
        sheet["C2"] = 13900000001
        sheet["D4"] = "隐藏列的字"
        sheet.column_dimensions["D"].hidden = True
        sheet.row_dimensions[3].hidden = True
        sheet["A2"].comment = Comment("批注里的字", "张三")
        sheet.oddHeader.center.text = "页眉里的字"
        sheet["A5"] = "=1+1"
        secret = book.create_sheet("名单")
        secret.sheet_state = "veryHidden"
        secret["B7"] = "隐藏表的字"
        book.defined_names["内部"] = openpyxl.workbook.defined_name.DefinedName("内部", attr_text='"名称里的字"')
        book.properties.creator = "李四"

    return workbook(hide)


def pdf_pages(number: int, text: str = "", password: str = "") -> bytes:
    """Make a PDF of some pages, each with a filled box and perhaps a line of text."""
    out = io.BytesIO()
    page = canvas.Canvas(out, encrypt=StandardEncryption(password) if password else None)
    page.setAuthor("王五")
    for _ in range(number):
        page.rect(10, 10, 100, 100, fill=1)
        if text:
            page.drawString(100, 700, text)
        page.showPage()
    page.save()
    return out.getvalue()


def laughs(root: str) -> bytes:
    """Make an XML part that expands a thousand million times, if it is let."""
    entities = ['<!ENTITY a0 "哈哈哈哈哈哈哈哈哈哈">']
    entities += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)]
    return f'<?xml version="1.0"?><!DOCTYPE x [{"".join(entities)}]>{root.replace("TEXT", "&a8;")}'.encode()
