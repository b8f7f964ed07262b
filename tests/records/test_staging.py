"""Tables handed in: kept with their errors, corrected cell by cell, stored when right, forgotten when abandoned."""

import datetime as dt
import io
from pathlib import Path

import makers as make
import openpyxl
import pytest
from django.conf import settings

from gongkai.audit.models import AuditEntry
from gongkai.records import actions
from gongkai.records.actions.staging import texts_of
from gongkai.records.models import RecordList, Upload, UploadRow
from gongkai.records.statuses import RecordStatus, UploadState
from gongkai.rules.codes import credit_code_check

pytestmark = pytest.mark.django_db
AT = make.moment()


def code(number: int) -> str:
    body = f"9115010{number:010d}"
    return body + credit_code_check(body)


def holders(*rows: str, schema: str = "certificate_holders", **fields: object) -> Upload:
    """Hand in a table of certificate holders: name, code, number, issued, until."""
    text = "企业名称,统一社会信用代码,证书编号,发证日期,有效期至\n" + "\n".join(rows)
    made = actions.stage(
        agency=make.agency(), office=None, schema=schema, title="持证企业", data=text.encode(), name="名单.csv", by="张三", at=AT, **fields
    )
    actions.read_upload(upload=made)
    made.refresh_from_db()
    return made


def faults(upload: Upload, position: int) -> list[tuple[str, str]]:
    return [(name, kind) for name, kind, _, _ in upload.rows.get(position=position).faults]


def test_an_upload_keeps_file_rows_and_the_faults_of_cells() -> None:
    made = holders(f"示例一,{code(1)},甲1,2026-01-01,长期", "示例二,123,甲2,2026/2/30,2027-01-01")
    assert (made.state, made.row_count, made.error_rows, made.may_be_stored) == (UploadState.READY, 2, 1, False)
    row = made.rows.get(position=2)
    assert (row.number, row.rank, row.texts) == (3, 0, {"issued_on": "2026/2/30"})
    assert faults(made, 2) == [("issued_on", "cell_unread"), ("credit_code", "credit_code_wrong")]
    kept = Path(settings.PRIVATE) / made.source_place
    assert kept.read_bytes().startswith("企业名称".encode())
    with pytest.raises(actions.NotReady, match="还有1行有错误"):
        actions.store_upload(upload=made, by="张三", at=AT)
    assert not RecordList.objects.exists()


def test_a_corrected_cell_is_checked_at_once_and_the_list_can_be_stored() -> None:
    made = holders(f"示例一,{code(1)},甲1,2026-01-01,长期", "示例二,123,甲2,2026/2/30,2027-01-01")
    row = actions.retype_cells(upload=made, position=2, texts={"credit_code": code(2)}, at=AT)
    assert [fault[1] for fault in row.faults] == ["cell_unread"] and made.error_rows == 1
    row = actions.retype_cells(upload=made, position=2, texts={"issued_on": "2026年2月28日"}, at=AT)
    assert row.faults == [] and texts_of(row)["issued_on"] == "2026-02-28"
    assert row.received == {"credit_code": "123", "issued_on": "2026/2/30"}
    assert made.may_be_stored
    kept = actions.store_upload(upload=made, by="张三", at=AT)
    assert (kept.row_count, kept.version) == (2, 1) and not UploadRow.objects.exists()
    assert kept.records.get(position=1).display_until is None, "长期 never ends"
    assert kept.records.get(position=2).display_until == dt.date(2027, 1, 1)
    assert AuditEntry.objects.get(act="导入名单").after["改正的行"] == 1
    with pytest.raises(actions.NotReady, match="已经保存"):
        actions.store_upload(upload=made, by="张三", at=AT)


def test_a_correction_settles_what_repeats_in_other_rows() -> None:
    made = holders(*(f"示例{n},{code(n)},同号,2026-01-01,长期" for n in (1, 2, 3)))
    assert [faults(made, n) for n in (1, 2, 3)] == [[], [("certificate_number", "cell_repeated")], [("certificate_number", "cell_repeated")]]
    actions.retype_cells(upload=made, position=1, texts={"certificate_number": "别号"}, at=AT)
    assert [faults(made, n) for n in (1, 2, 3)] == [[], [], [("certificate_number", "cell_repeated")]]
    assert "第3行" in made.rows.get(position=3).faults[0][3], "the first of them now stands in line 3 of the file"
    actions.remove_row(upload=made, position=2, at=AT)
    assert made.error_rows == 0 and made.row_count == 2
    actions.retype_cells(upload=made, position=3, texts={"certificate_number": "别号"}, at=AT)
    assert faults(made, 3) == [("certificate_number", "cell_repeated")]


