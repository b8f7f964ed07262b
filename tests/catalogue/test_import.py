"""Importing a catalogue: the real one whole, the same file twice, rewordings, doubts, and what can be rebuilt of it."""

import dataclasses
import datetime as dt

import makers as make
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.audit.models import AuditEntry
from gongkai.catalogue import actions, queries
from gongkai.catalogue.models import Citation, Item, LegalBasis

pytestmark = pytest.mark.django_db


def test_the_real_catalogue_has_39_items_in_11_offices() -> None:
    catalogue = make.imported(make.real_catalogue(), data=make.SEED.read_bytes())
    assert catalogue.version == 1
    assert catalogue.title == "内蒙古自治区工业和信息化厅主动公开事项目录"
    assert catalogue.rows.count() == 39
    assert catalogue.agency.offices.count() == 11
    assert sorted(catalogue.agency.offices.values_list("code", flat=True)) == [f"k{n:02d}" for n in range(1, 12)]
    assert catalogue.in_force_from is None
    assert list(catalogue.rows.values_list("item__number", flat=True)) == list(range(1, 40))
    assert {finding["kind"] for finding in catalogue.findings} >= {"basis_unmarked", "limit_conflicts_with_clause"}


def test_the_source_is_kept_byte_for_byte_outside_the_served_folders() -> None:
    catalogue = make.imported(make.real_catalogue(), data=make.SEED.read_bytes())
    with catalogue.source.open("rb") as kept:
        assert kept.read() == make.SEED.read_bytes()
    assert str(settings.PRIVATE) in catalogue.source.path
    with pytest.raises(ValueError, match="without an address"):
        _ = catalogue.source.url


def test_the_same_bytes_again_give_the_same_version() -> None:
    first = make.imported(make.real_catalogue(), data=b"same")
    acts = AuditEntry.objects.count()
    assert make.imported(make.real_catalogue(), data=b"same") == first
    assert AuditEntry.objects.count() == acts
    again = make.imported(make.real_catalogue(), data=b"same", force=True)
    assert again.version == 2
    assert Item.objects.count() == 39
    assert again.source.name == first.source.name


def test_one_law_however_its_name_is_written_is_one_row() -> None:
    make.imported(make.real_catalogue(), data=make.SEED.read_bytes())
    assert LegalBasis.objects.filter(canonical_title__contains="行政处罚法").count() == 1
    law = LegalBasis.objects.get(canonical_title="行政许可法")
    assert law.rank == "法律"
    assert {citation.item_version.item.number for citation in law.citations.all()} == {9, 24, 25}
    assert Citation.objects.filter(basis=law, article="第四十条").count() == 3


def test_a_stored_version_gives_back_what_was_read() -> None:
    catalogue = make.imported(make.real_catalogue(), data=make.SEED.read_bytes())
    rebuilt = queries.read_of(catalogue)
    for stored, read in zip(rebuilt.items, make.real_catalogue().items, strict=True):
        for field in dataclasses.fields(read):
            if field.name != "bases":
                assert getattr(stored, field.name) == getattr(read, field.name), field.name
        assert [(b.title, b.number, b.rank_stated, b.citations) for b in stored.bases] == [
            (b.title, b.number, b.rank_stated, b.citations) for b in read.bases
        ]


def test_clauses_that_set_a_limit_are_found_with_their_place() -> None:
    make.catalogue_in_force()
    budget = make.row_of(4)
    assert [found["source"] for found in budget.clause_limits] == ["《中华人民共和国预算法》第十四条"]
    assert budget.limits_of_clauses[0].amount == 20
    assert budget.limits_of_clauses[0].unit == "day"


def test_a_reworded_row_keeps_its_item_and_the_difference_is_field_by_field() -> None:
    old = make.imported(make.real_catalogue(), data=b"v1")
    items = list(make.real_catalogue().items)
    items[9] = dataclasses.replace(
        items[9],
        path=tuple(level.replace("2024", "2026") for level in items[9].path),
        content="第24批自治区级企业技术中心名单",
    )
    items[25] = dataclasses.replace(items[25], office="安全生产处")
    del items[5]
    items.append(make.row("数据资源", "公共数据目录", office="大数据处"))
    new = make.imported(dataclasses.replace(make.real_catalogue(), items=tuple(items)), data=b"v2")
    assert Item.objects.count() == 40
    assert new.rows.get(position=9).item.number == 10
    assert new.rows.get(position=25).item.number == 26
    assert new.rows.get(position=39).item.number == 40
    difference = queries.difference(old, new)
    assert difference.removed == (6,)
    assert difference.added == (39,)
    changed = {pair.old: {change.field for change in pair.fields} for pair in difference.changed}
    assert changed == {10: {"path", "content"}, 26: {"office"}}
    assert [pair.old for pair in difference.moved] == [26]


def test_an_uncertain_rewording_is_a_finding_and_an_officer_decides() -> None:
    make.enforced(make.read_of(make.row("企业认定", "企业技术中心认定结果", content="企业技术中心名单")))
    read = make.read_of(make.row("企业认定", "企业技术中心复评结果", content="企业技术中心复评名单", office="科技处"))
    new = make.imported(read)
    found = [finding for finding in new.findings if finding["kind"] == "match_uncertain"]
    assert len(found) == 1 and "事项001" in found[0]["message"]
    row = new.rows.get()
    assert row.item.number == 2
    actions.continue_item(row=row, item=make.item(1), by=make.BY, at=make.moment())
    row.refresh_from_db()
    assert row.item.number == 1
    assert AuditEntry.objects.filter(act="确认延续事项").count() == 1


def test_an_item_that_returns_has_its_old_number_again() -> None:
    both = (make.row("年度报告"), make.row("财政预算"))
    make.enforced(make.read_of(*both))
    make.enforced(make.read_of(both[0]), on=dt.date(2026, 3, 1))
    assert make.item(2).ended_on == dt.date(2026, 3, 1)
    make.enforced(make.read_of(*both, title="第三版"), on=dt.date(2026, 6, 1))
    assert make.row_of(2).name == "财政预算"
    assert make.item(2).ended_on is None
    assert Item.objects.count() == 2


def test_a_faulty_import_that_never_governed_draws_no_row_away() -> None:
    make.enforced(make.read_of(make.row("年度报告"), make.row("财政预算")))
    make.imported(make.read_of(make.row("年度"), make.row("财政预算公开情况表")))
    third = make.imported(make.read_of(make.row("年度报告"), make.row("财政预算"), title="第三版"))
    assert list(third.rows.values_list("item__number", flat=True)) == [1, 2]


def test_a_file_without_items_is_refused() -> None:
    with pytest.raises(actions.NothingInIt, match="没有读到任何事项"):
        make.imported(make.read_of())


def test_import_does_not_ask_the_database_row_by_row() -> None:
    make.agency()
    make.real_catalogue()
    with CaptureQueriesContext(connection) as asked:
        make.imported(make.real_catalogue())
    assert len(asked) < 90, len(asked)  # 11 offices at five each, the rest constant
