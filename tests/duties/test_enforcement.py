"""A new catalogue takes over: running duties go on, moved dates are told, nothing reaches back, nothing is dropped."""

import datetime as dt

import makers as make
import pytest

from gongkai.audit.models import AuditEntry
from gongkai.duties import actions
from gongkai.duties.models import Duty
from gongkai.publisher.models import OutboxEntry
from gongkai.rules.timelimits import read_limit

pytestmark = pytest.mark.django_db
APRIL = dt.date(2026, 4, 1)
TWENTY, TEN, THIRTY = (f"信息形成之日起{n}个工作日内" for n in (20, 10, 30))


def take_over(*rows: object, on: dt.date = APRIL, at: dt.date | None = None) -> actions.Enforced:
    return make.enforced(make.read_of(*rows, title="新目录"), on=on, at=at)


def first(*, limit: str = TWENTY, office: str = "科技处") -> object:
    return make.row("企业技术中心认定", "认定结果", limit=limit, office=office)


def test_a_reworded_row_of_the_real_catalogue_carries_its_duties() -> None:
    make.catalogue_in_force()
    running = make.duty(make.item(10), happened_on=dt.date(2026, 3, 16), at=dt.date(2026, 3, 17))
    ended = make.published_duty(make.item(10), happened_on=dt.date(2026, 3, 2), on=dt.date(2026, 3, 9))
    real = make.real_catalogue()
    reworded = make.replace(real.items[9], content="第24批自治区级企业技术中心名单", office="科技创新处")
    items = (*real.items[:9], reworded, *real.items[10:])
    report = make.enforced(make.replace(real, items=items), on=APRIL)
    assert report.duties.carried == 1
    assert report.duties.moves == report.duties.left == report.duties.kept == ()
    running.refresh_from_db()
    assert running.item_version.content == "第24批自治区级企业技术中心名单"
    assert running.office.name == "科技创新处"
    assert AuditEntry.objects.filter(act="目录更新，移交责任科室").count() == 1
    before = ended.item_version
    ended.refresh_from_db()
    assert ended.item_version == before


def test_an_item_that_left_keeps_its_running_duties_and_they_are_reported() -> None:
    take_over(first(), make.row("财政预算"), on=make.IN_FORCE)
    running = make.duty(make.item(2), happened_on=dt.date(2026, 3, 16), at=dt.date(2026, 3, 17))
    report = take_over(first())
    assert report.duties.left == (running,)
    assert [item.number for item in report.change.left] == [2]
    running.refresh_from_db()
    assert running in Duty.objects.running()
    assert actions.close_as_published(duty=running, on=APRIL, by=make.BY, at=make.moment(APRIL)).closing == "published"
    with pytest.raises(actions.NotInForce):
        make.duty(make.item(2), happened_on=dt.date(2026, 5, 6))
    assert make.duty(make.item(2), happened_on=dt.date(2026, 3, 30)).item_version.catalogue.version == 1


def test_a_changed_limit_moves_running_duties_with_a_report() -> None:
    take_over(first(), on=make.IN_FORCE)
    running = make.duty(make.item(1), happened_on=dt.date(2026, 3, 30), at=dt.date(2026, 3, 30))
    report = take_over(first(limit=TEN))
    (move,) = report.duties.moves
    assert (move.duty, move.before.due_on, move.after.due_on) == (running, dt.date(2026, 4, 28), dt.date(2026, 4, 14))
    running.refresh_from_db()
    assert running.limit == read_limit(TEN).as_json()
    entry = AuditEntry.objects.get(act="目录更新，公开义务结转")
    assert (entry.before["due_on"], entry.after["due_on"]) == ("2026-04-28", "2026-04-14")


def test_a_new_limit_makes_nothing_late_that_was_not() -> None:
    take_over(first(), on=make.IN_FORCE)
    running = make.duty(make.item(1), happened_on=dt.date(2026, 3, 9), at=dt.date(2026, 3, 9))
    assert running.due_on == dt.date(2026, 4, 7)
    report = take_over(first(limit=TEN))  # 23 March, before the new catalogue
    (kept,) = report.duties.kept
    assert "不溯及既往" in kept.why
    running.refresh_from_db()
    assert (running.due_on, running.item_version.catalogue.version) == (dt.date(2026, 4, 7), 2)
    assert running.limit == read_limit(TWENTY).as_json()


