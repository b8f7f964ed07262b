"""Putting versions in force: when one ends and the next begins, what is refused, and the catalogue in its three orders."""

import datetime as dt

import makers as make
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongkai.catalogue import actions, queries
from gongkai.catalogue.models import Catalogue, ItemVersion
from gongkai.publisher.models import OutboxEntry

pytestmark = pytest.mark.django_db
MARCH = dt.date(2026, 3, 1)


def put(catalogue: Catalogue, on: dt.date) -> actions.Change:
    return actions.put_in_force(catalogue=catalogue, on=on, by=make.BY, at=make.moment())


def two_versions() -> tuple[Catalogue, Catalogue]:
    first = make.imported(make.read_of(make.row("年度报告"), make.row("财政预算")))
    put(first, make.IN_FORCE)
    return first, make.imported(make.read_of(make.row("年度报告"), make.row("行政许可")))


def test_the_version_before_ends_the_day_before() -> None:
    first, second = two_versions()
    change = put(second, MARCH)
    first.refresh_from_db()
    assert first.in_force_until == dt.date(2026, 2, 28)
    assert [item.number for item in change.entered] == [3]
    assert [item.number for item in change.stayed] == [1]
    assert [item.number for item in change.left] == [2]
    for day, names in ((dt.date(2026, 2, 28), ["年度报告", "财政预算"]), (MARCH, ["年度报告", "行政许可"])):
        assert [row.name for row in queries.rows_in_force(make.agency(), on=day)] == names
    assert queries.in_force(make.agency(), on=dt.date(2025, 12, 31)) is None
    assert queries.in_force(make.agency(), on=dt.date(2026, 2, 28)) == first
    assert queries.in_force(make.agency(), on=MARCH) == second


def test_saying_it_again_changes_nothing_and_another_date_is_refused() -> None:
    _, second = two_versions()
    first_time = put(second, MARCH)
    entries = OutboxEntry.objects.count()
    again = put(second, MARCH)
    assert again.repeated and not first_time.repeated
    assert (again.entered, again.left) == (first_time.entered, first_time.left)
    assert OutboxEntry.objects.count() == entries
    with pytest.raises(actions.AlreadyInForce, match="2026-03-01"):
        put(second, dt.date(2026, 4, 1))


@pytest.mark.parametrize("on", [make.IN_FORCE, dt.date(2025, 6, 1)])
def test_a_version_cannot_begin_before_the_one_it_follows(on: dt.date) -> None:
    first, second = two_versions()
    with pytest.raises(actions.NotLater, match="必须晚于"):
        put(second, on)
    first.refresh_from_db()
    assert first.in_force_until is None


def test_the_catalogue_pages_are_refreshed_and_the_act_recorded() -> None:
    first, _ = two_versions()
    assert OutboxEntry.objects.filter(kind="catalogue", key=str(first.agency_id)).count() == 1


def test_two_open_ended_versions_are_impossible() -> None:
    _, second = two_versions()
    with pytest.raises(IntegrityError), transaction.atomic():
        Catalogue.objects.filter(pk=second.pk).update(
            in_force_from=MARCH, put_in_force_at=make.moment(), put_in_force_by=make.BY
        )


def test_the_tree_follows_the_levels() -> None:
    make.catalogue_in_force()
    root = queries.tree(make.agency(), on=make.TODAY)
    assert list(root.branches)[:3] == ["机关简介", "政府信息公开管理信息", "财政预决算信息"]
    licences = root.branches["行政许可"]
    assert "民用爆炸物品安全生产许可" in licences.branches and "无线电频率使用许可" in licences.branches
    assert [row.item.number for row in root.branches["行政处罚"].rows] == [26, 38]
    park = root.branches["工业园区管理"]
    assert [row.item.number for row in park.branches["关于全面加强工业园区管理的意见"].rows] == [30]


def test_by_office_and_by_art20() -> None:
    make.catalogue_in_force()
    offices = queries.by_office(make.agency(), on=make.TODAY)
    assert [(office.code, office.name, len(rows)) for office, rows in offices if office][:2] == [
        ("k01", "办公室", 6),
        ("k02", "政策法规处", 2),
    ]
    assert sum(len(rows) for _, rows in offices) == 39
    codes = queries.by_art20(make.agency(), on=make.TODAY)
    assert len(codes) == 15
    assert [row.item.number for row in codes[6][2]] == [4, 5]


@pytest.mark.parametrize("order", [queries.tree, queries.by_office, queries.by_art20])
def test_each_order_takes_a_constant_number_of_queries(order: object) -> None:
    make.catalogue_in_force()
    agency = make.agency()
    with CaptureQueriesContext(connection) as asked:
        order(agency, on=make.TODAY)  # type: ignore[operator]
    assert len(asked) == 3


def test_a_future_version_governs_from_its_day() -> None:
    _, second = two_versions()
    put(second, dt.date(2027, 1, 1))
    names = [row.name for row in ItemVersion.objects.in_force(dt.date(2026, 12, 31)).order_by("position")]
    assert names == ["年度报告", "财政预算"]
