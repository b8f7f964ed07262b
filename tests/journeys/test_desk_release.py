"""From the event to the public page: the clerk registers and drafts, three people approve, and the public reads it on time."""

import datetime as dt

from journeys.desk_files import workbook
from journeys.desk_people import (
    CLERK,
    HEAD,
    LEADER,
    SECRECY,
    Desk,
    approve,
    attach,
    check,
    public,
    register,
    submit,
    type_body,
    waiting,
)  # fmt: skip
from journeys.looking import look, picture
from playwright.sync_api import expect

TITLE = "厅机关机构职能（走一遍流程）"
STAGES = {HEAD: "科室审核", SECRECY: "公开与保密审查", LEADER: "签发"}
REASON = "隐藏的工作表是换算用的，已逐格核对，可以公开"
BODY = "厅机关内设办公室、政策法规处等处室。"


def test_from_the_event_to_the_public_page(desk: Desk) -> None:
    clerk = desk.sit(CLERK)
    picture(clerk, "home")
    register(clerk, "机构职能", dt.date.today(), TITLE)
    picture(clerk, "register")
    clerk.get_by_role("button", name="登记", exact=True).click()
    expect(clerk.get_by_role("heading", name=TITLE, level=2)).to_be_visible()
    duty = clerk.url
    picture(clerk, "duty")
    clerk.get_by_role("main").get_by_role("link", name="拟稿", exact=True).click()
    look(clerk, "draft-new")
    clerk.get_by_role("button", name="开始拟稿").click()
    clerk.get_by_label("职能职责").fill("贯彻国家工业和信息化方针政策，拟订行业规划并组织实施。")
    clerk.get_by_label("办公地址").fill("呼和浩特市新城区示例路1号")
    clerk.get_by_label("电话").fill("0471-4825000")
    type_body(clerk, BODY)
    attach(
        clerk,
        "处室分工.xlsx",
        workbook((("处室", "分工"), ("办公室", "综合协调")), hidden=(("处室", "人数"), ("办公室", "12"))),
    )
    found = check(clerk)
    expect(found.get_by_text("要确认（1）")).to_be_visible()
    expect(found).to_contain_text("台账")
    picture(clerk, "draft")
    submit(clerk, REASON)
    expect(clerk.get_by_text("正在等待科室审核")).to_be_visible()
    look(clerk, "draft-sent")
    for username, stage in STAGES.items():
        reviewer = desk.sit(username)
        look(reviewer, f"home-{username}")
        waiting(reviewer, TITLE)
        expect(reviewer.get_by_role("heading", name=stage, exact=True)).to_be_visible()
        expect(reviewer.get_by_text(REASON).first).to_be_visible()
        picture(reviewer, f"review-{username}") if username == SECRECY else look(reviewer, f"review-{username}")
        approve(reviewer)
    clerk.goto(duty)
    expect(clerk.get_by_role("main").get_by_text("已公开").first).to_be_visible()
    visitor = desk.visitor()
    visitor.goto("/statutory/")
    address = visitor.get_by_role("link", name="机构职能", exact=True).first.get_attribute("href")
    assert address
    public(visitor, address, TITLE)
    visitor.get_by_role("link", name=TITLE).first.click()
    expect(visitor.get_by_text("索引号").first).to_be_visible()
    expect(visitor.get_by_text(BODY)).to_be_visible()
    expect(visitor.get_by_role("link", name="处室分工.xlsx")).to_be_visible()
    assert "按期公开" in visitor.content()
    picture(visitor, "public")
