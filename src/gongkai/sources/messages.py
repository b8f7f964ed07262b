"""The words between a reading process and the one that waits for it: one JSON array a line.

A process that may have been overrun by a hostile file is answered with plain data only, never with pickled objects.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.rules.findings import Finding
from gongkai.rules.grid import Cell, Grid

WHOLE = "整份文件"  # the place of something said of a file as a whole
CELLS_A_LINE = 2_000
PARTS_A_LINE = 1_000
BYTES_A_LINE = 1024 * 1024
SHARED = 10_000  # texts remembered, so that equal cells share one value


@dataclass(frozen=True, slots=True)
class TextPart:
    """A piece of text in a file: where it stands, in Chinese, and whether a reader of the file would not see it."""

    place: str
    text: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part of a file that could not be checked: where it stands, and why."""

    place: str
    why: str


@dataclass(frozen=True, slots=True)
class Stripped:
    """A file without what its makers did not mean to publish: its bytes, what was taken out, and what is still in it."""

    data: bytes
    removed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


Event = Grid | Finding | TextPart | Unreadable | Stripped
Told = TextPart | Unreadable | Finding  # what the reading of texts tells
SIMPLE: dict[str, type] = {"finding": Finding, "part": TextPart, "unreadable": Unreadable}


def lines(events: Iterable[Event]) -> Iterator[list[Any]]:
    """Give a reader's events as messages, texts many to a line; what it told before it failed is given before it fails here."""
    parts: list[list[Any]] = []
    try:
        for event in events:
            if isinstance(event, TextPart):
                parts.append([event.place, event.text, event.hidden])
                if len(parts) == PARTS_A_LINE:
                    yield ["parts", parts]
                    parts = []
                continue
            if parts:
                yield ["parts", parts]
                parts = []
            yield from lines_of(event)
    except BaseException:
        yield ["parts", parts]
        raise
    yield ["parts", parts]


def lines_of(event: Event) -> Iterator[list[Any]]:
    """Give an event as messages; a Grid's cells go before it in portions, so that no line grows long."""
    if isinstance(event, Grid):
        portion: list[list[Any]] = []
        for (row, column), cell in event.cells.items():
            span = [cell.rows, cell.columns] if cell.rows + cell.columns > 2 else []
            portion.append([row, column, cell.text, *span])
            if len(portion) == CELLS_A_LINE:
                yield ["cells", portion]
                portion = []
        yield ["cells", portion]
        rest = (event.height, event.width, event.merges_known, event.page, event.name, event.title, event.source_rows)
        yield ["grid", rest]
        return
    if isinstance(event, Stripped):
        for start in range(0, len(event.data), BYTES_A_LINE):
            yield ["bytes", base64.b64encode(event.data[start : start + BYTES_A_LINE]).decode("ascii")]
        yield ["stripped", [event.removed, event.left]]
        return
    word = next(word for word, kind in SIMPLE.items() if isinstance(event, kind))
    yield [word, [getattr(event, name) for name in event.__dataclass_fields__]]


def dump(message: list[Any]) -> bytes:
    """Write one message as a line."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def events_of(messages: Iterable[list[Any]]) -> Iterator[Event]:
    """Put messages together into events again; equal cells share one value."""
    cells: dict[tuple[int, int], Cell] = {}
    seen: dict[tuple[Any, ...], Cell] = {}
    pieces: list[bytes] = []
    for word, body in messages:
        if word == "cells":
            for row, column, *what in body:
                key = tuple(what)
                cell = seen.get(key)
                if cell is None:
                    cell = Cell(*key)
                    if len(seen) < SHARED:
                        seen[key] = cell
                cells[row, column] = cell
        elif word == "grid":
            height, width, known, page, name, title, source_rows = body
            yield Grid(cells, height, width, known, page, name, title, tuple(source_rows))
            cells = {}
        elif word == "parts":
            yield from (TextPart(*each) for each in body)
        elif word == "bytes":
            pieces.append(base64.b64decode(body))
        elif word == "stripped":
            yield Stripped(b"".join(pieces), tuple(body[0]), tuple(body[1]))
            pieces = []
        elif word in SIMPLE:
            yield SIMPLE[word](*body)
