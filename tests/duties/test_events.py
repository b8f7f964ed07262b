"""Events on the real catalogue: which limit governs, until when, whose office, and what cannot be registered."""

import datetime as dt

import makers as make
import pytest

from gongkai.audit.models import AuditEntry
from gongkai.duties import actions
from gongkai.duties.models import Duty, Event
from gongkai.publisher.models import OutboxEntry
from gongkai.rules.timelimits import read_limit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.catalogue_in_force()


@pytest.mark.parametrize(
    ("number", "trigger", "happened_on", "due_on", "safe_on", "source"),
    [
        # norms 4.5: 24 Sep 2026 + 20 working days = 29 Oct 2026
        (10, "formed", "2026-09-24", "2026-10-29", "2026-10-29", "公开时限栏"),
        # penalties, seven working days after the decision: over the National Day holiday
        (26, "decided", "2026-09-30", "2026-10-15", "2026-10-15", "公开时限栏"),
        # 民爆, 15 natural days from issue: 26 Sep + 15 = 11 Oct, a Sunday: rolled to Monday, safe on make-up Saturday
        (24, "issued", "2026-09-26", "2026-10-12", "2026-10-10", "公开时限栏"),
        # budget, 预算法第十四条: 20 natural days come before 20 working days
        (4, "approved", "2026-03-02", "2026-03-23", "2026-03-20", "《中华人民共和国预算法》第十四条"),
        # the project guide, formed late in October: 每年10月底前 comes before 20 working days
        (29, "formed", "2026-10-20", "2026-10-31", "2026-10-30", "《内蒙古自治区工业园区发展项目和资金管理办法》第十条"),
        # and formed in March: 20 working days come first
        (29, "formed", "2026-03-02", "2026-03-30", "2026-03-30", "公开时限栏"),
        # 食盐: 及时 in the clause has no number and does not compete
        (20, "formed", "2026-09-24", "2026-10-29", "2026-10-29", "公开时限栏"),
        # a 公示期 is no day to publish by
        (15, "formed", "2026-09-24", "2026-10-29", "2026-10-29", "公开时限栏"),
    ],
)
def test_the_limit_that_governs_and_its_date(
    number: int, trigger: str, happened_on: str, due_on: str, safe_on: str, source: str
) -> None:
    duty = make.duty(make.item(number), trigger=trigger, happened_on=dt.date.fromisoformat(happened_on))
    assert (duty.due_on.isoformat(), duty.safe_on.isoformat()) == (due_on, safe_on)
    assert duty.limit_source == source
    assert duty.office == make.row_of(number).office
    assert not duty.is_provisional
    assert duty.working[0]["date"] == happened_on or duty.limit["kind"] == "by_date"
    assert all(step.keys() == {"date", "counts", "why"} for step in duty.working)


def test_where_column_and_clause_differ_the_reason_is_kept() -> None:
    duty = make.duty(make.item(4), trigger="approved", happened_on=dt.date(2026, 3, 2))
    assert "早于公开时限栏的2026-03-30" in duty.limit_reason
    assert [candidate["source"] for candidate in duty.candidates] == ["公开时限栏", "《中华人民共和国预算法》第十四条"]


def test_a_date_that_crosses_into_a_year_not_decreed_is_provisional() -> None:
    duty = make.duty(make.item(10), happened_on=dt.date(2026, 12, 10), at=dt.date(2026, 12, 11))
    assert duty.due_on.year == 2027
    assert duty.is_provisional


def test_an_external_key_registers_once() -> None:
    first = make.duty(make.item(10), external_key="OA-1")
    rows = AuditEntry.objects.count(), OutboxEntry.objects.count()
    assert make.duty(make.item(10), external_key="OA-1") == first
    assert (AuditEntry.objects.count(), OutboxEntry.objects.count()) == rows
    with pytest.raises(actions.SameKeyOtherEvent, match="OA-1"):
        make.duty(make.item(10), external_key="OA-1", subject="另一份名单")
    assert make.duty(make.item(11), external_key="OA-1") != first


def test_what_has_not_happened_cannot_be_registered() -> None:
    with pytest.raises(actions.NotHappened, match="还没有到"):
        make.duty(make.item(10), happened_on=make.TODAY + dt.timedelta(days=1))
    assert not Event.objects.exists()


def test_years_without_any_notice_are_refused_and_nothing_is_left_behind() -> None:
    with pytest.raises(actions.NotHappened, match="算不出到期日"):
        make.duty(make.item(10), happened_on=dt.date(1999, 3, 1))
    assert not Event.objects.exists()


