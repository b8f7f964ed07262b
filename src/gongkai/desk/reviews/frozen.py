"""Files as they were frozen with a content: found by hash, never by path, and compared with their hash before they are shown."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpResponse

from gongkai.disclosures import blobs
from gongkai.disclosures.comparison import Content
from gongkai.disclosures.models import Publication, Review

# What a browser may show by itself: no page, no picture that can hold script. Everything else is handed over as a file.
IN_PLACE = {
    "application/pdf": "application/pdf",
    "image/png": "image/png",
    "image/jpeg": "image/jpeg",
    "image/gif": "image/gif",
    "image/webp": "image/webp",
    "text/plain": "text/plain; charset=utf-8",
}
EARLIER = 20


class Damaged(Exception):
    """The bytes kept under a hash are not there, or are not those that were reviewed."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """One file of a content."""

    name: str
    sha256: str
    size: int
    media_type: str

    @property
    def path(self) -> Path:
        """Return where its bytes are kept."""
        return blobs.path_of(self.sha256)


def files_of(content: Content) -> Iterator[Frozen]:
    """Yield the files of a content: attachments, and the files its lists were frozen into."""
    described = [*content.get("files", ()), *(file for one in content.get("lists", ()) for file in one["files"])]
    return (_frozen(file) for file in described)


def find(review: Review, sha256: str) -> Frozen | None:
    """Return a file of a review by its hash, or one of an earlier state of the same disclosure that it is compared with."""
    if found := next((file for file in files_of(review.content) if file.sha256 == sha256), None):
        return found
    same = {"disclosure": review.disclosure_id}
    for told in (Review.objects.filter(**same).order_by("-pk"), Publication.objects.filter(**same).order_by("-pk")):
        for content in told.values_list("content", flat=True)[:EARLIER]:
            if found := next((file for file in files_of(content) if file.sha256 == sha256), None):
                return found
    return None


def checked(file: Frozen) -> bytes:
    """Return a file's bytes; raises Damaged when they are not those of its hash."""
    if not file.path.exists():
        raise Damaged
    data = file.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise Damaged
    return data


def answer(file: Frozen, *, download: bool) -> HttpResponse | FileResponse:
    """Answer with a file, shown by the browser where that is safe; raises Damaged."""
    if not file.path.exists():
        raise Damaged
    opened = file.path.open("rb")
    if hashlib.file_digest(opened, "sha256").hexdigest() != file.sha256:
        opened.close()
        raise Damaged
    opened.seek(0)
    shown = IN_PLACE.get(file.media_type)
    response = FileResponse(
        opened,
        as_attachment=download or shown is None,
        filename=file.name,
        content_type=shown or "application/octet-stream",
    )
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
    response["X-Robots-Tag"] = "noindex"
    return response


def _frozen(file: Mapping[str, Any]) -> Frozen:
    return Frozen(file["name"], file["sha256"], file["size"], file["media_type"])
