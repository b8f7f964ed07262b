"""Open data beside the pages: tables as CSV in parts that fill up and freeze, and a data package that names them.

A part holds a fixed run of the agency's serials, so one publication rewrites one small file however large the site.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence

from gongkai.disclosures.models import Disclosure
from gongkai.portal import addresses, places
from gongkai.portal.press import ENTRANCE, LIST, Press, local
from gongkai.publisher.files import File

PART_SIZE = 200
COLUMNS_OF_A_LINE = (
    "status", "index_number", "public_title", "first_published_at", "last_changed_at", "is_sample", "item_id", "public_office_id",
    "item_serial", "public_notice_ends_on",
)  # fmt: skip
COLUMNS = ("索引号", "标题", "事项", "同时归入", "责任科室", "公开日期", "状态", "最近变动", "示例", "网址")


def csv_file(url: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> File:
    """Return a table as CSV: UTF-8 with a mark that spreadsheets recognise, cells that could be formulas made harmless."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return File(url.lstrip("/"), b"\xef\xbb\xbf" + text.getvalue().encode(), order=LIST, compress=False)


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def part_of(agency_serial: int) -> int:
    """Return the part, from 1, that holds a disclosure.

    >>> part_of(200), part_of(201)
    (1, 2)
    """
    return (agency_serial - 1) // PART_SIZE + 1


def run_of(press: Press, part: int) -> list[Disclosure]:
    """Return the disclosures of one part, oldest first, with the columns their pages and lines need and no join."""
    first = (part - 1) * PART_SIZE + 1
    rows = Disclosure.objects.filter(agency=press.agency, agency_serial__range=(first, first + PART_SIZE - 1))
    run = list(rows.only(*COLUMNS_OF_A_LINE).order_by("agency_serial"))
    for disclosure in run:
        disclosure.public_office = press.office_by_key.get(disclosure.public_office_id or 0)
    return run


def table(press: Press, part: int, disclosures: Sequence[Disclosure]) -> File:
    """Return one part of the table of disclosures."""
    under = places.also_under(disclosures)
    rows = (_record(press, disclosure, under.get(disclosure.pk, [])) for disclosure in disclosures)
    return csv_file(addresses.table(part), COLUMNS, rows)


def _record(press: Press, disclosure: Disclosure, under: Sequence[int]) -> tuple[object, ...]:
    assert disclosure.index_number and disclosure.first_published_at and disclosure.last_changed_at
    return (
        disclosure.index_number,
        disclosure.public_title,
        press.row_of(disclosure.item_id).name,
        "；".join(press.row_of(item_id).name for item_id in under),
        disclosure.public_office.name if disclosure.public_office else "",
        f"{local(disclosure.first_published_at).date()}",
        disclosure.get_status_display(),
        f"{local(disclosure.last_changed_at):%Y-%m-%d %H:%M}",
        "是" if disclosure.is_sample else "",
        press.absolute(addresses.disclosure(disclosure.index_number)),
    )


def package(press: Press, parts: int) -> Iterator[File]:
    """Give the data package (frictionless Data Package) that lists every table with its schema."""
    disclosures = {
        "name": "disclosures",
        "title": "已公开信息",
        "path": [addresses.table(part).removeprefix(addresses.DATA) for part in range(1, parts + 1)],
        "encoding": "utf-8",
        "schema": {"fields": [_field(name) for name in COLUMNS], "primaryKey": ["索引号"]},
    }
    items = {"name": "items", "title": "主动公开事项", "path": "items.csv", "encoding": "utf-8"}
    descriptor = {
        "profile": "data-package",
        "name": "gongkai",
        "title": f"{press.site.name}开放数据",
        "homepage": press.absolute(addresses.HOME),
        "resources": [items, *([disclosures] if parts else [])],
    }
    body = json.dumps(descriptor, ensure_ascii=False, indent=1).encode()
    yield File("data/datapackage.json", body, order=ENTRANCE, compress=False)


def _field(name: str) -> dict[str, object]:
    field: dict[str, object] = {"name": name, "type": "date" if name == "公开日期" else "string"}
    return field | ({"constraints": {"required": True, "unique": True}} if name == "索引号" else {})
