"""Where everything lies below the site's root, and how a whole release is put in place or thrown away.

    ROOT/current -> releases/0007          the public tree, by a relative link
    ROOT/releases/0007/...                 the files
    ROOT/releases/0007.manifest.sqlite     what they must be
    ROOT/staging/                          what is being written, on the same file system
    ROOT/lock                              one writer at a time
"""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

_NUMBER = re.compile(r"(\d{4,})(?:$|\.manifest\.sqlite)")


@dataclass(frozen=True, slots=True)
class Layout:
    """The names below one root."""

    root: Path

    @property
    def current(self) -> Path:
        """Return the link to the public tree."""
        return self.root / "current"

    @property
    def releases(self) -> Path:
        """Return the folder of the releases."""
        return self.root / "releases"

    @property
    def staging(self) -> Path:
        """Return the folder of what is being written."""
        return self.root / "staging"

    @property
    def lock(self) -> Path:
        """Return the lock's file."""
        return self.root / "lock"

    def make(self) -> None:
        """Make the folders that must exist."""
        self.releases.mkdir(parents=True, exist_ok=True)
        self.staging.mkdir(exist_ok=True)

    def tree(self, number: int) -> Path:
        """Return the folder of a release."""
        return self.releases / f"{number:04d}"

    def manifest(self, number: int) -> Path:
        """Return the manifest of a release."""
        return self.releases / f"{number:04d}.manifest.sqlite"

    def current_number(self) -> int | None:
        """Return the number of the release the public sees, or None before the first."""
        try:
            return int(self.current.readlink().name)
        except FileNotFoundError:
            return None

    def numbers(self) -> list[int]:
        """Return the numbers of all releases, whole or half, ascending."""
        found = (_NUMBER.match(name) for name in os.listdir(self.releases))  # noqa: PTH208
        return sorted({int(match[1]) for match in found if match})

    def next_number(self) -> int:
        """Return a number no release on disk has, so that a dying worker of a killed build cannot write into ours."""
        return max(self.numbers(), default=0) + 1

    def point_current_at(self, number: int) -> None:
        """Let the public see a release: one atomic swap of the link, durable on return."""
        fresh = self.root / "current.new"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path("releases") / f"{number:04d}")
        fresh.replace(self.current)
        folder = os.open(self.root, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def discard_release(self, number: int) -> None:
        """Remove a release; its tree leaves its name first, so that nobody can add to it while it is being emptied."""
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(f"{self.manifest(number)}{ending}").unlink(missing_ok=True)
        tree = self.tree(number)
        if tree.exists():
            trash = self.staging / f"trash-{number:04d}-{token_hex(4)}"
            tree.rename(trash)
            empty(trash)


def empty(folder: Path) -> None:
    """Remove a folder and all in it; what cannot go now is left for the next ``recover``."""
    for _ in range(3):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
