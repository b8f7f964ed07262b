"""Where files that the public must not fetch are kept: outside every folder that is served."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage


def private_storage() -> Storage:
    """Return the storage of private files; it has no address, so nothing in it can be linked to."""
    return FileSystemStorage(location=settings.PRIVATE, base_url=None)
