"""XML and HTML as trees, read without entities, without a document type and without the network."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from gongkai.sources.errors import BadInput

Element = Any  # lxml.etree._Element; lxml ships no types
SAFE = {"no_network": True, "remove_comments": True, "remove_pis": True}


def parse_xml(data: bytes, name: str) -> Element:
    """Parse one XML part; raises BadInput when it is broken, too deep, or brings a document type of its own."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, huge_tree=False, **SAFE)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(f"“{name}”的内部结构已损坏，读不出来。请用原来的软件打开、另存一份后再提交。") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadInput(f"“{name}”的内部带有文档类型定义（DTD），为安全起见没有读取。请用原来的软件另存一份。")
    return root


def parse_html(text: str, name: str) -> Element:
    """Parse a web page from text already decoded."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, **SAFE)  # old pages leave hundreds of tags open
    data = text.encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(f"“{name}”的网页结构读不出来。请在浏览器中打开，把表格复制到 Excel 后再提交。") from error
    if root is None:
        raise BadInput(f"“{name}”的网页里没有内容。请检查是否保存完整。")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):  # the rest would be missing in silence
        raise BadInput(f"“{name}”的网页标记嵌套得太深，读不完整。请在浏览器中打开，把表格复制到 Excel 后再提交。")
    return root


def local(element: Element) -> str:
    """Give an element's name without its namespace; an empty string for an entity left unexpanded."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """Give an attribute by its name without namespace: Office writes both forms."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def child(element: Element, name: str) -> Element | None:
    """Give the first child of this local name."""
    return next(children(element, name), None)


def children(element: Element, name: str) -> Iterator[Element]:
    """Give the children of this local name."""
    return (each for each in element if local(each) == name)


def descendants(element: Element, name: str) -> Iterator[Element]:
    """Give all elements below of this local name, in document order."""
    found: Iterator[Element] = element.iterdescendants("{*}" + name)
    return found