def test_before_any_catalogue_the_rule_of_the_day_of_registering_applies() -> None:
    duty = make.duty(make.item(10), happened_on=dt.date(2025, 12, 30))
    assert duty.item_version == make.row_of(10)


def test_without_a_row_in_force_nothing_is_registered() -> None:
    item = make.item(10)
    with pytest.raises(actions.NotInForce, match="事项010"):
        make.duty(item, happened_on=dt.date(2025, 11, 3), at=dt.date(2025, 11, 4))


def test_registering_is_audited_and_tells_the_public_pages() -> None:
    duty = make.duty(make.item(10))
    entry = AuditEntry.objects.get(act="登记事件")
    assert entry.after["due_on"] == duty.due_on.isoformat()
    assert OutboxEntry.objects.filter(kind="item", key=str(duty.item_id)).exists()


def test_correcting_the_day_moves_the_duty_and_says_so() -> None:
    duty = make.duty(make.item(10), happened_on=dt.date(2026, 9, 24))
    assert duty.event
    said = {"by": make.BY, "at": make.moment(), "reason": "文件落款是25日"}
    move = actions.correct_event(event=duty.event, happened_on=dt.date(2026, 9, 28), **said)
    assert (move.before.due_on, move.after.due_on) == (dt.date(2026, 10, 29), dt.date(2026, 10, 30))
    duty.refresh_from_db()
    assert (duty.trigger_on, duty.due_on) == (dt.date(2026, 9, 28), dt.date(2026, 10, 30))
    assert AuditEntry.objects.get(act="更正事件日期").before["due_on"] == "2026-10-29"
    actions.close_as_published(duty=duty, on=dt.date(2026, 10, 20), by=make.BY, at=make.moment())
    with pytest.raises(actions.AlreadyClosed):
        actions.correct_event(event=duty.event, happened_on=dt.date(2026, 9, 25), **said)


class TestAnOfficersDecision:
    def test_it_governs_new_and_running_duties_and_leaves_ended_ones(self) -> None:
        march = dt.date(2026, 3, 2)
        ended = make.published_duty(make.item(4), trigger="approved", happened_on=march, on=dt.date(2026, 3, 20))
        running = make.duty(make.item(4), trigger="approved", happened_on=march, subject="决算")
        other = make.duty(make.item(5), trigger="approved", happened_on=march)
        said = {"limit": read_limit("批准之日起10个工作日内"), "reason": "财政厅要求", "by": make.BY, "at": make.moment()}
        decided = actions.decide_limit(item=make.item(4), **said)
        assert [(move.duty, move.after.due_on) for move in decided.moves] == [(running, dt.date(2026, 3, 16))]
        running.refresh_from_db()
        assert "财政厅要求" in running.limit_source
        for duty in (ended, other):
            before = duty.due_on
            duty.refresh_from_db()
            assert duty.due_on == before
        assert make.duty(make.item(4), happened_on=march, subject="新").due_on == dt.date(2026, 3, 16)
        assert actions.decide_limit(item=make.item(4), **said).moves == ()
        assert AuditEntry.objects.filter(act="决定适用时限").count() == 1

    @pytest.mark.parametrize("text", ["长期公开", "按通知要求", "每季度更新", "公示期为5个工作日"])
    def test_it_must_be_a_limit_to_publish_by(self, text: str) -> None:
        with pytest.raises(actions.LimitUnusable):
            actions.decide_limit(
                item=make.item(4), limit=read_limit(text), reason="理由", by=make.BY, at=make.moment()
            )

    def test_it_must_give_a_reason(self) -> None:
        with pytest.raises(actions.LimitUnusable, match="为什么"):
            actions.decide_limit(
                item=make.item(4), limit=read_limit("10个工作日内"), reason=" ", by=make.BY, at=make.moment()
            )


def test_a_column_that_names_no_day_leaves_the_statutes_own() -> None:
    read = make.read_of(make.row("机构职能", limit="长期公开"), make.row("动态", limit="实时公开"), make.row("其他", limit="及时"))
    make.enforced(read, on=dt.date(2026, 2, 1))
    dates = {}
    for row in make.ItemVersion.objects.in_force(make.TODAY):
        duty = make.duty(row.item, happened_on=dt.date(2026, 9, 24))
        dates[row.name] = (duty.due_on.isoformat(), duty.limit_source)
    assert dates == {
        "机构职能": ("2026-10-29", "《政府信息公开条例》第二十六条"),
        "动态": ("2026-09-24", "公开时限栏"),
        "其他": ("2026-10-29", "公开时限栏"),
    }
    assert Duty.objects.count() == 3
