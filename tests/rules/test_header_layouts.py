"""Headers and quirks as seen in the wild (norms 9.2, 9.3), each in a small table of our own; every 示例 is invented."""

import pytest
from rules.header_layouts import HEADERS

from gongkai.rules.catalogue_layout import Layout, find_header
from gongkai.rules.catalogue_model import Audience, CatalogueItem, CatalogueRead
from gongkai.rules.catalogue_rows import read_catalogue
from gongkai.rules.catalogue_tables import covered_places
from gongkai.rules.grid import Cell, Grid, grid_of

LIMIT = "信息形成之日起20个工作日内"


def table(text: str, *, merges_known: bool = False) -> Grid:
    """Make a grid of lines with cells between bars."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return grid_of(rows, merges_known=merges_known)


def spans(*rows: list[str | tuple[str, int, int]]) -> Grid:
    """Lay cells out as HTML does: each takes the next free place; (text, rows, columns) is merged."""
    cells: dict[tuple[int, int], Cell] = {}
    taken: set[tuple[int, int]] = set()
    for row, written in enumerate(rows):
        column = 0
        for entry in written:
            text, tall, wide = entry if isinstance(entry, tuple) else (entry, 1, 1)
            while (row, column) in taken:
                column += 1
            if text:
                cells[row, column] = Cell(text, tall, wide)
            taken |= {(row + down, column + right) for down in range(tall) for right in range(wide)}
    return Grid(cells, len(rows), max(column for _, column in taken) + 1, merges_known=True)


def layout(grid: Grid) -> Layout:
    """Return the layout of a grid's first header."""
    found = (find_header(grid, row, covered_places(grid)) for row in range(grid.height))
    return next(header.layout for header in found if header)


def roles(grid: Grid) -> str:
    return " ".join(f"level{c.level}" if c.role == "level" else c.role for c in layout(grid).columns)


def only(read: CatalogueRead) -> CatalogueItem:
    (item,) = read.items
    return item


def kinds(read: CatalogueRead) -> list[str]:
    """Return the kinds of findings but the note on columns that the small table leaves out."""
    return [finding.kind for finding in read.findings if finding.kind != "columns_missing"]


@pytest.mark.parametrize("name", HEADERS)
def test_headers_of_the_wild(name: str) -> None:
    text, expected = HEADERS[name]
    settled_below = name.startswith(("5 ", "19 "))  # a number column without a heading is told by what stands under it
    filling = "" if settled_below else "\n示例|示例"
    item_rows = read_catalogue([table(text + filling)])
    assert item_rows.items or item_rows.findings
    columns = roles(table(text)).split()
    if settled_below:
        columns[1] = "number"
    assert " ".join(columns) == expected


def test_line_breaks_blanks_and_a_title_row_with_spans() -> None:
    grid = spans(
        [("示例局主动公开\n事项目录", 1, 8)],
        [("公开事项", 1, 2), ("公开\n内容", 2, 1), ("公开 时限", 2, 1), ("公开对象", 1, 2), ("公开方式", 1, 2)],
        ["一级事项", "二级事项", "全社\n会", "特定群体", "主动", "依申\n请"],
        [("示例一", 2, 1), "示例甲", "示例内容", (LIMIT, 2, 1), "√", "", "√", ""],
        ["示例乙", "示例内容", "", "样本企业", "", "√"],
    )
    read = read_catalogue([grid])
    assert read.title == "示例局主动公开事项目录"
    assert [item.path for item in read.items] == [("示例一", "示例甲"), ("示例一", "示例乙")]
    assert [item.audience for item in read.items] == [Audience(True), Audience(False, ("样本企业",))]
    assert [dict(item.extras) for item in read.items] == [{"公开方式": "主动"}, {"公开方式": "依申请"}]
    assert {(r.kind, r.field) for r in read.items[1].repairs} == {("filled_down", "path"), ("filled_down", "time_limit")}
    assert kinds(read) == []


