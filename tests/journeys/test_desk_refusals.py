"""What the desk refuses: a leak in an attachment, one's own approval, and approval of what was edited after it was seen."""

import re

from journeys.desk_files import workbook
from journeys.desk_people import (
    ADMIN,
    CLERK,
    HEAD,
    LEADER,
    SECRECY,
    Desk,
    agree,
    approve,
    attach,
    begin_draft,
    check,
    is_public,
    submit,
    type_body,
    waiting,
)  # fmt: skip
from journeys.looking import look, picture
from playwright.sync_api import expect

ID_NUMBER = "150102199003074577"
LEAKED = "企业技术中心名单（含隐藏的身份证号）"
OWN = "制造业创新中心认定名单（自己写的）"
EDITED = "技术创新示范企业认定名单（审核后改过）"
BODY = "经评审，认定下列企业。"


def test_an_id_number_in_a_hidden_sheet_never_gets_out(desk: Desk) -> None:
    clerk = desk.sit(CLERK)
    begin_draft(clerk, "企业技术中心认定结果", LEAKED)
    type_body(clerk, BODY)
    shown, hidden = (
        (("企业", "地址"), ("甲企业", "呼和浩特市")),
        (("企业", "联系人", "身份证号"), ("甲企业", "张三", ID_NUMBER)),
    )
    attach(clerk, "名单.xlsx", workbook(shown, hidden=hidden))
    found = check(clerk)
    told = found.get_by_role("listitem").filter(has_text="公民身份号码")
    for words in ("名单.xlsx", "台账", "C2"):
        expect(told).to_contain_text(words)
    expect(found.get_by_text(re.compile("必须改（"))).to_be_visible()
    picture(clerk, "leak")
    clerk.get_by_role("button", name="送审", exact=True).click()
    expect(clerk.get_by_text(re.compile("不能送审|没有送审|还不能")).first).to_be_visible()
    clerk.goto("/desk/drafts/?scope=mine")
    line = clerk.get_by_role("row").filter(has_text=LEAKED)
    expect(line.get_by_text("拟稿", exact=True)).to_be_visible()
    head = desk.sit(HEAD)
    head.goto("/desk/reviews/")
    expect(head.get_by_role("link", name=LEAKED)).to_have_count(0)
    assert not is_public(desk.site.port, LEAKED) and not is_public(desk.site.port, ID_NUMBER)


def test_nobody_approves_what_they_wrote(desk: Desk) -> None:
    admin = desk.sit(ADMIN)
    admin.goto("/desk/people/")
    look(admin, "people")
    admin.get_by_role("link", name="示例经办人").click()
    admin.get_by_text("任命新的角色").click()
    role = admin.get_by_label("角色")
    role.select_option(role.locator("option", has_text="科室负责人").get_attribute("value"))
    admin.get_by_label("科室", exact=True).select_option(label="科技电子处")
    look(admin, "person")
    admin.get_by_role("button", name="任命", exact=True).click()
    expect(admin.get_by_role("row").filter(has_text="科室负责人").filter(has_text="科技电子处")).to_be_visible()
    clerk = desk.sit(CLERK)
    begin_draft(clerk, "制造业创新中心认定结果", OWN)
    type_body(clerk, BODY)
    submit(clerk, "认定名单写在正文里")
    expect(clerk.get_by_text("正在等待科室审核")).to_be_visible()
    clerk.goto("/desk/reviews/?tab=running")
    look(clerk, "reviews-clerk")
    clerk.get_by_role("link", name=OWN).first.click()
    expect(clerk.get_by_text("你不能办理这一环节")).to_be_visible()
    expect(clerk.get_by_text("须由另一人办理")).to_be_visible()
    expect(clerk.get_by_role("button", name="提交意见")).to_have_count(0)
    look(clerk, "review-barred")


def test_an_edit_after_approval_voids_it(desk: Desk) -> None:
    clerk, head, secrecy = desk.sit(CLERK), desk.sit(HEAD), desk.sit(SECRECY)
    begin_draft(clerk, "技术创新示范企业认定结果", EDITED)
    type_body(clerk, BODY)
    submit(clerk, "认定名单写在正文里")
    expect(clerk.get_by_text("正在等待科室审核")).to_be_visible()
    waiting(head, EDITED)
    approve(head)
    waiting(secrecy, EDITED)
    seen = secrecy.url
    clerk.reload()
    clerk.get_by_label("我知道修改会使这次审查作废").check()
    clerk.get_by_role("button", name="打开修改").click()
    type_body(clerk, "另增加一家。")
    check(clerk)
    expect(clerk.get_by_text("此前的审查意见已作废")).to_be_visible()
    look(clerk, "draft-voided")
    agree(secrecy)
    expect(secrecy.get_by_text(re.compile("作废|已经结束|内容有改动")).first).to_be_visible()
    secrecy.goto(seen)
    expect(secrecy.get_by_text("作废").first).to_be_visible()
    expect(secrecy.get_by_role("button", name="提交意见")).to_have_count(0)
    picture(secrecy, "voided")
    assert not is_public(desk.site.port, EDITED)
    submit(clerk, "认定名单写在正文里")
    expect(clerk.get_by_text("正在等待科室审核")).to_be_visible()
    for username in (HEAD, SECRECY, LEADER):
        reviewer = desk.sit(username)
        waiting(reviewer, EDITED)
        approve(reviewer)
    expect(desk.sit(LEADER).get_by_text(f"“{EDITED}”已签发并公开")).to_be_visible()
