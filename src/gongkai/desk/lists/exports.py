"""Ways out of a list for the people who keep it: as the public gets it, as the exchange record, with errors marked, blank."""

from collections.abc import Iterator
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from gongkai.accounts.roles import WRITERS
from gongkai.audit.actions import record
from gongkai.desk.access import CONTENT, only, person_of
from gongkai.desk.lists.queries import shown_columns
from gongkai.desk.lists.rights import list_of, own_list, own_upload
from gongkai.records import export
from gongkai.records.actions.staging import texts_of
from gongkai.records.export_xlsx import MarkedRow, marked_bytes
from gongkai.records.models import UploadRow
from gongkai.records.schemas import schema_keys, schema_named
from gongkai.rules.table_schema import Column

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 2_000


@require_GET
@only(*CONTENT)
def of_list(request: HttpRequest, key: int, form: str) -> HttpResponse:
    """Hand out a stored list: csv or xlsx as the public gets it; exchange, whole, to those who may change it, and recorded."""
    person = person_of(request)
    if form == "exchange":
        record_list = own_list(request, key)
        record(by=person.by, act="导出名单交换数据", subject=record_list, at=person.at, after={"rows": record_list.row_count})
        columns = export.exchange_columns(record_list)
        return _file(export.xlsx_of(record_list.title, columns, export.all_values(record_list)), f"{record_list.title}（交换数据，不公开）.xlsx")
    record_list = list_of(request, key)
    if form == "csv":
        return _file(export.csv_bytes(record_list, on=person.on), f"{record_list.title}.csv")
    if form == "xlsx":
        return _file(export.xlsx_bytes(record_list, on=person.on), f"{record_list.title}.xlsx")
    raise Http404


@require_GET
@only(*WRITERS)
def of_upload(request: HttpRequest, key: int, form: str) -> HttpResponse:
    """Hand out an upload with its corrections: csv or xlsx; or marked, to send back to whoever made the table."""
    upload = own_upload(request, key)
    columns = shown_columns(schema_named(upload.schema), upload.present)
    rows = UploadRow.objects.filter(upload=upload).order_by("position")
    if form == "marked":
        return _file(marked_bytes(upload.title, columns, _marked(rows.iterator(chunk_size=CHUNK), columns)), f"{upload.title}（标出问题）.xlsx")
    if form not in ("csv", "xlsx"):
        raise Http404
    if form == "csv":
        texts = (texts_of(row) for row in rows.iterator(chunk_size=CHUNK))
        return _file(export.csv_of(columns, texts), f"{upload.title}（已改正）.csv")
    values = (row.values for row in rows.iterator(chunk_size=CHUNK))
    return _file(export.xlsx_of(upload.title, columns, values), f"{upload.title}（已改正）.xlsx")


@require_GET
@only(*WRITERS)
def blank(request: HttpRequest, schema: str) -> HttpResponse:
    """Hand out an empty workbook with the columns of a kind of list."""
    if schema not in schema_keys():
        raise Http404
    found = schema_named(schema)
    return _file(export.xlsx_of(found.title, found.columns, []), f"{found.title}（空白表）.xlsx")


def _marked(rows: Iterator[UploadRow], columns: list[Column]) -> Iterator[MarkedRow]:
    for row in rows:
        texts = texts_of(row)
        yield row.number, [texts.get(column.name, "") for column in columns], row.faults


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="text/csv; charset=utf-8" if name.endswith(".csv") else XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name.replace('/', '／'))}"
    response.headers["Cache-Control"] = "no-store"
    return response
