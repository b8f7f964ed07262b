"""Takes the properties, XMP, thumbnails, application data, names of annotators and former versions out of a PDF (pikepdf).

Saving anew also drops every object that no page reaches any more: earlier versions of a text that was only covered up by
an incremental save. A signed or locked document stays as it is: any change would break it.
"""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from gongkai.sources.messages import Stripped
from gongkai.sources.pictures import JPEG
from gongkai.sources.stripping_pictures import of_jpeg

PROPERTIES = {
    "/Author": "作者", "/Creator": "制作软件", "/Producer": "制作软件", "/Title": "标题", "/Subject": "主题",
    "/Keywords": "关键词", "/CreationDate": "时间", "/ModDate": "时间", "/Company": "单位", "/Manager": "经理",
}  # fmt: skip
ELSEWHERE = {"/PieceInfo": "软件的私有数据", "/Thumb": "缩略图", "/LastModified": "时间"}
WHO_AND_WHEN = ("/T", "/M", "/CreationDate", "/NM")
NOT_REMARKS = ("/Widget", "/Link")
ARCHIVAL = re.compile(rb"<pdfaid:(part|conformance|rev)\b[^<>]*>([^<]{1,8})<|\spdfaid:(part|conformance|rev)=[\"']([^\"']{1,8})[\"']")


def of_pdf(data: bytes, name: str, inner: Callable[[bytes, str], Stripped]) -> Stripped:
    """Strip a PDF; its pages look the same afterwards."""
    try:
        pdf = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError:
        return Stripped(data, (), ("设有打开密码，没有去除文件属性",))
    with pdf:
        if pdf.is_encrypted:
            return Stripped(data, (), ("设有权限密码，没有去除文件属性。请取消限制后再上传",))
        if is_signed(pdf):
            return Stripped(data, (), ("带有电子签名，没有去除文件属性：改动会使签名失效",))
        removed = dict.fromkeys([*properties(pdf), *metadata(pdf), *scattered(pdf), *annotators(pdf), *pictures(pdf, name)])
        if data.count(b"startxref") > 1 and b"/Linearized" not in data[:2048]:
            removed["以前的版本"] = None
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return Stripped(out.getvalue(), tuple(removed), tuple(dict.fromkeys(left_in(pdf))))


def is_signed(pdf: pikepdf.Pdf) -> bool:
    """Tell a document with a signature that any change would break."""
    form = pdf.Root.get("/AcroForm")
    if form is not None and int(form.get("/SigFlags", 0)) & 1:
        return True
    return "/Perms" in pdf.Root


def properties(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Take out the information dictionary."""
    if "/Info" not in pdf.trailer:
        return
    names = [PROPERTIES.get(str(key), "其他") for key in pdf.docinfo]
    del pdf.trailer["/Info"]
    if names:
        yield f"文档属性（{'、'.join(dict.fromkeys(names))}）"


def metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Take out XMP; of an archival document (PDF/A) the statement that it is one stays."""
    stream = pdf.Root.get("/Metadata")
    if stream is None:
        return
    data = stream.read_bytes() if isinstance(stream, pikepdf.Stream) else b""
    least = archival(data)
    if data == least:
        return
    if least:
        pdf.Root["/Metadata"] = pdf.make_stream(least, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    else:
        del pdf.Root["/Metadata"]
    yield "XMP"


def archival(xmp: bytes) -> bytes:
    """Write XMP that says only which archival standard the document keeps to; nothing when it keeps to none."""
    said = {}
    for match in ARCHIVAL.finditer(xmp):
        said[(match[1] or match[3]).decode()] = (match[2] or match[4]).decode("ascii", "replace").strip()
    if "part" not in said:
        return b""
    lines = "".join(f"<pdfaid:{key}>{value}</pdfaid:{key}>" for key, value in sorted(said.items()) if value.isalnum())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">{lines}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def scattered(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Take out what hangs on single pages and pictures."""
    root = pdf.Root.get("/Metadata")
    kept = root.objgen if root is not None else None
    for each in pdf.objects:
        if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            continue
        for key, told in ELSEWHERE.items():
            if key in each:
                del each[key]
                yield told
        if "/Metadata" in each and each["/Metadata"].objgen != kept:
            del each["/Metadata"]
            yield "XMP"


def annotations(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the annotations of all pages."""
    for page in pdf.pages:
        notes = page.obj.get("/Annots")
        if isinstance(notes, pikepdf.Array):
            yield from (note for note in notes if isinstance(note, pikepdf.Dictionary))


def annotators(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Take out who made an annotation and when; what it says stays."""
    for note in annotations(pdf):
        if str(note.get("/Subtype")) in NOT_REMARKS:
            continue
        for key in WHO_AND_WHEN:
            if key in note:
                del note[key]
                yield "批注的作者和时间"


def pictures(pdf: pikepdf.Pdf, name: str) -> Iterator[str]:
    """Strip the JPEG pictures as they lie in the document, without decoding them."""
    for each in pdf.objects:
        if not isinstance(each, pikepdf.Stream) or each.get("/Filter") not in (pikepdf.Name.DCTDecode, "/DCTDecode"):
            continue
        raw = each.read_raw_bytes()
        if not raw.startswith(JPEG):
            continue
        stripped = of_jpeg(raw, name)
        if stripped.removed:
            parameters: Any = each.get("/DecodeParms")
            each.write(stripped.data, filter=pikepdf.Name.DCTDecode, decode_parms=parameters)
            yield "嵌入图片的属性"


def left_in(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Name what is part of the document and stays."""
    remarks = sum(str(note.get("/Subtype")) not in (*NOT_REMARKS, "/Popup") for note in annotations(pdf))
    if remarks:
        yield f"有{remarks}条批注"
    if len(pdf.attachments):
        yield f"带有{len(pdf.attachments)}个附件，其属性没有去除"
    if "/OpenAction" in pdf.Root and "/JS" in repr(pdf.Root["/OpenAction"]):
        yield "带有脚本"