def test_an_empty_place_outside_every_span_is_empty() -> None:
    grid = spans(
        ["一级事项", "二级事项", "公开内容", "公开时限", "责任科室"],
        [("示例一", 2, 1), "示例甲", "内容甲", LIMIT, "示例科"],
        ["示例乙", "内容乙", LIMIT, ""],
        ["", "示例丙", "内容丙", LIMIT, "示例科"],
    )
    read = read_catalogue([grid])
    assert read.items[1].office == ""
    assert read.items[2].path == ("", "示例丙")
    assert kinds(read) == ["first_level_missing"]


def test_one_channel_per_row_inside_one_logical_row() -> None:
    known = spans(
        ["序号", "公开事项", "公开内容", "公开时限", "公开渠道和载体", "责任科室"],
        [("1", 3, 1), ("示例一", 3, 1), ("内容甲", 3, 1), (LIMIT, 3, 1), "■政府网站", ("示例科", 3, 1)],
        ["□政府公报"],
        ["■两微一端"],
        ["2", "示例二", "内容乙", LIMIT, "■政府网站", "示例科"],
    )
    blank = table(
        f"""序号|公开事项|公开内容|公开时限|公开渠道和载体|责任科室
        1|示例一|内容甲|{LIMIT}|■政府网站|示例科
        ||||□政府公报|
        ||||■两微一端|
        2|示例二|内容乙|{LIMIT}|■政府网站|示例科"""
    )
    for read in (read_catalogue([known]), read_catalogue([blank])):
        assert [item.channels for item in read.items] == [("政府网站", "两微一端"), ("政府网站",)]
        assert dict(read.items[0].extras) == {"序号": "1", "公开渠道和载体（未选）": "政府公报"}
        assert ("rows_joined", "channels") in {(r.kind, r.field) for r in read.items[0].repairs}
        assert [item.row for item in read.items] == [1, 2]


@pytest.mark.parametrize(
    ("cell", "channels", "refused"),
    [
        ("√政府网站", ("政府网站",), None),
        ("■政府网站 □政府公报 ■两微一端", ("政府网站", "两微一端"), "政府公报"),
        ("▄政府网站口公开查阅点", ("政府网站",), "公开查阅点"),
        ("R政府网站 t政府公报", ("政府网站", "政府公报"), None),
        ("政府\n网站", ("政府网站",), None),
        ("政府网站\n政府公报", ("政府网站", "政府公报"), None),
        ("政府网站政府公报", ("政府网站", "政府公报"), None),
        ("发布会/听证会、社区/企事业单位/村公示栏（电子屏）", ("发布会/听证会", "社区/企事业单位/村公示栏（电子屏）"), None),
        ("政府网站√ 政府公报√", ("政府网站", "政府公报"), None),
    ],
)
def test_marks_and_lists_of_channels(cell: str, channels: tuple[str, ...], refused: str | None) -> None:
    item = only(read_catalogue([grid_of([["公开事项", "公开内容", "公开渠道"], ["示例", "内容", cell]])]))
    assert item.channels == channels
    assert dict(item.extras).get("公开渠道（未选）") == refused


def test_boxes_that_are_all_hollow_are_a_doubt_and_never_beside_filled_ones() -> None:
    head = "公开事项|公开内容|公开渠道|公开对象|\n|||全社会|特定群体\n"
    hollow = read_catalogue([table(head + "示例|内容|□政府网站|口|")])
    assert only(hollow).channels == ("政府网站",) and only(hollow).audience.everyone
    assert kinds(hollow) == ["marks_hollow", "marks_hollow"]
    mixed = read_catalogue([table(head + "示例|内容|□政府网站 ■政府公报|□|■")])
    assert only(mixed).channels == ("政府公报",)
    assert only(mixed).audience == Audience(False, ("特定群体",))
    assert kinds(mixed) == []


def test_nobody_chosen_is_a_finding() -> None:
    read = read_catalogue([table("公开事项|公开内容|公开对象|\n||全社会|特定群体\n示例|内容||")])
    assert only(read).audience == Audience(False)
    assert kinds(read) == ["audience_missing"]


@pytest.mark.parametrize(
    ("words", "audience"),
    [
        ("全社会", Audience(True)),
        ("面向社会公众", Audience(True)),
        ("√残疾人、样本企业", Audience(False, ("残疾人", "样本企业"))),
    ],
)
def test_one_column_of_words_for_the_audience(words: str, audience: Audience) -> None:
    assert only(read_catalogue([grid_of([["公开事项", "公开内容", "公开范围"], ["示例", "内容", words]])])).audience == audience


