"""What the public gets of a list: a table for the page, CSV, and the description of the CSV as open data.

Columns marked exchange_only (numbers of identity documents) never reach the public: every public way out begins with
``public_columns``, and leaves out rows whose decision was changed or annulled (行政处罚法 48), and, told a day ``on``, those
past their display limit. XLSX is made by ``export_xlsx``.
"""

import csv
import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from gongkai.records.export_xlsx import workbook_bytes
from gongkai.records.models import Record, RecordList
from gongkai.records.schemas import schema_named
from gongkai.rules.table_schema import Column, public_descriptor
from gongkai.rules.table_schema_values import shown

FORMULA_START = tuple("=+-@\t\r＝＋－＠")
PLAIN_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?%?")
CHUNK = 2_000


def public_columns(record_list: RecordList) -> list[Column]:
    """Return the columns the public sees of this list: public by the schema, and filled in at least one row."""
    schema = schema_named(record_list.schema)
    return [column for column in schema.public_columns() if column.name in record_list.columns]


def public_count(record_list: RecordList, on: dt.date | None = None) -> int:
    """Return how many rows the public sees of this list on a day."""
    return Record.objects.filter(record_list=record_list).shown(on=on).count()


def public_table(
    record_list: RecordList, limit: int | None = None, on: dt.date | None = None
) -> tuple[list[dict[str, str]], list[list[str]]]:
    """Return columns (name, title) and rows as a page shows them: 长期, labels of codes, amounts in 万元 and 元."""
    columns = public_columns(record_list)
    rows = [[shown(values.get(c.name, ""), c) for c in columns] for values in _values(record_list, limit, on)]
    return [{"name": column.name, "title": column.title} for column in columns], rows


def csv_bytes(record_list: RecordList, on: dt.date | None = None) -> bytes:
    """Return the list as the public gets it as CSV: UTF-8 with a mark (for Excel), titles as header, no live formulas."""
    return csv_of(public_columns(record_list), _values(record_list, on=on))


def csv_of(columns: Sequence[Column], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Write rows of stored values as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.title for column in columns])
    writer.writerows([harmless(values.get(column.name, "")) for column in columns] for values in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(record_list: RecordList, on: dt.date | None = None) -> bytes:
    """Return the list as the public gets it as a workbook; the same list gives the same bytes."""
    return xlsx_of(record_list.title, public_columns(record_list), _values(record_list, on=on))


def xlsx_of(title: str, columns: Sequence[Column], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Write rows of stored values as a workbook."""
    return workbook_bytes(title, list(columns), ([values.get(column.name, "") for column in columns] for values in rows))


def exchange_columns(record_list: RecordList) -> list[Column]:
    """Return every column some row fills, numbers of identity documents too: for the exchange of records, never for the public."""
    return [column for column in schema_named(record_list.schema).columns if column.name in record_list.columns]


def all_values(record_list: RecordList) -> Iterator[dict[str, str]]:
    """Yield the values of every row, those the public does not see too."""
    return Record.objects.in_list(record_list).values_list("values", flat=True).iterator(chunk_size=CHUNK)


def table_schema(record_list: RecordList) -> dict[str, Any]:
    """Return the Table Schema of the CSV that ``csv_bytes`` makes."""
    names = [column.name for column in public_columns(record_list)]
    return public_descriptor(schema_named(record_list.schema), names)


def data_resource(record_list: RecordList, *, name: str, path: str, data: bytes) -> dict[str, Any]:
    """Return the entry of a data package for the CSV ``data`` that stands at ``path``; ``name`` is a slug."""
    return {
        "name": name,
        "title": record_list.title,
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": table_schema(record_list),
    }


def harmless(text: str) -> str:
    """Take the life out of a text that a spreadsheet would run as a formula; numbers stay numbers.

    >>> harmless("=1+1"), harmless("-12.5"), harmless("@某"), harmless("某")
    ("'=1+1", '-12.5', "'@某", '某')
    """
    return f"'{text}" if text.startswith(FORMULA_START) and not PLAIN_NUMBER.fullmatch(text) else text


def _values(record_list: RecordList, limit: int | None = None, on: dt.date | None = None) -> Iterator[dict[str, str]]:
    rows = Record.objects.in_list(record_list).shown(on=on).values_list("values", flat=True)
    return (rows[:limit] if limit is not None else rows).iterator(chunk_size=CHUNK)
