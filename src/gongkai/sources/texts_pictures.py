"""Texts in the properties of pictures: EXIF, XMP, IPTC, comments; and whether a picture says where it was taken.

What the picture itself shows cannot be read here, and that is told.
"""

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags, Image

from gongkai.rules.findings import Finding
from gongkai.sources.kinds import REFUSALS
from gongkai.sources.messages import WHOLE, TextPart, Told, Unreadable
from gongkai.sources.pictures import EXIF, IPTC, JPEG, PNG, XMP, jpeg_parts, png_parts

MOST_TEXT = 1_000_000
EXIF_IFD, GPS_IFD = 0x8769, 0x8825
XP_FIRST, XP_LAST, USER_COMMENT = 0x9C9B, 0x9C9F, 0x9286
GPS_IN_XMP = re.compile(r"GPS(?:Latitude|Longitude)")
PRINTED = re.compile(rb"[^\x00-\x1f]{4,}")


def of_picture(data: bytes, name: str) -> Iterator[Told]:
    """Yield the texts in a picture's properties, and that its own words cannot be checked."""
    yield from properties(data, name, WHOLE)
    yield Unreadable(WHOLE, REFUSALS["picture"].format(name=name))


def properties(data: bytes, name: str, place: str) -> Iterator[TextPart | Finding]:
    """Yield the texts in a picture's properties, and a finding when they tell where it was taken."""
    where = "图片属性" if place == WHOLE else f"{place}的属性"
    located = False
    for what, text in _texts(data, name):
        if what == "GPS":
            located = True
        elif text.strip("\x00 \n"):
            located = located or bool(GPS_IN_XMP.search(text))
            yield TextPart(f"{where} {what}", text, True)
    if located:
        yield Finding("picture_location", "warning", "图片属性里有拍摄地点（GPS坐标）", field=place)


def _texts(data: bytes, name: str) -> Iterator[tuple[str, str]]:
    if data.startswith(JPEG):
        for part in jpeg_parts(data, name):
            if part.name == "APP1" and part.body.startswith(EXIF):
                yield from _exif(part.body)
            elif part.name == "APP1" and part.body.startswith(XMP):
                yield "XMP", plain(part.body[len(XMP) :])
            elif part.name == "APP13" and part.body.startswith(IPTC):
                yield "IPTC", "\n".join(decoded(piece) for piece in PRINTED.findall(part.body))
            elif part.name == "COM":
                yield "注释", decoded(part.body)
    elif data.startswith(PNG):
        for part in png_parts(data, name):
            if part.name == "eXIf":
                yield from _exif(EXIF + part.body)
            elif part.name in ("tEXt", "zTXt", "iTXt"):
                yield "文字", png_text(part.name, part.body)
    else:
        with Image.open(io.BytesIO(data)) as picture:
            yield from _entries(picture.getexif())
            xmp = picture.info.get("xmp")
            if isinstance(xmp, bytes):
                yield "XMP", plain(xmp)
            comment = picture.info.get("comment")
            if comment:
                yield "注释", decoded(comment) if isinstance(comment, bytes) else str(comment)


def _exif(block: bytes) -> Iterator[tuple[str, str]]:
    exif = Image.Exif()
    exif.load(block)
    yield from _entries(exif)


def _entries(exif: Image.Exif) -> Iterator[tuple[str, str]]:
    for tag, value in [*exif.items(), *exif.get_ifd(EXIF_IFD).items()]:
        if isinstance(value, str | bytes):
            yield f"EXIF {ExifTags.TAGS.get(tag, tag)}", exif_text(tag, value)
    if any(tag in (1, 2, 3, 4) for tag in exif.get_ifd(GPS_IFD)):
        yield "GPS", ""


def exif_text(tag: int, value: str | bytes) -> str:
    """Read one EXIF value: some are UTF-16, one says its own coding first."""
    if isinstance(value, str):
        return value
    if XP_FIRST <= tag <= XP_LAST:
        return value.decode("utf-16-le", "replace").rstrip("\x00")
    if tag == USER_COMMENT:
        return value[8:].decode("utf-16-le" if value.startswith(b"UNICODE") else "utf-8", "replace")
    return decoded(value) if tag not in (0x927C,) else ""


def png_text(kind: str, body: bytes) -> str:
    """Read one text chunk of a PNG, packed or not."""
    keyword, _, rest = body.partition(b"\x00")
    if kind == "zTXt":
        text: Any = unpacked(rest[1:])
    elif kind == "iTXt":
        packed, rest = rest[:1] == b"\x01", rest[2:]
        text = rest.split(b"\x00", 2)[-1]
        text = unpacked(text) if packed else text
    else:
        text = rest
    return f"{decoded(keyword)}：{plain(text)}"


def unpacked(data: bytes) -> bytes:
    """Inflate at most a bounded length."""
    try:
        return zlib.decompressobj().decompress(data, MOST_TEXT)
    except zlib.error:
        return b""


def plain(xml: bytes) -> str:
    """Give the words of XMP, attributes included."""
    return re.sub(r"[<>=\"']+", " ", decoded(xml))


def decoded(data: bytes) -> str:
    """Decode text whose coding nobody says: UTF-8, else the Chinese one."""
    data = data[:MOST_TEXT]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
