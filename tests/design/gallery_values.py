"""Values for every template, as the portal would give them: the real catalogue, sample content, no invented person."""

import dataclasses
import datetime as dt
import hashlib
from typing import Any

from design.catalogue_values import OFFICES, ROWS, WORKING_20
from gongkai.design import assets
from gongkai.portal import values as v

AGENCY = "内蒙古自治区工业和信息化厅"
ZONE = dt.timezone(dt.timedelta(hours=8))
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
        AGENCY, "", "", AGENCY, "https://example.gov.cn", "", "", "", "", sample, style_url, script_url
    )


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def at(day: str, clock: str = "09:30") -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{clock}:00+08:00")


def on(day: str) -> dt.date:
    return dt.date.fromisoformat(day)


def head(title: str, url: str, *crumbs: v.Link, **more: Any) -> v.Head:
    return v.Head(title=title, url=url, crumbs=crumbs, **more)


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
    v.Link("政府信息公开指南", "/guide/", "信息怎样分类、怎样获取，公开机构的联系办法"),
    v.Link("政府信息公开制度", "/rules/", "条例、规章和本机关的公开制度"),
    v.Link("法定主动公开内容", "/statutory/", "主动公开事项目录，逐项列明内容、依据和时限"),
    v.Link("政府信息公开年报", "/reports/", "历年政府信息公开工作年度报告"),
    v.Link("依申请公开", "/requests/", "目录以外的信息，可以申请获取"),
)


def home(*, empty: bool = False) -> v.HomePage:
    firsts = dict.fromkeys(row[0] for row in ROWS)
    counts = {first: sum(row[0] == first for row in ROWS) for first in firsts}
    return v.HomePage(
        column("政府信息公开", "/", "首页", f"{AGENCY}政府信息公开", feed_url="/feed.xml", json_url="/index.json"),
        SECTIONS,
        () if empty else ENTRIES,
        () if empty else (dataclasses.replace(ENTRIES[1], ends_on=on("2026-11-27"), mark=""),),
        tuple(
            v.Link(first, f"/statutory/#level-{n}", f"{counts[first]} 项" if counts[first] > 1 else "")
            for n, first in enumerate(firsts, 1)
        ),
        tuple(v.Link(office, f"/offices/{n}/") for n, office in enumerate(OFFICES, 1)),
    )


def catalogue(view: str) -> v.CataloguePage:
    views = (
        v.Link("按事项", "/statutory/"),
        v.Link("按科室", "/statutory/offices/"),
        v.Link("按条例第二十条", "/statutory/art20/"),
    )
    url = {"level": "/statutory/", "office": "/statutory/offices/", "art20": "/statutory/art20/"}[view]
    groups = {"level": _by_level, "office": _by_office, "art20": _by_art20}[view]()
    return v.CataloguePage(
        column("法定主动公开内容", url, "信息公开目录", "本机关依法主动公开的政府信息", json_url=f"{url}index.json"),
        view,
        views,
        groups,
        f"{AGENCY}主动公开事项目录",
        on("2026-01-01"),
        (v.Link("目录 CSV", "/data/items.csv", "12 KB"), v.Link("目录 JSON", "/statutory/index.json")),
    )


def _by_level() -> tuple[v.Group, ...]:
    groups = []
    for n, first in enumerate(dict.fromkeys(row[0] for row in ROWS), 1):
        lines = [line for line in LINES if line.path[0] == first]
        plain = tuple(line for line in lines if len(line.path) < 3)
        seconds = dict.fromkeys(line.path[1] for line in lines if len(line.path) == 3)
        inner = tuple(
            v.Group(second, items=tuple(line for line in lines if len(line.path) == 3 and line.path[1] == second))
            for second in seconds
        )
        groups.append(v.Group(first, anchor=f"level-{n}", items=plain, groups=inner))
    return tuple(groups)


def _by_office() -> tuple[v.Group, ...]:
    return tuple(
        v.Group(
            office,
            url=f"/offices/{n}/",
            anchor=f"office-{n}",
            items=tuple(line for line in LINES if line.office == office),
        )
        for n, office in enumerate(OFFICES, 1)
    )


