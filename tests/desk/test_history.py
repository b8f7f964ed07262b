"""The screens of the record of acts: who sees what, searching, one entry, exports, and that no view changes anything."""

import csv
import datetime as dt
import io

import lxml.html
import makers as make
import openpyxl
import pytest
from accounts.people import complete, office, person
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Appointment, User
from gongkai.accounts.roles import Role
from gongkai.audit.models import AuditEntry
from gongkai.desk.history import exporting
from gongkai.desk.history.forms import KINDS, SearchForm, kind_name
from gongkai.desk.history.rights import kinds_of_people
from gongkai.desk.history.showing import PAGES, comparison
from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.statuses import Confinement

pytestmark = pytest.mark.django_db
INDEX = "/desk/history/"


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def entry(**fields: object) -> AuditEntry:
    values = {"at": timezone.now(), "by": "mou", "act": "修改", "subject_kind": "disclosures.Disclosure", "subject_key": "0", "subject": "名单"}
    return AuditEntry.objects.create(**{**values, **fields})


@pytest.fixture
def people() -> dict[str, User]:
    """Four people of an office, one of another, an officer, an auditor, an administrator, all long appointed."""
    found = complete() | {"auditor": person("shenji", Role.AUDITOR), "admin": person("guanli", Role.ADMINISTRATOR)}
    found["officer"] = person("fuze", Role.OFFICER)
    found["elsewhere"] = person("bieren", Role.CLERK, at_office=office("别的处"))
    Appointment.objects.update(since=dt.date(2020, 1, 1))
    return found


@pytest.fixture
def marked(people: dict[str, User]) -> dict[str, AuditEntry]:
    """One entry of each sort, told apart by its act."""
    return {
        "here": entry(act="本室", office_key=office().pk),
        "there": entry(act="别室", office_key=office("别的处").pk),
        "nowhere": entry(act="无室", subject_kind="catalogue.Catalogue"),
        "account": entry(act="账户", subject_kind="accounts.User", office_key=office().pk),
        "mine": entry(act="自己", by="jingban", subject_kind="accounts.Leave"),
    }


SEEN = {
    "clerk": {"here", "mine"},
    "head": {"here"},
    "elsewhere": {"there"},
    "reviewer": set(),
    "leader": {"here", "there", "nowhere"},
    "officer": {"here", "there", "nowhere"},
    "auditor": {"here", "there", "nowhere", "account", "mine"},
    "admin": {"account", "mine"},
}


@pytest.mark.parametrize("who", SEEN)
def test_each_sees_what_is_theirs_in_list_page_and_export(who: str, people: dict[str, User], marked: dict[str, AuditEntry]) -> None:
    client = as_(people[who])
    listed = lxml.html.fromstring(client.get(INDEX).content)
    links = {link.text_content() for link in listed.xpath("//table[contains(@class, 'desk-table')]//a")}
    acts = {name: one.act for name, one in marked.items()}
    assert {name for name, act in acts.items() if act in links} == SEEN[who]
    opened = {name for name, one in marked.items() if client.get(f"{INDEX}{one.pk}/").status_code == 200}
    assert opened == SEEN[who]
    text = b"".join(client.get(f"{INDEX}export.csv").streaming_content).decode()
    assert {name for name, act in acts.items() if f",{act}," in text} == SEEN[who]


def test_strangers_and_those_without_a_role_see_nothing(marked: dict[str, AuditEntry]) -> None:
    assert Client().get(INDEX).status_code == 302
    left = person("likai", Role.CLERK, at_office=office())
    Appointment.objects.filter(user=left).update(since=dt.date(2020, 1, 1), until=dt.date(2020, 2, 1))
    for address in (INDEX, f"{INDEX}{marked['here'].pk}/", f"{INDEX}export.csv"):
        assert as_(left).get(address).status_code in (302, 403), address


