"""Strips a file of any format, and the files packed inside it, to a bounded depth; in the reading process."""

import importlib
from collections.abc import Callable, Iterator

from gongkai.sources import limits
from gongkai.sources.archive import Archive
from gongkai.sources.errors import BadInput
from gongkai.sources.kinds import NAMES, kind_of
from gongkai.sources.messages import Stripped
from gongkai.sources.packing import pack
from gongkai.sources.texts_inside import PASSED_OVER, Budget, readable_name

Progress = Callable[[int, int | None], None]
Inner = Callable[[bytes, str], Stripped]
STRIPPERS = {
    "docx": ("stripping_office", "of_package"),
    "xlsx": ("stripping_office", "of_package"),
    "slides": ("stripping_office", "of_package"),
    "pdf": ("stripping_pdf", "of_pdf"),
    "picture": ("stripping_pictures", "of_picture"),
}
NOTHING_TO_TAKE = {"text", "csv"}


def read(data: bytes, name: str, report: Progress) -> Iterator[Stripped]:
    """Yield the stripped file."""
    yield within(data, name, limits.ZIP_DEPTH, Budget())


def within(data: bytes, name: str, depth: int, budget: Budget) -> Stripped:
    """Strip one file, which may itself hold files; what cannot be opened stays as it is and is named."""
    try:
        kind = kind_of(data, name)
        if kind == "zip":
            return _zip(data, name, depth, budget)
        if kind in NOTHING_TO_TAKE:
            return Stripped(data)
        if kind not in STRIPPERS:
            return Stripped(data, (), (f"{NAMES.get(kind, '这种格式')}的文件属性没有去除",))
        module, function = STRIPPERS[kind]
        strip: Callable[[bytes, str, Inner], Stripped] = getattr(
            importlib.import_module(f"gongkai.sources.{module}"), function
        )
        return strip(data, name, lambda inner, member: _one_inside(inner, member, depth, budget))
    except BadInput as error:
        return Stripped(data, (), (f"文件属性没有去除：{error}",))
    except MemoryError:
        raise
    except Exception as error:  # parsers of hostile bytes raise anything; the other files are still stripped
        return Stripped(data, (), (f"文件属性没有去除：“{name}”已损坏或没有传完整（{type(error).__name__}）",))


def _one_inside(data: bytes, member: str, depth: int, budget: Budget) -> Stripped:
    if not data:
        return Stripped(data)
    if depth <= 0 or not budget.take(len(data)):
        return Stripped(data, (), (f"“{member}”套得太深或太大，没有去除属性",))
    return within(data, member, depth - 1, budget)


def _zip(data: bytes, name: str, depth: int, budget: Budget) -> Stripped:
    """Strip every member of a ZIP; what only the packing system put in (``__MACOSX``, ``Thumbs.db``) is dropped."""
    archive = Archive(data, name)
    members: list[tuple[str, bytes]] = []
    removed: dict[str, None] = {}
    left: dict[str, None] = {}
    for info in {info.filename: info for info in archive.infos}.values():
        member = readable_name(info.filename, info.flag_bits)
        if PASSED_OVER.search(member):
            removed[f"{member}（系统文件）"] = None
            continue
        inner = _one_inside(archive.read(info.filename, limits.FILE_BYTES), member, depth, budget)
        members.append((member, inner.data))
        removed |= dict.fromkeys(f"{member} › {each}" for each in inner.removed)
        left |= dict.fromkeys(f"{member} › {each}" for each in inner.left)
    return Stripped(pack(members), tuple(removed), tuple(left))
