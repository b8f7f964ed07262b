"""Legal bases as catalogues write them: what is read from the three cells, case by case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules.citations import canonical_title, read_bases

HEAD = "行政机关应当依照本条例第十九条的规定,主动公开本行政机关的下列政府信息: (二)机关职能"


def titles(text: str, clause: str = "", rank: str = "") -> list[str]:
    return [basis.title for basis in read_bases(text, clause, rank).bases]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("《食盐专营办\n法》", ["食盐专营办法"]),
        ("《甲办法》、《内\n蒙古自治区禁\n毒条例》、《丙规定》", ["甲办法", "内蒙古自治区禁毒条例", "丙规定"]),
        ("1. 《行政 许可法》 2. 《安全生 产许可证 条例》", ["行政许可法", "安全生产许可证条例"]),
        ("1.《中华人民共和国行政处罚法》、2.《甲办法》", ["中华人民共和国行政处罚法", "甲办法"]),
        ("1.《中华人民共和国行政许可法》", ["中华人民共和国行政许可法"]),
        ("①《甲办法》②《乙办法》", ["甲办法", "乙办法"]),
        ("《关于印发〈甲办法(试行)〉的通知》", ["关于印发〈甲办法(试行)〉的通知"]),
        ("《关于印发《甲办法》的通知》；《乙条例》", ["关于印发《甲办法》的通知", "乙条例"]),
        ("内蒙古自治区实施《中华人民共和国行政许可法》办法", ["内蒙古自治区实施《中华人民共和国行政许可法》办法"]),
        ("《中华人民共和国行政许可法》实施办法", ["《中华人民共和国行政许可法》实施办法"]),
        ("装备首台(套)、零部件认定管理暂行办法、乙条例", ["装备首台(套)、零部件认定管理暂行办法", "乙条例"]),
        ("关于甲的通知国办发(2014)46号《乙条例》", ["关于甲的通知", "乙条例"]),
        ("《甲办法(2022-2025 年)》", ["甲办法(2022-2025年)"]),
        ("《行政许可法》、《中华人民共和国行政许可法》", ["行政许可法"]),
        ("《甲法》和《乙法》", ["甲法", "乙法"]),
        ("", []),
    ],
)
def test_titles_are_read_from_the_basis_cell(cell: str, expected: list[str]) -> None:
    assert titles(cell) == expected


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("国务院办公厅关于做好甲的通知国办发(2014)46号", "国办发〔2014〕46号"),
        ("《甲指导意见》(工信部原〔2017〕127号)", "工信部原〔2017〕127号"),
        ("《甲意见》（内政发【2019】032号）", "内政发〔2019〕32号"),
        ("《甲意见》内政发[2008]第5号", "内政发〔2008〕5号"),
        ("《甲意见》(内政办发〔201932号)", "内政办发〔2019〕32号"),
        ("《甲条例》（国务院令第711号）", "国务院令第711号"),
        ("《甲办法》", None),
    ],
)
def test_numbers_are_written_one_way(cell: str, number: str | None) -> None:
    assert read_bases(cell).bases[0].number == number


def test_an_unmarked_title_is_found() -> None:
    read = read_bases("国务院办公厅关于做好甲的通知国办发(2014)46号", "三、……应采用主动公开的方式", "规范性文件")
    assert [finding.kind for finding in read.findings] == ["basis_unmarked"]
    assert read.bases[0].citations[0].article == "三"
    assert read_bases("《甲办法》").findings == ()


def test_short_titles_tie_clauses_to_their_law() -> None:
    clause = "1.《行政处罚法》第三十四条行政处罚裁量基准应当向社会公布。2.《内蒙古自治区甲办法》全文"
    read = read_bases("1.《中华人民共和国行政处罚法》、2.《内蒙古自治区甲办法》", clause, "法律、规范性文件")
    law, measures = read.bases
    assert [(c.article, c.text) for c in law.citations] == [("第三十四条", "行政处罚裁量基准应当向社会公布。")]
    assert [(c.article, c.text) for c in measures.citations] == [("", "全文")]
    assert (law.rank_stated, measures.rank_stated) == ("法律", "规范性文件")
    assert read.findings == ()


def test_several_clauses_each_find_their_instrument() -> None:
    clause = (
        "1. 《中华人民共和国行政许可法》\n第四十条行政机关作出的准予行政许可决定，应当予以公开。\n"
        "2. 《安全生产许可证条例》\n第十条颁发机关应当定期向社会公布。\n"
        "3. 《丙实施办法》\n第十一条应当自《丙许可证》颁发之日起15日内予以公布。"
    )
    cell = "1. 《中华人民共和国行政许可法》 2. 《安全生产许可证条例》 3. 《丙实施办法》"
    read = read_bases(cell, clause, "1. 法律 2. 行政法 规 3. 规范 性文 件")
    assert [[c.article for c in basis.citations] for basis in read.bases] == [["第四十条"], ["第十条"], ["第十一条"]]
    assert [basis.rank_stated for basis in read.bases] == ["法律", "行政法规", "规范性文件"]
    assert read.bases[2].citations[0].text == "应当自《丙许可证》颁发之日起15日内予以公布。"


def test_a_mention_inside_a_sentence_is_no_clause_of_its_own() -> None:
    clause = "《甲办法》第二条 依照《乙条例》第三条的规定公开。第四条 公布。《乙条例》第九条 公示。"
    read = read_bases("《甲办法》、《乙条例》", clause)
    assert [[c.article for c in basis.citations] for basis in read.bases] == [["第二条", "第四条"], ["第九条"]]


def test_a_basis_and_its_clause_in_one_cell_are_parted() -> None:
    read = read_bases(f"《中华人民共和国政府信息公开条例》 第二十条 {HEAD}", "", "行政法规")
    assert read.bases[0].title == "中华人民共和国政府信息公开条例"
    assert read.bases[0].citations[0].article == "第二十条"
    assert [repair.kind for repair in read.repairs] == ["clause_split_from_basis"]
    unmarked = read_bases(f"中华人民共和国政府信息公开条例第二十条{HEAD}")
    assert unmarked.bases[0].title == "中华人民共和国政府信息公开条例"


def test_articles_without_words_are_kept() -> None:
    first, second = read_bases("《甲条例》第十条、第十二条第一款、《乙办法》第三条").bases
    assert [c.article for c in first.citations] == ["第十条", "第十二条第一款"]
    assert [c.article for c in second.citations] == ["第三条"]


def test_a_clause_of_an_unlisted_instrument_brings_it_along() -> None:
    read = read_bases("《甲办法》", "《甲办法》第二条 公开。《乙条例》第三条 公布。")
    assert [basis.title for basis in read.bases] == ["甲办法", "乙条例"]
    assert [finding.kind for finding in read.findings] == ["basis_unlisted"]
    assert [finding.kind for finding in read_bases("", "第三条 公布。").findings] == ["clause_without_basis"]


def test_clauses_that_name_no_instrument_are_told() -> None:
    assert [f.kind for f in read_bases("《甲法》、《乙条例》", "第三条 公布。").findings] == ["clause_unassigned"]
    read = read_bases("《甲法》、《乙条例》", "1.第三条 公布。2.第九条 公示。")
    assert [basis.citations[0].article for basis in read.bases] == ["第三条", "第九条"]
    assert read.findings == ()


@pytest.mark.parametrize(
    ("cell", "rank", "expected", "kinds"),
    [
        ("《甲法》、《乙条例》", "法律、行政法规", ["法律", "行政法规"], []),
        ("《甲法》、《乙法》", "法律", ["法律", "法律"], []),
        ("《甲法》", "", [None], []),
        ("《甲法》、《乙法》、《食盐专营办法》", "法律、行政法规", ["法律", "法律", "行政法规"], ["rank_count"]),
        ("《甲办法》、《乙办法》、《丙办法》", "行政法规、部门规章", [None, None, None], ["rank_count"]),
    ],
)
def test_ranks_are_given_in_order(cell: str, rank: str, expected: list[str | None], kinds: list[str]) -> None:
    read = read_bases(cell, "", rank)
    assert [basis.rank_stated for basis in read.bases] == expected
    assert [finding.kind for finding in read.findings] == kinds


def test_the_same_law_has_one_canonical_title() -> None:
    assert canonical_title("《中华人民共和国行政处罚法》") == canonical_title("行政 处罚法") == "行政处罚法"
    assert canonical_title("甲办法（试行）") == canonical_title("甲办法(试行)")
    assert canonical_title("内蒙古自治区甲办法") != canonical_title("甲办法")
    assert canonical_title("甲办法（2024年本）") != canonical_title("甲办法")


SIGNS = st.text(alphabet="《》〈〉、；。第十条一二12.()（）〔〕年号法条例办通知全文 \n甲乙的", max_size=60)


@given(SIGNS, SIGNS, SIGNS)
def test_no_cell_breaks_the_reader_and_no_clause_is_lost(cell: str, clause: str, rank: str) -> None:
    read = read_bases(cell, clause, rank)
    kept = "".join(c.article + c.text for basis in read.bases for c in basis.citations)
    kept += "".join(basis.title + (basis.number or "") for basis in read.bases)
    kept += "".join(finding.message for finding in read.findings) + "".join(r.detail for r in read.repairs)
    assert set(cell + clause) - set("《》〈〉、；。()（）12.一二 \n和") <= set(kept) | set("号第")
