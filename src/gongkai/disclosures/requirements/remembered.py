"""Remembers what was found in a file or a list, so that saving a draft does not read its attachments anew each time.

Kept as small JSON files in the private folder, under a hash of the content, of the words looked for, and of the programs
that looked; whenever one of them changes, it is looked at again. No value that was found is kept, only kinds and places.
The folder may be emptied at any time.
"""

import hashlib
import json
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

import gongkai

LOOKING = ("sources", "rules", "disclosures/requirements")


def key(*parts: str) -> str:
    """Return the name under which something about a content is remembered."""
    return hashlib.sha256("\0".join((_programs(), *parts)).encode()).hexdigest()


def recall(name: str) -> Any:
    """Return what is remembered under a name, or None."""
    try:
        return json.loads(_path(name).read_bytes())
    except (OSError, ValueError):
        return None


def remember(name: str, value: Any) -> None:
    """Remember a value under a name; another process that remembers the same at once does no harm."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False)
    Path(temporary).replace(path)


def _path(name: str) -> Path:
    return Path(settings.PRIVATE) / "checks" / name[:2] / f"{name}.json"


@cache
def _programs() -> str:
    """Hash the programs that look, once a process: a better checker never answers with what a worse one saw."""
    content = hashlib.sha256()
    root = Path(gongkai.__file__).parent
    for folder in LOOKING:
        for path in sorted((root / folder).rglob("*.py")):
            content.update(path.read_bytes())
    return content.hexdigest()