def _by_art20() -> tuple[v.Group, ...]:
    return tuple(
        v.Group(
            f"第（{code}）项",
            anchor=f"art20-{code}",
            note=name,
            items=tuple(line for line in LINES if line.art20 == code),
        )
        for code, name in ART20.items()
    )


CLAUSES = (
    {
        "title": "中华人民共和国行政许可法",
        "article": "第四十条",
        "rank_stated": "法律",
        "rank": "法律",
        "text": "第四十条 行政机关作出的准予行政许可决定，应当予以公开，公众有权查阅。",
    },
    {
        "title": "安全生产许可证条例",
        "article": "第十条",
        "rank_stated": "行政法规",
        "rank": "行政法规",
        "text": "第十条 安全生产许可证颁发机关应当建立、健全安全生产许可证档案管理制度，"
        "并定期向社会公布企业取得安全生产许可证的情况。",
    },
    {
        "title": "民用爆炸物品安全生产许可实施办法",
        "article": "第十一条",
        "rank_stated": "规范性文件",
        "rank": "部门规章",
        "text": "第十一条 省级民爆行业主管部门应当自《民用爆炸物品安全生产许可证》颁发之日起15日内，"
        "将发证情况报告工业和信息化部并通过有关政府网站等渠道予以公布。",
    },
)
DUTIES = (
    v.DutyLine("2026年第三季度颁发的许可证", on("2026-12-08"), "open", "待公开", is_provisional=True),
    v.DutyLine("2026年8月颁发的许可证", on("2026-11-27"), "due_soon", "即将到期"),
    v.DutyLine("2026年7月颁发的许可证", on("2026-08-12"), "overdue", "已逾期"),
    v.DutyLine(
        "2026年第二季度颁发的许可证",
        on("2026-07-15"),
        "published_on_time",
        "按期公开",
        on("2026-07-10"),
        "/disclosures/2026/87/",
    ),
    v.DutyLine(
        "2026年第一季度颁发的许可证",
        on("2026-04-13"),
        "published_late",
        "逾期公开",
        on("2026-04-16"),
        "/disclosures/2026/31/",
    ),
    v.DutyLine(
        "2025年第四季度颁发的许可证",
        on("2026-01-15"),
        "nothing",
        "本期无公开内容",
        on("2026-01-12"),
        explanation="本期没有颁发许可证，已由责任科室确认",
    ),
)
EXPLANATIONS = {
    "filled": "最近一次公开于 2026-07-10，目前没有逾期的内容。",
    "waiting": "信息还没有形成，或者还在时限以内；公开后会出现在这里。",
    "nothing": "经责任科室确认，本期没有属于本项的政府信息。",
    "withheld": "依照《中华人民共和国政府信息公开条例》第十四条不予公开，2027-06-30 前重新评估。",
    "late": "最迟应当在 2026-08-12 公开，目前已经逾期，正在办理。",
}


def item(state: str = "filled", number: int = 12, *, bare: bool = False) -> v.ItemPage:
    first, second, name, office, limit, art20 = ROWS[number - 1]
    path = tuple(part for part in (first, second, name) if part)
    return v.ItemPage(
        column(
            name,
            f"/items/{number}/",
            "信息公开目录",
            f"{name}的公开情况",
            STATUTORY,
            feed_url=f"/items/{number}/feed.xml",
            json_url=f"/items/{number}/index.json",
        ),
        number,
        name,
        path,
        f"{name}发证情况",
        () if bare else ("企业名称", "许可证编号", "许可品种及能力", "发证日期", "有效期限", "发证机关"),
        () if bare else CLAUSES,
        limit,
        "自许可证颁发的第二天起算，第 15 天为止；最后一天是节假日的，为稳妥起见应当在节假日以前公开。",
        "",
        ("政府网站",),
        "全社会",
        "法定公开",
        v.Link(office, "/offices/8/"),
        art20,
        ART20[art20],
        state,
        STATES[state],
        EXPLANATIONS[state],
        () if bare else tuple(entry(f"{name}发证情况（2026年第{q}季度）", 87 - n, f"2026-0{7 - 3 * n}-10", "", "") for n, q in enumerate("二一")),
        () if bare else (v.Link("第 3 册", f"/items/{number}/archive/3/"), v.Link("第 2 册", f"/items/{number}/archive/2/")),
        () if bare else DUTIES,
    )


