"""The parts of a JPEG and of a PNG: what makes the picture, and what only tells about it.

Two walkers over the bytes, shared by the check of properties and by their removal. Nothing is decoded, so nothing is
lost by writing the kept parts again.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.sources.errors import BadInput

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
EXIF = b"Exif\x00\x00"
XMP = b"http://ns.adobe.com/xap/1.0/\x00"
IPTC = b"Photoshop 3.0\x00"
STANDALONE = {0x01, *range(0xD0, 0xD8)}
SOS, EOI = 0xDA, 0xD9
ORIENTATION = 0x0112
MOST_CHUNKS = 100_000


@dataclass(frozen=True, slots=True)
class Part:
    """One segment of a JPEG or chunk of a PNG: its name (``APP1``, ``tEXt``), what it carries, and its bytes as they stand."""

    name: str
    body: bytes
    raw: bytes


def broken(name: str) -> BadInput:
    """Make the refusal of a picture whose parts do not fit together."""
    return BadInput(f"图片“{name}”已损坏或没有传完整。请用看图软件打开、另存一份后再提交。")


def jpeg_parts(data: bytes, name: str) -> Iterator[Part]:
    """Yield the segments of a JPEG up to its end; entropy-coded data goes with its ``SOS``; a last ``tail`` is what follows EOI."""
    yield Part("SOI", b"", data[:2])
    place = 2
    while place + 2 <= len(data):
        if data[place] != 0xFF:
            raise broken(name)
        marker = data[place + 1]
        if marker == 0xFF:  # fill bytes before a marker
            place += 1
            continue
        if marker == EOI:
            yield Part("EOI", b"", data[place : place + 2])
            if data[place + 2 :]:
                yield Part("tail", data[place + 2 :], data[place + 2 :])
            return
        if marker in STANDALONE:
            yield Part("RST", b"", data[place : place + 2])
            place += 2
            continue
        if place + 4 > len(data):
            break
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        end = place + 2 + length
        if length < 2 or end > len(data):
            break
        body = data[place + 4 : end]
        if marker == SOS:
            end = _end_of_scan(data, end)
        yield Part(_marker_name(marker), body, data[place:end])
        place = end
    raise broken(name)


def _end_of_scan(data: bytes, place: int) -> int:
    """Find the marker after entropy-coded data: in there 0xFF is followed by 0x00 or by a restart marker."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            return len(data)
        follows = data[place + 1]
        if follows == 0 or 0xD0 <= follows <= 0xD7:
            place += 2
        elif follows == 0xFF:
            place += 1
        else:
            return place


def _marker_name(marker: int) -> str:
    if 0xE0 <= marker <= 0xEF:
        return f"APP{marker - 0xE0}"
    return {0xFE: "COM", SOS: "SOS"}.get(marker, f"M{marker:02X}")


def png_parts(data: bytes, name: str) -> Iterator[Part]:
    """Yield the chunks of a PNG up to its end; a last ``tail`` is what follows IEND."""
    place = len(PNG)
    for _ in range(MOST_CHUNKS):
        if place + 12 > len(data):
            break
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        end = place + 12 + length
        if end > len(data):
            break
        yield Part(kind.decode("latin-1"), data[place + 8 : end - 4], data[place:end])
        place = end
        if kind == b"IEND":
            if data[place:]:
                yield Part("tail", data[place:], data[place:])
            return
    raise broken(name)


def chunk(kind: bytes, body: bytes) -> bytes:
    """Write one PNG chunk with its check sum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def orientation_of(tiff: bytes) -> int:
    """Read how an EXIF block says the picture is to be turned: 1 (not at all) to 8; 1 when it does not say.

    >>> orientation_of(exif_of(6)), orientation_of(b"")
    (6, 1)
    """
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return 1
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(min(entries, 1_000)):
            tag, kind, count, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if (tag, kind, count) == (ORIENTATION, 3, 1):
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def exif_of(orientation: int) -> bytes:
    """Write an EXIF block that holds the orientation and nothing else."""
    return b"MM\x00*\x00\x00\x00\x08" + struct.pack(">HHHIHHI", 1, ORIENTATION, 3, 1, orientation, 0, 0)