def test_a_confined_draft_stays_confined_in_the_record(people: dict[str, User]) -> None:
    make.catalogue_in_force()
    draft = make.draft(make.item(10), title="尚未公开的重组方案")
    Disclosure.objects.filter(pk=draft.pk).update(confinement=Confinement.NAMED, office=office())
    draft.readers.add(people["head"])
    one = entry(subject_key=str(draft.pk), subject=str(draft), office_key=office().pk, before={"title": "旧"}, after={"title": "尚未公开的重组方案"})
    for who, sees in {"head": True, "clerk": False, "auditor": False, "officer": False}.items():
        client = as_(people[who])
        shown = client.get(f"{INDEX}{one.pk}/").content.decode()
        found = client.get(INDEX, {"subject": "重组方案"}).content.decode()
        table = b"".join(client.get(f"{INDEX}export.csv").streaming_content).decode()
        for text in (client.get(INDEX).content.decode(), shown, table):
            assert ("重组方案" in text) == sees, who
        assert (f'{INDEX}{one.pk}/"' in found) == sees, "nor is it found by guessing at its title"


def test_nothing_the_desk_offers_changes_the_record(people: dict[str, User], marked: dict[str, AuditEntry]) -> None:
    pages = [INDEX, f"{INDEX}{marked['here'].pk}/", f"{INDEX}export.csv", f"{INDEX}export.xlsx"]
    before = list(AuditEntry.objects.values())
    for who in ("auditor", "officer"):
        for page in pages:
            for method in ("post", "put", "patch", "delete"):
                assert getattr(as_(people[who]), method)(page, {"act": "x"}).status_code in (403, 405), (who, page, method)
    assert list(AuditEntry.objects.values()) == before


def test_searching_by_every_field(people: dict[str, User]) -> None:
    wanted = entry(act="公开：签发", by="kezhang", subject="第23批名单", subject_kind="duties.Duty", subject_key="77", at=make.moment(dt.date(2026, 3, 5)))
    entry()
    client = as_(people["auditor"])
    for query in (
        {"by": "kezhang"}, {"by": "科长乙（kezhang）"}, {"by": "科长乙"}, {"act": "签发"}, {"subject": "23批"}, {"kind": "duties.Duty"},
        {"of": "duties.Duty:77"}, {"since": "2026-03-05", "until": "2026-03-05", "kind": "duties.Duty"},
    ):  # fmt: skip
        page = lxml.html.fromstring(client.get(INDEX, query).content)
        assert [link.get("href") for link in page.xpath("//table[contains(@class, 'desk-table')]//a")] == [f"{INDEX}{wanted.pk}/"], query
    for query in ({"since": "2026-03-06", "until": "2026-03-05"}, {"since": "三月"}, {"kind": "x.Y"}, {"of": "1 OR 1"}):
        answer = client.get(INDEX, query)
        assert answer.status_code == 422 and not lxml.html.fromstring(answer.content).xpath("//table[contains(@class, 'desk-table')]//a"), query
    assert client.get(INDEX, {"before": "9" * 30}).status_code == 200
    assert not lxml.html.fromstring(client.get(INDEX, {"before": 10**9}).content).xpath("//table[contains(@class, 'desk-table')]//a")


def test_older_pages_follow(people: dict[str, User]) -> None:
    first = [entry(act=f"第{number}次", by="duo") for number in range(120)]
    client = as_(people["auditor"])
    address, found = f"{INDEX}?by=duo", []
    for _ in range(3):
        page = lxml.html.fromstring(client.get(address).content)
        found += [link.text_content() for link in page.xpath("//table[contains(@class, 'desk-table')]//a")]
        older = [link.get("href") for link in page.xpath("//nav[contains(@class, 'desk-pages')]//a") if "更早" in link.text_content()]
        address = INDEX + older[0] if older else ""
    assert found == [one.act for one in reversed(first)] and not address


def test_the_list_takes_the_same_queries_whatever_there_is(people: dict[str, User]) -> None:
    for number in range(3):
        entry(office_key=office().pk, by=f"u{number}")
    client = as_(people["clerk"])
    client.get(INDEX)
    with CaptureQueriesContext(connection) as few:
        client.get(INDEX)
    for number in range(60):
        entry(office_key=office().pk, by=f"u{number}", subject_key=str(number))
    with CaptureQueriesContext(connection) as many:
        client.get(INDEX)
    assert len(few) == len(many) <= 16


