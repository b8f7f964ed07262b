"""Where a list of events waits between being looked at and being registered: one private file, named by a signed key.

The key names the file by its content and the person who brought it, so that what is registered is what was shown, and only
to whom it was shown. Files that nobody came back for are removed after a day.
"""

import hashlib
import time
from pathlib import Path, PurePath

from django.conf import settings
from django.core import signing

from gongkai.desk.access import Person
from gongkai.sources.errors import BadInput

KEPT_SECONDS = 24 * 3600
SALT = "gongkai.desk.duties.uploads"


def keep(data: bytes, name: str, person: Person) -> str:
    """Keep a file for a person and return the key by which it is found again."""
    _forget_old()
    sha256 = hashlib.sha256(data).hexdigest()
    suffix = PurePath(name).suffix.lower()[:6]
    path = _folder() / f"{person.user.pk}-{sha256}{suffix}"
    path.write_bytes(data)
    return signing.dumps({"file": path.name, "name": name[:120], "user": person.user.pk}, salt=SALT, compress=True)


def found(key: str, person: Person) -> tuple[Path, str]:
    """Return where the file of a key is and what it was called; raises BadInput when it is gone or another's."""
    try:
        said = signing.loads(key, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        said = {}
    path = _folder() / str(said.get("file", ""))
    if said.get("user") != person.user.pk or not path.is_file():
        raise BadInput("这份清单已经过期，请重新上传。")
    return path, str(said["name"])


def forget(path: Path) -> None:
    """Remove a file that is no longer needed."""
    path.unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.PRIVATE) / "event-lists"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _forget_old() -> None:
    before = time.time() - KEPT_SECONDS
    for path in _folder().iterdir():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
