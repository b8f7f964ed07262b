"""True ranks: what may be read from a title, a number or the table, and what must stay unknown (norms 12)."""

import pytest

from gongkai.rules.instruments import known, table
from gongkai.rules.ranks import ALL, possible_ranks, read_rank, stated_ranks


@pytest.mark.parametrize(
    ("title", "number", "rank"),
    [
        ("中华人民共和国预算法", None, "法律"),
        ("行政许可法", None, "法律"),
        ("中华人民共和国民法典", None, "法律"),
        ("中华人民共和国政府信息公开条例", None, "行政法规"),
        ("政府信息公开条例", None, "行政法规"),
        ("安全生产许可证条例", None, "行政法规"),
        ("中华人民共和国某某条例", None, "行政法规"),
        ("税收征收管理法实施条例", None, "行政法规"),
        ("食盐专营办法", None, "行政法规"),
        ("民用爆炸物品安全生产许可实施办法", None, "部门规章"),
        ("甘草麻黄草专营和许可证管理办法", None, "部门规章"),
        ("内蒙古自治区禁毒条例", None, "地方性法规"),
        ("呼和浩特市市容管理条例", None, "地方性法规"),
        ("内蒙古自治区规范行政处罚裁量权基准办法", None, "规范性文件"),
        ("国务院办公厅关于推广随机抽查规范事中事后监管的通知", None, "规范性文件"),
        ("国务院办公厅关于印发甲办法(试行)的通知", None, "规范性文件"),
        ("工业和信息化部关于电解铝企业产能置换的通知", None, "规范性文件"),
        ("关于规范稀土投资项目核准的指导意见", None, "规范性文件"),
        ("内蒙古自治区制造业创新中心工作指引", None, "规范性文件"),
        ("某某管理办法", "某部令第5号", "部门规章"),
        ("某某管理办法", "国务院令第5号", "行政法规"),
        ("内蒙古自治区某某办法", "内蒙古自治区人民政府令第262号", "地方政府规章"),
        ("内蒙古自治区某某办法", "内工信字〔2023〕4号", "规范性文件"),
        ("学位条例", None, "法律"),
        ("中央预算执行情况审计监督某某办法", "国务院令第181号", "行政法规"),
        # what a title cannot prove is never guessed
        ("某某条例", None, None),
        ("某某管理办法", None, None),
        ("某某管理办法", "国发〔1983〕4号", None),
        ("内蒙古自治区麻黄草收购许可证管理办法", None, None),
        ("内蒙古自治区企业技术中心管理办法", None, None),
        ("风景名胜区条例", None, None),
        ("延边朝鲜族自治州某某条例", None, None),
        ("信访工作条例", None, None),
        ("产业结构调整指导目录", None, None),
    ],
)
def test_rank_is_read_or_left_open(title: str, number: str | None, rank: str | None) -> None:
    assert read_rank(title, number) == rank


@pytest.mark.parametrize(
    ("title", "cannot"),
    [
        ("某某条例", "部门规章"),
        ("某某条例", "规范性文件"),
        ("某某管理办法", "法律"),
        ("内蒙古自治区麻黄草收购许可证管理办法", "行政法规"),
        ("鄂尔多斯市某某规定", "部门规章"),
        ("中华人民共和国某某法实施细则", "地方性法规"),
    ],
)
def test_a_title_rules_ranks_out(title: str, cannot: str) -> None:
    assert cannot not in possible_ranks(title)


@pytest.mark.parametrize("title", ["城市市容管理办法", "上市公司某某办法", "市场准入某某办法", "全国城市某某办法"])
def test_words_that_look_like_a_city_are_none(title: str) -> None:
    assert "行政法规" in possible_ranks(title)


@pytest.mark.parametrize("word", ["法律法规", "法律、法规", "政策", ""])
def test_words_that_are_no_rank(word: str) -> None:
    assert stated_ranks(word) == frozenset()


def test_every_rank_in_the_table_is_a_rank_and_has_its_evidence() -> None:
    for instrument in table().values():
        assert instrument.rank is None or instrument.rank in ALL
        assert instrument.evidence in ("seen", "derived", "memory", "unknown")
        assert (instrument.status == "replaced") == bool(instrument.replaced_by)
        assert instrument.status not in ("replaced", "suspended") or instrument.since
    assert known("没有这个办法") is None
