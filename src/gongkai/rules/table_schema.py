"""A list's columns as its Table Schema describes them, and how the header of a received table is matched to them.

The descriptor is the Frictionless Table Schema (https://specs.frictionlessdata.io/table-schema/): others can check what
we publish with their own tools. What the standard has no word for stands in ``x-`` keys, read here and nowhere else:

``x-display`` public, or exchange_only (kept for the exchange of records, never shown to the public);
``x-aliases`` / ``x-old-aliases`` other column names, and those of the format of 2016-2017;
``x-absent-in-old`` the old format has no such column; ``x-ignored`` columns that may be left out in silence;
``x-unit`` of a number; ``x-values`` / ``x-old-values`` other spellings of a value; ``x-labels`` what a code is shown as;
``x-check`` credit_code or identity_document; ``x-required-when``, ``x-not-before``, ``x-amount-in``, ``x-minor-on``
conditions in a row; ``x-old-names`` column names that meant another field in the old format;
``x-role`` what a column is to the list: name, code, number (a record is found by these), day or group (it is counted
by these), until (after this day it is no longer shown), kind_of_person.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Display = Literal["public", "exchange_only"]
UNITS = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
ADDED_BY_US = ("原文件行号", "问题说明")  # columns of the workbook that goes back to whoever made the list
UNIT_IN_HEADER = re.compile(r"[(（\[:：/].{0,4}?(亿元|万元|元)\s*[)）\]]?\s*$")


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a schema. ``facts`` is its descriptor, whole, for what only one check needs."""

    name: str
    title: str
    type: str
    facts: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def is_public(self) -> bool:
        """Say whether the public sees this column."""
        return bool(self.facts.get("x-display", "public") == "public")

    @property
    def is_required(self) -> bool:
        """Say whether every row must fill it."""
        return bool(self.facts.get("constraints", {}).get("required", False))

    @property
    def unit(self) -> str:
        """Return the unit of a number, or an empty string."""
        return str(self.facts.get("x-unit", ""))

    def labels(self) -> dict[str, str]:
        """Return what each code of the column is shown as."""
        return dict(self.facts.get("x-labels", {}))


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A list's schema: ``key`` names its file, ``descriptor`` is the JSON as it stands."""

    key: str
    title: str
    columns: tuple[Column, ...]
    descriptor: Mapping[str, Any] = field(repr=False, compare=False)

    def public_columns(self) -> tuple[Column, ...]:
        """Return the columns the public sees, in order (norms 6.4: numbers of identity documents never)."""
        return tuple(column for column in self.columns if column.is_public)

    def spellings(self) -> set[str]:
        """Return every name, title and alias of every column."""
        aliases = {alias for c in self.columns for key in ("x-aliases", "x-old-aliases") for alias in c.facts.get(key, ())}
        return aliases | {column.name for column in self.columns} | {column.title for column in self.columns}

    def in_role(self, role: str) -> Column | None:
        """Return the column that plays a part in the list (``x-role``), or None."""
        return next((column for column in self.columns if column.facts.get("x-role") == role), None)

    def column(self, name: str) -> Column:
        """Return the column of this name; raises KeyError when there is none."""
        return next((column for column in self.columns if column.name == name), None) or _missing(name)


@dataclass(frozen=True, slots=True)
class Header:
    """How one row of a table matches a schema: column of the table to field, its unit if the title says one.

    ``unknown`` and ``repeated`` hold columns of the table that were not matched; ``is_old`` says that the names are those
    of the format of 2016-2017.
    """

    matched: dict[int, Column]
    units: dict[int, str]
    unknown: tuple[int, ...]
    repeated: tuple[int, ...]
    is_old: bool

    def missing(self, schema: TableSchema) -> list[Column]:
        """Return the required columns this header lacks."""
        present = {column.name for column in self.matched.values()}
        return [column for column in schema.columns if column.is_required and column.name not in present]


def schema_of(descriptor: Mapping[str, Any]) -> TableSchema:
    """Read a Table Schema descriptor.

    >>> schema_of({"name": "a", "title": "甲", "fields": [{"name": "b", "title": "乙"}]}).columns[0].type
    'string'
    """
    columns = tuple(
        Column(facts["name"], facts.get("title", facts["name"]), facts.get("type", "string"), facts)
        for facts in descriptor["fields"]
    )
    return TableSchema(descriptor["name"], descriptor["title"], columns, descriptor)


