"""Disclosures in every condition: with lists, in a notice window, late, corrected, withdrawn."""

from typing import Any

from design.catalogue_values import ROWS
from design.gallery_shared import AGENCY, LICENCE, STATUTORY, at, head, sha

from gongkai.portal import values as v

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
    {"date": "2026-06-30", "counts": False, "why": "起算当日不计入，从次日起算（《民法典》第二百零一条）"},
    *({"date": f"2026-07-{n:02d}", "counts": True, "why": f"第{n}天（周{'二三四五六日一'[n % 7]}）"} for n in range(1, 16)),
]
BODY = (
    "<p>按照《中华人民共和国行政许可法》《安全生产许可证条例》和《民用爆炸物品安全生产许可实施办法》的规定，"
    "现将2026年第二季度民用爆炸物品安全生产许可证发证情况予以公布。</p><h3>发证情况</h3>"
    "<p>本季度共颁发许可证 3 件，其中新发 1 件，延续 2 件。许可证有效期均为三年，逐项见下表。</p>"
    "<table><thead><tr><th>类别</th><th>件数</th><th>说明</th></tr></thead><tbody><tr><td>新发</td><td>1</td>"
    "<td>示例内容</td></tr><tr><td>延续</td><td>2</td><td>示例内容</td></tr></tbody></table>"
    "<h3>查阅和异议</h3><ol><li>公众有权查阅上述许可决定。</li><li>认为内容有误的，可以向本机关提出更正。</li></ol>"
)


EXTENDED = {
    "extended_to": "2026-12-01",
    "extension_reason": "因本网站在11月25日（约5小时）、11月26日（约3小时）无法访问，公示期相应顺延2个工作日，至2026年12月1日。",
}
OUTCOME = {
    "received": 2,
    "upheld": 1,
    "partly": 0,
    "not_upheld": 1,
    "summary": "公示期满，收到意见2条：采纳1条，不予采纳1条。",
    "points": [
        {"finding": "upheld", "text": "反映第三家企业研发投入的统计口径与年报不一致。经核实采纳，已按年报口径更正。"},
        {"finding": "not_upheld", "text": "反映评审专家应当回避。经核实，专家与企业没有利害关系，不予采纳。"},
    ],
}


def disclosure(
    *,
    rows: int = 0,
    total: int = 0,
    late: bool = False,
    notice: str = "",
    old: bool = False,
    plain: bool = False,
    superseded: bool = False,
    placed: bool = False,
    title: str = "民用爆炸物品安全生产许可证发证情况（2026年第二季度）",
) -> v.DisclosurePage:
    published = at("2026-07-17" if late else "2026-07-10")
    content: dict[str, Any] = {
        "format": 2,
        "validity": "repealed" if superseded else "valid",
        "display_until": "2029-06-27" if placed else None,
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
            **(EXTENDED if notice == "extended" else {}),
            **({"outcome": OUTCOME} if notice == "ended" else {}),
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
        v.HistoryLine(published, "publish", "首次公开", "", sha("a"), "/disclosures/2026/87/versions/1/"),
        v.HistoryLine(at("2026-07-20", "16:05"), "correct", "更正", "更正第 3 行的有效期限。", sha("b")),
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
        history[:1] if plain else history,
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
        "running" if notice == "extended" else notice,
        v.Link("更正后的版本", "/disclosures/2026/87/") if old else None,
        "废止" if superseded else "有效",
        "/objections/2026/00087/" if notice in ("running", "extended") else "",
        (v.Link(ROWS[28][2], "/items/29/"), v.Link(ROWS[10][2], "/items/11/")) if placed else (),
        v.Link("11150000MB1234567X/2025-00012", "/disclosures/2025/00012/") if placed else None,
        v.Link("民用爆炸物品安全生产许可证发证情况（重新公布）", "/disclosures/2026/99/") if superseded else None,
        v.Link("工业园区审核公告目录", "/disclosures/2026/00012/", "11150000MB1234567X/2026-00012") if placed else None,
        (
            v.Link("《民用爆炸物品安全生产许可证发证情况》政策解读（示例）", "/disclosures/2026/00088/", "2026-07-10"),
            v.Link("一图读懂：民用爆炸物品安全生产许可（示例）", "/disclosures/2026/00093/", "2026-07-22"),
        )
        if superseded
        else (),
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
            v.HistoryLine(at("2026-06-18"), "publish", "首次公开", "", sha("x")),
            v.HistoryLine(at("2026-06-22", "11:02"), "withdraw", "撤回", "核对后重新公开。", sha("w")),
        ),
    )