COLUMNS = (
    "企业名称", "统一社会信用代码", "许可证编号", "许可类别", "许可品种", "年生产能力", "生产地址", "发证日期",
    "有效期自", "有效期至", "发证机关", "当前状态",
)  # fmt: skip


def record_list(rows: int, total: int, columns: tuple[str, ...] = COLUMNS) -> dict[str, Any]:
    def row(n: int) -> list[str]:
        return [
            f"示例民爆企业{n:03d}有限责任公司", f"91150100MA0N{n:05d}X", f"蒙MB生许证字〔2026〕{n:02d}号", "生产许可",
            ("乳化炸药（胶状）", "膨化硝铵炸药、多孔粒状铵油炸药", "工业电子雷管")[n % 3], f"{12000 + n * 350} 吨",
            f"内蒙古自治区示例旗示例园区{n}号", "2026-06-28", "2026-06-28", "2029-06-27", AGENCY, "有效",
        ][: len(columns)]  # fmt: skip

    return {
        "title": "民用爆炸物品安全生产许可证发证情况",
        "columns": [{"name": f"c{n}", "title": title} for n, title in enumerate(columns)],
        "rows": [row(n) for n in range(1, rows + 1)],
        "row_count": total,
        "downloads": (v.Link("CSV", "files/list.csv", "86 KB"), v.Link("XLSX", "files/list.xlsx", "54 KB")),
    }


WORKING = [
    {"date": "2026-07-01", "counts": True, "why": "第 1 天"},
    {"date": "2026-07-04", "counts": True, "why": "星期六，按日计算的期限照计"},
    {"date": "2026-07-05", "counts": True, "why": "星期日，按日计算的期限照计"},
    {"date": "2026-07-15", "counts": True, "why": "第 15 天"},
]
BODY = (
    "<p>按照《中华人民共和国行政许可法》《安全生产许可证条例》和《民用爆炸物品安全生产许可实施办法》的规定，"
    "现将2026年第二季度民用爆炸物品安全生产许可证发证情况予以公布。</p><h3>发证情况</h3>"
    "<p>本季度共颁发许可证 3 件，其中新发 1 件，延续 2 件。许可证有效期均为三年，逐项见下表。</p>"
    "<table><thead><tr><th>类别</th><th>件数</th><th>说明</th></tr></thead><tbody><tr><td>新发</td><td>1</td>"
    "<td>示例内容</td></tr><tr><td>延续</td><td>2</td><td>示例内容</td></tr></tbody></table>"
    "<h3>查阅和异议</h3><ol><li>公众有权查阅上述许可决定。</li><li>认为内容有误的，可以向本机关提出更正。</li></ol>"
)


