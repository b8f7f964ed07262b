"""What follows from the values of a record: by which words it is found, by what it is counted, until when it is shown.

Pure functions of a schema and the values; which column plays which part is told by the schema (``x-role``).
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.rules.codes import fold_code
from gongkai.rules.table_schema import TableSchema
from gongkai.rules.table_schema_values import LONG_TERM

SOUGHT = 340


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands beside a record's values."""

    sought: str
    year: int | None
    grouping: str
    display_until: dt.date | None


def facts_of(schema: TableSchema, values: Mapping[str, str]) -> Facts:
    """Return what follows from the values of one record; a display that never ends has no last day."""
    name, code, number, day, group, until = (_in_role(schema, values, role) for role in ("name", "code", "number", "day", "group", "until"))
    words = "|".join(part for part in (fold_word(name)[:200], fold_code(code)[:18], fold_word(number)[:120]) if part)
    year = int(day[:4]) if re.match("[0-9]{4}", day) else None
    last = dt.date.fromisoformat(until) if until and until != LONG_TERM.isoformat() else None
    return Facts(words[:SOUGHT], year, group[:60], last)


def fold_word(text: str) -> str:
    """Write a name or a number as it is searched: half width, capitals, no blanks, one kind of bracket.

    >>> fold_word("内蒙古 ＡＢ（集团）有限公司"), fold_word("内工信罚〔2026〕1号")
    ('内蒙古AB(集团)有限公司', '内工信罚(2026)1号')
    """
    return fold_code(text).translate(str.maketrans("（）〔〕[]【】［］", "()" * 5))


def row_digest(values: Mapping[str, str], display_class: str, status: str, decided_on: dt.date | None, reason: str) -> str:
    """Return the SHA-256 of everything a record says; the same record gives the same digest on every database."""
    said = [values, display_class, status, decided_on.isoformat() if decided_on else "", reason]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _in_role(schema: TableSchema, values: Mapping[str, str], role: str) -> str:
    column = schema.in_role(role)
    return values.get(column.name, "") if column else ""
