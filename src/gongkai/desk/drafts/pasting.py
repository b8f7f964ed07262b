"""Turns what Word, WPS and Excel put on the clipboard into the plain structure a body may hold.

Their HTML says everything by style: a list is a paragraph with a bullet typed before it, bold is a font weight, an empty line is
a paragraph. What it means is kept; how it looked is not. What cannot be kept (pictures) is counted, so that it can be told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html as lxml_html
from lxml.html import HtmlElement

from gongkai.desk.drafts.bodies import Part, parts_of
from gongkai.disclosures.html import clean

LONGEST = 4 * 1024 * 1024  # characters; a clipboard beyond that is a file to attach
COMMENTS = re.compile(r"<!--.*?-->|<!\[(?:if|endif)[^>]*\]>", re.S)
FRAGMENT = re.compile(r"<!--StartFragment-->(.*?)<!--EndFragment-->", re.S)
INSIDE_A_TABLE = re.compile(r"<(?:col|colgroup|tr|td|th|tbody|thead|caption)\b", re.I)
LISTED = re.compile(r"mso-list:\s*(?!ignore)(?P<list>\S+)\s+level(?P<level>[0-9]+)", re.I)
BULLET = re.compile(r"^\s*(?P<mark>[0-9]+[.、)）]|[a-zA-Z][.)]|[（(][0-9一二三四五六七八九十]+[)）]|[·•●○■□▪◆◇➢❖§ØŸv\uf000-\uf0ff]|o(?=\s))[\s\xa0]*")
HEADINGS = {"h1": "h2", "h2": "h3", "h3": "h4", "h5": "h4", "h6": "h4"}
PICTURES = ("img", "shape", "imagedata", "object", "svg", "canvas")
DROPPED = {"style", "script", "meta", "link", "title", "head", "xml", "noscript", "template", "iframe"}
STYLES = (
    ("strong", re.compile(r"font-weight:\s*(?:bold|[6-9]00)")),
    ("em", re.compile(r"font-style:\s*italic")),
    ("u", re.compile(r"text-decoration[^;]*:\s*[^;]*underline")),
    ("sup", re.compile(r"vertical-align:\s*super")),
    ("sub", re.compile(r"vertical-align:\s*sub")),
)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What is pasted, as pieces of a body, and how many pictures were left out."""

    parts: tuple[Part, ...]
    pictures: int

    @property
    def html(self) -> str:
        """Return all of it as one."""
        return "".join(part.html for part in self.parts)


def read_clipboard(html: str) -> Pasted:
    """Return what the HTML of a clipboard says, its style left behind."""
    inner = match[1] if (match := FRAGMENT.search(html[:LONGEST])) else html[:LONGEST]
    inner = COMMENTS.sub("", inner).replace("\0", "").strip()
    if INSIDE_A_TABLE.match(inner):  # Excel marks the rows alone as what was copied
        inner = f"<table>{inner}</table>"
    tree = lxml_html.fragment_fromstring(inner or "<p></p>", create_parent="div")
    pictures = 0
    for node in list(tree.iter()):
        name = node.tag.rpartition(":")[2].lower() if isinstance(node.tag, str) else ""
        if name in PICTURES:
            pictures += name != "imagedata"
            node.drop_tag() if name == "shape" else node.drop_tree()
        elif not name or name in DROPPED:
            _drop(node)
    for node in list(tree.iter()):
        if node is not tree:
            _plain(node)
    _lists(tree)
    for paragraph in list(tree.iter("p", "h2", "h3", "h4")):
        if not "".join(paragraph.itertext()).strip(" \t\r\n\xa0\u3000") and not paragraph.xpath(".//br[following-sibling::*]"):
            _drop(paragraph)
    for cell in tree.iter("td", "th"):
        _one_paragraph(cell)
    for node in tree.iter("table", "thead", "tbody", "tfoot", "tr"):
        _without_blanks(node)
    return Pasted(tuple(parts_of(clean(_inner(tree)))), pictures)


