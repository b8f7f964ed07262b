"""Texts of OFD documents and of web pages."""

import re
from collections.abc import Iterator

from gongkai.sources.archive import Archive
from gongkai.sources.html import UNSEEN, is_hidden, walk
from gongkai.sources.markup import descendants, local, parse_html, parse_xml
from gongkai.sources.messages import TextPart, Unreadable
from gongkai.sources.texts_office import PICTURES, Found

PAGE_NUMBER = re.compile(r"Page_(\d+)/Content\.xml$")
COMMENT = re.compile(r"<!--(.*?)(?:-->|$)", re.S)
ATTRIBUTES = ("alt", "title", "value", "content", "href", "placeholder", "aria-label")


def of_ofd(data: bytes, name: str) -> Iterator[Found]:
    """Yield the text codes of every OFD page and template, its properties and notes, and its pictures as Unreadable."""
    archive = Archive(data, name)
    for member in dict.fromkeys(info.filename for info in archive.infos):
        if member.lower().endswith(PICTURES):
            yield Unreadable(f"图片 {member.rpartition('/')[2]}", "图片里的文字无法检查，请打开查看。")
        elif member.lower().endswith(".xml"):
            page = PAGE_NUMBER.search(member)
            root = parse_xml(archive.read(member), name)
            elements = descendants(root, "TextCode") if page else root.iter()
            texts = [each.text or "" for each in elements if local(each)]
            text = "\n".join(piece for piece in texts if piece.strip())
            if text:
                yield TextPart(f"第{int(page[1]) + 1}页" if page else f"文档属性或批注 {member}", text, not page)


def of_html(data: bytes, name: str) -> Iterator[TextPart | Unreadable]:
    """Yield a web page's text (given as UTF-8), what it does not show, and its comments and scripts."""
    text = data.decode("utf-8")
    root = parse_html(text, name)
    shown = "".join("\n" if event != "text" else piece for event, piece in walk(root, inside_tables=True))
    yield TextPart("网页正文", re.sub(r"\s*\n\s*", "\n", shown).strip())
    for element in root.iter():
        if local(element) in UNSEEN or is_hidden(element):
            unseen = "".join(element.itertext()).strip()
            if unseen:
                yield TextPart("网页中不显示的内容", unseen, True)
        values = [value for key, value in element.attrib.items() if key in ATTRIBUTES or str(key).startswith("data-")]
        if any(len(value) > 5 for value in values):
            yield TextPart("网页属性", "\n".join(map(str, values)), True)
        if local(element) == "img":
            yield Unreadable(f"图片 {element.get('src', '')[:100]}", "图片里的文字无法检查，请打开查看。")
    for comment in COMMENT.finditer(text):
        yield TextPart("网页注释", comment[1].strip(), True)
