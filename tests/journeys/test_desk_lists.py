"""Bulk penalties: a workbook with three bad cells, each marked where it stands, corrected there, stored, used and given out again."""

import io
import re

import openpyxl
from journeys.desk_files import workbook
from journeys.desk_people import CLERK, Desk, begin_draft
from journeys.looking import look, picture
from playwright.sync_api import Page, expect

from gongkai.rules.codes import credit_code_check

TITLE = "民爆行业行政处罚决定信息（走一遍流程）"
LIST = "民爆行政处罚（走一遍流程）"
BUREAU = "内蒙古自治区工业和信息化厅"
HEADINGS = (
    "行政相对人名称", "行政相对人类别", "统一社会信用代码", "行政处罚决定书文号", "违法行为类型", "违法事实", "处罚依据", "处罚类别", "处罚内容",
    "罚款金额（万元）", "处罚决定日期", "处罚有效期", "公示截止期", "处罚机关", "处罚机关统一社会信用代码", "数据来源单位", "数据来源单位统一社会信用代码",
)  # fmt: skip
ROWS = 30
BAD = {(4, "统一社会信用代码"): "9115", (11, "处罚决定日期"): "2026-02-30", (20, "处罚依据"): ""}
MESSAGES = ("应为18位，现有4位", "这一天不存在", "没有填写，此栏必填")


def code(number: int) -> str:
    """Return a credit code whose check digit is right."""
    body = f"9115010{number:010d}"
    return body + credit_code_check(body)


def row(number: int) -> dict[str, object]:
    """Return one penalty without a fault."""
    bureau = code(900)
    values = (
        f"示例民爆企业{number}", "法人及非法人组织", code(number), f"内工信罚字〔2026〕{number}号", "未按规定储存", "储存量超过核定数量",
        "《民用爆炸物品安全管理条例》第四十八条", "罚款", "罚款2万元", 2, "2026-11-20", "2027-11-20", "2027-02-20", BUREAU, bureau, BUREAU, bureau,
    )  # fmt: skip
    return dict(zip(HEADINGS, values, strict=True))


def penalties() -> bytes:
    """Return the workbook an office would send: thirty penalties, three cells of them wrong."""
    lines = [row(number) for number in range(1, ROWS + 1)]
    for (number, heading), wrong in BAD.items():
        lines[number - 1][heading] = wrong
    return workbook([HEADINGS, *(list(line.values()) for line in lines)])


def mend(page: Page, number: int, heading: str) -> None:
    """Correct a cell where it stands: a click, the right words, Enter."""
    line = page.get_by_role("row").filter(has=page.get_by_text(f"示例民爆企业{number}", exact=True))
    name = {"统一社会信用代码": "统一社会信用代码）："}.get(heading, f"{heading}：")
    line.get_by_role("link", name=name).click()
    cell = line.get_by_role("textbox")
    cell.fill(str(row(number)[heading]))
    cell.press("Enter")
    expect(line.get_by_text("原为：")).to_be_visible()


def test_three_bad_cells_are_marked_mended_stored_used_and_given_out_again(desk: Desk) -> None:
    clerk = desk.sit(CLERK)
    draft = begin_draft(clerk, "26 行政处罚", TITLE)
    clerk.get_by_role("link", name="上传名单").click()
    clerk.get_by_label("名单种类").select_option(label="行政处罚信息")
    clerk.get_by_label("标题", exact=True).fill(LIST)
    look(clerk, "list-upload")
    clerk.get_by_label("文件", exact=True).set_input_files(
        {"name": "处罚台账.xlsx", "mimeType": "application/octet-stream", "buffer": penalties()}
    )
    clerk.get_by_role("button", name="上传并核对").click()
    expect(clerk.get_by_text("3 行有错误，改好才能保存")).to_be_visible()
    for words in MESSAGES:
        expect(clerk.get_by_text(words)).to_be_visible()
    store = clerk.get_by_role("button", name="保存为名单")
    expect(store).to_be_disabled()
    picture(clerk, "list-faults")
    for number, heading in BAD:
        mend(clerk, number, heading)
    expect(clerk.get_by_text("0 行有错误")).to_be_visible()
    expect(store).to_be_enabled()
    look(clerk, "list-mended")
    store.click()
    expect(clerk.get_by_text(f"“{LIST}”已保存，{ROWS}行，已放入“{TITLE}”")).to_be_visible()
    expect(clerk).to_have_url(re.compile(re.escape(draft)))
    expect(clerk.get_by_role("checkbox", name=LIST)).to_be_checked()
    look(clerk, "draft-with-list")
    clerk.goto("/desk/lists/")
    look(clerk, "lists")
    clerk.get_by_role("link", name=LIST).first.click()
    look(clerk, "list")
    with clerk.expect_download() as download:
        clerk.get_by_role("link", name="导出 Excel").click()
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    given = [[str(cell) for cell in line] for line in sheet.iter_rows(values_only=True)]
    assert sum("示例民爆企业" in line[0] or any("示例民爆企业" in one for one in line) for line in given) == ROWS
    for number, heading in BAD:
        assert any(str(row(number)[heading]) in line and f"示例民爆企业{number}" in line for line in given), heading
