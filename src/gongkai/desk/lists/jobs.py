"""Reads and stores large tables beside the request, so that a screen can show how far they are.

A thread of this process does the work; how far it is stands on the upload, so it survives the browser. A stop of the program
loses only the thread: the file is kept, and the screen offers to begin again.
"""

import datetime as dt
import logging
import threading
from collections.abc import Callable

from django.db import connections
from django.utils import timezone

from gongkai.records import actions
from gongkai.records.models import Upload
from gongkai.records.statuses import BUSY, UploadState

AT_ONCE_BYTES = 120_000  # below this a table is read within the request, in well under two seconds
AT_ONCE_ROWS = 2_000
STALE = dt.timedelta(minutes=10)

log = logging.getLogger(__name__)
_started = timezone.now()
_working: dict[int, int] = {}  # upload: rows stored so far


def read(upload: Upload, *, size: int) -> None:
    """Read an upload: a small one now, a large one beside the request."""
    if size <= AT_ONCE_BYTES:
        actions.read_upload(upload=upload)
    else:
        _begin(upload.pk, lambda: actions.read_upload(upload=upload), then=UploadState.REFUSED)


def store(upload: Upload, *, by: str, at: dt.datetime) -> None:
    """Store an upload as a list: a small one now, a large one beside the request. Raises NotReady."""
    if upload.row_count <= AT_ONCE_ROWS:
        actions.store_upload(upload=upload, by=by, at=at)
        return
    if not upload.may_be_stored:
        raise actions.NotReady("这份表格还不能保存：请先改好有错误的行。")
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.STORING, done=0, total=upload.row_count, touched_at=at)

    def told(count: int) -> None:
        _working[upload.pk] = count

    _begin(upload.pk, lambda: actions.store_upload(upload=upload, by=by, at=at, progress=told), then=UploadState.READY)


def done_of(upload: Upload) -> int:
    """Return how many rows are through; while storing, this process knows it before the database does."""
    return max(upload.done, _working.get(upload.pk, 0))


def is_interrupted(upload: Upload, *, at: dt.datetime) -> bool:
    """Tell whether an upload says it is being worked on, but whoever did is gone."""
    is_old = upload.touched_at < _started or at - upload.touched_at > STALE
    return upload.state in BUSY and upload.pk not in _working and is_old


def _begin(key: int, work: Callable[[], object], *, then: UploadState) -> None:
    _working[key] = 0
    threading.Thread(target=_run, args=(key, work, then), name=f"upload-{key}", daemon=True).start()


def _run(key: int, work: Callable[[], object], then: UploadState) -> None:
    try:
        work()
    except Exception as error:
        log.exception("upload %s failed", key)
        words = str(error) if isinstance(error, actions.NotReady) else "处理时出了意外，没有完成。请重新开始；如果再次出现，请告诉系统管理员。"
        Upload.objects.filter(pk=key).update(state=then, refusal=words)
    finally:
        _working.pop(key, None)
        connections.close_all()
