"""One writer at a time: a lock on ``ROOT/lock`` that the system itself drops when its holder dies.

The same thread may take it again inside (a drain holds it while it renders and then applies).
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident

from gongkai.publisher.errors import SiteBusy

_PAUSE = 0.02  # seconds between two tries


class SiteLock:
    """The lock of one site folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._owner: int | None = None

    @contextmanager
    def held(self, wait: float) -> Iterator[None]:
        """Hold the lock; raise ``SiteBusy`` when another process or thread keeps it for more than ``wait`` seconds."""
        if self._owner == get_ident():
            yield
            return
        opened = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            self._acquire(opened, wait)
            self._owner = get_ident()
            yield
        finally:
            if self._owner == get_ident():
                self._owner = None
            os.close(opened)

    def _acquire(self, opened: int, wait: float) -> None:
        deadline = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise SiteBusy(self._refusal(opened, wait)) from None
                time.sleep(_PAUSE)
            else:
                _sign(opened)
                return

    def _refusal(self, opened: int, wait: float) -> str:
        holder = os.pread(opened, 32, 0).decode(errors="replace") or "未知"
        return f"另一个发布进程（进程号 {holder}）正在写站点，等待 {wait:.0f} 秒后仍未结束；请稍后重试"


def _sign(opened: int) -> None:
    """Leave our process number for whoever has to wait, without touching the disk when it is already there."""
    ours = str(os.getpid()).encode()
    if os.pread(opened, 32, 0) != ours:
        os.truncate(opened, 0)
        os.pwrite(opened, ours, 0)
