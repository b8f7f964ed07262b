"""Writes a ZIP so that the same members give the same bytes: no time, no system, no rights, no comments."""

import io
import zipfile
from collections.abc import Iterable

BEGINNING = (1980, 1, 1, 0, 0, 0)
LEVEL = 6


def pack(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Pack the members in the order given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, BEGINNING)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            archive.writestr(info, data, compresslevel=LEVEL)
    return out.getvalue()
