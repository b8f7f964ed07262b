"""The screens of lists: upload, mend where the fault stands, store, correct, and who may do which."""

import datetime as dt
import io
import re
import time

import makers as make
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.accounts.models import Appointment, User
from gongkai.accounts.roles import Role
from gongkai.agencies.models import Office
from gongkai.audit.models import AuditEntry
from gongkai.desk.access import person_of
from gongkai.desk.lists import jobs
from gongkai.desk.lists.drafts import draft_of
from gongkai.disclosures.actions import confine
from gongkai.records import actions
from gongkai.records.models import Record, RecordList, Upload
from gongkai.records.statuses import UploadState
from gongkai.rules.codes import credit_code_check

pytestmark = pytest.mark.django_db
ID_NUMBER = "150102199003074577"
HEADER = "企业名称,统一社会信用代码,证书编号,发证日期,有效期至"


def code(number: int) -> str:
    body = f"9115010{number:010d}"
    return body + credit_code_check(body)


def office(name: str = "安全生产处") -> Office:
    return Office.objects.get_or_create(agency=make.agency(), name=name, defaults={"code": f"k{len(name)}{Office.objects.count()}"})[0]


def person(username: str, role: Role, of: Office | None = None) -> Client:
    """Return the browser of a person with one role."""
    user = User.objects.create(username=username, last_name=username, office=of)
    Appointment.objects.create(user=user, role=role, office=of, since=dt.date(2020, 1, 1), made_at=make.moment(), made_by="某")
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def clerk() -> Client:
    return person("张三", Role.CLERK, office())


def upload(client: Client, *rows: str, **fields: object) -> Upload:
    """Upload a table of certificate holders and return it as read."""
    file = SimpleUploadedFile("名单.csv", "\n".join([HEADER, *rows]).encode())
    form = {"schema": "certificate_holders", "title": "民爆持证企业（第三批）", "office": office().pk, "file": file} | fields
    response = client.post(reverse("desk_lists:upload"), form)
    assert response.status_code == 302, response.content.decode()
    return Upload.objects.latest("pk")


def text_of(client: Client, address: str, **query: object) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, address
    return response.content.decode()


def test_three_bad_cells_are_shown_mended_in_place_and_stored(clerk: Client) -> None:
    made = upload(clerk, f"好企业,{code(1)},甲1,2026-01-01,长期", "坏企业,123,甲2,2026/2/30,2027-01-01", f",{code(3)},甲3,2026-01-01,长期")
    address = reverse("desk_lists:preview", args=[made.pk])
    page = text_of(clerk, address)
    assert page.index("坏企业") < page.index("好企业"), "bad rows stand first"
    for words in ("应为18位，现有3位", "这一天不存在", "没有填写，此栏必填", "disabled"):
        assert words in page
    assert re.search(r'<th scope="row" class="lists-line">\s*<a [^>]*>3</a>', page), "rows carry their number in the file"
    cell = reverse("desk_lists:cell", args=[made.pk, 2])
    told = clerk.post(cell, {"name": "credit_code", "text": code(2), "seen": "123"}).json()
    assert told["ok"] and told["errors"] == 2 and "原为：123" in told["row"] and not told["ready"]
    told = clerk.post(cell, {"name": "credit_code", "text": code(4), "seen": "123"})
    assert told.status_code == 409 and "别人改过" in told.json()["message"]
    clerk.post(cell, {"name": "issued_on", "text": "2026.2.28", "seen": "2026/2/30"})
    row = reverse("desk_lists:upload_row", args=[made.pk, 3])
    assert 'name="v-name"' in text_of(clerk, row)
    response = clerk.post(row, {"v-name": "补上的企业", "s-name": ""}, follow=True)
    assert "没有错误了，可以保存" in response.content.decode()
    response = clerk.post(reverse("desk_lists:store", args=[made.pk]), follow=True)
    kept = RecordList.objects.get()
    assert response.redirect_chain[-1][0] == reverse("desk_lists:show", args=[kept.pk])
    assert [row.values["name"] for row in kept.records.all()] == ["好企业", "坏企业", "补上的企业"]
    assert (kept.office, kept.created_by, kept.title) == (office(), "张三", "民爆持证企业（第三批）")
    assert text_of(clerk, reverse("desk_lists:index")).count("民爆持证企业（第三批）") == 1, "nothing is left unfinished"


