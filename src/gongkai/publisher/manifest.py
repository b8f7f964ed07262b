"""What every public file must be: one small SQLite database beside each release, outside the public tree.

It runs in WAL mode with ``synchronous=NORMAL``: a commit is atomic even across a power cut, and becomes durable with the
site's next sync instead of one of its own.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Self
from urllib.parse import quote

from gongkai.publisher.errors import ManifestLost, PathClash
from gongkai.publisher.files import Entry

_TABLE = """CREATE TABLE files (
    path TEXT PRIMARY KEY, sha256 BLOB NOT NULL, size INTEGER NOT NULL, gz_sha256 BLOB, kind TEXT NOT NULL
) WITHOUT ROWID"""
_COLUMNS = "path, sha256, size, gz_sha256, kind"
_INSERT = f"INSERT INTO files ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)"
_UPSERT = _INSERT.replace("INSERT", "INSERT OR REPLACE", 1)


class Manifest:
    """An open manifest. Writing is guarded by the site's lock, not by this class."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open a finished manifest; raise ``ManifestLost`` where there is none that can be read."""
        db = None
        try:
            db = _connect(path, "rw")
            db.execute("PRAGMA query_only = ON" if read_only else "PRAGMA synchronous = NORMAL")
            db.execute("SELECT path FROM files LIMIT 1").fetchone()
        except sqlite3.DatabaseError as error:
            if db:
                db.close()
            raise ManifestLost("站点清单不见了或已损坏；请运行 gongkai site build 重新生成") from error
        return cls(db)

    @classmethod
    def new(cls, path: Path) -> Self:
        """Create an empty manifest and open it for a full build: fast, and worthless if the build does not finish."""
        db = _connect(path, "rwc")
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -16000"):
            db.execute(f"PRAGMA {setting}")
        db.execute(_TABLE)
        db.execute("BEGIN")
        return cls(db)

    @classmethod
    def is_sound(cls, path: Path) -> bool:
        """Tell whether a manifest is there and its pages hold together."""
        try:
            with closing(cls.open(path, read_only=True)) as manifest:
                return bool(manifest._db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        except (ManifestLost, sqlite3.DatabaseError):
            return False

    def finish(self) -> None:
        """End a full build: everything is in the file and it is ready for incremental writes; the caller syncs."""
        self._db.execute("COMMIT")
        self._db.execute("PRAGMA journal_mode = WAL")
        self.close()

    def add(self, entries: Sequence[Entry]) -> None:
        """Add lines during a full build; raise ``PathClash`` when a path comes twice."""
        before = self._db.total_changes
        try:
            self._db.executemany(_INSERT, entries)
        except sqlite3.IntegrityError:
            twice = entries[self._db.total_changes - before].path
            raise PathClash(f"两处写了同一个文件：{twice}") from None

    def record(self, entries: Iterable[Entry], removed: Iterable[str]) -> None:
        """Write one batch's lines and drop the removed ones, all or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.executemany("DELETE FROM files WHERE path = ?", ((path,) for path in removed))
            self._db.executemany(_UPSERT, entries)
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def get(self, path: str) -> Entry | None:
        """Return the line of ``path``."""
        row = self._db.execute(f"SELECT {_COLUMNS} FROM files WHERE path = ?", (path,)).fetchone()
        return Entry(*row) if row else None

    def entries(self) -> Iterator[Entry]:
        """Yield every line in the order of paths, a screenful in memory at a time and without holding a read open."""
        last = ""
        while rows := self._db.execute(
            f"SELECT {_COLUMNS} FROM files WHERE path > ? ORDER BY path LIMIT 1000", (last,)
        ).fetchall():
            yield from (Entry(*row) for row in rows)
            last = rows[-1][0]

    def counts(self) -> tuple[int, int]:
        """Return how many public files there are, and how many files on disk with their ``.gz``."""
        files, squeezed = self._db.execute("SELECT count(*), count(gz_sha256) FROM files").fetchone()
        return files, files + squeezed

    def shared_with(self, other: Path) -> int:
        """Return how many paths stand in another manifest too."""
        self._db.commit()
        self._db.execute("ATTACH ? AS other", (str(other),))
        (count,) = self._db.execute("SELECT count(*) FROM files JOIN other.files USING (path)").fetchone()
        self._db.execute("DETACH other")
        self._db.execute("BEGIN")
        return int(count)

    def close(self) -> None:
        """Close the database; the last one to close folds its log in."""
        self._db.close()


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    """Connect without a transaction of Python's own, for use from any thread: the site's lock lets in one at a time."""
    address = f"file:{quote(str(path))}?mode={mode}"
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=30)


def in_slices(items: Iterable[str], size: int) -> Iterator[list[str]]:
    """Yield ``items`` in lists of at most ``size``."""
    walking = iter(items)
    while some := list(islice(walking, size)):
        yield some
