"""The door for texts: all text in an attachment, seen or unseen, with its place, for the check of personal data.

What leaked in practice leaked in attachments: in hidden sheets, comments, deleted text, document properties. What
cannot be opened is told as ``Unreadable``, so that a check can say what it did not see; what a person should know of the
file beside its texts (a hidden sheet, tracked changes, macros, the place where a picture was taken) as a ``Finding``.
"""

import importlib
from collections.abc import Iterator
from pathlib import Path

from gongkai.sources import text
from gongkai.sources.errors import BadInput
from gongkai.sources.kinds import REFUSALS, kind_of, kind_of_text
from gongkai.sources.messages import WHOLE, TextPart, Told, Unreadable
from gongkai.sources.tables import bytes_of, check_size, unreported

__all__ = ["TextPart", "Unreadable", "read_text", "texts_of"]
CANNOT_READ = REFUSALS.keys() - {"zip", "ofd", "spreadsheetml", "picture", "slides"}


def texts_of(data: bytes, name: str) -> Iterator[Told]:
    """Yield every text of a file with its place; what cannot be read comes as Unreadable with the reason, never raised."""
    try:
        check_size(len(data), name)
        kind = kind_of(data, name)
        decoded = text.decode(data, name) if kind == "text" else ""
        if decoded and kind_of_text(decoded) == "text":
            yield from lines(decoded)
        elif kind in CANNOT_READ:
            yield Unreadable(WHOLE, REFUSALS[kind].format(name=name))
        else:
            isolated = importlib.import_module("gongkai.sources.isolated")
            yield from isolated.read_isolated("texts_inside", "read", data, name, unreported)
    except BadInput as error:
        yield Unreadable(WHOLE, str(error))


def read_text(path: Path) -> str:
    """Read the text of a file that a reader of it sees, in lines; raises BadInput when there is none to be read."""
    data = bytes_of(path)
    told = list(texts_of(data, path.name))
    seen = [part.text for part in told if isinstance(part, TextPart) and not part.hidden]
    if not seen:
        why = next((part.why for part in told if isinstance(part, Unreadable)), "请检查是否保存完整。")
        raise BadInput(why if path.name in why else f"“{path.name}”里读不到文字。{why}")
    return "\n".join(seen)


def lines(decoded: str) -> Iterator[TextPart]:
    """Yield the lines that hold something."""
    for number, line in enumerate(decoded.splitlines(), 1):
        if line.strip():
            yield TextPart(f"第{number}行", line)
