"""The schemas that lists are checked against, one JSON file each, read once.

A new kind of list is a new file in ``schemas/``; no code is written for it.
"""

import json
from functools import cache
from pathlib import Path

from gongkai.rules.table_schema import TableSchema, schema_of

FOLDER = Path(__file__).parent / "schemas"


@cache
def schema_named(key: str) -> TableSchema:
    """Return the schema of this key; raises KeyError when there is none."""
    if key not in schema_keys():
        raise KeyError(key)
    return schema_of(json.loads((FOLDER / f"{key}.json").read_text(encoding="utf-8")))


@cache
def schema_keys() -> tuple[str, ...]:
    """Return the keys of all schemas."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))
