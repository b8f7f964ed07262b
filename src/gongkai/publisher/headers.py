"""The headers every public answer carries, by the file's path: who may run what, how long it may be kept, what it is."""

import re
from urllib.parse import quote

from gongkai.publisher.media import content_type, is_download, suffix

Header = tuple[str, str]

PAGES = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
DOWNLOADS = "default-src 'none'; frame-ancestors 'none'; sandbox"  # whatever was uploaded, it runs nothing

_ALWAYS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
_HASHED = re.compile(r"(?:^|/)assets/(?:.*[./-])?[0-9a-f]{8,}\.[^/]*")  # the name changes with the content
_OPEN_DATA = (".json", ".csv", ".xml")


def security(path: str = "") -> list[Header]:
    """Return the headers that keep a page, or an uploaded file, from doing what it should not."""
    return [("Content-Security-Policy", DOWNLOADS if is_download(path) else PAGES), *_ALWAYS]


def described(path: str) -> list[Header]:
    """Return what the file is and how long it may be kept without asking again."""
    kept = "public, max-age=31536000, immutable" if _HASHED.fullmatch(path) else "no-cache"
    headers = [("Content-Type", content_type(path)), ("Cache-Control", kept)]
    if is_download(path):
        headers.append(("Content-Disposition", _disposition(path.rpartition("/")[2])))
    elif suffix(path) in _OPEN_DATA:
        headers.append(("Access-Control-Allow-Origin", "*"))  # open data: any page may read it
    return headers


def _disposition(name: str) -> str:
    """Say that it is to be saved, under its own name (RFC 6266): plain letters for the old, UTF-8 for all others.

    >>> _disposition("目录.pdf")
    'attachment; filename="__.pdf"; filename*=UTF-8\\'\\'%E7%9B%AE%E5%BD%95.pdf'
    """
    plain = re.sub(r'[^\x20-\x7e]|["\\%]', "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
