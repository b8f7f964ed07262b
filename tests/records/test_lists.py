"""Lists kept and given out: all or nothing, and never what the public must not see."""

import csv
import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import frictionless
import openpyxl
import pytest

from gongkai.agencies.models import Agency
from gongkai.audit.models import AuditEntry
from gongkai.records import actions, export
from gongkai.records.models import Record, RecordList
from gongkai.records.reading import read_rows
from gongkai.records.schemas import schema_keys, schema_named
from gongkai.rules.codes import credit_code_check

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
EXAMPLES = Path(__file__).parents[2] / "examples" / "lists"
CODE = "91150100000000019" + credit_code_check("91150100000000019")
ID_NUMBER = "150102199003074577"
SAMPLES = {
    "recognised_enterprises": "示例-认定企业名单.csv", "certificate_holders": "示例-持证企业名单.csv",
    "licences": "示例-行政许可名单.csv", "penalties": "示例-行政处罚名单.csv",
}  # fmt: skip


@pytest.fixture
def agency() -> Agency:
    """Return an agency that owns lists."""
    return Agency.objects.create(name="示例厅", credit_code="11150000MB1604391C")


def holders(agency: Agency, *rows: dict[str, str]) -> RecordList:
    """Store a list of holders of certificates, one for each dict of differences."""
    base = {"name": "示例企业", "credit_code": CODE, "issued_on": "2026-01-01", "valid_until": "长期", "representative_id": ID_NUMBER}
    full = [base | {"certificate_number": f"示例{n}号"} | row for n, row in enumerate(rows, 1)]
    reading = read_rows(schema_named("certificate_holders"), full)
    return actions.load(agency=agency, title="示例名单", reading=reading, by="某人", at=AT, is_sample=True)


@pytest.mark.parametrize("key", SAMPLES)
def test_a_sample_list_is_loaded_whole_with_its_source_and_its_audit_row(agency: Agency, key: str) -> None:
    kept = actions.load_file(
        agency=agency, schema=key, title="示例", path=EXAMPLES / SAMPLES[key], by="某人", at=AT, is_sample=True
    )
    assert kept.row_count == Record.objects.in_list(kept).count() > 3
    assert kept.source_name == SAMPLES[key]
    assert len(kept.source_sha256) == 64
    assert list(RecordList.objects.of(agency).under(key).samples()) == [kept]
    entry = AuditEntry.objects.get()
    assert (entry.by, entry.act, entry.subject) == ("某人", "导入名单", "示例")


def test_a_list_with_an_error_is_refused_and_nothing_is_stored(agency: Agency, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"企业名称,信用代码,认定年份\n示例一,{CODE},2026\n示例二,1,2026\n", encoding="utf-8")
    with pytest.raises(actions.ListRefused, match="第3行B列“统一社会信用代码”：应为18位，现有1位") as refused:
        actions.load_file(agency=agency, schema="recognised_enterprises", title="示例", path=tmp_path / "a.csv", by="某人", at=AT)
    assert [finding.kind for finding in refused.value.findings] == ["credit_code_wrong"]
    assert not RecordList.objects.exists()
    assert not Record.objects.exists()
    assert not AuditEntry.objects.exists()


def test_an_unknown_schema_is_a_key_error(agency: Agency) -> None:
    with pytest.raises(KeyError):
        actions.load_file(agency=agency, schema="../x", title="示例", path=EXAMPLES, by="某人", at=AT)


def test_ten_thousand_rows_are_stored_in_few_queries(agency: Agency, django_assert_max_num_queries: object) -> None:
    reading = read_rows(schema_named("recognised_enterprises"), [{"name": "示例企业", "credit_code": CODE, "year": "2026"}])
    reading.rows = [reading.rows[0] | {"number": str(n)} for n in range(10_000)]
    reading.findings = []
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        kept = actions.load(agency=agency, title="示例", reading=reading, by="某人", at=AT)
    assert kept.row_count == 10_000
    assert len(export.public_table(kept, limit=200)[1]) == 200


