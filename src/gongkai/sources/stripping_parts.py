"""The single edits that strip the parts of an Office package: each changes a tree in place and names what it took out."""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from gongkai.sources.markup import Element, local, parse_xml

SOMEBODY = "作者"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
EMPTY = {
    "core-properties": f'<cp:coreProperties xmlns:cp="{PACKAGE}"/>',
    "extended-properties": f'<Properties xmlns="{OFFICE}extended-properties"/>',
    "custom-properties": f'<Properties xmlns="{OFFICE}custom-properties"/>',
}
NAMES = {
    "creator": "作者", "lastModifiedBy": "最后修改人", "created": "创建时间", "modified": "修改时间", "title": "标题",
    "subject": "主题", "description": "备注", "keywords": "标记", "category": "类别", "revision": "修订次数",
    "lastPrinted": "打印时间", "Company": "单位", "Manager": "经理", "Template": "模板", "TotalTime": "编辑时间",
    "HyperlinkBase": "超链接基础", "property": "自定义属性",
}  # fmt: skip
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def serialised(root: Element) -> bytes:
    """Write a part; the same tree gives the same bytes."""
    return HEAD + bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=False))


def properties_part(data: bytes, name: str, kind: str) -> tuple[list[str], bytes]:
    """Return the names of the properties that had a value, and an empty part to stand in their place."""
    empty = HEAD + EMPTY[kind].encode()
    if data == empty:
        return [], data
    named = [NAMES.get(local(each), "其他") for each in parse_xml(data, name) if local(each)]
    return list(dict.fromkeys(named)), empty


def without_relationships(root: Element, member: str, dropped: set[str]) -> bool:
    """Take out of a .rels part or of [Content_Types].xml what points to dropped members or to a template; say whether any did."""
    owner = posixpath.dirname(posixpath.dirname(member))
    gone = []
    for each in root:
        if member == "[Content_Types].xml":
            if each.get("PartName", "").lstrip("/") in dropped:
                gone.append(each)
        elif each.get("Type", "").endswith("/attachedTemplate") or (
            each.get("TargetMode") != "External" and resolved(owner, each.get("Target", "")) in dropped
        ):
            gone.append(each)
    for each in gone:
        root.remove(each)
    return bool(gone)


def resolved(owner: str, target: str) -> str:
    """Resolve a relationship's target to a member's name.

    >>> resolved("xl/worksheets", "../printerSettings/p.bin"), resolved("", "/docProps/thumbnail.jpeg")
    ('xl/printerSettings/p.bin', 'docProps/thumbnail.jpeg')
    """
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(owner, target))


def revision_ids(root: Element) -> Iterator[str]:
    """Take out the ids by which Word tells which passages were written in one sitting, and its document ids."""
    found = False
    for each in list(root.iter()):
        for key in [key for key in each.attrib if str(key).rpartition("}")[2].startswith("rsid")]:
            del each.attrib[key]
            found = True
        if local(each) in ("rsids", "docId") and each.getparent() is not None:
            remove(each)
            found = True
    if found:
        yield "修订标识（rsid）"


def template(root: Element) -> Iterator[str]:
    """Take out the path of the template, which often holds the name of the person whose computer it was."""
    for each in list(root.iter("{*}attachedTemplate")):
        remove(each)
        yield "模板路径"


def commenters(root: Element) -> Iterator[str]:
    """Take out who wrote a comment and when; what it says stays."""
    found = False
    for each in root.iter():
        if local(each) in ("comment", "threadedComment", "cm"):
            found |= _anonymous(each, {"author": SOMEBODY}, ("initials", "date", "dT", "dt", "created"))
        elif local(each) == "author" and (each.text or "") not in ("", SOMEBODY):
            each.text = SOMEBODY
            found = True
    if found:
        yield "批注作者"


def people(root: Element) -> Iterator[str]:
    """Take out the names and accounts of those who commented."""
    found = False
    for each in root.iter():
        if local(each) in ("person", "cmAuthor", "author"):
            names = {"displayName": SOMEBODY, "name": SOMEBODY, "author": SOMEBODY, "userId": "", "initials": "", "providerId": "None"}
            found |= _anonymous(each, names, ())
        elif local(each) == "presenceInfo":
            found |= _anonymous(each, {"userId": SOMEBODY, "providerId": "None"}, ())
    if found:
        yield "批注作者"


def workbook_paths(root: Element) -> Iterator[str]:
    """Take out where the workbook was saved, who reserved it, and its ids of shared editing."""
    for each in list(root.iter("{*}absPath")):
        remove(each)
        yield "文件保存路径"
    for each in list(root.iter("{*}AlternateContent")):
        if not any(len(choice) for choice in each):
            remove(each)
    for each in list(root.iter("{*}revisionPtr")):
        remove(each)
        yield "修订标识"
    for each in root.iter("{*}fileSharing"):
        if each.attrib.pop("userName", None):
            yield "批注作者"


def remove(element: Element) -> None:
    """Take an element out and keep the text that stands behind it."""
    parent = element.getparent()
    before = element.getprevious()
    if element.tail and element.tail.strip():
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _anonymous(element: Any, values: dict[str, str], gone: tuple[str, ...]) -> bool:
    changed = False
    for key in list(element.attrib):
        name = str(key).rpartition("}")[2]
        if name in gone:
            del element.attrib[key]
            changed = True
        elif name in values and element.attrib[key] != values[name]:
            element.attrib[key] = values[name]
            changed = True
    return changed


EDITS: tuple[tuple[re.Pattern[str], Callable[[Element], Iterator[str]]], ...] = (
    (re.compile(r"word/.+\.xml$"), revision_ids),
    (re.compile(r"word/(?:glossary/)?settings\.xml$"), template),
    (re.compile(r"(?:word/comments|xl/comments|xl/threadedComments/|ppt/comments/)"), commenters),
    (re.compile(r"(?:word/people|xl/persons/|ppt/commentAuthors|ppt/authors)"), people),
    (re.compile(r"xl/workbook\.xml$"), workbook_paths),
)
