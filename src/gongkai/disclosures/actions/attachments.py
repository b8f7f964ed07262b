"""Files of a draft as people hand them in: cleaned of their makers' traces on the way, renamed, put in order.

``drafting`` keeps bytes as given, for commands and samples; here is what a screen needs, so that nobody publishes an author's
name by uploading a file. What an element says about a file follows the file's name.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction

from gongkai.audit.actions import record
from gongkai.disclosures import blobs
from gongkai.disclosures.actions.drafting import (
    before_change,
    detach,
    edit,
    locked,
    put_file,
    refuse_size,
    safe_name,
    touch,
)
from gongkai.disclosures.elements import Pointer, pointer_of
from gongkai.disclosures.models import Attachment, Disclosure
from gongkai.sources import limits
from gongkai.sources.errors import BadInput
from gongkai.sources.stripping import strip

TOO_LARGE_TO_STRIP = f"超过{limits.FILE_BYTES // limits.MEGABYTE}MB，没有检查和去除文件属性：请自己核对后再公开"


class Handed(Protocol):
    """A file as it was handed in, of which the first pieces may lie on disk already (Django's uploaded files)."""

    @property
    def size(self) -> int | None:
        """Return how many bytes it has."""
        ...

    def chunks(self) -> Iterable[bytes]:
        """Give its bytes in pieces."""
        ...


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that was attached, what was taken out of it, and what is still in it that a person should know."""

    attachment: Attachment
    removed: tuple[str, ...]
    left: tuple[str, ...]


def attach_upload(*, disclosure: Disclosure, name: str, file: Handed, by: str, at: dt.datetime) -> Attached:
    """Add a file that was handed in, without its makers' traces; the record keeps the hash of what was handed in.

    Files beyond what can be opened are kept in pieces, never whole in memory, and say so. The file is read before the
    transaction begins, so that nobody waits for it. Raises BadInput.
    """
    name = safe_name(name)
    refuse_size(file.size or 0, name)
    if not file.size:
        raise BadInput(f"附件“{name}”是空的：请检查原文件后重新上传。")
    if file.size > limits.FILE_BYTES:
        sha256, size = blobs.keep_stream(file.chunks())
        return Attached(_put(disclosure, name, sha256, size, by=by, at=at), (), (TOO_LARGE_TO_STRIP,))
    data = b"".join(file.chunks())
    stripped = strip(data, name)
    also = {"original_sha256": hashlib.sha256(data).hexdigest(), "removed": list(stripped.removed)} if stripped.data != data else {}
    attachment = _put(disclosure, name, blobs.keep(stripped.data), len(stripped.data), by=by, at=at, also=also)
    return Attached(attachment, stripped.removed, stripped.left)


@transaction.atomic
def _put(
    disclosure: Disclosure, name: str, sha256: str, size: int, *, by: str, at: dt.datetime, also: dict[str, Any] | None = None
) -> Attachment:
    return put_file(locked(disclosure), name, sha256, size, by=by, at=at, also=also)


@transaction.atomic
def rename_file(*, disclosure: Disclosure, name: str, to: str, by: str, at: dt.datetime) -> Attachment:
    """Give a file of a draft another name, keeping its ending; elements that point to it follow."""
    disclosure = locked(disclosure)
    attachment = _file(disclosure, name)
    ending = name.rpartition(".")[2] if "." in name else ""
    to = safe_name(to if not ending or to.lower().endswith(f".{ending.lower()}") else f"{to}.{ending}")
    if to == name:
        return attachment
    if disclosure.attachments.filter(name=to).exists():
        raise BadInput(f"已经有一个附件叫“{to}”：请换一个名字，或先移除那一个。")
    before_change(disclosure, by=by, at=at)
    attachment.name = to
    attachment.save(update_fields=["name"])
    touch(disclosure, by=by, at=at)
    record(by=by, act="附件改名", subject=disclosure, at=at, before={"name": name}, after={"name": to})
    _repoint(disclosure, {name: to}, by=by, at=at)
    return attachment


@transaction.atomic
def remove_file(*, disclosure: Disclosure, name: str, by: str, at: dt.datetime) -> None:
    """Take a file out of a draft; elements that pointed to it no longer do."""
    disclosure = locked(disclosure)
    _repoint(disclosure, {name: ""}, by=by, at=at)
    detach(disclosure=disclosure, name=name, by=by, at=at)


@transaction.atomic
def order_files(*, disclosure: Disclosure, names: Sequence[str], by: str, at: dt.datetime) -> None:
    """Put the files of a draft in an order; files that are not named come after, in the order they had."""
    disclosure = locked(disclosure)
    there = list(disclosure.attachments.all())
    place = {name: number for number, name in enumerate(names)}
    wanted = sorted(there, key=lambda one: place.get(one.name, len(place)))
    if wanted == there:
        return
    before_change(disclosure, by=by, at=at)
    for number, one in enumerate(wanted):
        one.position = number
    Attachment.objects.bulk_update(wanted, ["position"])
    touch(disclosure, by=by, at=at)
    before, after = ("、".join(one.name for one in files) for files in (there, wanted))
    record(by=by, act="附件排序", subject=disclosure, at=at, before={"files": before}, after={"files": after})


def _file(disclosure: Disclosure, name: str) -> Attachment:
    attachment = disclosure.attachments.filter(name=name).first()
    if attachment is None:
        raise BadInput(f"没有叫“{name}”的附件：它可能刚被别人改名或移除，请刷新后再看。")
    return attachment


def _repoint(disclosure: Disclosure, renamed: dict[str, str], *, by: str, at: dt.datetime) -> None:
    """Let the elements that point to a file name it as it is called now; an empty new name points no longer."""
    files = {*disclosure.attachments.values_list("name", flat=True), *renamed}
    lists = list(disclosure.record_lists.values_list("title", flat=True))
    values = {}
    for name, text in disclosure.values.items():
        pointer = pointer_of(str(text), files=files, lists=lists)
        if not set(pointer.files) & renamed.keys():
            values[name] = text
            continue
        now = tuple(new for old in pointer.files if (new := renamed.get(old, old)))
        values[name] = str(Pointer(pointer.in_body, now, pointer.lists, pointer.note))
    if values != disclosure.values:
        edit(disclosure=disclosure, values=values, by=by, at=at)
