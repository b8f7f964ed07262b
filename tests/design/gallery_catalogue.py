"""The pages of the catalogue: home, its three views, items, archives, offices."""

import dataclasses

from design.catalogue_values import OFFICES, ROWS
from design.gallery_shared import (
    AGENCY,
    ART20,
    ENTRIES,
    LICENCE,
    LINES,
    SECTIONS,
    STATES,
    STATUTORY,
    column,
    entry,
    head,
    on,
)

from gongkai.portal import values as v


def home(*, empty: bool = False) -> v.HomePage:
    firsts = dict.fromkeys(row[0] for row in ROWS)
    counts = {first: sum(row[0] == first for row in ROWS) for first in firsts}
    return v.HomePage(
        column("政府信息公开", "/", "首页", f"{AGENCY}政府信息公开", feed_url="/feed.xml", json_url="/index.json"),
        SECTIONS,
        () if empty else ENTRIES,
        () if empty else (dataclasses.replace(ENTRIES[1], ends_on=on("2026-11-27"), mark=""),),
        tuple(
            v.Link(first, f"/statutory/#g{n}", f"{counts[first]} 项" if counts[first] > 1 else "")
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
    return tuple(
        v.Group(first, anchor=f"g{n}", items=tuple(line for line in LINES if line.path[0] == first))
        for n, first in enumerate(dict.fromkeys(row[0] for row in ROWS), 1)
    )


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
            f"（{code}）{name}",
            anchor=f"a{code}",
            note="" if any(line.art20 == code for line in LINES) else "本机关的目录中没有属于这一项的事项。",
            items=tuple(line for line in LINES if line.art20 == code),
        )
        for code, name in ART20.items()
    )


CLAUSES = (
    {
        "title": "中华人民共和国行政许可法",
        "number": "",
        "status": "现行有效",
        "article": "第四十条",
        "rank_stated": "法律",
        "rank": "法律",
        "text": "第四十条 行政机关作出的准予行政许可决定，应当予以公开，公众有权查阅。",
    },
    {
        "title": "安全生产许可证条例",
        "number": "",
        "status": "现行有效",
        "article": "第十条",
        "rank_stated": "行政法规",
        "rank": "行政法规",
        "text": "第十条 安全生产许可证颁发机关应当建立、健全安全生产许可证档案管理制度，"
        "并定期向社会公布企业取得安全生产许可证的情况。",
    },
    {
        "title": "民用爆炸物品安全生产许可实施办法",
        "number": "",
        "status": "现行有效",
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
        () if bare else (v.Link("存档第3页", f"/items/{number}/archive/3/"), v.Link("存档第2页", f"/items/{number}/archive/2/")),
        () if bare else DUTIES,
    )


def archive() -> v.ArchivePage:
    return v.ArchivePage(
        head(f"{LICENCE.title}（存档第2页）", "/items/12/archive/2/", STATUTORY, LICENCE),
        LICENCE,
        2,
        tuple(entry(f"民用爆炸物品安全生产许可证发证情况（第{n}批）", n, f"2024-{1 + n % 12:02d}-10", "", "", year=2024) for n in range(20, 0, -1)),
        v.Link("存档第1页", "/items/12/archive/1/"),
        v.Link("存档第3页", "/items/12/archive/3/"),
    )


def office(*, empty: bool = False) -> v.OfficePage:
    return v.OfficePage(
        column("民爆处", "/offices/8/", "信息公开目录", "民爆处负责公开的事项", STATUTORY, feed_url="/offices/8/feed.xml", json_url="/offices/8/index.json"),
        "民爆处",
        () if empty else tuple(line for line in LINES if line.office == "民爆处"),
        () if empty else ENTRIES[:1],
    )