def disclosure(
    *,
    rows: int = 0,
    total: int = 0,
    late: bool = False,
    notice: str = "",
    old: bool = False,
    plain: bool = False,
    title: str = "民用爆炸物品安全生产许可证发证情况（2026年第二季度）",
) -> v.DisclosurePage:
    published = at("2026-07-17" if late else "2026-07-10")
    content: dict[str, Any] = {
        "format": 1,
        "index_number": "11150000MB1234567X/2026-00087",
        "title": title,
        "summary": "" if plain else "公布2026年第二季度颁发的民用爆炸物品安全生产许可证的企业、许可品种及能力、发证日期和有效期限。",
        "document_number": "" if plain else "内工信民爆字〔2026〕示例号",
        "formed_on": "2026-06-30",
        "effective_on": None,
        "expires_on": None,
        "keywords": "" if plain else "民用爆炸物品 安全生产许可",
        "topic": "" if plain else "工业、交通 / 信息产业",
        "sample": True,
        "agency": {"name": AGENCY, "credit_code": "11150000MB1234567X"},
        "office": "民爆处",
        "item": {"number": 12, "name": LICENCE.title, "path": ["行政许可", "民用爆炸物品安全生产许可", LICENCE.title], "art20": 5},
        "elements": [
            {"name": "发证机关", "value": AGENCY},
            {"name": "许可品种及能力", "value": "乳化炸药（胶状）、膨化硝铵炸药、多孔粒状铵油炸药；各企业能力见名单"},
            {"name": "发证日期", "value": "2026-06-28"},
            {"name": "有效期限", "value": "2026-06-28 至 2029-06-27"},
        ],
        "body": BODY,
        "files": [],
        "lists": [],
        "notice": {
            "starts_on": "2026-11-23",
            "ends_on": "2026-11-27",
            "required_days": 5,
            "unit": "working_day",
            "count_first_day": False,
            "contact": "装备工业处，电话待填",
        }
        if notice
        else None,
        "rule": {
            "limit_text": "颁发之日起15日内",
            "limit_source": "《民用爆炸物品安全生产许可实施办法》第十一条",
            "trigger_on": "2026-06-30",
            "due_on": "2026-07-15",
            "safe_on": "2026-07-15",
            "provisional": False,
            "working": WORKING,
            "on_time": not late,
        },
    }
    history = (
        v.HistoryLine(at("2026-07-20", "16:05"), "correct", "更正", "更正第 3 行的有效期限。", sha("b")),
        v.HistoryLine(published, "publish", "首次公开", "", sha("a"), "/disclosures/2026/87/versions/1/"),
    )
    return v.DisclosurePage(
        head(
            content["title"],
            "/disclosures/2026/87/" + ("versions/1/" if old else ""),
            STATUTORY,
            v.Link(LICENCE.title, LICENCE.url),
            column="法定主动公开内容",
            column_type="信息公开目录",
            column_description="本机关依法主动公开的政府信息",
            column_keywords="主动公开",
            article_title=content["title"],
            pub_date=published.strftime("%Y-%m-%d %H:%M"),
            content_source=AGENCY,
            keywords=content["keywords"],
            description=content["summary"],
            json_url="/disclosures/2026/87/index.json",
            noindex=old,
        ),
        content,
        LICENCE.url,
        "/offices/8/",
        published,
        published,
        history[1:] if plain else history,
        (
            {
                "name": "民用爆炸物品安全生产许可证发证情况（2026年第二季度）.pdf",
                "url": "files/report.pdf",
                "size": 183_412,
                "size_label": "179 KB",
                "sha256": sha("pdf"),
                "media_type": "application/pdf",
            },
            {
                "name": "发证情况统计表.xlsx",
                "url": "files/table.xlsx",
                "size": 18_412,
                "size_label": "18 KB",
                "sha256": sha("xlsx"),
                "media_type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            },
        ),
        (record_list(rows, total or rows),) if rows else (),
        notice,
        v.Link("更正后的版本", "/disclosures/2026/87/") if old else None,
        "有效",
    )


def tombstone() -> v.TombstonePage:
    return v.TombstonePage(
        head("食盐定点批发企业证书持证企业信息", "/disclosures/2026/66/", STATUTORY, v.Link(ROWS[28][2], "/items/29/"), noindex=True),
        "11150000MB1234567X/2026-00066",
        "食盐定点批发企业证书持证企业信息",
        v.Link(ROWS[28][2], "/items/29/"),
        at("2026-06-18"),
        at("2026-06-22", "11:02"),
        "名单中一家企业的证书在公开前已经注销，核对后重新公开。",
        (
            v.HistoryLine(at("2026-06-22", "11:02"), "withdraw", "撤回", "核对后重新公开。", sha("w")),
            v.HistoryLine(at("2026-06-18"), "publish", "首次公开", "", sha("x")),
        ),
    )


def guide() -> v.TextPage:
    return v.TextPage(
        column("政府信息公开指南", "/guide/", "信息公开指南", "怎样查到和获取本机关的政府信息", json_url="/guide/index.json"),
        (
            ("公开的范围", "<p>本机关主动公开的政府信息，逐项列在主动公开事项目录中。目录写明每一项应当公开的内容、依据、时限和责任科室。</p><p>没有列入目录的信息，可以依法申请获取。</p>"),
            ("分类和编排", "<p>信息按三种办法编排：</p><ul><li>按公开事项的级别</li><li>按责任科室</li><li>按《中华人民共和国政府信息公开条例》第二十条各项</li></ul>"),
            ("获取方式", "<p>可以在本网站查阅、下载和订阅，也可以到本机关政府信息公开工作机构查阅。</p>"),
            ("公开工作机构", "<dl><dt>机构名称</dt><dd>待填</dd><dt>办公地址</dt><dd>待填</dd><dt>办公时间</dt><dd>待填</dd></dl>"),
        ),
        (v.Link("法定主动公开内容", "/statutory/"), v.Link("依申请公开", "/requests/")),
    )


def archive() -> v.ArchivePage:
    return v.ArchivePage(
        head(f"{LICENCE.title}：第 2 册", "/items/12/archive/2/", STATUTORY, LICENCE),
        LICENCE,
        2,
        tuple(entry(f"民用爆炸物品安全生产许可证发证情况（第{n}批）", n, f"2024-{1 + n % 12:02d}-10", "", "", year=2024) for n in range(20, 0, -1)),
        v.Link("第 1 册", "/items/12/archive/1/"),
        v.Link("第 3 册", "/items/12/archive/3/"),
    )


def office(*, empty: bool = False) -> v.OfficePage:
    return v.OfficePage(
        column("民爆处", "/offices/8/", "信息公开目录", "民爆处负责公开的事项", STATUTORY, feed_url="/offices/8/feed.xml", json_url="/offices/8/index.json"),
        "民爆处",
        () if empty else tuple(line for line in LINES if line.office == "民爆处"),
        () if empty else ENTRIES[:1],
    )


def reports(*, empty: bool = False) -> v.ReportsPage:
    lines = tuple(entry(f"{AGENCY}{year}年政府信息公开工作年度报告", 3, f"{year + 1}-01-2{year % 10}", "", "办公室", year=year + 1) for year in (2025, 2024, 2023))
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


PAGES: dict[str, tuple[str, Any]] = {
    "index.html": ("home.html", home()),
    "home-empty.html": ("home.html", home(empty=True)),
    "guide.html": ("text.html", guide()),
    "statutory.html": ("catalogue.html", catalogue("level")),
    "statutory-offices.html": ("catalogue.html", catalogue("office")),
    "statutory-art20.html": ("catalogue.html", catalogue("art20")),
    "item.html": ("item.html", item()),
    "item-late.html": ("item.html", item("late", 22)),
    "item-empty.html": ("item.html", item("waiting", 38, bare=True)),
    "item-nothing.html": ("item.html", item("nothing", 8, bare=True)),
    "item-withheld.html": ("item.html", item("withheld", 31, bare=True)),
    "archive.html": ("archive.html", archive()),
    "office.html": ("office.html", office()),
    "office-empty.html": ("office.html", office(empty=True)),
    "disclosure.html": ("disclosure.html", disclosure()),
    "disclosure-list.html": ("disclosure.html", disclosure(rows=200, total=1286)),
    "disclosure-short-list.html": ("disclosure.html", disclosure(rows=3, plain=True)),
    "disclosure-late.html": ("disclosure.html", disclosure(late=True, plain=True)),
    "disclosure-notice.html": (
        "disclosure.html",
        disclosure(
            notice="running",
            title="关于2026年“技术装备首台(套)关键零部件首批(次)产品”认定结果的公示",
        ),
    ),
    "disclosure-old.html": ("disclosure.html", disclosure(old=True)),
    "tombstone.html": ("tombstone.html", tombstone()),
    "reports.html": ("reports.html", reports()),
    "reports-empty.html": ("reports.html", reports(empty=True)),
    "404.html": ("not_found.html", not_found()),
    "calculator.html": ("calculator.html", calculator()),
    "calculator-error.html": ("calculator.html", calculator(error=True)),
    "calculator-blank.html": ("calculator.html", calculator(asked=False)),
}