def test_an_entry_opens_to_before_and_after_side_by_side(people: dict[str, User]) -> None:
    one = entry(
        before={"title": "第22批名单", "status": "draft", "body": "<b>旧</b>"},
        after={"title": "第23批名单", "status": "published", "body": "<b>旧</b>", "lists": ["甲", "乙"]},
    )
    page = lxml.html.fromstring(as_(people["auditor"]).get(f"{INDEX}{one.pk}/").content)
    rows = [[cell.text_content() for cell in row.xpath("th | td")] for row in page.xpath("//table[contains(@class, 'history-compare')]/tbody/tr")]
    assert rows == [
        ["状态", "拟稿", "已公开"], ["标题", "第22批名单", "第23批名单"], ["正文", "<b>旧</b>", "<b>旧</b>"], ["名单", "", "甲、乙"],
    ]  # fmt: skip
    assert [mark.text_content() for mark in page.xpath("//del")][-1] == "2"
    assert [mark.text_content() for mark in page.xpath("//ins")][-1] == "3"


def test_long_texts_are_shown_whole_without_being_compared() -> None:
    one = entry(before={"body": "甲" * 50_000}, after={"body": "乙" * 50_000})
    (line,) = comparison(one)
    assert line.changed and len(line.before) == 1 and not line.before[0].changed


def test_csv_and_xlsx_hold_what_was_found_and_nothing_that_runs(people: dict[str, User]) -> None:
    entry(by="duo", act="=HYPERLINK(1)", subject="=1+1", note="+x\x07", before={"a": 1}, at=make.moment())
    client = as_(people["auditor"])
    text = b"".join(client.get(f"{INDEX}export.csv?by=duo").streaming_content).decode()
    assert text.startswith("\ufeff")
    header, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert header == list(exporting.COLUMNS) and row[4] == "'=HYPERLINK(1)" and row[6] == "'=1+1" and row[7].startswith("'+x")
    assert row[1] == "2026-11-24 09:30:00" and row[8] == '{"a":1}'
    answer = client.get(f"{INDEX}export.xlsx?by=duo")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = list(book.active.iter_rows(values_only=True))
    assert cells[0] == exporting.COLUMNS and cells[1][6] == "'=1+1" and len(cells) == 2
    told = AuditEntry.objects.filter(act="导出操作记录").order_by("id")
    assert [one.after["format"] for one in told] == ["CSV", "XLSX"] and "duo" in told[0].after["search"]
    assert client.get(f"{INDEX}export.pdf").status_code == 404
    assert client.get(f"{INDEX}export.csv?since=x").status_code == 302


def test_an_export_has_a_limit_that_is_said(people: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(exporting.MOST, "csv", 10)
    for number in range(10):
        entry(by="duo", act=f"第{number}次")
    client = as_(people["auditor"])

    def lines() -> list[list[str]]:
        text = b"".join(client.get(f"{INDEX}export.csv?by=duo").streaming_content).decode()
        return list(csv.reader(io.StringIO(text)))

    assert len(lines()) == 11
    entry(by="duo", act="第10次")
    found = lines()
    assert len(found) == 12 and found[1][4] == "第10次" and found[-1][0].startswith("只导出最近的10条")


def test_the_screen_says_how_long_records_are_kept(people: dict[str, User]) -> None:
    text = as_(people["clerk"]).get(INDEX).content.decode()
    assert "至少保存六个月" in text and "没有人能够修改" in text


def test_kinds_and_pages_exist() -> None:
    for kind in KINDS + tuple(PAGES):
        assert apps.get_model(kind) and kind_name(kind) != kind
    assert {"accounts.User", "accounts.Leave", "agencies.Agency"} <= set(kinds_of_people())
    assert not [kind for kind in kinds_of_people() if kind.startswith(("disclosures", "duties", "records", "catalogue"))]
    assert kind_name("gone.Model") == kind_name("nonsense").replace("nonsense", "gone.Model")
    assert reverse("desk_history:index") == INDEX
    offered = [key for key, _ in SearchForm(only_kinds=kinds_of_people()).fields["kind"].choices]
    assert "accounts.User" in offered and "duties.Duty" not in offered
