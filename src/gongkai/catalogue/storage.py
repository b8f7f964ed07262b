"""Where files that the public must not fetch are kept: outside every folder that is served."""

import hashlib
import os
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage


class PrivateStorage(FileSystemStorage):
    """Files without an address, so that nothing in it can be linked to by mistake."""

    def url(self, name: str | None) -> str:
        """Refuse: a private file has no address."""
        raise ValueError(f"private file without an address: {name}")


def private_storage() -> Storage:
    """Return the storage of private files."""
    return PrivateStorage(location=settings.PRIVATE)


def keep_source(data: bytes, name: str) -> str:
    """Store a catalogue file byte for byte, durably, under its own SHA-256, and return its place in the storage.

    A file that is there already with the same bytes is left alone, so a repeated or an abandoned import costs nothing.
    """
    storage = private_storage()
    place = f"catalogues/{hashlib.sha256(data).hexdigest()}{PurePath(name).suffix.lower()[:10]}"
    if storage.exists(place):
        with storage.open(place) as kept:
            if kept.read() == data:
                return place
        storage.delete(place)
    place = storage.save(place, ContentFile(data))
    with storage.open(place, "rb+") as kept:
        os.fsync(kept.fileno())
    return place
