"""Reads the HTML of a body, already cleaned, into its elements and its words, each word with its place in the HTML.

Checks speak of words and paragraphs, redaction must change words and leave every tag alone; both need to know which
character of the HTML a character of the text came from. Cleaned HTML (``disclosures.html.clean``) is regular: lower-case
tags, attributes in double quotes, no bare ``<`` in texts; so one pass of one pattern reads it.
"""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise

BLOCKS = {"p", "h2", "h3", "h4", "li", "blockquote", "caption", "td", "th", "dt", "dd"}
BREAKS = BLOCKS | {"br", "hr", "ul", "ol", "table", "thead", "tbody", "tfoot", "tr", "dl"}
CELLS = {"td", "th"}
EMPTY = {"br", "hr"}
JOINT = "\u200b"  # between words that a tag like <b> divides: a number split by it is read through

TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[a-z\-]+(?:="[^"]*")?)*)\s*/?>|&[#a-zA-Z0-9]{1,32};|[^<&]+|.', re.S)
ATTRIBUTE = re.compile(r'([a-z\-]+)(?:="([^"]*)")?')


@dataclass(frozen=True, slots=True)
class Element:
    """An element: its tag, attributes, where it opens in the HTML, and what of the text lies in it (``start`` to ``end``)."""

    tag: str
    attributes: dict[str, str]
    opening: tuple[int, int]
    start: int
    end: int


@dataclass(slots=True)
class Reading:
    """A body as read: its words in ``text``, its elements in the order in which they open, and its ``blocks``.

    Blocks are the innermost paragraphs, headings, list points and cells that hold words; messages count them.
    """

    html: str
    text: str = ""
    elements: list[Element] = field(default_factory=list)
    blocks: list[Element] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _spans: list[tuple[int, int, bool]] = field(default_factory=list)

    def source(self, place: int) -> tuple[int, int]:
        """Return from where to where in the HTML the character at ``place`` of the text stands."""
        number = bisect_right(self._starts, place) - 1
        start, end, is_one = self._spans[number]
        if is_one:
            return start, end
        return start + place - self._starts[number], start + place - self._starts[number] + 1

    def words(self, element: Element) -> str:
        """Return the words in an element."""
        return self.text[element.start : element.end].replace(JOINT, "")

    def paragraph(self, place: int) -> int:
        """Return the number, from 1, of the block in which a character stands; 0 when it stands in none."""
        number = bisect_right(self.blocks, place, key=lambda each: each.start)
        return number if number and place < self.blocks[number - 1].end else 0


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    opening: tuple[int, int]
    start: int
    number: int


def read_html(html: str) -> Reading:
    """Read a cleaned body.

    >>> reading = read_html('<p>电话&#49;38<b>1234</b>5678</p>')
    >>> reading.text.replace(JOINT, '|'), [e.tag for e in reading.elements]
    ('\\n电话138|1234|5678\\n', ['p', 'b'])
    >>> reading.source(3), reading.html[slice(*reading.source(3))]
    ((5, 10), '&#49;')
    """
    reading = Reading(html)
    texts: list[str] = []
    length = 0
    waiting: list[_Open] = []
    open_tags: Counter[str] = Counter()
    found: list[Element | None] = []

    def put(text: str, start: int, end: int, is_one: bool) -> None:
        nonlocal length
        reading._starts.append(length)
        reading._spans.append((start, end, is_one))
        texts.append(text)
        length += len(text)

    def close(opened: _Open) -> None:
        open_tags[opened.tag] -= 1
        found[opened.number] = Element(opened.tag, opened.attributes, opened.opening, opened.start, length)

    for match in TOKEN.finditer(html):
        start, end = match.span()
        closing, tag, attributes = match[1], match[2], match[3]
        if tag is None:
            text = unescape(match[0]) if match[0].startswith("&") else match[0]
            if not (text.isspace() and "\n" in text):  # how the HTML is laid out, not its words
                put(text, start, end, match[0].startswith("&"))
            continue
        gap = "\t" if tag in CELLS else "\n" if tag in BREAKS else JOINT
        if closing:
            if open_tags[tag] > 0:
                while waiting:
                    opened = waiting.pop()
                    close(opened)
                    if opened.tag == tag:
                        break
            if tag not in CELLS:
                put(gap, start, end, True)
            continue
        put(gap, start, end, True)
        opened = _Open(tag, _attributes(attributes), (start, end), length, len(found))
        found.append(None)
        open_tags[tag] += 1
        if tag in EMPTY:
            close(opened)
        else:
            waiting.append(opened)
    while waiting:
        close(waiting.pop())
    reading.text = "".join(texts)
    reading.elements = [each for each in found if each is not None]
    with_words = [each for each in reading.elements if each.tag in BLOCKS and reading.words(each).strip()]
    outer = {id(before) for before, after in pairwise(with_words) if after.start < before.end}
    reading.blocks = [each for each in with_words if id(each) not in outer]
    return reading


def _attributes(text: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(text)}
