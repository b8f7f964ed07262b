"""What all pages of the gallery share: the site, its times and hashes, heads, entries and the catalogue as lines."""

import datetime as dt
import hashlib
from typing import Any

from design.catalogue_values import ROWS

from gongkai.design import assets
from gongkai.portal import values as v

AGENCY = "内蒙古自治区工业和信息化厅"
STATES = {
    "filled": "已公开",
    "waiting": "待公开",
    "nothing": "本期无公开内容",
    "withheld": "依法不予公开",
    "late": "已逾期",
}
ART20 = {
    1: "行政法规、规章和规范性文件",
    2: "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名",
    3: "国民经济和社会发展规划、专项规划、区域规划及相关政策",
    4: "国民经济和社会发展统计信息",
    5: "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果",
    6: "实施行政处罚、行政强制的依据、条件、程序以及处罚决定",
    7: "财政预算、决算信息",
    8: "行政事业性收费项目及其依据、标准",
    13: "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况",
    15: "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息",
}


def site(*, sample: bool = True) -> v.SiteValues:
    style_url, script_url = assets.urls()
    return v.SiteValues(
        AGENCY + "政府信息公开", "", "", AGENCY, "https://example.gov.cn", "", "", "", "", sample, style_url, script_url
    )


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def at(day: str, clock: str = "09:30") -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{clock}:00+08:00")


def on(day: str) -> dt.date:
    return dt.date.fromisoformat(day)


def head(title: str, url: str, *crumbs: v.Link, **more: Any) -> v.Head:
    return v.Head(title=title, url=url, crumbs=(v.Link("首页", "/"), *crumbs), **more)


def column(title: str, url: str, kind: str, description: str, *crumbs: v.Link, **more: Any) -> v.Head:
    return head(
        title,
        url,
        *crumbs,
        column=title,
        column_type=kind,
        column_description=description,
        column_keywords=f"{title},{AGENCY}",
        **more,
    )


STATUTORY = v.Link("法定主动公开内容", "/statutory/")
LICENCE = v.Link("民用爆炸物品安全生产许可证", "/items/12/")


def item_line(number: int) -> v.ItemLine:
    first, second, name, office, limit, art20 = ROWS[number - 1]
    state = ("filled", "filled", "waiting", "filled", "nothing", "filled", "late", "filled", "withheld")[number % 9]
    path = tuple(part for part in (first, second, name) if part)
    return v.ItemLine(number, name, path, f"/items/{number}/", office, limit, state, STATES[state], art20)


LINES = tuple(item_line(number) for number in range(1, len(ROWS) + 1))


def entry(
    title: str, serial: int, day: str, item: str, office: str, mark: str = "", year: int = 2026
) -> v.Entry:
    return v.Entry(
        title,
        f"/disclosures/{year}/{serial}/",
        on(day),
        f"11150000MB1234567X/{year}-{serial:05d}",
        item,
        office,
        mark,
        True,
    )


ENTRIES = (
    entry("民用爆炸物品安全生产许可证发证情况（2026年第二季度）", 87, "2026-07-10", LICENCE.title, "民爆处"),
    entry(
        "关于2026年“技术装备首台(套)关键零部件首批(次)产品”认定结果的公示",
        86,
        "2026-07-08",
        "2024年“技术装备首台(套)关键零部件首批(次)产品”认定结果",
        "装备工业处",
        "公示中",
    ),
    entry("内蒙古自治区工业和信息化厅2026年度部门预算公开", 71, "2026-06-30", ROWS[3][2], "办公室", "更正"),
    entry("无线电频率使用许可办理结果（2026年6月）", 70, "2026-06-29", ROWS[13][2], "无委办"),
    entry("食盐定点批发企业证书持证企业信息", 66, "2026-06-18", ROWS[28][2], "消费品工业处", "已撤回"),
    entry("钢铁行业产能置换方案公示公告（示例钢铁企业）", 58, "2026-06-05", ROWS[23][2], "冶金建材工业处"),
)
SECTIONS = (
    v.Link("政府信息公开指南", "/guide/", "本机关政府信息的分类、编排体系、获取方式，以及政府信息公开工作机构的联系方式。"),
    v.Link("政府信息公开制度", "/rules/", "政府信息公开条例和本机关公开事项所依据的法律、法规、规章和文件。"),
    v.Link("法定主动公开内容", "/statutory/", "本机关主动公开事项目录：按事项层级、责任科室和《条例》第二十条查找已经公开的信息。"),
    v.Link("政府信息公开年报", "/reports/", "本机关历年政府信息公开工作年度报告。"),
    v.Link("依申请公开", "/requests/", "公民、法人和其他组织向本机关申请获取政府信息的方式、需要提供的内容和答复期限。"),
)
