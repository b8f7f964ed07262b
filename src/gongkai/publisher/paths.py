"""Which names a public file may have. Everything that writes, removes or serves asks here first."""

import re

from gongkai.publisher.errors import UnsafePath
from gongkai.publisher.media import compresses

# No empty, hidden or dotted segment, no backslash, no control character; .well-known is the hidden folder the web knows.
_SAFE = re.compile(r"(?:\.well-known/)?(?!\.)[^\x00-\x1f\x7f/\\]+(?:/(?!\.)[^\x00-\x1f\x7f/\\]+)*")
_LONGEST_PATH = 1000  # bytes; the root and a suffix must still fit into the system's 4096
_LONGEST_NAME = 240  # bytes; file systems take 255, and ".gz" has to fit


def is_safe(path: str) -> bool:
    """Tell whether ``path`` is a plain relative path that stays inside the site and fits every file system."""
    if not _SAFE.fullmatch(path):
        return False
    try:
        encoded = path.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    if len(encoded) <= _LONGEST_NAME:
        return True
    return len(encoded) <= _LONGEST_PATH and all(len(name) <= _LONGEST_NAME for name in encoded.split(b"/"))


def checked(path: str) -> str:
    """Return ``path``, or raise ``UnsafePath`` where a public file must not have that name."""
    if not is_safe(path):
        raise UnsafePath(f"不能用作公开文件的路径：{path!r}")
    if path.endswith(".gz") and compresses(path[:-3]):
        raise UnsafePath(f"该路径与预压缩文件重名：{path!r}")
    return path
