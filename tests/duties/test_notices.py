"""A holiday notice arrives: provisional dates become firm with a report, ended duties never move, contradictions are refused.

The 2027 notice below is INVENTED for these tests (consistent in weekdays and counts); the true one was not known.
"""

import datetime as dt

import makers as make
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.audit.models import AuditEntry
from gongkai.duties import actions
from gongkai.duties.calendars import calendar_in_force
from gongkai.duties.models import Duty, HolidayNotice
from gongkai.publisher.models import OutboxEntry

pytestmark = pytest.mark.django_db

INVENTED_2027 = """国务院办公厅关于2027年部分节假日安排的通知（测试用，虚构）
国办发明电〔2026〕99号
经国务院批准，现将2027年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至13日（周六）放假调休，共9天。1月30日（周六）、2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
"""
IN_DECEMBER = {"happened_on": dt.date(2026, 12, 25), "at": dt.date(2026, 12, 28)}


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.catalogue_in_force()


def add(text: str = INVENTED_2027) -> actions.NoticeAdded:
    return actions.add_notice(text=text, by=make.BY, at=make.moment(dt.date(2026, 12, 29)))


def test_provisional_duties_become_firm_and_the_report_says_so() -> None:
    firm = make.duty(make.item(10))
    provisional = make.duty(make.item(10), subject="年底的名单", **IN_DECEMBER)
    assert provisional.is_provisional
    report = add()
    (move,) = report.moves
    assert move.duty == provisional
    assert move.became_firm
    provisional.refresh_from_db()
    assert not provisional.is_provisional
    assert provisional.due_on == move.after.due_on == dt.date(2027, 1, 25)
    assert "国办发明电〔2026〕99号" in "".join(step["why"] for step in provisional.working)
    before = firm.due_on
    firm.refresh_from_db()
    assert firm.due_on == before
    assert AuditEntry.objects.get(act="登记放假通知").after == {
        "number": "国办发明电〔2026〕99号", "recomputed": report.recomputed, "moved": 1,
    }  # fmt: skip


def test_a_make_up_saturday_moves_a_due_date() -> None:
    running = make.duty(make.item(10), happened_on=dt.date(2026, 12, 31), at=dt.date(2026, 12, 31))
    before = running.due_on
    report = add(INVENTED_2027.replace("1月30日（周六）、2月20日（周六）上班", "1月16日（周六）、2月20日（周六）上班"))
    (move,) = report.moves
    assert move.before.due_on == before
    assert move.after.due_on < before
    assert AuditEntry.objects.filter(act="放假通知登记，重算到期日").count() == 1
    assert OutboxEntry.objects.filter(kind="item", key=str(running.item_id)).exists()


def test_ended_duties_never_move() -> None:
    ended = make.duty(make.item(10), **IN_DECEMBER)
    actions.close_as_published(duty=ended, on=dt.date(2026, 12, 28), by=make.BY, at=make.moment(dt.date(2026, 12, 28)))
    assert add().moves == ()
    ended.refresh_from_db()
    assert ended.is_provisional


def test_the_same_text_again_changes_nothing_and_a_newer_one_takes_its_place() -> None:
    add()
    assert add().repeated
    assert HolidayNotice.objects.count() == 1
    newer = INVENTED_2027.replace("5月8日（周六）上班", "5月9日（周日）上班")
    assert not add(newer).repeated
    assert HolidayNotice.objects.count() == 2
    calendar = calendar_in_force()
    assert calendar.is_working_day(dt.date(2027, 5, 9))
    assert not calendar.is_working_day(dt.date(2027, 5, 8))


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("1月1日（周五）", "1月1日（周四）", "元旦"),
        ("共9天", "共8天", "春节"),
        ("六、中秋节：9月15日（周三）放假，共1天。\n", "", "中秋节"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(wrong: str, right: str, told: str) -> None:
    with pytest.raises(actions.NoticeRefused, match=told):
        add(INVENTED_2027.replace(wrong, right))
    assert not HolidayNotice.objects.exists()


def test_a_text_that_is_no_notice_is_refused() -> None:
    with pytest.raises(actions.NoticeRefused, match="不像"):
        add("关于召开会议的通知")


def test_the_annual_report_of_a_year_now_decreed_becomes_firm() -> None:
    actions.generate(agency=make.agency(), on=make.TODAY, by="时钟", at=make.moment())
    moved = {move.duty.item.number: move for move in add().moves}
    assert moved[3].became_firm
    assert moved[3].after.due_on == dt.date(2027, 1, 31)
    # 30 January is a make-up Saturday in the invented notice: the last working day before the 31st
    assert (moved[3].before.safe_on, moved[3].after.safe_on) == (dt.date(2027, 1, 29), dt.date(2027, 1, 30))


def test_many_duties_of_a_day_are_weighed_and_written_together() -> None:
    first, *_ = [make.duty(make.item(10), subject=f"名单{number}", **IN_DECEMBER) for number in range(4)]
    with CaptureQueriesContext(connection) as asked:
        report = add()
    assert len(report.moves) == 4
    updates = [query for query in asked if query["sql"].startswith('UPDATE "duties_duty"')]
    assert len(updates) == 1
    assert Duty.objects.get(pk=first.pk).due_on == dt.date(2027, 1, 25)
