"""Takes EXIF (with GPS), XMP, IPTC and comments out of JPEG and PNG without touching the picture: no recompression.

How the picture is to be turned and its colours (ICC, gamma) belong to the picture and stay. Whatever was appended after
the picture's end (a film, a second picture, an archive) goes.
"""

from collections.abc import Callable

from gongkai.sources.messages import Stripped
from gongkai.sources.pictures import (
    EXIF,
    IPTC,
    JPEG,
    PNG,
    XMP,
    Part,
    chunk,
    exif_of,
    jpeg_parts,
    orientation_of,
    png_parts,
)

OF_THE_PICTURE = {"APP0", "APP2", "APP14"}  # JFIF; ICC profile; how Adobe coded the colours
PNG_KEPT = {
    "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "hIST", "sPLT",
    "acTL", "fcTL", "fdAT", "cICP", "mDCV", "cLLI",
}  # fmt: skip
PNG_TOLD = {"eXIf": "EXIF", "tEXt": "文字说明", "zTXt": "文字说明", "iTXt": "文字说明", "tIME": "修改时间", "tail": "图片之后附加的数据"}


def of_picture(data: bytes, name: str, inner: Callable[[bytes, str], Stripped]) -> Stripped:
    """Strip a JPEG or PNG; other formats come back as they are."""
    if data.startswith(JPEG):
        return of_jpeg(data, name)
    if data.startswith(PNG):
        return of_png(data, name)
    return Stripped(data, (), ("这种图片格式的属性没有去除。请另存为 JPEG 或 PNG",))


def of_jpeg(data: bytes, name: str) -> Stripped:
    """Drop the segments that only tell about the picture."""
    kept: list[bytes] = []
    removed: dict[str, None] = {}
    for part in jpeg_parts(data, name):
        if part.name == "APP1" and part.body.startswith(EXIF):
            turned = orientation_of(part.body[len(EXIF) :])
            least = segment(EXIF + exif_of(turned)) if turned != 1 else b""
            if part.raw != least:
                removed["EXIF"] = None
            kept.append(least)
        elif part.name == "APP0" and part.body.startswith(b"JFIF\x00") and len(part.body) > 14:
            removed["缩略图"] = None
            kept.append(b"\xff\xe0\x00\x10" + part.body[:12] + b"\x00\x00")
        elif is_told(part):
            removed[told(part)] = None
        else:
            kept.append(part.raw)
    return Stripped(b"".join(kept), tuple(removed))


def is_told(part: Part) -> bool:
    """Tell a segment that only tells about the picture."""
    if part.name in OF_THE_PICTURE:
        return not part.body.startswith((b"JFIF\x00", b"ICC_PROFILE\x00", b"Adobe"))
    return part.name in ("COM", "tail") or part.name.startswith("APP")


def told(part: Part) -> str:
    """Name a segment in the clerk's words."""
    if part.body.startswith(XMP) or part.body.startswith(b"http://ns.adobe.com/"):
        return "XMP"
    if part.body.startswith(IPTC):
        return "IPTC"
    return {"COM": "注释", "tail": "图片之后附加的数据"}.get(part.name, "其他属性")


def segment(body: bytes) -> bytes:
    """Write one APP1 segment."""
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def of_png(data: bytes, name: str) -> Stripped:
    """Drop the chunks that only tell about the picture."""
    kept = [PNG]
    removed: dict[str, None] = {}
    for part in png_parts(data, name):
        if part.name == "eXIf":
            turned = orientation_of(part.body)
            least = chunk(b"eXIf", exif_of(turned)) if turned != 1 else b""
            if part.raw != least:
                removed["EXIF"] = None
            kept.append(least)
        elif part.name in PNG_KEPT:
            kept.append(part.raw)
        else:
            removed[PNG_TOLD.get(part.name, "其他属性")] = None
    return Stripped(b"".join(kept), tuple(removed))
