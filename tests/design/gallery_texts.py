"""Pages of prose and forms: guide, reports, not found, the calculator, objections."""

import datetime as dt

from design.catalogue_values import WORKING_20
from design.gallery_shared import AGENCY, SECTIONS, column, entry, head

from gongkai.portal import values as v


def guide() -> v.TextPage:
    return v.TextPage(
        column("政府信息公开指南", "/guide/", "信息公开指南", "怎样查到和获取本机关的政府信息", json_url="/guide/index.json"),
        (
            ("公开的范围", "<p>本机关主动公开的政府信息，逐项列在主动公开事项目录中。目录写明每一项应当公开的内容、依据、时限和责任科室。</p>"
             "<p>没有列入目录的信息，可以依法申请获取。</p>"),
            ("分类和编排", "<p>信息按三种办法编排：</p><ul><li>按公开事项的级别</li>"
             "<li>按责任科室</li><li>按《中华人民共和国政府信息公开条例》第二十条各项</li></ul>"),
            ("获取方式", "<p>可以在本网站查阅、下载和订阅，也可以到本机关政府信息公开工作机构查阅。</p>"),
            ("公开工作机构", "<dl><dt>机构名称</dt><dd>待填</dd><dt>办公地址</dt><dd>待填</dd><dt>办公时间</dt><dd>待填</dd></dl>"),
        ),
        (v.Link("法定主动公开内容", "/statutory/"), v.Link("依申请公开", "/requests/")),
    )


def reports(*, empty: bool = False) -> v.ReportsPage:
    lines = tuple(entry(f"{AGENCY}{year}年政府信息公开工作年度报告", 3, f"{year + 1}-01-2{year % 10}", "", "办公室", year=year + 1)
        for year in (2025, 2024, 2023))
    return v.ReportsPage(
        column("政府信息公开年报", "/reports/", "信息公开年报", "历年政府信息公开工作年度报告"),
        () if empty else lines,
        "年度报告在次年 1 月 31 日前公开。",
    )


def not_found() -> v.NotFoundPage:
    return v.NotFoundPage(head("这个网址没有内容", "/404.html", noindex=True), SECTIONS)


def calculator(*, error: bool = False, asked: bool = True) -> v.CalculatorPage:
    top = column("公开时限计算", "/calculator/", "办事服务", "按时限和起算日算出最迟公开日")
    if error:
        return v.CalculatorPage(top, "尽快", "2026-09-25", "这条时限读不出来：“尽快”。请照目录或条文写明从什么时候起、多少天以内。")
    if not asked:
        return v.CalculatorPage(top)
    working = [
        {"date": "2026-09-27", "counts": False, "why": "星期日"},
        {"date": "2026-10-01", "counts": False, "why": "国庆节放假"},
        {"date": "2026-10-10", "counts": True, "why": "星期六，国庆节调休上班"},
    ]
    result = {"due_on": "2026-10-30", "safe_on": "2026-10-30", "kind": "within", "provisional": False, "working": working}
    return v.CalculatorPage(top, WORKING_20, "2026-09-25", "", result)


def objections(state: str = "running", *, wrong: bool = False, receipt: str = "") -> v.ObjectionPage:
    back = v.Link("关于2026年“技术装备首台(套)”认定结果的公示", "/disclosures/2026/87/", "11150000MB1234567X/2026-00087")
    is_done = receipt == "confirmed"
    line = v.ReceiptLine(
        "202600087-K7QF-93TD", dt.datetime(2026, 11, 24, 9, 41), not is_done, "已办结" if is_done else "已收到，正在核实",
        "部分采纳" if is_done else "", "您反映的统计口径问题经核实属实，已更正；其余内容未发现不实。\n感谢您的监督。" if is_done else "",
    )  # fmt: skip
    faults = {"text": "请写明对哪一项公示内容有异议，以及理由。", "file": "附件只接受 PDF、Word、Excel、OFD、TXT 文件和 JPG、PNG 图片。"}
    return v.ObjectionPage(
        column("提出异议", "/objections/2026/00087/", "信息公开目录", "公示期内提出异议"),
        back,
        state,
        dt.date(2026, 11, 23),
        dt.date(2026, 11, 30),
        "",
        "装备工业处，电话待填",
        anonymous=False,
        kept_days=365,
        token="token",
        said={"text": "", "name": "示例", "contact": "电话待填"} if wrong else {},
        faults=faults if wrong else {},
        receipt=line if receipt else None,
    )
