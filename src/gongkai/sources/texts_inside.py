"""Texts of a file of any format, and of the files packed inside it, to a bounded depth; in the reading process."""

import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from gongkai.rules.findings import Finding
from gongkai.sources import limits, text
from gongkai.sources.archive import Archive
from gongkai.sources.errors import BadInput
from gongkai.sources.kinds import REFUSALS, kind_of, kind_of_text
from gongkai.sources.messages import WHOLE, TextPart, Told, Unreadable
from gongkai.sources.texts import CANNOT_READ, lines

Progress = Callable[[int, int | None], None]
Texts = Iterator[Told]
Reader = Callable[[bytes, str], Iterator[Told | tuple[str, bytes]]]
READERS = {  # kind -> module and function; only what a file needs is loaded
    "xlsx": ("texts_excel", "of_xlsx"),
    "xls": ("texts_excel", "of_xls"),
    "docx": ("texts_word", "of_docx"),
    "pdf": ("texts_pdf", "of_pdf"),
    "slides": ("texts_slides", "of_slides"),
    "picture": ("texts_pictures", "of_picture"),
    "ofd": ("texts_pages", "of_ofd"),
    "html": ("texts_pages", "of_html"),
}
PASSED_OVER = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")


def read(data: bytes, name: str, report: Progress) -> Texts:
    """Yield the texts of a file and of everything inside it."""
    budget = Budget()
    yield from read_within(data, name, limits.ZIP_DEPTH, budget)


class Budget:
    """Bounds what all the nested archives of one file may unpack to, together."""

    def __init__(self) -> None:
        self.left = limits.UNPACKED_BYTES

    def take(self, size: int) -> bool:
        """Take a size from what is left; false when it is not enough."""
        self.left -= max(size, 0)
        return self.left >= 0


def read_within(data: bytes, name: str, depth: int, budget: Budget) -> Texts:
    """Yield the texts of one file, which may itself hold files; what fails to open becomes Unreadable."""
    try:
        yield from dispatch(data, name, depth, budget)
    except BadInput as error:
        yield Unreadable(WHOLE, str(error))
    except MemoryError:
        raise
    except Exception as error:  # parsers of hostile bytes raise anything; the other files are still checked
        why = f"“{name}”已损坏或没有传完整，读不出来（{type(error).__name__}）。请用原来的软件另存一份后再提交。"
        yield Unreadable(WHOLE, why)


def dispatch(data: bytes, name: str, depth: int, budget: Budget) -> Texts:
    """Choose the reader by content."""
    kind = kind_of(data, name)
    if kind == "text":
        decoded = text.decode(data, name)
        if kind_of_text(decoded) == "text":
            yield from lines(decoded)
            return
        kind, data = "html", decoded.encode("utf-8", "replace")
    if kind == "zip":
        yield from inside_zip(Archive(data, name, allow_locked=True), depth, budget)
    elif kind in CANNOT_READ:
        yield Unreadable(WHOLE, REFUSALS[kind].format(name=name))
    else:
        module, function = READERS[kind]
        reader: Reader = getattr(importlib.import_module(f"gongkai.sources.{module}"), function)
        yield from nested(reader(data, name), depth, budget)


def nested(texts: Iterator[Told | tuple[str, bytes]], depth: int, budget: Budget) -> Texts:
    """Pass texts on, and open the embedded files that come among them as name and bytes."""
    for each in texts:
        if isinstance(each, tuple):
            yield from one_inside(each[0], each[1], depth, budget)
        else:
            yield each


def inside_zip(archive: Archive, depth: int, budget: Budget) -> Texts:
    """Yield the texts of every member of a ZIP."""
    for info in archive.infos:
        member = readable_name(info.filename, info.flag_bits)
        if PASSED_OVER.search(member):
            continue
        if info.filename in archive.locked:
            yield Unreadable(member, f"压缩包里的“{member}”设有密码，无法检查。请取消密码后再提交。")
        elif info.file_size > limits.FILE_BYTES or not budget.take(info.file_size):
            yield Unreadable(member, f"压缩包里的“{member}”展开后太大，没有检查。请拆成几份后再提交。")
        else:
            try:
                data = archive.read(info.filename, limits.FILE_BYTES)
            except BadInput as error:
                yield Unreadable(member, str(error))
            else:
                yield from one_inside(member, data, depth, budget)


def one_inside(member: str, data: bytes, depth: int, budget: Budget) -> Texts:
    """Yield the texts of an enclosed file, its name before each place."""
    if depth <= 0:
        yield Unreadable(member, f"“{member}”套在 {limits.ZIP_DEPTH} 层以上的压缩包里，没有检查。请解压后再提交。")
        return
    if not data:
        return
    for each in read_within(data, member, depth - 1, budget):
        within = (each.field or WHOLE) if isinstance(each, Finding) else each.place
        place = member if within == WHOLE else f"{member} › {within}"
        if isinstance(each, Finding):
            yield replace(each, field=place)
        elif isinstance(each, TextPart):
            yield TextPart(place, each.text, each.hidden)
        else:
            yield Unreadable(place, each.why)


def readable_name(name: str, flags: int) -> str:
    """Undo the code page that ZIP assumes for names written on a Chinese Windows."""
    if flags & 0x800:
        return name
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name
