"""What a public file is, told by its name alone: its media type, whether it compresses, whether it is a download.

Writer and server must agree on these three, so they stand in one place.
"""

import mimetypes

TEXTS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".webmanifest": "application/manifest+json",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".xml": "application/xml",
    ".xsl": "application/xml",
    ".atom": "application/atom+xml",
    ".rss": "application/rss+xml",
    ".svg": "image/svg+xml",
    ".ics": "text/calendar",
}
OTHERS = {
    ".gz": "application/gzip",
    ".woff2": "font/woff2",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".ofd": "application/ofd",
}
_BUILT_IN = mimetypes.MimeTypes()  # Python's own table: the answer must not depend on the machine's /etc/mime.types


def suffix(path: str) -> str:
    """Return the last suffix of ``path`` in lower case, with its dot, or ``""``."""
    name = path.rpartition("/")[2]
    _, dot, end = name.rpartition(".")
    return dot + end.lower()


def is_download(path: str) -> bool:
    """Tell whether ``path`` lies in a folder called ``files``: as uploaded, never shown as a page of ours."""
    return path.startswith("files/") or "/files/" in path


def compresses(path: str) -> bool:
    """Tell whether a ``.gz`` may stand beside ``path``; downloads keep their bytes and ``.gz`` names to themselves."""
    return suffix(path) in TEXTS and not is_download(path)


def content_type(path: str) -> str:
    """Return the Content-Type to send for ``path``; texts are always UTF-8."""
    ending = suffix(path)
    if path.rpartition("/")[2] == "feed.xml":
        return "application/atom+xml; charset=utf-8"
    if ending in TEXTS:
        return f"{TEXTS[ending]}; charset=utf-8"
    return OTHERS.get(ending) or _BUILT_IN.guess_type(f"x{ending}")[0] or "application/octet-stream"
