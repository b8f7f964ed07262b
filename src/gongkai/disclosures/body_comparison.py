"""What changed in a body: its paragraphs, list lines and table rows side by side, each changed one word by word.

Addresses of links are read as text, so that a link that leads elsewhere under the same words is seen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Literal

from gongkai.disclosures.text_comparison import FINE, Piece, compare_texts, likeness, pairs_of

State = Literal["same", "added", "removed", "changed"]

BLOCKS = {
    "p": "段落", "h2": "标题", "h3": "标题", "h4": "标题", "li": "列表", "blockquote": "引文", "tr": "表格行", "caption": "表题",
    "dt": "条目", "dd": "条目",
}  # fmt: skip
CELL = " │ "
PARTNERS = 0.35  # two paragraphs less alike than this are one that went and one that came
PAIRED = 400  # up to this many possible partners the best are looked for; beyond, they are taken in turn
LARGEST = 1_500
EFFORT = 6_000_000  # so much is compared character by character in one body; what comes after, sentence by sentence


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list line or table row, as text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class BlockChange:
    """A block that stayed, came, went or changed, in pieces."""

    kind: str
    state: State
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class BodyChange:
    """What became of a body; ``form_only`` says that its words stayed and only its HTML changed."""

    blocks: tuple[BlockChange, ...]
    form_only: bool

    @property
    def changes(self) -> int:
        """Return how many blocks are not as they were."""
        return sum(block.state != "same" for block in self.blocks)


def blocks_of(body: str) -> list[Block]:
    """Return the blocks of a sanitised body in their order.

    >>> blocks_of('<p>见<a href="https://a.cn/x">附件</a></p><table><tr><td>甲</td><td>1</td></tr></table>')
    [Block(kind='段落', text='见附件〔https://a.cn/x〕'), Block(kind='表格行', text='甲 │ 1')]
    """
    reader = _Reader()
    reader.feed(body)
    reader.close()
    reader.end()
    return reader.blocks


def compare_bodies(before: str, after: str) -> BodyChange:
    """Return what changed from one sanitised body to another."""
    if before == after:
        return BodyChange(tuple(BlockChange(one.kind, "same", (Piece("same", one.text),)) for one in blocks_of(after)), False)
    old, new = blocks_of(before), blocks_of(after)
    if max(len(old), len(new)) > LARGEST:
        changed = tuple(_whole(old, "removed")) + tuple(_whole(new, "added"))
        return BodyChange(changed, old == new)
    changed = tuple(_changes(old, new))
    return BodyChange(changed, old == new)


def _changes(old: Sequence[Block], new: Sequence[Block]) -> Iterator[BlockChange]:
    effort = EFFORT
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (BlockChange(one.kind, "same", (Piece("same", one.text),)) for one in new[k:m])
        elif tag == "replace":
            yield from _brought_together(old[i:j], new[k:m], effort)
            effort -= sum(len(a.text) * len(b.text) for a, b in zip(old[i:j], new[k:m], strict=False))
        else:
            yield from _whole(old[i:j], "removed")
            yield from _whole(new[k:m], "added")


def _brought_together(old: Sequence[Block], new: Sequence[Block], effort: int) -> Iterator[BlockChange]:
    """Show each new block against the old one it came from, if there is one."""
    shown_old = shown_new = 0
    for place, partner in [*_partners(old, new), (len(new), len(old))]:
        yield from _whole(old[shown_old:partner], "removed")
        yield from _whole(new[shown_new:place], "added")
        if place < len(new):
            was, became = old[partner].text, new[place].text
            yield BlockChange(new[place].kind, "changed", compare_texts(was, became, fine=min(effort, FINE)))
            effort -= len(was) * len(became)
        shown_old, shown_new = partner + 1, place + 1


def _partners(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """Return places in ``new`` with the places in ``old`` they came from, both rising."""
    was, became = [pairs_of(one.text) for one in old], [pairs_of(one.text) for one in new]
    if len(old) * len(new) > PAIRED:
        in_turn = enumerate(zip(was, became, strict=False))
        return [(place, place) for place, (a, b) in in_turn if likeness(a, b) >= PARTNERS]
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [[(0.0, ())] * (len(old) + 1) for _ in range(len(new) + 1)]
    for n in range(1, len(new) + 1):
        for o in range(1, len(old) + 1):
            alike = likeness(was[o - 1], became[n - 1])
            choices = [best[n - 1][o], best[n][o - 1]]
            if alike >= PARTNERS:
                score, pairs = best[n - 1][o - 1]
                choices.append((score + alike, (*pairs, (n - 1, o - 1))))
            best[n][o] = max(choices, key=lambda choice: choice[0])
    return list(best[-1][-1][1])


def _whole(blocks: Sequence[Block], state: Literal["added", "removed"]) -> Iterator[BlockChange]:
    return (BlockChange(one.kind, state, (Piece(state, one.text),)) for one in blocks)


class _Reader(HTMLParser):
    """Collects the blocks of a body."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._kind = "段落"
        self._text = ""
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("td", "th"):
            self._text += CELL if self._text else ""
        elif tag in BLOCKS and not (self._kind == BLOCKS["tr"] and tag != "tr"):
            self.end()
            self._kind = BLOCKS[tag]
        elif tag == "br":
            self._text += "\n"
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links and (address := self._links.pop()):
            self._text += f"〔{address}〕"
        elif tag in ("tr", "table") or (tag in BLOCKS and self._kind != BLOCKS["tr"]):
            self.end()

    def handle_data(self, data: str) -> None:
        self._text += data

    def end(self) -> None:
        """Finish the block at hand."""
        text = "\n".join(" ".join(line.split()) for line in self._text.split("\n")).strip()
        if text:
            self.blocks.append(Block(self._kind, text))
        self._kind, self._text = "段落", ""
