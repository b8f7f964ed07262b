"""Serves the public site's files: a small WSGI application over ``ROOT/current``.

The same files can be served by nginx or an object store; here they come with the program itself. Only GET and HEAD;
what was compressed when it was published goes out as it lies, small texts without a ``.gz`` are compressed in memory
once; big downloads can be resumed.
"""

import gzip
import os
from collections.abc import Callable, Iterable, Iterator
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from gongkai.publisher.headers import Header, described, security
from gongkai.publisher.media import compresses
from gongkai.publisher.negotiation import Unsatisfiable, accepts_gzip, holds_it, parse_range, range_applies
from gongkai.publisher.opening import IsFolder, Opened, open_beside, open_public

_CHUNK = 64 * 1024
_IN_MEMORY = 256 * 1024  # bytes; what is larger is streamed, and compressed only when it was published so
_WORTH_COMPRESSING = 1024
_ABOUT_THE_BODY = ("Content-Type", "Content-Encoding", "Content-Disposition", "Accept-Ranges")

Start = Callable[..., Any]
Environ = dict[str, Any]


class FileServer:
    """A WSGI application for one site; ``extra`` headers go with every answer (say, Strict-Transport-Security)."""

    def __init__(self, root: Path, *, extra: Iterable[Header] = ()) -> None:
        self._root = Path(root)
        self._extra = list(extra)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer one request."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._words(environ, start, HTTPStatus.METHOD_NOT_ALLOWED, [("Allow", "GET, HEAD")])
        path = _path(environ)
        try:
            opened = None if path is None else open_public(self._root, path)
        except IsFolder as folder:
            return self._words(environ, start, HTTPStatus.MOVED_PERMANENTLY, [("Location", _with_slash(environ, folder))])
        if opened is None:
            return self._not_found(environ, start)
        return self._file(environ, start, opened)

    def _file(self, environ: Environ, start: Start, opened: Opened) -> Iterable[bytes]:
        headers = [*described(opened.path), *security(opened.path), *self._extra]
        body = None
        if compresses(opened.path):
            headers.append(("Vary", "Accept-Encoding"))
            if "HTTP_RANGE" not in environ and accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
                opened, body, more = self._squeezed(opened)
                headers += more
        try:
            return _answer(environ, start, opened, body, headers)
        except Unsatisfiable:
            opened.close()
            size = [("Content-Range", f"bytes */{opened.size}")]
            return self._words(environ, start, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, size)

    def _squeezed(self, opened: Opened) -> tuple[Opened, bytes | None, list[Header]]:
        """Return what to send to a client that takes gzip: the file beside, or small text compressed in memory."""
        coded = [("Content-Encoding", "gzip")]
        beside = open_beside(self._root, opened)
        if beside is not None:
            opened.close()
            return beside, None, coded
        if _WORTH_COMPRESSING <= opened.size <= _IN_MEMORY:
            return opened, _compressed(os.pread(opened.fd, opened.size, 0)), coded
        return opened, None, []

    def _not_found(self, environ: Environ, start: Start) -> Iterable[bytes]:
        opened = open_public(self._root, "404.html")
        if opened is None:
            return self._words(environ, start, HTTPStatus.NOT_FOUND, [])
        headers = [*described(opened.path), *security(), *self._extra]
        return _send(environ, start, HTTPStatus.NOT_FOUND, opened, None, headers)

    def _words(self, environ: Environ, start: Start, status: HTTPStatus, headers: list[Header]) -> Iterable[bytes]:
        body = f"{status.value} {status.phrase}\n".encode()
        kind = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
        start(_line(status), [*headers, *kind, ("Cache-Control", "no-cache"), *security(), *self._extra])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _answer(
    environ: Environ, start: Start, opened: Opened, body: bytes | None, headers: list[Header]
) -> Iterable[bytes]:
    """Send the file, or a part of it, or only word that the client has it already; may raise ``Unsatisfiable``."""
    tag = f'"{opened.tag}{"" if body is None else "-gz"}"'
    modified = opened.modified_ns // 1_000_000_000
    headers += [("ETag", tag), ("Last-Modified", formatdate(modified, usegmt=True)), ("Accept-Ranges", "bytes")]
    if holds_it(tag, modified, environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")):
        opened.close()
        start(_line(HTTPStatus.NOT_MODIFIED), [one for one in headers if one[0] not in _ABOUT_THE_BODY])
        return []
    if environ["REQUEST_METHOD"] == "GET" and range_applies(tag, modified, environ.get("HTTP_IF_RANGE")):
        part = parse_range(environ.get("HTTP_RANGE", ""), opened.size)
        if part:
            return _send_part(start, opened, part, headers)
    return _send(environ, start, HTTPStatus.OK, opened, body, headers)


def _send(
    environ: Environ, start: Start, status: HTTPStatus, opened: Opened, body: bytes | None, headers: list[Header]
) -> Iterable[bytes]:
    length = opened.size if body is None else len(body)
    start(_line(status), [*headers, ("Content-Length", str(length))])
    if environ["REQUEST_METHOD"] == "HEAD":
        opened.close()
        return []
    if body is None and opened.size > _IN_MEMORY:
        file = os.fdopen(opened.fd, "rb")
        wrapper = environ.get("wsgi.file_wrapper")
        return wrapper(file, _CHUNK) if wrapper else _Slice(file, 0, opened.size)
    if body is None:
        body = os.pread(opened.fd, opened.size, 0)
    opened.close()
    return [body]


def _send_part(start: Start, opened: Opened, part: tuple[int, int], headers: list[Header]) -> Iterable[bytes]:
    begin, end = part
    where = ("Content-Range", f"bytes {begin}-{end - 1}/{opened.size}")
    start(_line(HTTPStatus.PARTIAL_CONTENT), [*headers, where, ("Content-Length", str(end - begin))])
    return _Slice(os.fdopen(opened.fd, "rb"), begin, end)


class _Slice:
    """A part of a file, read as it is sent; the server closes it."""

    def __init__(self, file: BinaryIO, begin: int, end: int) -> None:
        self._file = file
        self._rest = end - begin
        file.seek(begin)

    def __iter__(self) -> Iterator[bytes]:
        while self._rest > 0 and (chunk := self._file.read(min(_CHUNK, self._rest))):
            self._rest -= len(chunk)
            yield chunk

    def close(self) -> None:
        self._file.close()


@lru_cache(maxsize=256)
def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, 5, mtime=0)


def _path(environ: Environ) -> str | None:
    """Return the decoded path without its first slash, or None where it is not UTF-8 or has none."""
    raw = environ.get("PATH_INFO", "") or "/"
    try:
        path = raw.encode("latin-1").decode()
    except UnicodeError:
        return None
    return path[1:] if path.startswith("/") else None


def _with_slash(environ: Environ, folder: IsFolder) -> str:
    query = environ.get("QUERY_STRING", "")
    return f"{quote(environ.get('SCRIPT_NAME', ''))}/{quote(str(folder))}/" + (f"?{query}" if query else "")


def _line(status: HTTPStatus) -> str:
    return f"{status.value} {status.phrase}"
