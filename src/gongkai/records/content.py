"""The content of a list as one SHA-256, to which a review is bound: whoever changes a character changes it.

It is the hash of the rows' own digests in their order, so that changing one row of a hundred thousand reads digests only.
``recomputed`` goes back to the values themselves, and shows whether a digest was forged.
"""

import hashlib
from collections.abc import Iterable

from gongkai.records.facts import row_digest
from gongkai.records.models import Record, RecordList

CHUNK = 5_000


def sha256_of(record_list: RecordList) -> str:
    """Return the content hash of a list from its rows' digests; one query, bounded memory."""
    rows = Record.objects.in_list(record_list).values_list("position", "digest")
    return _hash(record_list, rows.iterator(chunk_size=CHUNK))


def recomputed(record_list: RecordList) -> str:
    """Return the content hash of a list from the values of its rows, trusting no digest."""
    said = ("position", "values", "display_class", "status", "status_decided_on", "status_reason")
    rows = Record.objects.in_list(record_list).values_list(*said).iterator(chunk_size=CHUNK)
    return _hash(record_list, ((position, row_digest(*rest)) for position, *rest in rows))


def _hash(record_list: RecordList, rows: Iterable[tuple[int, str]]) -> str:
    content = hashlib.sha256(f"{record_list.schema}\n{record_list.title}\n".encode())
    for position, digest in rows:
        content.update(f"{position} {digest}\n".encode())
    return content.hexdigest()
