"""The values handed to the publisher: pages as bytes, big files by their place, and recipes for a full build."""

import gzip
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from gongkai.publisher.media import compresses

PAGE, LIST, ENTRANCE = 0, 1, 2  # the order in which a batch becomes visible: a page is there before a list links to it

Kind: TypeAlias = Literal["file", "blob"]
_WORTH_COMPRESSING = 1024  # bytes; below, one packet carries the page either way
_LEVEL = 5  # within a hundredth of level 9 on our pages, in a third of the time


class Entry(NamedTuple):
    """One line of the manifest: what a public file must be. ``gz_sha256`` is None where no ``.gz`` stands beside it."""

    path: str
    sha256: bytes
    size: int
    gz_sha256: bytes | None
    kind: Kind


@dataclass(frozen=True)
class File:
    """A page or list as bytes; ``order`` says when it becomes visible; ``compress`` overrules the choice by its size."""

    path: str
    body: bytes
    order: int = PAGE
    compress: bool | None = None

    @property
    def size(self) -> int:
        """Return the length in bytes."""
        return len(self.body)

    @cached_property
    def digest(self) -> bytes:
        """Return the SHA-256 of the body."""
        return hashlib.sha256(self.body).digest()

    def wants_gz(self) -> bool:
        """Tell whether compressing is to be tried at all."""
        if self.compress is None:
            return len(self.body) >= _WORTH_COMPRESSING and compresses(self.path)
        return self.compress and compresses(self.path)

    def squeezed(self) -> bytes | None:
        """Return the ``.gz`` to put beside, the same for the same body on every day, or None where it would not pay."""
        if not self.wants_gz():
            return None
        small = gzip.compress(self.body, _LEVEL, mtime=0)
        return small if len(small) < len(self.body) else None

    def fits(self, old: Entry) -> bool:
        """Tell whether ``old`` describes this very file, with a ``.gz`` beside it where we would put one."""
        if old.sha256 != self.digest:
            return False
        if old.gz_sha256 is None:
            return self.squeezed() is None
        return self.wants_gz()


@dataclass(frozen=True)
class Blob:
    """A big file to copy from ``source``; it is published only if its bytes have the hash promised (hexadecimal)."""

    path: str
    source: Path
    sha256: str
    order: int = PAGE

    @cached_property
    def size(self) -> int:
        """Return the length in bytes."""
        return self.source.stat().st_size

    @property
    def digest(self) -> bytes:
        """Return the SHA-256 promised."""
        return bytes.fromhex(self.sha256)

    def fits(self, old: Entry) -> bool:
        """Tell whether ``old`` describes this very file."""
        return old.sha256 == self.digest and old.gz_sha256 is None


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be written and removed together."""

    writes: Sequence[File | Blob]
    removals: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a full build, made in another process: ``function`` is ``"module:name"``, called with ``args``."""

    function: str
    args: tuple[Any, ...] = ()

    def files(self) -> Iterator[File | Blob]:
        """Call the function and yield its files one by one."""
        module, _, name = self.function.partition(":")
        yield from getattr(import_module(module), name)(*self.args)


@dataclass(frozen=True, slots=True)
class Applied:
    """What one batch did."""

    written: int
    unchanged: int
    removed: int
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Built:
    """What a full build did; ``swapped`` is False when every file was already as it should be."""

    files: int
    written: int
    unchanged: int
    removed: int
    swapped: bool
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build or a check has come: files handled, and parts done of all parts (0 of 0 where there are none)."""

    files: int
    parts: int = 0
    of_parts: int = 0