def test_numbers_of_persons_are_kept_but_never_leave(agency: Agency) -> None:
    kept = holders(agency, {}, {})
    assert kept.records.first().values["representative_id"] == ID_NUMBER
    columns, rows = export.public_table(kept)
    out = [
        json.dumps([columns, rows], ensure_ascii=False).encode(),
        export.csv_bytes(kept),
        json.dumps(export.data_resource(kept, name="a", path="a.csv", data=b""), ensure_ascii=False).encode(),
    ]
    with zipfile.ZipFile(io.BytesIO(export.xlsx_bytes(kept))) as book:
        out += [book.read(name) for name in book.namelist()]
    for data in out:
        assert ID_NUMBER.encode() not in data
        assert "证件号码".encode() not in data


@pytest.mark.parametrize("key", schema_keys())
def test_every_column_for_an_identity_document_is_marked_exchange_only(key: str) -> None:
    for column in schema_named(key).columns:
        told = any(word in column.title for word in ("证件号码", "证件类型", "身份证"))
        assert column.is_public != told
        if column.facts.get("x-check") == "identity_document":
            assert not column.is_public


@pytest.mark.parametrize("key", schema_keys())
def test_no_spelling_means_two_columns(key: str) -> None:
    spellings = [
        {column.name, column.title, *column.facts.get("x-aliases", ()), *column.facts.get("x-old-aliases", ())}
        for column in schema_named(key).columns
    ]
    assert sum(map(len, spellings)) == len(set().union(*spellings))


@pytest.mark.parametrize("key", schema_keys())
def test_the_schemas_are_valid_table_schemas(key: str) -> None:
    assert frictionless.Schema.from_descriptor(dict(schema_named(key).descriptor)).field_names


def test_pages_show_long_terms_labels_and_both_units(agency: Agency) -> None:
    path = EXAMPLES / SAMPLES["licences"]
    kept = actions.load_file(agency=agency, schema="licences", title="示例", path=path, by="某人", at=AT)
    columns, rows = export.public_table(kept)
    last = dict(zip((column["name"] for column in columns), rows[-1], strict=True))
    assert (last["XK_YXQZI"], last["XK_ZT"], last["XK_JDRQ"]) == ("长期", "有效", "2026-05-12")
    assert "XK_XDR_GSZC" not in last  # nobody filled it
    path = EXAMPLES / SAMPLES["penalties"]
    fines = actions.load_file(agency=agency, schema="penalties", title="示例", path=path, by="某人", at=AT)
    columns, rows = export.public_table(fines, limit=2)
    assert rows[1][[column["name"] for column in columns].index("CF_NR_FK")] == "0.2（即2,000元）"


@pytest.mark.parametrize("key", SAMPLES)
def test_the_csv_is_valid_under_the_schema_published_with_it(agency: Agency, key: str, tmp_path: Path) -> None:
    kept = actions.load_file(agency=agency, schema=key, title="示例", path=EXAMPLES / SAMPLES[key], by="某人", at=AT)
    data = export.csv_bytes(kept)
    assert data.startswith(b"\xef\xbb\xbf")
    (tmp_path / "list.csv").write_bytes(data)
    package = {"name": "lists", "resources": [export.data_resource(kept, name="list", path="list.csv", data=data)]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.flatten(["rowNumber", "fieldName", "type", "note"]) == []
    assert report.tasks[0].stats["rows"] == kept.row_count


def test_no_cell_of_a_csv_is_a_formula(agency: Agency) -> None:
    kept = holders(agency, {"note": "=HYPERLINK(1)"}, {"note": "+86"}, {"note": "@某"}, {"note": "-某"}, {"note": "\uff1d1"})
    rows = list(csv.DictReader(io.StringIO(export.csv_bytes(kept).decode("utf-8-sig"))))
    assert [row["备注"] for row in rows] == ["'=HYPERLINK(1)", "+86", "'@某", "'-某", "'\uff1d1"]


def test_a_workbook_says_nothing_of_its_maker_and_comes_out_the_same(agency: Agency) -> None:
    kept = holders(agency, {"note": "=1+1", "number": "7"}, {"note": "\x07铃"})
    data = export.xlsx_bytes(kept)
    assert export.xlsx_bytes(kept) == data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"creator" not in package.read("docProps/core.xml")
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.properties.creator in (None, "openpyxl")  # the reader's own default when the file names nobody
    rows = list(book.active.iter_rows(values_only=True))
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["备注"], first["序号"], first["有效期至"], first["统一社会信用代码"]) == ("=1+1", 7, "长期", CODE)
    note = list(rows[0]).index("备注") + 1
    assert book.active.cell(2, note).data_type == "s"
    assert book.active.cell(3, note).value == "铃"
