"""Duties of the calendar: the annual report, October's guide, updates after the last one; run daily, nothing twice."""

import datetime as dt

import makers as make
import pytest

from gongkai.duties import actions
from gongkai.duties.models import Duty

pytestmark = pytest.mark.django_db
NOVEMBER = dt.date(2026, 11, 24)


def generate(on: dt.date, **fields: object) -> list[tuple[int, str, str]]:
    made = actions.generate(agency=make.agency(), on=on, by="时钟", at=make.moment(on), **fields)
    return [(duty.item.number, duty.period, duty.due_on.isoformat()) for duty in made]


def test_the_annual_report_and_octobers_guide_of_the_real_catalogue() -> None:
    make.catalogue_in_force(on=dt.date(2026, 11, 1))
    assert generate(NOVEMBER) == [(3, "2027年", "2027-01-31"), (29, "2027年", "2027-10-31")]
    report = Duty.objects.get(item__number=3)
    assert report.safe_on == dt.date(2027, 1, 29)  # the 31st is a Sunday: plan for Friday (norms 2.2)
    assert report.is_provisional
    assert report.limit["text"] == "每年1月31日前"
    assert report.office.name == "办公室"
    assert "2027年" in report.subject
    guide = Duty.objects.get(item__number=29)
    assert guide.limit_source == "《内蒙古自治区工业园区发展项目和资金管理办法》第十条"
    assert generate(NOVEMBER) == []


def test_missed_days_are_made_good_for_the_time_in_force() -> None:
    make.catalogue_in_force(on=dt.date(2025, 7, 1))
    made = generate(NOVEMBER, horizon=dt.timedelta(days=31))
    assert made == [(3, "2026年", "2026-01-31"), (29, "2025年", "2025-10-31"), (29, "2026年", "2026-10-31")]


def test_day_by_day_gives_the_same_as_at_once() -> None:
    make.enforced(make.read_of(make.row("报告", limit="每年1月31日前"), make.row("统计", limit="每季度第1个月15日前")))
    for day in range(0, 330, 11):
        generate(make.IN_FORCE + dt.timedelta(days=day), horizon=dt.timedelta(days=60))
    periods = list(Duty.objects.filter(item__number=2).order_by("due_on").values_list("period", "due_on"))
    assert periods[:4] == [
        ("2026年第1季度", dt.date(2026, 1, 15)),
        ("2026年第2季度", dt.date(2026, 4, 15)),
        ("2026年第3季度", dt.date(2026, 7, 15)),
        ("2026年第4季度", dt.date(2026, 10, 15)),
    ]
    assert len({period for period, _ in periods}) == len(periods)


def test_monthly_to_the_months_end() -> None:
    make.enforced(make.read_of(make.row("运行情况", limit="每月底前")), on=dt.date(2026, 11, 1))
    assert generate(NOVEMBER, horizon=dt.timedelta(days=40)) == [
        (1, "2026年11月", "2026-11-30"),
        (1, "2026年12月", "2026-12-31"),
    ]


def test_the_next_update_follows_the_last_fulfilment() -> None:
    make.enforced(make.read_of(make.row("机构职能", limit="信息形成之日起20个工作日内，每6个月更新一次")))
    assert generate(NOVEMBER) == []
    make.published_duty(make.item(), happened_on=dt.date(2026, 10, 12), on=dt.date(2026, 10, 20))
    assert generate(NOVEMBER) == [(1, "更新：2026-10-20之后", "2027-04-20")]
    make.published_duty(make.item(), on=dt.date(2026, 11, 12))
    assert generate(NOVEMBER) == []  # one update at a time
    update = Duty.objects.get(period__startswith="更新")
    actions.declare_nothing(duty=update, reason="没有变化", by=make.BY, on=NOVEMBER, at=make.moment(NOVEMBER))
    assert generate(NOVEMBER) == [(1, "更新：2026-11-24之后", "2027-05-24")]


def test_a_closed_period_is_not_made_again() -> None:
    make.catalogue_in_force(on=dt.date(2026, 11, 1))
    generate(NOVEMBER)
    report = Duty.objects.get(item__number=3)
    actions.cancel(duty=report, reason="由办公厅统一公开", by=make.BY, on=NOVEMBER, at=make.moment(NOVEMBER))
    assert generate(NOVEMBER) == []


def test_years_nobody_can_know_are_left_for_later() -> None:
    make.catalogue_in_force(on=dt.date(2026, 11, 1))
    years = [due[:4] for number, _, due in generate(NOVEMBER, horizon=dt.timedelta(days=366 * 60)) if number == 3]
    assert years[0] == "2027"
    assert len(years) < 60
