"""What lies inside a ZIP or an OLE compound file: the two wrappers that most office formats share."""

import struct

from gongkai.sources.archive import Archive

ZIP_PARTS: tuple[tuple[str, str], ...] = (
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "slides"),
    ("OFD.xml", "ofd"),
)
OPEN_DOCUMENT = {b"spreadsheet": "ods", b"text": "odt", b"presentation": "slides"}
OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "slides"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
DIRECTORY_ENTRY = 128


def kind_inside(wrapper: str, data: bytes, name: str) -> str:
    """Say which format a ``zip`` or an ``ole`` wrapper holds; raises BadInput when the wrapper itself is broken."""
    if wrapper == "ole":
        return next((kind for stream, kind in OLE_STREAMS if has_stream(data, stream)), "ole")
    return kind_of_archive(Archive(data, name))


def kind_of_archive(archive: Archive) -> str:
    """Tell the format of a ZIP from its members."""
    names = archive.names
    for part, kind in ZIP_PARTS:
        if part in names:
            return kind
    if "[Content_Types].xml" in names:
        return kind_by_content_types(archive.read("[Content_Types].xml"))
    if "mimetype" in names:
        mime = archive.read("mimetype")
        return next((kind for word, kind in OPEN_DOCUMENT.items() if b"opendocument." + word in mime), "zip")
    return "zip"


def kind_by_content_types(types: bytes) -> str:
    """Tell an Office package whose main part has an unusual name."""
    if b"spreadsheetml.sheet.main" in types or b"ms-excel.sheet.macroEnabled.main" in types:
        return "xlsx"
    return "docx" if b"wordprocessingml.document.main" in types else "zip"


def has_stream(data: bytes, stream: str) -> bool:
    """Look for a directory entry of this name: 128-byte aligned, UTF-16, its length in bytes at offset 64."""
    wanted = stream.encode("utf-16-le") + b"\x00\x00"
    place = data.find(wanted)
    while place >= 0:
        length = data[place + 64 : place + 66]
        if place % DIRECTORY_ENTRY == 0 and len(length) == 2 and struct.unpack("<H", length)[0] == len(wanted):
            return True
        place = data.find(wanted, place + 1)
    return False
