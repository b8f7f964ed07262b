"""The record of acts: nothing changes it, and searching finds what may be seen, a page at a time."""

import datetime as dt

import makers as make
import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.audit.actions import record
from gongkai.audit.models import AuditEntry
from gongkai.audit.queries import Part, Search, every, page, seen

pytestmark = pytest.mark.django_db
ALL = [Part()]


def entries(count: int = 1, *, start: dt.datetime | None = None, **fields: object) -> list[AuditEntry]:
    """Return that many entries, a minute apart, without an act behind them: as a bulk act writes them."""
    start = start or make.moment()
    values = {"by": "jia", "act": "修改", "subject_kind": "disclosures.Disclosure", "subject_key": "1", "subject": "名单"}
    made = [AuditEntry(at=start + dt.timedelta(minutes=number), **{**values, **fields}) for number in range(count)]
    return AuditEntry.objects.bulk_create(made)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET by = 'x'",
        "DELETE FROM audit_auditentry",
        pytest.param(
            "REPLACE INTO audit_auditentry (id, at, by, act, subject_kind, subject_key, subject, note) "
            "SELECT id, at, 'x', act, subject_kind, subject_key, subject, note FROM audit_auditentry",
            marks=pytest.mark.skipif(connection.vendor != "sqlite", reason="a word of SQLite's"),
        ),
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_an_entry(statement: str) -> None:
    entries(3)
    before = list(AuditEntry.objects.values())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(AuditEntry.objects.values()) == before


def test_pages_follow_each_other_without_a_gap_even_when_many_acts_have_one_moment() -> None:
    made = [*entries(30), *(entry for _ in range(30) for entry in entries(1, start=make.moment()))]
    found: list[int] = []
    before = None
    while True:
        part = page(ALL, Search(), before=before, size=7)
        assert len(part.entries) <= 7
        found += [entry.pk for entry in part.entries]
        before = part.before
        if before is None:
            break
    by_time = sorted(made, key=lambda one: (one.at, one.pk), reverse=True)
    assert found == [one.pk for one in by_time] and len(found) == 60


def test_parts_are_merged_by_time_each_entry_once() -> None:
    mine = entries(3, by="jia", office_key=1)
    office = entries(3, by="yi", office_key=1, start=make.moment() + dt.timedelta(seconds=30))
    entries(3, by="bing", office_key=2)
    parts = [Part({"by": "jia"}), Part({"office_key": 1})]
    expected = [one.pk for pair in zip(reversed(office), reversed(mine), strict=True) for one in pair]
    assert [one.pk for one in page(parts, Search()).entries] == expected
    assert [one.pk for one in page(parts, Search(), size=2).entries] == expected[:2]
    assert {one.pk for one in seen(parts)} == set(expected) and not seen([])
    assert not page([], Search()).entries


def test_every_condition_narrows_the_search() -> None:
    entries(2)
    (wanted,) = entries(1, by="yi", act="公开：签发", subject="第23批名单", subject_kind="duties.Duty", subject_key="77",
                        start=make.moment() + dt.timedelta(days=3))  # fmt: skip
    first, last = make.moment() + dt.timedelta(days=2), make.moment() + dt.timedelta(days=4)
    for search in (
        Search(by="yi"), Search(act="签发"), Search(subject="23批"), Search(kind="duties.Duty"), Search(kind="duties.Duty", key="77"),
        Search(since=first), Search(since=first, until=last), Search("yi", "签发", "第23批", "duties.Duty", "77", first, last),
    ):  # fmt: skip
        assert page(ALL, search).entries == [wanted], search
    for search in (Search(by="x"), Search(act="x"), Search(subject="100%"), Search(until=make.moment()), Search(since=last)):
        assert not page(ALL, search).entries, search
    assert not page([Part({"by": "jia"})], Search(by="yi")).entries
    assert not page([Part(but_not_kinds=("duties.Duty",))], Search(by="yi")).entries


def test_a_search_by_words_stops_after_its_reach_and_goes_on_from_there() -> None:
    entries(1, subject="要找的")
    entries(20, start=make.moment() + dt.timedelta(hours=1))
    first = page(ALL, Search(subject="要找"), reach=10)
    assert not first.entries and first.searched_to == make.moment() + dt.timedelta(hours=1, minutes=10)
    second = page(ALL, Search(subject="要找"), reach=10, before=first.before)
    assert not second.entries and second.before
    third = page(ALL, Search(subject="要找"), reach=10, before=second.before)
    assert [one.subject for one in third.entries] == ["要找的"] and third.before is None


def test_searching_in_parts_stops_where_the_first_of_them_stopped() -> None:
    """Otherwise the next page would jump over what another part had not yet looked at."""
    entries(30, by="jia", subject="甲要找")
    entries(30, by="yi", subject="乙要找", start=make.moment() - dt.timedelta(hours=1))
    parts = [Part({"by": "jia"}), Part({"by": "yi"})]
    found: list[str] = []
    before = None
    for _ in range(30):
        part = page(parts, Search(subject="乙要"), before=before, size=3, reach=10)
        found += [f"{one.at:%H:%M}" for one in part.entries]
        before = part.before
        if before is None:
            break
    assert len(found) == 30 and found == sorted(found, reverse=True)


def test_all_of_it_is_read_in_chunks_up_to_a_limit() -> None:
    entries(25)
    assert len(list(every(ALL, Search(), most=100, chunk=4))) == 25
    assert len(list(every(ALL, Search(), most=9, chunk=4))) == 9


def test_a_page_takes_the_same_queries_whatever_there_is(django_assert_num_queries) -> None:
    made = entries(200)
    with django_assert_num_queries(1):
        page(ALL, Search())
    with django_assert_num_queries(3):
        page(ALL, Search(subject="名单"), before=made[150].pk)


def test_an_act_says_whose_office_may_look() -> None:
    make.catalogue_in_force()
    duty = make.duty(make.item(10))
    assert duty.office_id and AuditEntry.objects.get(act="登记事件").office_key == duty.office_id
    given = record(by="x", act="附加", subject=make.agency(), at=make.moment(), office_id=duty.office_id)
    assert given.office_key == duty.office_id
    assert record(by="x", act="附加", subject=make.agency(), at=make.moment()).office_key is None