def public_descriptor(schema: TableSchema, names: Sequence[str]) -> dict[str, Any]:
    """Return the descriptor of what is published: only ``names``, in that order, standard keys, Chinese titles as names.

    The published header row holds titles, and Table Schema wants names equal to the header.
    """
    fields = []
    for name in names:
        column = schema.column(name)
        standard = {key: value for key, value in column.facts.items() if not key.startswith("x-") and key not in ("name", "title")}
        fields.append({"name": column.title, "title": column.title, **standard, "x-name": column.name})
    return {"title": schema.title, "fields": fields, "missingValues": [""]}


def match_header(schema: TableSchema, texts: Sequence[str]) -> Header:
    """Match the texts of one row to the schema's columns by name, title or alias; blanks, widths and marks do not count."""
    spelling = _Spelling(schema)
    found = [spelling.meant(text) for text in texts]
    if is_old := any(column and old for column, old in found):
        found = [(spelling.formerly(text) or column, old) for text, (column, old) in zip(texts, found, strict=True)]
    matched: dict[int, Column] = {}
    units: dict[int, str] = {}
    unknown, repeated = [], []
    for place, (text, (column, old)) in enumerate(zip(texts, found, strict=True)):
        if not column:
            if _plain(text) and _plain(text) not in spelling.ignored:
                unknown.append(place)
            continue
        if any(column == other for other in matched.values()) and not (old and "x-joined" in column.facts):
            repeated.append(place)
            continue
        matched[place] = column
        if unit := UNIT_IN_HEADER.search(text.strip()):
            units[place] = unit.group(1)
    return Header(matched, units, tuple(unknown), tuple(repeated), is_old)


class _Spelling:
    """Every spelling of every column; a column's own name or title beats another's alias."""

    def __init__(self, schema: TableSchema) -> None:
        own = {column: {_plain(column.name), _plain(column.title)} for column in schema.columns}
        self.names = {_plain(_without_brackets(column.title)): (column, False) for column in schema.columns}
        for key, old in (("x-old-aliases", True), ("x-aliases", False)):
            for column in schema.columns:
                self.names.update({_plain(alias): (column, old) for alias in column.facts.get(key, ())})
        self.names |= {name: (column, False) for column, names in own.items() for name in names}
        self.own = {name for names in own.values() for name in names}
        self.old = {_plain(text): schema.column(name) for text, name in schema.descriptor.get("x-old-names", {}).items()}
        self.ignored = {_plain(text) for text in (*schema.descriptor.get("x-ignored", ()), *ADDED_BY_US)}

    def meant(self, text: str) -> tuple[Column | None, bool]:
        """Return the column a header means, and whether by a name of the old format.

        What stands in brackets beats an alias before them: 行政相对人代码_5（居民身份证号） is an identity number.
        """
        outer, inner = _plain(_without_brackets(text)), _plain(_in_brackets(text))
        for spelling in (_plain(text), outer if outer in self.own else "", inner, outer):
            if spelling in self.names:
                return self.names[spelling]
        return None, False

    def formerly(self, text: str) -> Column | None:
        """Return the column that a bare name meant in the format of 2016-2017, where it meant another than today."""
        return self.old.get(_plain(text))


def _plain(text: str) -> str:
    """Write a header as it is compared.

    >>> _plain("* 统一社会\\n信用代码（必填）"), _plain("罚款金额(万元)") == _plain("罚款金额（万元）")
    ('统一社会信用代码', True)
    """
    folded = re.sub(r"[(（](?:必填|选填|可选|盖章)[)）]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s*:：;；,，.。、_()\[\]\u200b\ufeff'\"]", "", folded).upper()


def _without_brackets(text: str) -> str:
    return re.sub(r"[(（\[].*?[)）\]]", "", text)


def _in_brackets(text: str) -> str:
    found = re.search(r"[(（\[]([^)）\]]+)[)）\]]", text)
    return found[1] if found else ""


def _missing(name: str) -> Column:
    raise KeyError(name)
