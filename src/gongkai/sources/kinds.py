"""What a file is, told from its bytes: names and extensions are claims, and exports often claim the wrong thing.

Light on purpose (no library is loaded): every file passes here first. What lies inside a ZIP or a compound file is
told by ``containers``, loaded only for those.
"""

import importlib
import re
from pathlib import PurePath

from gongkai.sources.errors import BadInput

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture?"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"Rar!\x1a\x07", "packed"),
    (b"7z\xbc\xaf\x27\x1c", "packed"),
    (b"\x1f\x8b", "packed"),
    (b"BZh", "packed"),
    (b"\xfd7zXZ", "packed"),
    (b"{\\rtf", "rtf"),
    (b"MIME-Version:", "mht"),
    (b"MZ", "program?"),
    (b"\x7fELF", "program"),
)

NAMES = {
    "text": "文本", "csv": "CSV 表格", "html": "网页", "xlsx": "Excel 工作簿", "xls": "Excel 97-2003 工作簿",
    "docx": "Word 文档", "pdf": "PDF", "zip": "ZIP 压缩包", "ofd": "OFD 版式文件",
}  # fmt: skip

EXPECTED = {
    ".txt": "text", ".tsv": "text", ".csv": "text", ".htm": "html", ".html": "html", ".xlsx": "xlsx", ".xlsm": "xlsx",
    ".xls": "xls", ".et": "xls", ".docx": "docx", ".pdf": "pdf", ".zip": "zip", ".ofd": "ofd",
}  # fmt: skip

SAVE_AS_DOCX = "请用 Word 或 WPS 打开，另存为 .docx 后再提交。"
SAVE_AS_XLSX = "请用 Excel 或 WPS 表格打开，另存为 .xlsx 后再提交。"

REFUSALS = {
    "picture": "“{name}”是图片，里面没有可以读取的文字。请先用文字识别（OCR）转成文字，或提供原始电子版。",
    "packed": "“{name}”是压缩文件。请先解压，再提交里面的那份文件。",
    "zip": "“{name}”是 ZIP 压缩包，不是一份目录。请先解压，再提交里面的那份文件。",
    "rtf": "“{name}”是 RTF 文档，不能直接读取。" + SAVE_AS_DOCX,
    "doc": "“{name}”是 Word 97-2003 或 WPS 文字的旧格式（.doc、.wps），不能直接读取。" + SAVE_AS_DOCX,
    "mht": "“{name}”是单个文件网页（.mht），不能直接读取。" + SAVE_AS_XLSX,
    "spreadsheetml": "“{name}”是 Excel 2003 的 XML 表格，不能直接读取。" + SAVE_AS_XLSX,
    "xlsb": "“{name}”是 Excel 二进制工作簿（.xlsb），不能直接读取。" + SAVE_AS_XLSX,
    "ods": "“{name}”是 OpenDocument 表格（.ods），不能直接读取。" + SAVE_AS_XLSX,
    "odt": "“{name}”是 OpenDocument 文档（.odt），不能直接读取。" + SAVE_AS_DOCX,
    "slides": "“{name}”是演示文稿，里面的表格不能直接读取。请把表格放进 Excel 或 Word 文档后再提交。",
    "encrypted": "“{name}”设有打开密码，无法读取。请在原来的软件中取消密码，另存一份后再提交。",
    "ofd": "“{name}”是 OFD 版式文件，其中的表格不能直接读取。请提供原始的 Excel 或 Word 文档，或另存为 PDF。",
    "program": "“{name}”是程序文件，不是文档。请核对后提交目录文件。",
    "ole": "“{name}”是不认识的复合文档，不能读取。请用原来的软件打开，另存为 .xlsx 或 .docx 后再提交。",
    "binary": "“{name}”不是文本，也不是认得的文档格式，不能读取。请提供 Excel、Word、PDF、网页或文本文件。",
}

HTML_START = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|table|meta|title|div|style|p|h\d)\b",
    re.I | re.S,
)
TABLE_CELL = re.compile(r"<t[dh][\s>]", re.I)
SPREADSHEETML = "urn:schemas-microsoft-com:office:spreadsheet"


def kind_of(data: bytes, name: str) -> str:
    """Say what the bytes are: a key of ``NAMES`` that can be read, or a key of ``REFUSALS``; empty data is refused."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise BadInput(f"“{name}”是空文件，没有任何内容。请检查是否保存或上传完整。")
    kind = magic_of(data)
    if kind in ("zip", "ole"):
        return str(importlib.import_module("gongkai.sources.containers").kind_inside(kind, data, name))
    return kind or "text"


def magic_of(data: bytes) -> str:
    """Say which signature the bytes begin with; an empty string when none fits and the data may be text."""
    head = data[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if head[4:8] == b"ftyp" or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "picture"
    for magic, kind in MAGIC:
        if head.startswith(magic) and (not kind.endswith("?") or b"\x00" in head):
            return kind.rstrip("?")
    return ""


def kind_of_text(text: str) -> str:
    """Tell a web page or an XML table apart from plain text, by its beginning."""
    head = text[:4096]
    if SPREADSHEETML in head:
        return "spreadsheetml"
    if HTML_START.match(head) or (head.lstrip().startswith("<") and TABLE_CELL.search(text)):
        return "html"
    return "text"


def refusal(kind: str, name: str) -> BadInput:
    """Make the refusal for a kind that is not read, in the clerk's words."""
    return BadInput(REFUSALS[kind].format(name=name))


def mismatch(kind: str, name: str) -> str:
    """Say, when the name claims another format than the content has, how the file was read; else an empty string."""
    suffix = PurePath(name).suffix.lower()
    expected = EXPECTED.get(suffix, kind)
    if expected == kind or {expected, kind} == {"text", "csv"}:
        return ""
    return f"文件名写的是 {suffix}，内容其实是{NAMES[kind]}，已按{NAMES[kind]}读取。请核对文件，改正文件名后再提交。"
