"""Takes the makers' traces out of DOCX, XLSX and PPTX: properties, names of commenters, revision ids, paths, thumbnails.

Works on the package's members, so that whatever is not touched stays byte for byte. The document's content stays the
same: tracked changes, comments and hidden sheets are named, not removed.
"""

import re
from collections.abc import Callable

from gongkai.sources import limits
from gongkai.sources.archive import Archive
from gongkai.sources.errors import BadInput
from gongkai.sources.kinds import refusal
from gongkai.sources.markup import local, parse_xml
from gongkai.sources.messages import Stripped
from gongkai.sources.packing import pack
from gongkai.sources.stripping_parts import EDITS, properties_part, serialised, without_relationships
from gongkai.sources.texts_notices import of_package as notices
from gongkai.sources.texts_notices import tracked_changes

CORE, EXTENDED, CUSTOM = "core-properties", "extended-properties", "custom-properties"
SIGNATURE = "_xmlsignatures/"
DROPPED = (
    (re.compile(r"docProps/thumbnail\.\w+$", re.I), "缩略图"),
    (re.compile(r"(?:xl|ppt|word)/printerSettings/[^/]+\.bin$"), "打印机设置"),
    (re.compile(r"ppt/revisionInfo\.xml$"), "修订标识"),
)
INNER = re.compile(r"^(?:word|xl|ppt)/(?:media|embeddings)/")
MAIN = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
SHEETS = re.compile(r"xl/(?:work|chart|dialog)sheets/[^/]+\.xml$")
SHEET_ROOT = re.compile(rb"<(?:\w+:)?(?:worksheet|chartsheet)\b[^<>]*>")
PAGE_SETUP = re.compile(rb"<(?:\w+:)?pageSetup\b[^<>]*>")
UID = re.compile(rb'\s\w+:uid="[^"]*"')
PRINTER_ID = re.compile(rb'\sr:id="[^"]*"')


def of_package(data: bytes, name: str, inner: Callable[[bytes, str], Stripped]) -> Stripped:
    """Strip an Office package; ``inner`` strips what is embedded in it."""
    if not data.startswith(b"PK"):
        raise refusal("slides", name)
    archive = Archive(data, name)
    if not any(main in archive.names for main in MAIN):
        raise BadInput(f"“{name}”的内部结构不常见。请用 Office 或 WPS 另存一份后再上传。")
    if archive.matching(SIGNATURE):
        return Stripped(data, (), ("带有电子签名，没有去除文件属性：改动会使签名失效",))
    work = _Work(archive, inner)
    members = [(member, changed) for member in dict.fromkeys(info.filename for info in archive.infos)
               if (changed := work.member(member)) is not None]  # fmt: skip
    left = dict.fromkeys([*(finding.message for finding in notices(archive)), *work.left])
    return Stripped(pack(members), tuple(work.told()), tuple(left))


class _Work:
    """Goes through the members of one package and remembers what was taken out and what was left."""

    def __init__(self, archive: Archive, inner: Callable[[bytes, str], Stripped]) -> None:
        self.archive, self.inner = archive, inner
        self.properties: dict[str, None] = {}
        self.removed: dict[str, None] = {}
        self.left: dict[str, None] = {}
        self.kinds = self._property_parts()
        self.dropped = {
            member: told for member in archive.names for pattern, told in DROPPED if pattern.search(member)
        }
        self.removed |= dict.fromkeys(self.dropped[member] for member in sorted(self.dropped))

    def told(self) -> list[str]:
        """List what was taken out."""
        properties = [f"文档属性（{'、'.join(self.properties)}）"] if self.properties else []
        return [*properties, *self.removed]

    def member(self, member: str) -> bytes | None:
        """Return a member as it is to be published, or None when it is dropped."""
        if member in self.dropped:
            return None
        data = self.archive.read(member, limits.UNPACKED_BYTES)
        if member in self.kinds:
            named, data = properties_part(data, self.archive.name, self.kinds[member])
            self.properties |= dict.fromkeys(named)
            return data
        if INNER.match(member):
            return self._inner(member, data)
        if SHEETS.match(member):
            return self._sheet(data)
        if member.endswith((".xml", ".rels")):
            return self._xml(member, data)
        return data

    def _inner(self, member: str, data: bytes) -> bytes:
        short = member.rpartition("/")[2]
        what = "嵌入图片" if "/media/" in member else f"嵌入文件{short}"
        stripped = self.inner(data, short)
        if stripped.removed:
            self.removed[f"{what}的属性（{'、'.join(stripped.removed)}）"] = None
        if "/media/" not in member:
            self.left |= dict.fromkeys(f"{what}：{each}" for each in stripped.left)
        return stripped.data

    def _sheet(self, data: bytes) -> bytes:
        """A sheet may be huge: only its root and its page setup are looked at, as bytes."""
        data = SHEET_ROOT.sub(lambda match: UID.sub(b"", match[0]), data, count=1)
        if any("printerSettings/" in member for member in self.dropped):
            data = PAGE_SETUP.sub(lambda match: PRINTER_ID.sub(b"", match[0]), data)
        return data

    def _xml(self, member: str, data: bytes) -> bytes:
        if len(data) > limits.XML_BYTES:
            self.left[f"{member}太大，没有去除其中的标识"] = None
            return data
        root = parse_xml(data, self.archive.name)
        if member.endswith(".rels") or member == "[Content_Types].xml":
            return serialised(root) if without_relationships(root, member, set(self.dropped)) else data
        if member == "word/document.xml":
            self.left |= dict.fromkeys(finding.message for finding in tracked_changes(root, "正文"))
        if member == "xl/workbook.xml":
            hidden = [each.get("name") for each in root.iter("{*}sheet") if each.get("state", "visible") != "visible"]
            self.left |= dict.fromkeys(f"工作表“{sheet}”是隐藏的" for sheet in hidden)
        told = [words for pattern, edit in EDITS if pattern.match(member) for words in edit(root)]
        self.removed |= dict.fromkeys(told)
        return serialised(root) if told else data

    def _property_parts(self) -> dict[str, str]:
        """Find the parts that hold properties, by the package's own declaration of types."""
        found = {"docProps/core.xml": CORE, "docProps/app.xml": EXTENDED, "docProps/custom.xml": CUSTOM}
        if "[Content_Types].xml" in self.archive.names:
            for each in parse_xml(self.archive.read("[Content_Types].xml"), self.archive.name):
                for kind in (CORE, EXTENDED, CUSTOM):
                    if local(each) == "Override" and f"{kind}+xml" in each.get("ContentType", ""):
                        found[each.get("PartName", "").lstrip("/")] = kind
        return found
