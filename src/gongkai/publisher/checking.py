"""Compare every public file with the manifest: what is missing, altered, of another size, or not ours.

Publishers are not kept waiting: the site is read as it stands, and only what looks wrong is looked at again under the
lock, because a batch may just have been on its way.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

from gongkai.publisher.building import walk
from gongkai.publisher.durability import digest_of
from gongkai.publisher.errors import ManifestLost
from gongkai.publisher.files import Entry, Progress
from gongkai.publisher.layout import Layout
from gongkai.publisher.manifest import Manifest
from gongkai.rules.findings import Finding

_TICK = 500
_MEND = "运行 gongkai site build 可修复"


def verify(
    layout: Layout,
    locked: Callable[[], AbstractContextManager[None]],
    on_progress: Callable[[Progress], None] | None = None,
) -> list[Finding]:
    """Return the findings of the current release, in the order of paths."""
    number = layout.current_number()
    if number is None:
        return [Finding("site_unbuilt", "error", "站点尚未生成；运行 gongkai site build")]
    try:
        with closing(Manifest.open(layout.manifest(number), read_only=True)) as manifest:
            findings = _compare(layout.tree(number), manifest, locked, on_progress)
    except (ManifestLost, sqlite3.DatabaseError):
        return [Finding("manifest_lost", "error", f"站点清单不见了或已损坏，无法核对；{_MEND}")]
    if layout.current_number() != number:  # a build swapped the site under our eyes: that one is to be judged
        return verify(layout, locked, on_progress)
    return sorted(findings, key=lambda one: (one.field or "", one.kind))


def _compare(
    tree: Path,
    manifest: Manifest,
    locked: Callable[[], AbstractContextManager[None]],
    on_progress: Callable[[Progress], None] | None,
) -> list[Finding]:
    suspects = _suspects(tree, manifest, on_progress)
    if not suspects:
        return []
    with locked():
        return [found for path in suspects for found in _look(tree, manifest, path)]


def _suspects(tree: Path, manifest: Manifest, on_progress: Callable[[Progress], None] | None) -> set[str]:
    """Return the paths that do not look right at first sight."""
    suspects: set[str] = set()
    for count, entry in enumerate(manifest.entries(), start=1):
        if any(_faults(tree, entry)):
            suspects.add(entry.path)
        if on_progress and count % _TICK == 0:
            on_progress(Progress(count))
    return suspects | {path for path in walk(tree) if _is_stray(manifest, path)}


def _is_stray(manifest: Manifest, path: str) -> bool:
    if path != _shown(path):
        return True  # a name that is not UTF-8 cannot be ours
    if manifest.get(path):
        return False
    owner = manifest.get(path[:-3]) if path.endswith(".gz") else None
    return owner is None or owner.gz_sha256 is None


def _shown(path: str) -> str:
    return path.encode(errors="replace").decode()


def _look(tree: Path, manifest: Manifest, path: str) -> Iterator[Finding]:
    """Yield what is wrong with one path."""
    entry = manifest.get(path) if path == _shown(path) else None
    if entry:
        yield from _faults(tree, entry)
    elif _is_stray(manifest, path) and os.path.lexists(tree / path):
        message = f"站点里多出一个不在清单上的文件：{_shown(path)}；{_MEND}"
        yield Finding("file_stray", "warning", message, field=_shown(path))


def _faults(tree: Path, entry: Entry) -> Iterator[Finding]:
    path = tree / entry.path
    yield from _fault(path, entry, "file", "文件", entry.sha256, entry.size)
    if entry.gz_sha256:
        yield from _fault(Path(f"{path}.gz"), entry, "gz", "预压缩文件", entry.gz_sha256, None)


def _fault(path: Path, entry: Entry, key: str, word: str, digest: bytes, size: int | None) -> Iterator[Finding]:
    try:
        found = path.lstat().st_size
    except (FileNotFoundError, NotADirectoryError):
        yield Finding(f"{key}_missing", "error", f"{word}不见了：{entry.path}；{_MEND}", field=entry.path)
        return
    if size is not None and found != size and not path.is_symlink():
        message = f"{word}大小不对：{entry.path} 应为 {size} 字节，实为 {found} 字节；{_MEND}"
        yield Finding(f"{key}_size", "error", message, field=entry.path)
    elif digest_of(str(path)) != digest:
        yield Finding(f"{key}_altered", "error", f"{word}内容被改动：{entry.path}；{_MEND}", field=entry.path)
