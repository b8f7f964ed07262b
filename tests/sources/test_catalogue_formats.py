"""The real catalogue says the same in every format: 39 items, equal in every field."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from catalogue_files import MAKERS, SEED

from gongkai.rules.catalogue_rows import read_catalogue
from gongkai.sources.tables import read_tables, read_tables_of

EXPECTED = Path(__file__).parents[1] / "rules" / "data" / "catalogue_expected.json"
FREE = ("source", "repairs")  # where it stood and what had to be mended differ by format


@cache
def expected() -> dict[str, Any]:
    if EXPECTED.exists():
        return json.loads(EXPECTED.read_text(encoding="utf-8"))
    return read_catalogue(read_tables(SEED)).as_json()


@pytest.mark.parametrize("kind", [*MAKERS, "txt"])
def test_every_format_gives_the_same_items(kind: str) -> None:
    data = SEED.read_bytes() if kind == "txt" else MAKERS[kind]()
    grids, findings = read_tables_of(data, f"目录.{kind}")
    read = read_catalogue(grids).as_json()
    assert findings == ()
    assert read["title"] == "内蒙古自治区工业和信息化厅主动公开事项目录"
    assert len(read["items"]) == 39
    for item, wanted in zip(read["items"], expected()["items"], strict=True):
        fields = [field for field in wanted if field not in FREE]
        assert {field: item[field] for field in fields} == {field: wanted[field] for field in fields}
    assert read["unplaced"] == []
