"""What lint finds: the whole seed, row by row, against a table reasoned by hand; then each kind with a case and its twin."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gongkai.rules.catalogue_lint import lint
from gongkai.rules.catalogue_lint_names import past_year
from gongkai.rules.catalogue_model import CatalogueItem, CatalogueRead
from gongkai.rules.catalogue_rows import read_catalogue
from gongkai.rules.citations import read_bases
from gongkai.rules.findings import Finding
from gongkai.rules.grid import grid_of
from gongkai.rules.timelimits import TimeLimit

SEED = Path(__file__).parents[2] / "examples" / "catalogue.txt"
AGENCY = "内蒙古自治区工业和信息化厅"

# The answer by hand: why each row has what it has stands beside it; rows not named have nothing.
EXPECTED = {
    ("limit_conflicts_with_clause", 4),  # 预算法第十四条: 二十日 against 20 working days
    ("clause_binds_another", 4),  # the paragraph quoted binds the finance department, not this one
    ("limit_conflicts_with_clause", 5),
    ("clause_binds_another", 5),
    ("basis_unmarked", 6),
    ("year_passed", 8),
    ("agency_truncated", 10),
    ("year_passed", 10),
    ("agency_truncated", 11),
    ("year_passed", 11),
    ("agency_truncated", 12),
    ("year_passed", 12),
    ("year_passed", 13),
    ("year_passed", 14),
    ("year_passed", 15),
    ("slip", 15),  # 内蒙自治区, in the name and in the content
    ("notice_period_unstated", 15),  # 公示期为5个工作日
    ("basis_expired", 16),  # steel: suspended since August 2024
    ("content_without_elements", 16),
    ("content_without_elements", 17),
    ("content_without_elements", 18),
    ("basis_expired", 19),  # cement and glass: the 2024 text took over
    ("content_without_elements", 19),
    ("rank_impossible", 22),
    ("rank_ambiguous", 22),
    ("clause_without_duty", 22),
    ("slip", 23),  # 批批
    ("rank_impossible", 23),
    ("clause_without_duty", 23),
    ("rank_impossible", 24),  # 民用爆炸物品安全生产许可实施办法 is a ministry's rule
    ("slip", 25),  # 销民用爆炸物品销售许可证
    ("limit_conflicts_with_clause", 29),  # 每年10月底前 against 20 working days
    ("year_passed", 29),
    ("level_missing", 30),
    ("slip", 31),  # 内蒙区自治区
    ("basis_expired", 32),  # 2022-2025年
    ("year_passed", 32),
    ("basis_unmarked", 33),
    ("content_without_elements", 33),  # the content is the title of the basis
    ("content_without_elements", 34),
    ("content_without_elements", 35),
    ("content_without_elements", 36),
    ("content_without_elements", 37),
    ("content_without_elements", 39),
}


@pytest.fixture(scope="module")
def seed() -> CatalogueRead:
    rows = [line.split("\t") for line in SEED.read_text(encoding="utf-8").splitlines()]
    return read_catalogue([grid_of(rows)])


def kinds(found: tuple[Finding, ...]) -> set[str]:
    return {finding.kind for finding in found}


def test_the_seed_has_exactly_these_faults(seed: CatalogueRead) -> None:
    found = lint(seed, on_year=2026)
    assert {(finding.kind, finding.item) for finding in found} == EXPECTED
    assert len(found) == len(EXPECTED) + 3  # two fields of 15, and three instruments of 22


def test_the_seed_in_its_own_year(seed: CatalogueRead) -> None:
    found = {(finding.kind, finding.item) for finding in lint(seed, on_year=2024)}
    assert {item for kind, item in found if kind == "year_passed"} == {8}
    assert ("basis_expired", 32) not in found
    assert ("basis_expired", 32) not in {(f.kind, f.item) for f in lint(seed, on_year=2025)}


def test_gravity_follows_certainty(seed: CatalogueRead) -> None:
    found = lint(seed, on_year=2026)
    grave = {(f.kind, f.item) for f in found if f.severity == "error"}
    assert grave == {
        ("limit_conflicts_with_clause", 4),
        ("limit_conflicts_with_clause", 5),
        ("limit_conflicts_with_clause", 29),
        ("rank_impossible", 22),
        ("basis_expired", 19),
        ("basis_expired", 32),
    }
    assert all(f.message and f.field for f in found)


def item(**given: object) -> CatalogueItem:
    """Make a faultless item; a test spoils one thing."""
    base = CatalogueItem(
        path=("行政许可", "甲类生产许可", "甲类生产许可证"),
        content="发证企业名称、证号、有效期",
        elements=(),
        bases=read_bases("《中华人民共和国行政许可法》", "第四十条 决定应当予以公开。", "法律").bases,
        time_limit=within(20),
        agency=AGENCY,
        category="法定公开",
        channels=("政府网站",),
        office="办公室",
    )
    return replace(base, **given)  # type: ignore[arg-type]


def within(amount: int, unit: str = "working_day") -> TimeLimit:
    words = {"working_day": "个工作日", "day": "日", "month": "个月"}[unit]
    text = f"信息形成之日起{amount}{words}内"
    return TimeLimit(text, "within", ("formed",), amount, unit)  # type: ignore[arg-type]


def lint_one(*items: CatalogueItem, title: str = "", on_year: int = 2026) -> tuple[Finding, ...]:
    return lint(CatalogueRead(title, items), on_year=on_year)


def based(basis: str, clause: str = "", rank: str = "") -> CatalogueItem:
    return item(bases=read_bases(basis, clause, rank).bases)


def test_a_faultless_item_has_no_finding() -> None:
    assert lint_one(item(), item(path=("行政许可", "乙类生产许可"))) == ()


CLAUSE = "第三条 应当自决定之日起{}向社会公布。"
CASES: dict[str, tuple[CatalogueItem, CatalogueItem]] = {
    "rank_impossible": (based("《某某条例》", "第一条 公开。", "规范性文件"), based("《某某条例》", "第一条 公开。", "行政法规")),
    "rank_ambiguous": (
        based("《中华人民共和国行政许可法》、《安全生产许可证条例》", "", "法律"),
        based("《中华人民共和国行政许可法》、《中华人民共和国行政处罚法》", "", "法律"),
    ),
    "rank_not_a_rank": (based("《某某办法》", "", "法律法规"), based("《某某办法》", "", "规章")),
    "basis_expired": (based("《某某计划(2021-2025年)》"), based("《某某计划(2021-2026年)》")),
    "licence_basis_too_low": (
        based("《内蒙古自治区甲类生产许可工作指引》"),
        based("《内蒙古自治区甲类生产许可管理办法》"),
    ),
    "clause_without_duty": (based("《甲法》", "第四条 由厅主管。"), based("《甲法》", "第四条 由厅向社会公布。")),
    "clause_missing": (based("《甲法》、《乙法》", "《甲法》第四条 公布。"), based("《甲法》、《乙法》")),
    "clause_binds_another": (
        based("《甲法》", "第四条 由本级政府财政部门向社会公开。"),
        based("《甲法》", "第四条 由各部门向社会公开。"),
    ),
    "level_missing": (item(path=("行政许可", "", "甲类生产许可证")), item(path=("行政许可",))),
    "year_passed": (item(path=("甲类认定", "2024年甲类认定结果")), item(path=("甲类认定", "2026年甲类认定结果"))),
    "limit_unread": (item(time_limit=TimeLimit("看情况", "unread")), item(time_limit=TimeLimit("及时", "prompt"))),
    "limit_over_statute": (item(time_limit=within(30)), item(time_limit=within(20))),
    "content_without_elements": (item(content="甲类生产许可证"), item(content="甲类生产许可证发证情况")),
    "slip": (item(path=("行政许可", "甲类生产许可证审审")), item(path=("行政许可", "甲类委员会会议纪要"))),
}


@pytest.mark.parametrize("kind", CASES)
def test_each_kind_is_found_and_its_twin_is_not(kind: str) -> None:
    spoiled, sound = CASES[kind]
    assert kind in kinds(lint_one(spoiled))
    assert kind not in kinds(lint_one(sound))


LAW = "《某某法》"
BY_JANUARY = TimeLimit("每年1月31日前", "by_date", month=1, day=31, every="year")
BY_MARCH = TimeLimit("每年3月31日前", "by_date", month=3, day=31, every="year")
LIMITS = [
    # clause, column, whether they conflict
    (LAW, CLAUSE.format("二十日内"), within(20), True),
    (LAW, CLAUSE.format("20个工作日内"), within(20), False),
    (LAW, CLAUSE.format("7个工作日内"), within(20), True),
    (LAW, CLAUSE.format("三十日内"), within(7), False),  # a stricter column keeps the clause
    (LAW, CLAUSE.format("一个月内"), within(20), False),  # 20 working days may fit into a month
    (LAW, CLAUSE.format("7个工作日内"), TimeLimit("及时公开", "prompt"), True),
    (LAW, "第三条 应当及时向社会公布。", within(20), False),
    (LAW, "第三条 应当定期向社会公布。", within(20), False),
    (LAW, "第三条 应当在二十日内作出决定，并予以公开。", within(20), False),  # the days are for deciding
    (LAW, "第三条 应当自受理之日起15日内审查完毕。结果应当公开。", within(20), False),
    (LAW, "第四十八条 决定应当依法公开。被撤销的,应当在三日内撤回决定信息并公开说明理由。", within(20), False),
    (LAW, "第四十九条 部门应当在每年1月31日前向社会公布。主管部门应当在每年3月31日前向社会公布。", BY_MARCH, False),
    ("《中华人民共和国行政许可法》", CLAUSE.format("二十日内"), within(20), False),  # 第八十二条: working days
    ("《中华人民共和国行政处罚法》", CLAUSE.format("七日内"), within(7), False),  # 第八十五条
    ("《中华人民共和国行政处罚法》", CLAUSE.format("十日内"), within(20), True),
    (LAW, "第三条 应当于每年10月底前在网站发布。", within(20), True),
    (LAW, "第三条 应当在每年1月31日前向社会公布。", BY_JANUARY, False),
    (LAW, "第三条 应当在每年1月31日前向社会公布。", BY_MARCH, True),
]


@pytest.mark.parametrize(("basis", "clause", "column", "conflicts"), LIMITS)
def test_limits_against_clauses(basis: str, clause: str, column: TimeLimit, conflicts: bool) -> None:
    found = lint_one(item(bases=read_bases(basis, clause, "法律").bases, time_limit=column))
    assert ("limit_conflicts_with_clause" in kinds(found)) == conflicts


def test_a_notice_period_in_the_column_is_stated() -> None:
    bases = read_bases(LAW, "第十条 向社会公示,公示期为5个工作日。").bases
    stated = TimeLimit("公示期5个工作日", "notice_period")
    assert "notice_period_unstated" in kinds(lint_one(item(bases=bases)))
    assert "notice_period_unstated" not in kinds(lint_one(item(bases=bases, time_limit=stated)))


def named(path: tuple[str, ...], **given: object) -> CatalogueItem:
    return item(path=path, **given)


BESIDE: list[tuple[str, Callable[[], list[CatalogueItem]], bool]] = [
    ("path_repeated", lambda: [item(), item()], True),
    ("path_repeated", lambda: [item(), item(office="民爆处")], False),
    ("agency_truncated", lambda: [item(), item(agency="内蒙古自治区工业和信息化")], True),
    ("agency_truncated", lambda: [item(), item(agency="内蒙古自治区人民政府")], False),
    ("agency_truncated", lambda: [item(agency="包头市教育局党委"), item(agency="包头市教育局")], False),
    ("office_missing", lambda: [item(), named(("乙",)), named(("丙",), office="")], True),
    ("office_missing", lambda: [item(office=""), named(("乙",), office="")], False),
    ("agency_missing", lambda: [item(), named(("乙",)), named(("丙",), agency="")], True),
    ("basis_missing", lambda: [item(), named(("乙",)), named(("丙",), bases=())], True),
    ("basis_missing", lambda: [item(bases=()), named(("乙",), bases=())], False),
    ("limit_missing", lambda: [item(), named(("乙",)), named(("丙",), time_limit=TimeLimit("", "unread"))], True),
]


@pytest.mark.parametrize(("kind", "items", "found"), BESIDE)
def test_kinds_that_need_other_rows(kind: str, items: Callable[[], list[CatalogueItem]], found: bool) -> None:
    assert (kind in kinds(lint_one(*items()))) == found


@pytest.mark.parametrize(
    ("path", "slips"),
    [
        (("2024年内蒙自治区结果",), True),
        (("内蒙区自治区公告目录",), True),
        (("内蒙古古自治区公告目录",), True),
        (("内蒙古自治区公告目录",), False),
        (("新疆维吾尔自治区公告目录",), False),
        (("内蒙古自治区工业和信息厅简介",), True),
        (("行政许可", "销甲类爆炸物品销售许可证", "甲类爆炸物品销售许可证"), True),
        (("行政许可", "甲类爆炸物品销售许可", "甲类爆炸物品销售许可证"), False),
        (("食盐定点生产企业审批", "食盐定点批发企业审批"), False),
        (("《甲类企业证书核发",), True),
        (("“专精特新”认定（第一批）",), False),
        (("银行行政处罚", "管理处处长名单", "企业业务指南"), False),
        (("认定认定结果",), True),
        (("重点企业企业家名单",), False),
        (("人员名单，，公示",), True),
    ],
)
def test_slips_in_names(path: tuple[str, ...], slips: bool) -> None:
    found = lint_one(item(path=path), item(), title=f"{AGENCY}主动公开事项目录")
    assert ("slip" in kinds(found)) == slips


def test_other_agencies_are_no_slips() -> None:
    found = lint_one(
        *[item(agency="包头市教育局", path=(f"事项{sign}",), content="由包头市体育局提供") for sign in "甲乙丙"]
    )
    assert "slip" not in kinds(found)


@pytest.mark.parametrize(
    ("name", "year"),
    [("2024年结果", 2024), ("2026年结果", None), ("规划(2021-2025年)", 2025), ("规划(2021-2030年)", None), ("12024年", None)],
)
def test_past_years(name: str, year: int | None) -> None:
    assert past_year(name, 2026) == year


def test_the_readers_findings_are_folded_in_once() -> None:
    finding = Finding("basis_unmarked", "warning", "没有书名号", item=1, field="bases")
    assert lint(CatalogueRead("", (item(),), (finding, finding)), on_year=2026) == (finding,)