def test_a_cell_changed_by_someone_else_is_not_overwritten() -> None:
    made = holders("示例二,123,甲2,2026-02-01,2027-01-01")
    actions.retype_cells(upload=made, position=1, texts={"credit_code": code(2)}, at=AT, seen={"credit_code": "123"})
    with pytest.raises(actions.StaleCell):
        actions.retype_cells(upload=made, position=1, texts={"credit_code": code(3)}, at=AT, seen={"credit_code": "123"})
    assert made.rows.get().values["credit_code"] == code(2)


def test_a_column_the_file_lacks_is_filled_for_all_rows() -> None:
    text = f"企业名称,统一社会信用代码,认定批次\n示例一,{code(1)},第一批\n示例二,{code(2)},第一批"
    made = actions.stage(
        agency=make.agency(), office=None, schema="recognised_enterprises", title="名单", data=text.encode(), name="a.csv", by="张三", at=AT
    )
    actions.read_upload(upload=made)
    made.refresh_from_db()
    assert made.error_rows == 0 and "认定年份" in made.blocking[0] and not made.may_be_stored
    assert actions.fill_column(upload=made, name="year", text="二〇二六", at=AT) == 2
    assert made.error_rows == 2, "what cannot be read is a fault in every row"
    for position in (1, 2):
        actions.retype_cells(upload=made, position=position, texts={"year": "2026年"}, at=AT)
    assert made.may_be_stored
    assert actions.store_upload(upload=made, by="张三", at=AT).records.first().year == 2026


def test_a_file_that_cannot_be_used_says_why_and_can_be_thrown_away() -> None:
    made = actions.stage(
        agency=make.agency(), office=None, schema="penalties", title="名单", data=b"\x00\x01\x02", name="a.csv", by="张三", at=AT
    )
    actions.read_upload(upload=made)
    assert made.state == UploadState.REFUSED and "a.csv" in made.refusal


def test_abandoned_uploads_are_forgotten_with_their_files(django_capture_on_commit_callbacks: object) -> None:
    old, young = holders(f"示例,{code(1)},甲1,2026-01-01,长期"), holders(f"示例,{code(1)},甲1,2026-01-01,长期")
    Upload.objects.filter(pk=young.pk).update(touched_at=AT + dt.timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert actions.forget_abandoned(before=AT + dt.timedelta(hours=1)) == 1
    assert list(Upload.objects.all()) == [young]
    assert not (Path(settings.PRIVATE) / old.source_place).exists()
    assert (Path(settings.PRIVATE) / young.source_place).exists()


def test_replacing_a_list_makes_its_next_version_and_keeps_what_was_annulled() -> None:
    kept = make.record_list("penalties")
    first = kept.records.first()
    actions.annul_record(
        record=first, what=RecordStatus.ANNULLED, decided_on=dt.date(2026, 11, 20), reason="复议撤销", by="李四", at=AT
    )
    data = make.LISTS["penalties"].read_bytes()
    made = actions.stage(
        agency=kept.agency, office=None, schema="penalties", title=kept.title, data=data, name="新.csv", by="张三", at=AT, record_list=kept
    )
    actions.read_upload(upload=made)
    made.refresh_from_db()
    again = actions.store_upload(upload=made, by="张三", at=AT)
    assert (again.pk, again.version, again.edited_by) == (kept.pk, 3, "张三")
    assert [row.status for row in again.records.all()] == ["annulled", "in_force", "in_force", "in_force"]


def test_a_workbook_with_marked_errors_comes_back_corrected() -> None:
    from gongkai.records.export_xlsx import marked_bytes
    from gongkai.records.schemas import schema_named

    made = holders(f"示例一,{code(1)},甲1,2026-01-01,长期", "示例二,123,甲2,2026/2/30,2027-01-01")
    columns = [column for column in schema_named("certificate_holders").columns if column.name in made.present]
    rows = [(row.number, [texts_of(row).get(c.name, "") for c in columns], row.faults) for row in made.rows.all()]
    book = openpyxl.load_workbook(io.BytesIO(marked_bytes("名单", columns, rows)))
    sheet = book.active
    assert "应为18位" in sheet["B3"].comment.text and sheet["B3"].fill.fgColor.rgb.endswith("F7D0CB")
    assert sheet["B2"].comment is None
    assert (sheet["F3"].value, "这一天不存在" in sheet["G3"].value) == (3, True)
    sheet["B3"].value, sheet["D3"].value = code(2), "2026-02-28"
    out = io.BytesIO()
    book.save(out)
    again = actions.stage(
        agency=make.agency(), office=None, schema="certificate_holders", title="名单", data=out.getvalue(), name="改.xlsx", by="张三", at=AT
    )
    actions.read_upload(upload=again)
    again.refresh_from_db()
    assert again.may_be_stored and not [f for f in again.findings if f["kind"] == "column_unknown"]