def test_a_new_limit_excuses_no_lateness() -> None:
    take_over(first(), on=make.IN_FORCE)
    running = make.duty(make.item(1), happened_on=dt.date(2026, 3, 2), at=dt.date(2026, 3, 2))
    report = take_over(first(limit=THIRTY))
    assert [kept.duty for kept in report.duties.kept] == [running]
    running.refresh_from_db()
    assert running in Duty.objects.overdue(on=APRIL)


def test_a_new_limit_does_not_touch_the_safe_date_of_what_was_due_before() -> None:
    take_over(first(limit="信息形成之日起20日内"), on=make.IN_FORCE)
    running = make.duty(make.item(1), happened_on=dt.date(2026, 3, 15), at=dt.date(2026, 3, 15))  # 4 April, a holiday
    assert (running.due_on, running.safe_on) == (dt.date(2026, 4, 7), dt.date(2026, 4, 3))
    report = take_over(first(limit="信息形成之日起23日内"), on=dt.date(2026, 4, 20))
    assert [kept.duty for kept in report.duties.kept] == [running] and report.duties.moves == ()


def test_a_kept_date_is_not_moved_by_the_next_recomputation() -> None:
    take_over(first(), on=make.IN_FORCE)
    running = make.duty(make.item(1), happened_on=dt.date(2026, 3, 9), at=dt.date(2026, 3, 9))
    take_over(first(limit=TEN))
    actions.carry_over(agency=make.agency(), on=make.TODAY, by=make.BY, at=make.moment())
    running.refresh_from_db()
    assert running.due_on == dt.date(2026, 4, 7)


def test_a_later_day_postpones_the_carrying_over_to_that_day() -> None:
    take_over(first(), on=make.IN_FORCE)
    running = make.duty(make.item(1), happened_on=dt.date(2026, 3, 30), at=dt.date(2026, 3, 30))
    report = take_over(first(office="创新处"), on=APRIL, at=dt.date(2026, 3, 31))
    assert report.postponed and report.duties.carried == 0
    for day, version in ((dt.date(2026, 3, 31), 1), (APRIL, 2)):
        actions.generate(agency=make.agency(), on=day, by="时钟", at=make.moment(day))
        running.refresh_from_db()
        assert running.item_version.catalogue.version == version
    assert running.office.name == "创新处"


def test_the_public_pages_follow_a_later_version_on_its_day_once() -> None:
    take_over(first(), on=make.IN_FORCE)
    take_over(first(office="创新处"), on=APRIL, at=dt.date(2026, 3, 31))
    told = OutboxEntry.objects.filter(kind="catalogue")
    counts = [told.count()]
    for day in (dt.date(2026, 3, 31), dt.date(2026, 4, 3), dt.date(2026, 4, 4)):
        actions.generate(agency=make.agency(), on=day, by="时钟", at=make.moment(day))
        counts.append(told.count())
    assert counts == [2, 2, 3, 3]


def test_enforcing_again_changes_nothing() -> None:
    take_over(first(), on=make.IN_FORCE)
    make.duty(make.item(1), happened_on=dt.date(2026, 3, 30), at=dt.date(2026, 3, 30))
    report = take_over(first(limit=TEN))
    acts = AuditEntry.objects.count()
    again = actions.enforce(catalogue=report.change.catalogue, on=APRIL, by=make.BY, at=make.moment(APRIL))
    assert again.change.repeated and again.duties.moves == ()
    assert AuditEntry.objects.count() == acts


def test_duties_of_periods_follow_the_new_date_or_stay_when_there_is_none() -> None:
    rows = [make.row("报告", limit="每年6月底前"), make.row("目录", limit="每年9月底前")]
    take_over(*rows, on=make.IN_FORCE)
    actions.generate(agency=make.agency(), on=APRIL, by="时钟", at=make.moment(APRIL), horizon=dt.timedelta(days=200))
    report = take_over(make.row("报告", limit="每年5月底前"), make.row("目录", limit=TWENTY), on=dt.date(2026, 4, 15))
    assert [(move.duty.period, move.after.due_on) for move in report.duties.moves] == [("2026年", dt.date(2026, 5, 31))]
    assert [kept.duty.item.number for kept in report.duties.kept] == [2]
    later = actions.generate(agency=make.agency(), on=dt.date(2026, 4, 15), by="时钟", at=make.moment(dt.date(2026, 4, 15)))
    assert "2026年" not in {duty.period for duty in later}