def test_same_as_above_in_words() -> None:
    read = read_catalogue(
        [table(f"一级事项|二级事项|公开内容|公开依据|公开时限\n示例|甲|内容|《示例条例》|{LIMIT}\n同上|乙|内容乙|同 上|〃")]
    )
    assert read.items[1].path == ("示例", "乙")
    assert read.items[1].bases == read.items[0].bases and read.items[1].time_limit.text == LIMIT
    assert {r.kind for r in read.items[1].repairs} == {"same_as_above"}
    alone = read_catalogue([table("一级事项|公开内容|公开时限\n示例|内容|同上")])
    assert kinds(alone) == ["same_as_nothing"]


def test_retention_is_no_deadline() -> None:
    read = read_catalogue([table(f"公开事项|公开内容|公开时限|公开时长|公开范围\n示例|内容|{LIMIT}|永久公开|全社会")])
    assert only(read).time_limit.text == LIMIT
    retention = only(read).retention
    assert retention and retention.kind == "permanent"


def test_levels_of_government_and_columns_of_the_file_s_own_stay() -> None:
    read = read_catalogue(
        [
            table(
                """公开事项||公开内容|公开层级|||五公开|对应职责
                一级|二级||东阳市级|镇街乡|村||
                示例|甲|内容|√||√|□决策|起草示例文件"""
            )
        ]
    )
    assert dict(only(read).extras) == {"公开层级": "东阳市级、村", "五公开": "□决策", "对应职责": "起草示例文件"}


def test_numbers_without_a_heading_between_the_levels() -> None:
    read = read_catalogue([table("公开事项|||公开内容|公开时限\n一级||二级||\n示例|1|甲|内容|每年1月31日前\n|2|乙|内容乙|实时公开")])
    assert [item.path for item in read.items] == [("示例", "甲"), ("示例", "乙")]
    assert [dict(item.extras) for item in read.items] == [{"序号": "1"}, {"序号": "2"}]


def test_numbers_twice_keep_both() -> None:
    item = only(read_catalogue([table("序号|序号|公开事项|公开内容\n05|0505|示例|内容")]))
    assert item.extras == (("序号", "05"), ("序号（2）", "0505"))


def test_offices_named_as_the_publishing_body_are_noted() -> None:
    read = read_catalogue([table("序号|一级栏目|二级栏目|公开内容|公开主体\n1|示例|甲|内容|示例一处\n2|示例|乙|内容|示例二处")])
    assert kinds(read) == ["agency_names_offices"]


HEAD = "一级事项|二级事项|公开内容|公开依据|条款内容|依据效力位阶|公开时限|公开主体|事项类别|公开渠道|责任科室\n"
FULL = f"示例|甲|内容|《示例条例》|第十条 示例。|行政法规|{LIMIT}|示例局|法定公开|政府网站|示例科\n"


def test_a_lost_cell_is_put_back_where_only_one_place_fits() -> None:
    read = read_catalogue([table(HEAD + f"示例|甲|内容|《示例条例》|第十条 示例。|{LIMIT}|示例局|法定公开|政府网站|示例科|")])
    item = only(read)
    assert (item.time_limit.text, item.agency, item.office) == (LIMIT, "示例局", "示例科")
    assert item.bases[0].rank_stated is None
    assert ("cells_shifted", "bases") in {(r.kind, r.field) for r in item.repairs}


def test_a_cell_too_many_is_taken_out() -> None:
    row = f"示例|甲|内容|《示例条例》|第十条 示例。|行政法规||{LIMIT}|示例局|法定公开|政府网站|示例科"
    item = only(read_catalogue([table(HEAD + row)]))
    assert (item.time_limit.text, item.channels, item.office) == (LIMIT, ("政府网站",), "示例科")


def test_a_row_that_fits_in_no_way_is_left_as_it_is_and_reported() -> None:
    row = f"示例|甲|内容|《示例条例》|第十条 示例。|{LIMIT}|行政法规|示例局|政府网站|法定公开|示例科"
    read = read_catalogue([table(HEAD + row)])
    assert kinds(read) == ["row_misaligned"]
    assert only(read).category == "政府网站"


