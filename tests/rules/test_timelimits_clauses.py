"""Clauses of law: the limits they set for publishing, and no others."""

import pytest

from gongkai.rules.timelimits import read_limits_in_clause

# clause, title, (kind, amount or month, unit or day) of each limit found
CLAUSES = [
    ("经本级人民代表大会批准的预算、决算，应当在批准后二十日内由本级政府财政部门向社会公开，并对重要事项作出说明。",
     "预算法", [("within", 20, "day")]),
    ("应当加强对行政处罚信息的及时归集、共享、应用和公开，对生产经营单位作出处罚决定后七个工作日内在监督管理部门公示系统予以公开曝光，强化社会监督。",
     "安全生产法", [("within", 7, "working_day")]),
    ("应当自《许可证》颁发之日起15日内，将发证情况报告工业和信息化部并通过有关政府网站等渠道予以公布。",
     "", [("within", 15, "day")]),
    ("应当在每年1月31日前向本级政府信息公开工作主管部门提交上一年度报告并向社会公布。", "", [("by_date", 1, 31)]),
    ("会同财政厅于每年 10 月底前制定下一年度《申报指南》，明确支持方向，并在指定网站发布。", "", [("by_date", 10, None)]),
    ("在门户网站向社会公示，公示期为5个工作日。", "", [("notice_period", 5, "working_day")]),
    ("颁发食盐定点生产企业证书， 及时向社会公布名单，并报备案。", "", [("prompt", None, None)]),
    ("建立档案管理制度，并定期向社会公布企业取得许可证的情况。", "", [("cycle", None, None)]),
    ("属于主动公开范围的政府信息，应当自该政府信息形成或者变更之日起20个工作日内及时公开。", "", [("within", 20, "working_day")]),
    ("行政机关应当在三日内撤回行政处罚决定信息并公开说明理由。", "中华人民共和国行政处罚法", [("within", 3, "working_day")]),
    ("应当在十日内公布。", "中华人民共和国行政处罚法", [("within", 10, "day")]),
    ("应当自受理申请之日起二十个工作日内作出决定，并在7日内向社会公布。", "", [("within", 7, "day")]),
    # nothing about when to publish
    ("应当自受理行政许可申请之日起二十日内作出行政许可决定。", "行政许可法", []),
    ("收到政府信息公开申请，应当自收到申请之日起20个工作日内予以答复。", "", []),
    ("行政机关作出的准予行政许可决定，应当予以公开，公众有权查阅。", "", []),
    ("许可证有效期为三年，企业应当于期满前3个月申请延期。", "", []),
    ("主动公开本行政机关的下列政府信息：(二)机关职能、机构设置", "", []),
    ("本办法自2019年5月15日起施行。", "", []),
    ("《内蒙古自治区优质中小企业梯度培育管理实施细则(2022-2025年)》全文", "", []),
    ("", "", []),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "title", "expected"), CLAUSES)
def test_the_limits_of_a_clause(clause: str, title: str, expected: list[tuple[object, ...]]) -> None:
    found = read_limits_in_clause(clause, title)
    assert [(one.kind, one.amount or one.month, one.unit or one.day) for one in found] == expected


def test_the_event_is_in_the_limit_and_its_text() -> None:
    clause = "对生产经营单位作出处罚决定后七个工作日内予以公开曝光。"
    (limit,) = read_limits_in_clause(clause)
    assert limit.triggers == ("decided",) and limit.text.endswith("作出处罚决定后七个工作日内")