def _drop(node: HtmlElement) -> None:
    if node.getparent() is not None:
        node.drop_tree()


def _plain(node: HtmlElement) -> None:
    """Give an element the tag that says what it means."""
    style = node.get("style", "").lower()
    if node.tag in HEADINGS:
        node.tag = HEADINGS[node.tag]
        return
    if node.tag == "div" and not node.xpath("./p|./div|./table|./ul|./ol|./h1|./h2|./h3|./h4"):
        node.tag = "p"
    if node.tag in ("font", "span", "a") and not node.get("href"):
        if "mso-list:ignore" in style.replace(" ", ""):
            node.set("data-mark", "1")
            return
        meant = [tag for tag, rule in STYLES if rule.search(style)]
        if meant and (node.text or len(node)):
            _wrap(node, meant)
        else:
            node.drop_tag()
    elif node.tag in ("b", "strong") and "font-weight:normal" in style.replace(" ", "").replace("mso-bidi-font-weight:normal", ""):
        node.drop_tag()


def _wrap(node: HtmlElement, tags: list[str]) -> None:
    """Make a span the first of some tags, the others inside it."""
    node.tag = tags[0]
    for tag in tags[1:]:
        inner = node.makeelement(tag)
        inner.text, node.text = node.text, None
        inner.extend(list(node))
        node.append(inner)


def _lists(tree: HtmlElement) -> None:
    """Make the lists that were typed: neighbouring paragraphs that Word marks as lines of a list."""
    for run in list(_runs(tree)):
        before, stack = run[0], list[HtmlElement]()
        for paragraph in run:
            found = LISTED.search(paragraph.get("style", ""))
            level = int(found["level"]) if found else 1
            ordered = _take_mark(paragraph)
            while len(stack) > level:
                stack.pop()
            while len(stack) < level:
                made = paragraph.makeelement("ol" if ordered else "ul")
                if not stack:
                    before.addprevious(made)
                elif len(stack[-1]):
                    stack[-1][-1].append(made)
                else:
                    stack[-1].append(made.makeelement("li"))
                    stack[-1][-1].append(made)
                stack.append(made)
            stack[-1].append(paragraph)
            paragraph.tag, paragraph.tail = "li", None
            paragraph.attrib.clear()


def _runs(tree: HtmlElement) -> Iterator[list[HtmlElement]]:
    run: list[HtmlElement] = []
    for paragraph in tree.iter("p"):
        if not LISTED.search(paragraph.get("style", "")):
            continue
        if run and run[-1].getnext() is not paragraph:
            yield run
            run = []
        run.append(paragraph)
    if run:
        yield run


def _take_mark(paragraph: HtmlElement) -> bool:
    """Take the typed number or bullet away; tell whether it was a number."""
    marks = [node for node in paragraph.iter() if node.get("data-mark")]
    words = "".join(marks[0].itertext()) if marks else "".join(paragraph.itertext())
    match = BULLET.match(words)
    if marks:
        marks[0].drop_tree()
    elif match and paragraph.text:
        paragraph.text = BULLET.sub("", paragraph.text, count=1)
    return bool(match and re.match(r"[0-9a-zA-Z（(](?!\s*$)", match["mark"]) and match["mark"] not in ("o", "v"))


def _one_paragraph(cell: HtmlElement) -> None:
    """Let the words of a cell stand in it directly; several paragraphs are parted by line breaks."""
    paragraphs = cell.findall("p")
    for number, paragraph in enumerate(paragraphs):
        if number < len(paragraphs) - 1:
            paragraph.append(paragraph.makeelement("br"))
        paragraph.drop_tag()


def _without_blanks(node: HtmlElement) -> None:
    """Take the blanks between rows and cells away."""
    if node.text and not node.text.strip():
        node.text = None
    for child in node:
        if child.tail and not child.tail.strip():
            child.tail = None


def _inner(tree: HtmlElement) -> str:
    return (tree.text or "") + "".join(lxml_html.tostring(node, encoding="unicode") for node in tree)