def test_a_cell_over_basis_and_clause_is_split() -> None:
    grid = spans(
        ["公开事项", "公开内容", "公开依据", "条款内容", "公开时限"],
        ["示例", "内容", ("《示例条例》第十条 应当公开示例。", 1, 2), LIMIT],
    )
    item = only(read_catalogue([grid]))
    assert [(b.title, [c.article for c in b.citations]) for b in item.bases] == [("示例条例", ["第十条"])]
    assert [(r.kind, r.field) for r in item.repairs] == [("column_split", "bases")]


def test_a_run_of_blanks_is_filled_and_a_lone_blank_is_a_doubt() -> None:
    read = read_catalogue([table(HEAD + FULL + "|乙|内容乙||||||||\n" + f"|丙|内容丙|《样本办法》|||{LIMIT}|||示例网站|示例科")])
    assert read.items[1].office == "示例科" and read.items[1].bases == read.items[0].bases
    third = read.items[2]
    assert [b.title for b in third.bases] == ["样本办法"] and third.bases[0].citations == ()
    assert (third.agency, third.category) == ("", "")
    assert kinds(read) == ["blank_unclear"]
    assert "公开主体、事项类别" in read.findings[0].message


def test_blanks_beside_a_first_level_of_its_own_are_empty() -> None:
    read = read_catalogue([table(HEAD + FULL + "样本||内容乙||||||||")])
    assert read.items[1].path == ("样本",) and read.items[1].bases == () and read.items[1].office == ""
    assert kinds(read) == ["blank_unclear"]


def test_a_run_over_a_page_break_is_filled_and_said() -> None:
    read = read_catalogue([table(HEAD + FULL), table(HEAD + "|乙|内容乙||||||||")])
    assert read.items[1].path == ("示例", "乙") and read.items[1].office == "示例科"
    assert (read.items[1].page, read.items[1].row) == (2, 1)
    assert kinds(read) == ["filled_across_page"]


def test_a_row_cut_by_a_page_break_is_joined_and_said() -> None:
    cut = FULL.replace("第十条 示例。", "第十条 应当公开").replace("示例局", "示例工业和")
    read = read_catalogue([table(HEAD + cut), table(HEAD + "||||示例信息。|||信息化局|||")])
    assert only(read).agency == "示例工业和信息化局"
    assert only(read).bases[0].citations[0].text == "应当公开示例信息。"
    assert kinds(read) == ["row_continued"]


def test_a_page_without_a_header_goes_on() -> None:
    first, second = table(HEAD + FULL), table(FULL.replace("甲", "乙"))
    read = read_catalogue([first, second])
    assert [item.path for item in read.items] == [("示例", "甲"), ("示例", "乙")]


def test_notes_and_other_tables_are_unplaced_and_said() -> None:
    text = "示例局公开目录\n填报单位：示例局\n" + HEAD + FULL + "注：本目录为示例。\n示例局公开目录\n"
    read = read_catalogue([table(text), table("姓名|电话\n示例|000")])
    assert read.title == "示例局公开目录"
    assert read.unplaced == ("填报单位：示例局", "注：本目录为示例。", "姓名", "电话", "示例", "000")
    assert kinds(read) == ["unplaced"] * 6
    assert len(read.items) == 1


def test_cells_beyond_the_header_and_rows_without_an_item_are_said() -> None:
    read = read_catalogue([table("序号|公开事项|公开内容|责任科室\n1|示例|内容|示例科|多余\n2|||示例科")])
    assert read.unplaced == ("2", "示例科", "多余")
    assert kinds(read) == ["row_without_item", "cell_beyond_header", "unplaced"]


def test_several_instruments_in_rows_of_one_item() -> None:
    read = read_catalogue(
        [table("公开事项|公开内容|公开依据|条款内容\n示例|内容|《示例条例》|《示例条例》第十条 甲。\n||《样本办法》|《样本办法》第二条 乙。")]
    )
    assert [(b.title, b.citations[0].article) for b in only(read).bases] == [("示例条例", "第十条"), ("样本办法", "第二条")]
