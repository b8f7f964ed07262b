"""A duty that is late: the clerk is told before saving, the public sees it at the item, and the officer sees it in theirs."""

import datetime as dt
import re

from journeys.desk_people import CLERK, OFFICER, Desk, public, register
from journeys.looking import look
from playwright.sync_api import expect

TITLE = "民用爆炸物品安全生产许可证（走一遍流程，逾期）"
LONG_AGO = dt.date.today() - dt.timedelta(days=60)


def test_a_late_duty_shows_publicly_and_to_the_officer(desk: Desk) -> None:
    clerk = desk.sit(CLERK)
    register(clerk, "民用爆炸物品安全生产许可证", LONG_AGO, TITLE)
    expect(clerk.get_by_text("按这个日期，现在已经逾期")).to_be_visible()
    look(clerk, "register-late")
    clerk.get_by_role("button", name="登记", exact=True).click()
    expect(clerk.get_by_role("heading", name=TITLE, level=2)).to_be_visible()
    expect(clerk.get_by_text(re.compile("已逾期")).first).to_be_visible()
    visitor = desk.visitor()
    visitor.goto("/statutory/")
    address = visitor.get_by_role("link", name="民用爆炸物品安全生产许可证", exact=True).first.get_attribute("href")
    assert address
    public(visitor, address, TITLE)
    expect(visitor.get_by_text(re.compile("逾期")).first).to_be_visible()
    look(visitor, "public-late")
    officer = desk.sit(OFFICER)
    look(officer, "home-officer")
    officer.goto("/desk/duties/?state=overdue")
    line = officer.get_by_role("row").filter(has_text=TITLE)
    expect(line.get_by_text(re.compile("已逾期"))).to_be_visible()
    officer.get_by_role("link", name="全厅情况").click()
    expect(officer.get_by_role("heading", name="按科室", exact=True)).to_be_visible()
    look(officer, "standing")