def test_nothing_is_stored_while_a_cell_is_wrong(clerk: Client) -> None:
    made = upload(clerk, "坏企业,123,甲2,2026-02-01,2027-01-01")
    page = clerk.post(reverse("desk_lists:store", args=[made.pk]), follow=True).content.decode()
    assert "还有1行有错误" in page and not RecordList.objects.exists()


def test_a_table_pasted_from_excel_is_read(clerk: Client) -> None:
    pasted = f"企业名称\t信用代码\t认定年份\n示例一\t{code(1)}\t2026\n示例二\t{code(2)}\t2026年\n"
    form = {"schema": "recognised_enterprises", "title": "名单", "office": office().pk, "pasted": pasted}
    assert clerk.post(reverse("desk_lists:upload"), form).status_code == 302
    made = Upload.objects.get()
    assert made.may_be_stored and made.row_count == 2


def test_an_upload_without_a_table_or_with_two_says_what_to_do(clerk: Client) -> None:
    form = {"schema": "penalties", "title": "名单", "office": office().pk}
    assert "请选择文件，或者把表格粘贴" in clerk.post(reverse("desk_lists:upload"), form).content.decode()
    both = form | {"file": SimpleUploadedFile("a.csv", b"x"), "pasted": "x"}
    assert "只能选一种" in clerk.post(reverse("desk_lists:upload"), both).content.decode()
    hostile = form | {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 nonsense")}
    page = clerk.post(reverse("desk_lists:upload"), hostile, follow=True).content.decode()
    assert "a.xlsx" in page and "换一个文件" in page


def test_amounts_stand_in_both_units_beside_each_other(clerk: Client) -> None:
    kept = make.record_list("penalties")
    assert "0.2 万元＝2,000 元" in text_of(clerk, reverse("desk_lists:show", args=[kept.pk]))
    data = make.LISTS["penalties"].read_text(encoding="utf-8-sig").replace(",0.2,", ",2000,").encode()
    form = {"schema": "penalties", "title": "处罚", "office": office().pk, "file": SimpleUploadedFile("a.csv", data)}
    clerk.post(reverse("desk_lists:upload"), form)
    page = text_of(clerk, reverse("desk_lists:preview", args=[Upload.objects.get().pk]))
    assert "单位是万元，2000万元即20,000,000元，而“处罚内容”写的是2000元，应填0.2" in page
    assert "2000 万元＝20,000,000 元" in page


def test_a_workbook_with_marked_errors_goes_back_to_a_colleague(clerk: Client) -> None:
    made = upload(clerk, "坏企业,123,甲2,2026-02-01,2027-01-01")
    response = clerk.get(reverse("desk_lists:export_upload", args=[made.pk, "marked"]))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert "应为18位" in sheet["B2"].comment.text and "filename*=UTF-8''" in response.headers["Content-Disposition"]
    clerk.post(reverse("desk_lists:cell", args=[made.pk, 1]), {"name": "credit_code", "text": code(7), "seen": "123"})
    corrected = clerk.get(reverse("desk_lists:export_upload", args=[made.pk, "csv"])).content.decode("utf-8-sig")
    assert code(7) in corrected
    book = openpyxl.load_workbook(io.BytesIO(clerk.get(reverse("desk_lists:export_upload", args=[made.pk, "xlsx"])).content))
    assert book.active["B2"].value == code(7)


def test_a_record_is_corrected_with_a_reason_and_the_public_is_told_to_wait(clerk: Client) -> None:
    kept = make.record_list("penalties")
    RecordList.objects.update(office=office())
    address = reverse("desk_lists:edit", args=[kept.pk, 2])
    values = {f"v-{name}": text for name, text in kept.records.get(position=2).values.items()}
    assert "请在最下面写明修改原因" in clerk.post(address, values | {"v-BZ": "改"}).content.decode()
    page = clerk.post(address, values | {"v-CF_NR_FK": "2000", "reason": "抄错"}).content.decode()
    assert "应填0.2" in page and 'value="2000"' in page, "what was typed stays"
    assert clerk.post(address, values | {"v-BZ": "已更正", "reason": "补充"}).status_code == 302
    kept.refresh_from_db()
    assert (kept.version, kept.records.get(position=2).values["BZ"]) == (2, "已更正")
    assert AuditEntry.objects.get(act="修改名单记录").by == "张三"


def test_the_display_limit_is_suggested_with_its_working_and_held_to_its_class(clerk: Client) -> None:
    kept = make.record_list("penalties")
    RecordList.objects.update(office=office())
    address = reverse("desk_lists:edit", args=[kept.pk, 2])
    page = text_of(clerk, address)
    assert "2027-03-20" in page and "满12个月为2027-03-20" in page and "建议不公示" in page
    values = {f"v-{name}": text for name, text in kept.records.get(position=2).values.items()} | {"reason": "划分失信程度"}
    page = clerk.post(address, values | {"display_class": "minor"}).content.decode()
    assert "超过“轻微”的最长公示期（2026-06-20）" in page
    assert clerk.post(address, values | {"display_class": "general"}).status_code == 302
    row = kept.records.get(position=2)
    assert (row.display_class, row.display_until) == ("general", dt.date(2027, 3, 20))
    told = clerk.get(reverse("desk_lists:check_display_limit"), {"class": "serious", "decided": "2026-05-01"}).json()
    assert told["until"] == "2029-05-01" and told["working"]


def test_an_annulled_penalty_is_registered_and_shown(clerk: Client) -> None:
    kept = make.record_list("penalties")
    RecordList.objects.update(office=office())
    address = reverse("desk_lists:annul", args=[kept.pk, 1])
    assert "第四十八条" in text_of(clerk, address)
    assert "早于处罚决定日期" in clerk.post(address, {"what": "annulled", "decided_on": "2020-01-01", "reason": "某"}).content.decode()
    page = clerk.post(address, {"what": "annulled", "decided_on": "2026-11-20", "reason": "复议撤销"}, follow=True).content.decode()
    assert "已撤销" in page and "今后公开的名单不再包含这一行" in page
    assert "企业七" not in clerk.get(reverse("desk_lists:export", args=[kept.pk, "csv"])).content.decode()


def test_rows_are_added_and_removed(clerk: Client) -> None:
    kept = make.record_list()
    RecordList.objects.update(office=office())
    new = {"v-name": "新企业", "v-credit_code": code(9), "v-year": "2026", "reason": "漏填"}
    assert clerk.post(reverse("desk_lists:add", args=[kept.pk]), new).status_code == 302
    assert kept.records.get(position=11).values["name"] == "新企业"
    address = reverse("desk_lists:remove", args=[kept.pk, 11])
    assert "新企业" in text_of(clerk, address)
    assert clerk.post(address, {"reason": "重复"}).status_code == 302
    kept.refresh_from_db()
    assert (kept.row_count, kept.version) == (10, 3)


def test_a_list_is_replaced_by_a_file_and_keeps_its_office(clerk: Client) -> None:
    kept = make.record_list("certificate_holders")
    RecordList.objects.update(office=office())
    file = SimpleUploadedFile("新.csv", f"{HEADER}\n新企业,{code(1)},甲1,2026-01-01,长期".encode())
    clerk.post(reverse("desk_lists:upload"), {"list": kept.pk, "title": "新标题", "file": file})
    clerk.post(reverse("desk_lists:store", args=[Upload.objects.get().pk]))
    again = RecordList.objects.get()
    assert (again.pk, again.title, again.row_count, again.version, again.office) == (kept.pk, "新标题", 1, 2, office())


def test_who_may_look_and_who_may_change() -> None:
    kept = make.record_list("penalties")
    RecordList.objects.update(office=office())
    actions.change_record(
        record_list=kept, position=1, values={"CF_FR_ZJLX": "身份证", "CF_FR_ZJHM": ID_NUMBER}, by="某", at=make.moment(), reason="补"
    )
    mine, other = person("甲", Role.CLERK, office()), person("乙", Role.OFFICE_HEAD, office("运行处"))
    officer, auditor, admin = person("丙", Role.OFFICER), person("丁", Role.AUDITOR), person("戊", Role.ADMINISTRATOR)
    show, edit = reverse("desk_lists:show", args=[kept.pk]), reverse("desk_lists:edit", args=[kept.pk, 1])
    exchange = reverse("desk_lists:export", args=[kept.pk, "exchange"])
    for client in (mine, officer):
        assert [client.get(address).status_code for address in (show, edit, exchange)] == [200, 200, 200]
    for client in (other, auditor):
        assert client.get(show).status_code == 200
        assert [client.get(address).status_code in (302, 403) for address in (edit, exchange)] == [True, True]
        assert ID_NUMBER not in client.get(show).content.decode(), "numbers of persons only in part"
    assert admin.get(show).status_code in (302, 403)
    assert AuditEntry.objects.filter(act="导出名单交换数据").count() == 2
    made = upload(mine, f"某企业,{code(1)},甲1,2026-01-01,长期")
    for client in (other, auditor, admin):
        assert client.get(reverse("desk_lists:preview", args=[made.pk])).status_code in (302, 403)
        assert client.post(reverse("desk_lists:abandon", args=[made.pk])).status_code in (302, 403)
    assert Upload.objects.exists()
    assert Client().get(show).status_code == 302, "strangers are sent to sign in"


def test_a_clerk_cannot_upload_for_another_office(clerk: Client) -> None:
    file = SimpleUploadedFile("a.csv", HEADER.encode())
    form = {"schema": "penalties", "title": "名单", "office": office("运行处").pk, "file": file}
    assert clerk.post(reverse("desk_lists:upload"), form).status_code == 200 and not Upload.objects.exists()
    assert clerk.post(reverse("desk_lists:upload"), form | {"office": ""}).status_code == 200 and not Upload.objects.exists()


@pytest.mark.parametrize(("value", "ok", "words"), [(code(1), True, "校验位正确"), ("123", False, "应为18位，现有3位"), ("", False, "")])
def test_credit_codes_are_answered_at_once(clerk: Client, value: str, ok: bool, words: str) -> None:
    told = clerk.get(reverse("desk_lists:check_credit_code"), {"value": value}).json()
    assert told["ok"] is ok and words in told["message"]


def test_a_list_meant_for_a_draft_is_put_into_it(clerk: Client) -> None:
    make.catalogue_in_force()
    draft = make.draft(make.item(10))
    type(draft).objects.update(office=office())
    made = upload(clerk, f"某企业,{code(1)},甲1,2026-01-01,长期", draft=draft.pk)
    assert made.draft_number == draft.pk
    clerk.post(reverse("desk_lists:store", args=[made.pk]))
    assert list(draft.record_lists.all()) == list(RecordList.objects.all()) != []


def test_a_list_that_is_public_says_that_the_public_sees_the_old_one(clerk: Client) -> None:
    make.catalogue_in_force()
    kept = make.record_list()
    make.published_disclosure(make.item(10), title="公开的名单", record_lists=(kept,))
    page = text_of(clerk, reverse("desk_lists:show", args=[kept.pk]))
    assert "公众看到的仍是原来的内容" in page and "公开的名单" in page


def test_screens_ask_the_same_few_questions_however_long_the_list(clerk: Client) -> None:
    def asked(address: str) -> int:
        text_of(clerk, address)
        with CaptureQueriesContext(connection) as queries:
            text_of(clerk, address)
        return len(queries)

    short, long = (
        upload(clerk, *(f"企业{n},{code(n) if n % 2 else n},证{n},2026-01-01,长期" for n in range(1, most))) for most in (3, 121)
    )
    few, many = (asked(reverse("desk_lists:preview", args=[made.pk])) for made in (short, long))
    assert few == many <= 16
    kept = make.record_list()
    few = asked(reverse("desk_lists:show", args=[kept.pk]))
    Record.objects.bulk_create(Record(record_list=kept, position=n, values={"name": "某"}) for n in range(100, 300))
    assert asked(reverse("desk_lists:show", args=[kept.pk])) == few <= 20
    few = asked(reverse("desk_lists:index"))
    for _ in range(5):
        make.record_list("licences")
    assert asked(reverse("desk_lists:index")) == few <= 16
    page = text_of(clerk, reverse("desk_lists:preview", args=[long.pk]), show="bad", page=2)
    assert page.count('class="rank-0"') == 10 and "下一页" not in page


def test_a_million_records_are_paged_and_searched_quickly(clerk: Client) -> None:
    """Ten lists of five thousand here; ``bench`` has the million. Searching must walk one list's index only."""
    kept = make.record_list()
    row = kept.records.first()
    for number in range(1, 6):
        copy = RecordList.objects.create(
            agency=kept.agency, schema=kept.schema, title=f"大名单{number}", columns=kept.columns, row_count=2_000, created_at=make.moment(), created_by="某"
        )
        Record.objects.bulk_create(
            Record(record_list=copy, position=n, values=row.values, sought=f"企业{n}有限公司|{code(n)}", year=2026) for n in range(1, 2_001)
        )
    address = reverse("desk_lists:show", args=[copy.pk])
    text_of(clerk, address)
    started = time.perf_counter()
    page = text_of(clerk, address, q="企业1999")
    assert time.perf_counter() - started < 1 and page.count('<th scope="row" class="lists-line">') == 1
    if connection.vendor == "sqlite":
        rows = Record.objects.in_list(copy).filter(sought__contains="某").values_list("position", flat=True)
        assert "COVERING INDEX record_by_words" in rows.explain()


@pytest.mark.django_db(transaction=True)
def test_a_large_table_is_read_beside_the_request_with_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE_BYTES", 10)
    monkeypatch.setattr(jobs, "AT_ONCE_ROWS", 10)
    clerk = person("张三", Role.CLERK, office())
    made = upload(clerk, *(f"企业{n},{code(n)},证{n},2026-01-01,长期" for n in range(1, 1_501)))
    address, seen = reverse("desk_lists:progress", args=[made.pk]), []
    _wait(clerk, address, seen)
    made.refresh_from_db()
    assert (made.state, made.row_count, made.error_rows) == (UploadState.READY, 1_500, 0)
    clerk.post(reverse("desk_lists:store", args=[made.pk]))
    _wait(clerk, address, seen)
    assert RecordList.objects.get().row_count == 1_500
    assert any(told["busy"] for told in seen)


def test_an_interrupted_upload_can_be_begun_again(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = upload(clerk, f"某企业,{code(1)},甲1,2026-01-01,长期")
    Upload.objects.update(state=UploadState.READING, touched_at=make.moment(dt.date(2026, 1, 1)))
    monkeypatch.setattr(jobs, "AT_ONCE_BYTES", 10**6)
    monkeypatch.setattr(jobs, "read", lambda upload, size: actions.read_upload(upload=upload))
    assert "上一次处理中断了" in text_of(clerk, reverse("desk_lists:preview", args=[made.pk]))
    clerk.post(reverse("desk_lists:again", args=[made.pk]))
    made.refresh_from_db()
    assert made.may_be_stored


def test_a_blank_workbook_has_the_columns_and_is_read_back(clerk: Client) -> None:
    data = clerk.get(reverse("desk_lists:blank", args=["penalties"])).content
    header = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data)).active[1]]
    assert "罚款金额（万元）" in header and "公示截止期" in header


def _wait(client: Client, address: str, seen: list[dict[str, object]]) -> None:
    for _ in range(600):
        told = client.get(address).json()
        seen.append(told)
        if not told["busy"]:
            return
        time.sleep(0.1)
    raise AssertionError("it never ended")


def test_a_confined_draft_takes_no_list_from_people_it_is_not_open_to() -> None:
    make.catalogue_in_force()
    office = make.row_of(10).office
    users = [User.objects.create(username=name, office=office) for name in ("named", "other")]
    for user in users:
        Appointment.objects.create(user=user, role=Role.CLERK, office=office, since="2020-01-01", made_at=make.moment(), made_by="系统")
    draft = make.draft(make.item(10))
    confine(disclosure=draft, confinement="named", readers=users[:1], by=make.BY, at=make.moment())
    found = []
    for user in users:
        request = RequestFactory().get("/")
        request.user = user
        found.append(draft_of(person_of(request), str(draft.pk)))
    assert found == [draft, None]
