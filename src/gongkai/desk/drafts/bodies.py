"""Takes a body apart for editing, and puts it together again without losing anything.

Text that Wagtail's editor holds without a loss is edited there; a table is edited as a table; whatever else a body may hold
(lists of terms, quotations of several paragraphs) is edited as it stands. What nobody changed comes back byte for byte.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from lxml import html as lxml_html
from lxml.html import HtmlElement

from gongkai.desk.drafts import editor
from gongkai.disclosures.html import clean, text_of

TEXT, TABLE, KEPT = "text", "table", "kept"
SAME = {"b": "strong", "i": "em"}
INLINE = {"strong", "em", "u", "sub", "sup", "a"}
INLINE_TAGS = INLINE | {"b", "i", "br"}
BLANK = " \t\r\n\f"
INDENT = BLANK + "\u3000\xa0"  # a paragraph's first two blanks are style, not words


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a body: of which kind, and its HTML."""

    kind: str
    html: str

    @property
    def state(self) -> str:
        """Return a text as the editor is given it."""
        return editor.state_of(self.html)


def parts_of(body: str) -> list[Part]:
    """Return the pieces of a body in order; neighbouring text that the editor can hold is one piece."""
    return list(_cut(body))


@lru_cache(maxsize=32)  # one form asks several times for the same body, and so does each of its savings
def _cut(body: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    for is_text, group in groupby(_pieces(clean(body)), key=lambda piece: piece[0] == TEXT):
        pieces = list(group)
        whole = "".join(html for _, html in pieces)
        if is_text and (len(pieces) == 1 or _holds(whole)):
            parts.append(Part(TEXT, whole))
        else:
            parts += [Part(kind, html) for kind, html in pieces]
    return tuple(parts)


def body_of(parts: Sequence[Part], *, before: str) -> str:
    """Put a body together; ``before`` is the body that was edited: what is unchanged stays exactly as it was there."""
    was = parts_of(before)
    kept = {_emitted(part): part.html for part in was}
    now = [kept.get(part.html, part.html) for part in parts if _says_anything(part.html)]
    if now == [part.html for part in was if _says_anything(part.html)]:
        return before
    return clean("\n".join(now))


def parts_from(kinds: Sequence[str], values: Sequence[str]) -> list[Part]:
    """Return the pieces as a form sent them: the editor's state for text, HTML for the rest. Broken states raise ValueError."""
    made = []
    for kind, value in zip(kinds, values, strict=False):
        if kind == TEXT:
            value = editor.html_of(value) if _is_state(value) else ""
        made.append(Part(kind if kind in (TEXT, TABLE) else KEPT, clean(value)))
    return made


def _is_state(value: str) -> bool:
    if value in ("", "null"):
        return False
    state = json.loads(value)
    if not (isinstance(state, dict) and {"blocks", "entityMap"} <= state.keys()):
        raise ValueError("正文没有完整送达：请再保存一次。")
    return True


def _emitted(part: Part) -> str:
    """Return what a form sends for a part that nobody touched."""
    return editor.round_trip(part.html) if part.kind == TEXT else part.html


def _says_anything(html: str) -> bool:
    return bool(text_of(html).strip(INDENT)) or "<table" in html or "<hr" in html


def _pieces(body: str) -> Iterator[tuple[str, str]]:
    loose = ""  # words outside any block: together a paragraph of their own
    for node in lxml_html.fragments_fromstring(body):
        if isinstance(node, str):
            loose += _escaped(node)
            continue
        tail, node.tail = node.tail or "", None
        html = _html(node)
        if node.tag in INLINE_TAGS:
            loose += html + _escaped(tail)
            continue
        yield from _paragraph(loose)
        yield (TABLE if node.tag == "table" else TEXT if _holds(html) else KEPT), html
        loose = _escaped(tail)
    yield from _paragraph(loose)


def _paragraph(loose: str) -> Iterator[tuple[str, str]]:
    if loose.strip():
        html = clean(f"<p>{loose.strip()}</p>")
        yield (TEXT if _holds(html) else KEPT), html


def _html(node: HtmlElement) -> str:
    return clean(lxml_html.tostring(node, encoding="unicode"))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _holds(html: str) -> bool:
    """Tell whether the editor gives back the same words in the same structure."""
    try:
        return meaning(html) == meaning(editor.round_trip(html))
    except (AssertionError, IndexError, KeyError, ValueError):
        return False


Run = tuple[str, tuple[Any, ...]]


def meaning(html: str) -> list[tuple[tuple[str, ...], list[Run]]]:
    """Return what HTML says, whatever way it is written: for each block its place in the structure and its runs of words."""
    blocks: list[tuple[tuple[str, ...], list[Run]]] = []
    for node in lxml_html.fragments_fromstring(clean(html)):
        if isinstance(node, str):
            _say(blocks, ("p",), node, ())
        else:
            _walk(blocks, node, (), (), [0])
            _say(blocks, (), node.tail or "", ())
    return [(path, said) for path, runs in blocks if (said := _tidy(runs)) or (path[-1:] and path[-1].startswith("hr"))]


def _walk(blocks: list[Any], node: HtmlElement, path: tuple[str, ...], styles: tuple[Any, ...], count: list[int]) -> None:
    tag = SAME.get(node.tag, node.tag)
    if tag == "br":
        _say(blocks, path, "\n", styles)
        return
    if tag in INLINE:
        style = (tag, node.get("href"), node.get("title")) if tag == "a" else (tag,)
        styles = tuple(sorted({*styles, style}, key=str))
    else:
        count[0] += 1
        path = (*path, f"{tag}#{count[0]}" + "".join(f" {key}={value}" for key, value in sorted(node.items())))
        blocks.append((path, []))
    _say(blocks, path, node.text or "", styles)
    for child in node:
        _walk(blocks, child, path, styles, count)
        _say(blocks, path, child.tail or "", styles)


def _say(blocks: list[Any], path: tuple[str, ...], text: str, styles: tuple[Any, ...]) -> None:
    if not text:
        return
    text = text if text == "\n" else "".join(" " if character in BLANK else character for character in text)
    if not blocks or blocks[-1][0] != path:
        if not text.strip():
            return
        blocks.append((path, []))
    blocks[-1][1].append((text, styles))


def _tidy(runs: list[Run]) -> list[Run]:
    """Join runs of one style, and take blanks at both ends and doubled ones away."""
    tidy: list[Run] = []
    for text, styles in runs:
        for character in text:
            last = tidy[-1][0][-1] if tidy else " "
            if character == " " and last in " \n":
                continue
            if tidy and tidy[-1][1] == styles:
                tidy[-1] = (tidy[-1][0] + character, styles)
            else:
                tidy.append((character, styles))
    while tidy and not (text := tidy[-1][0].rstrip(INDENT)):
        tidy.pop()
    if tidy:
        tidy[-1] = (tidy[-1][0].rstrip(INDENT), tidy[-1][1])
        tidy[0] = (tidy[0][0].lstrip(INDENT), tidy[0][1])
    return [run for run in tidy if run[0]]
