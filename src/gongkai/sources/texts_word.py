"""Texts of DOCX documents: body, headers, notes, comments, and what tracked changes and hidden text keep unseen."""

import re
from collections.abc import Iterator

from gongkai.sources.archive import Archive
from gongkai.sources.docx import BREAKS, in_fallback, is_on, symbol
from gongkai.sources.markup import Element, descendants, local, parse_xml
from gongkai.sources.messages import TextPart
from gongkai.sources.texts_notices import hidden_words, of_package, tracked_changes
from gongkai.sources.texts_office import Found, rest_of_package

STORIES: tuple[tuple[re.Pattern[str], str, bool], ...] = (
    (re.compile(r"word/document\d*\.xml"), "正文", False),
    (re.compile(r"word/header\d*\.xml"), "页眉", False),
    (re.compile(r"word/footer\d*\.xml"), "页脚", False),
    (re.compile(r"word/comments\w*\.xml"), "批注", True),
    (re.compile(r"word/footnotes\.xml"), "脚注", False),
    (re.compile(r"word/endnotes\.xml"), "尾注", False),
)
OTHER_PARAGRAPHS = {"p", "Fallback", "pPr"}
GONE = {"del", "moveFrom"}


def of_docx(data: bytes, name: str) -> Iterator[Found]:
    """Yield every text of a DOCX document."""
    archive = Archive(data, name)
    done = set()
    for member in archive.matching("word/", ".xml"):
        for pattern, place, hidden in STORIES:
            if pattern.fullmatch(member):
                done.add(member)
                root = parse_xml(archive.read(member), name)
                yield from story(root, place, hidden)
                yield from pictures_told(root, place)
                yield from tracked_changes(root, place)
                yield from hidden_words(root, place)
    yield from of_package(archive)
    yield from rest_of_package(archive, done)


def pictures_told(root: Element, place: str) -> Iterator[TextPart]:
    """Yield what is said for those who cannot see a picture: nobody else reads it, and it often holds a file's path."""
    for number, shape in enumerate(descendants(root, "docPr"), 1):
        text = "\n".join(filter(None, (shape.get("title"), shape.get("descr"))))
        if text:
            yield TextPart(f"{place}第{number}个图形的说明文字", text, True)


def story(root: Element, place: str, hidden: bool) -> Iterator[TextPart]:
    """Yield the paragraphs of one story: what stands there, what was deleted, what fields hold, what is hidden."""
    for number, paragraph in enumerate(descendants(root, "p"), 1):
        if in_fallback(paragraph):
            continue
        in_box = next(paragraph.iterancestors("{*}txbxContent"), None) is not None
        where = f"{place}第{number}段" + ("（文本框）" if in_box else "")
        kept: dict[str, list[str]] = {"": [], "修订删除": [], "域代码": []}
        sort_pieces(paragraph, "", kept)
        unseen = any(is_on(mark) for mark in descendants(paragraph, "vanish"))
        for kind, pieces in kept.items():
            text = "".join(pieces)
            if text.strip():
                mark = f"（{kind}）" if kind else "（隐藏文字）" if unseen else ""
                yield TextPart(where + mark, text, hidden or bool(mark))


def sort_pieces(element: Element, kind: str, kept: dict[str, list[str]]) -> None:
    """Sort the texts of one paragraph, not those of paragraphs within it, by what they are."""
    for each in element:
        name = local(each)
        if name in ("t", "delText"):
            kept["修订删除" if name == "delText" else kind].append(each.text or "")
        elif name in ("instrText", "delInstrText"):
            kept["域代码"].append(each.text or "")
        elif name in BREAKS:
            kept[kind].append(BREAKS[name])
        elif name == "sym":
            kept[kind].append(symbol(each))
        elif name not in OTHER_PARAGRAPHS:
            sort_pieces(each, "修订删除" if name in GONE else kind, kept)
