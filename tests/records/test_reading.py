"""Lists as received: other column names, many ways of writing, and a finding for each cell that is wrong."""

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import Workbook

from gongkai.records.reading import ListReading, read_grids, read_list, read_rows
from gongkai.records.schemas import schema_named
from gongkai.rules.codes import credit_code_check
from gongkai.rules.grid import Cell, Grid, grid_of

EXAMPLES = Path(__file__).parents[2] / "examples" / "lists"
SAMPLES = {
    "recognised_enterprises": ("示例-认定企业名单.csv", 10),
    "certificate_holders": ("示例-持证企业名单.csv", 6),
    "licences": ("示例-行政许可名单.csv", 5),
    "penalties": ("示例-行政处罚名单.csv", 4),
}
CODE = "91150100000000019" + credit_code_check("91150100000000019")
AGENCY_CODE = "11150000MB1604391C"
PENALTY = {
    "CF_XDR_MC": "示例企业一有限公司", "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": CODE, "CF_WSH": "示例罚〔2026〕1号",
    "CF_WFXW": "示例", "CF_SY": "示例", "CF_YJ": "《示例条例》第一条", "CF_CFLB": "罚款", "CF_NR": "罚款2000元", "CF_NR_FK": "0.2",
    "CF_JDRQ": "2026-03-01", "CF_YXQ": "2027-03-01", "CF_CFJG": "示例厅", "CF_CFJGDM": AGENCY_CODE, "CF_SJLY": "示例厅",
    "CF_SJLYDM": AGENCY_CODE,
}  # fmt: skip


def found(reading: ListReading) -> list[tuple[int, str, str]]:
    """Give the faults of cells as (row, column, kind)."""
    return [(cell.row, cell.column, cell.kind) for cell in reading.cells]


def penalties(**changes: str) -> ListReading:
    """Read one penalty with some of its values changed."""
    return read_rows(schema_named("penalties"), [PENALTY | changes])


@pytest.mark.parametrize("key", SAMPLES)
def test_the_sample_lists_read_without_a_finding(key: str) -> None:
    name, rows = SAMPLES[key]
    reading = read_list(schema_named(key), EXAMPLES / name)
    assert reading.findings == []
    assert len(reading.rows) == rows


@pytest.mark.parametrize("key", SAMPLES)
def test_the_sample_lists_say_that_they_are_samples(key: str) -> None:
    name, _ = SAMPLES[key]
    assert name.startswith("示例-")
    for row in read_list(schema_named(key), EXAMPLES / name).rows:
        assert next(value for field, value in row.items() if field in ("name", "XK_XDR_MC", "CF_XDR_MC")).startswith("示例")


def test_every_wrong_cell_of_a_bad_list_is_named_with_its_row_and_column() -> None:
    reading = read_list(schema_named("recognised_enterprises"), Path(__file__).parent / "lists" / "坏名单-认定企业.csv")
    assert found(reading) == [
        (4, "统一社会信用代码", "credit_code_wrong"),
        (5, "统一社会信用代码", "credit_code_wrong"),
        (6, "认定年份", "cell_unread"),
        (6, "有效期至", "cell_unread"),
        (6, "统一社会信用代码", "credit_code_wrong"),
        (6, "盟市", "cell_not_in_list"),
        (7, "有效期至", "cell_unread"),
        (7, "企业名称", "cell_missing"),
        (7, "备注", "personal_data_mobile"),
        (8, "统一社会信用代码", "cell_repeated"),
        (10, "统一社会信用代码", "cell_unread"),
        (10, "有效期至", "cell_unread"),
        (10, "认定年份", "cell_out_of_range"),
    ]
    messages = [finding.message for finding in reading.findings]
    assert "第4行C列“统一社会信用代码”：第15位是字母 O，信用代码不用 I、O、S、V、Z 这五个字母，多半应是 0，请对照证书改正。" in messages
    assert "第5行C列“统一社会信用代码”：应为18位，现有14位，请对照证书补全。" in messages
    assert "第10行C列“统一社会信用代码”：被 Excel 当成数字，末几位已经丢失：请把这一列设为“文本”格式，重新填写原号码。" in messages
    assert "第2行表头的H列“联系方式”不在格式之内，没有收入；如果是别的栏的另一种写法，请改用规定的栏名。" in messages
    assert [finding.item for finding in reading.findings if finding.kind == "row_skipped"] == [12, 13]
    assert not any("13800000000" in message for message in messages)
    assert reading.rows[0] == {
        "number": "1", "name": "示例企业一有限公司", "credit_code": "911501000000000191", "league": "呼和浩特市",
        "batch": "第一批", "year": "2026", "valid_until": "2029-05-31", "note": "示例",
    }  # fmt: skip


def test_a_table_of_another_kind_is_refused_with_the_columns_that_are_wanted() -> None:
    reading = read_grids(schema_named("recognised_enterprises"), [grid_of([["甲", "乙"], ["1", "2"]])])
    assert [finding.kind for finding in reading.errors] == ["header_not_found"]
    assert "企业名称、统一社会信用代码、认定年份" in reading.errors[0].message


def test_missing_and_repeated_columns_are_errors() -> None:
    grid = grid_of([["企业名称", "单位名称", "认定年份"], ["示例企业", "示例企业", "2026"]])
    reading = read_grids(schema_named("recognised_enterprises"), [grid])
    assert sorted(finding.kind for finding in reading.errors) == ["column_missing", "column_repeated"]


def test_a_header_without_rows_is_an_error() -> None:
    reading = read_grids(schema_named("recognised_enterprises"), [grid_of([["企业名称", "统一社会信用代码", "认定年份"]])])
    assert [finding.kind for finding in reading.errors] == ["list_empty"]


def test_a_merged_cell_stands_for_every_row_it_covers() -> None:
    cells = {
        (0, 0): Cell("企业名称"), (0, 1): Cell("信用代码"), (0, 2): Cell("认定年份"), (0, 3): Cell("盟市"),
        (1, 0): Cell("示例一"), (1, 1): Cell(CODE), (1, 2): Cell("2026", rows=2), (1, 3): Cell("包头", rows=2),
        (2, 0): Cell("示例二"), (2, 1): Cell(AGENCY_CODE),
    }  # fmt: skip
    reading = read_grids(schema_named("recognised_enterprises"), [Grid(cells, 3, 4, merges_known=True)])
    assert [(row["league"], row["year"]) for row in reading.rows] == [("包头市", "2026")] * 2


def test_two_sheets_are_one_list_and_findings_name_the_sheet(tmp_path: Path) -> None:
    book = Workbook()
    for number in (1, 2):
        sheet = book.create_sheet(f"第{number}批") if number > 1 else book.active
        sheet.title = f"第{number}批"
        sheet.append(["单位名称", "信用代码", "认定年份"])
        sheet.append([f"示例{number}", CODE if number == 1 else "1", 2026])
    book.create_sheet("说明").append(["这里是说明"])
    book.save(tmp_path / "list.xlsx")
    reading = read_list(schema_named("recognised_enterprises"), tmp_path / "list.xlsx")
    assert [row["name"] for row in reading.rows] == ["示例1", "示例2"]
    assert [finding.message[:16] for finding in reading.errors] == ["工作表“第2批”第2行B列“统一"]
    assert [finding.kind for finding in reading.findings if finding.severity == "warning"] == ["table_unread"]


def test_dates_that_excel_keeps_as_dates_are_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["企业名称", "统一社会信用代码", "证书编号", "发证日期", "有效期至"])
    book.active.append(["示例", CODE, "示例1号", dt.date(2026, 3, 1), "2099/12/31"])
    book.save(tmp_path / "list.xlsx")
    reading = read_list(schema_named("certificate_holders"), tmp_path / "list.xlsx")
    assert (reading.findings, reading.rows[0]["issued_on"], reading.rows[0]["valid_until"]) == ([], "2026-03-01", "2099-12-31")


def test_the_old_licence_format_is_mapped() -> None:
    old = {
        "XK_WSH": "示例许〔2016〕1号", "XK_XMMC": "示例许可", "XK_SPLB": "普通", "XK_NR": "示例", "XK_XDR": "示例企业一有限公司",
        "XK_XDR_SHXYM": CODE, "XK_XDR_ZDM": "", "XK_XDR_GSDJ": "150100000000019", "XK_XDR_SWDJ": "", "XK_XDR_SFZ": "",
        "XK_FR": "示例", "XK_JDRQ": "2016/03/01", "XK_JZQ": "2099/12/31", "XK_XZJG": "示例厅", "XK_ZT": "0",
        "DFBM": "150000", "SJC": "2016/03/02", "BZ": "",
    }  # fmt: skip
    reading = read_rows(schema_named("licences"), [old])
    assert reading.errors == []
    assert {finding.kind for finding in reading.findings} == {"old_format", "column_missing"}
    row = reading.rows[0]
    assert (row["XK_XDR_MC"], row["XK_XKWS"], row["XK_YXQZI"], row["XK_ZT"]) == ("示例企业一有限公司", "示例许可", "2099-12-31", "1")


@pytest.mark.parametrize(("status", "stored"), [("0", "1"), ("正常", "1"), ("1", "2"), ("撤销", "2"), ("有效", "1")])
def test_the_old_states_are_translated(status: str, stored: str) -> None:
    reading = read_rows(schema_named("licences"), [{"XK_XDR": "示例", "XK_WSH": "1", "XK_ZT": status}])
    assert reading.rows[0]["XK_ZT"] == stored


@pytest.mark.parametrize("status", ["2", "3", "异议"])
def test_an_old_state_without_a_counterpart_is_asked_for(status: str) -> None:
    reading = read_rows(schema_named("licences"), [{"XK_XDR": "示例", "XK_WSH": "1", "XK_ZT": status}])
    assert ("当前状态", "cell_not_in_list") in [(cell.column, cell.kind) for cell in reading.cells]


def test_the_old_penalty_format_joins_its_two_kinds() -> None:
    row = {"CF_XDR": "示例企业", "CF_WSH": "示例1号", "CF_CFMC": "示例", "CF_CFLB1": "警告", "CF_CFLB2": "罚款", "CF_JG": "罚款2000元"}
    reading = read_rows(schema_named("penalties"), [row])
    assert (reading.rows[0]["CF_CFLB"], reading.rows[0]["CF_NR"]) == ("警告；罚款", "罚款2000元")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"CF_NR_FK": ""}, [("罚款金额（万元）", "cell_missing")]),
        ({"CF_NR_FK": "2000"}, [("罚款金额（万元）", "amount_unit_wrong")]),
        ({"CF_NR_FK": "2000元"}, []),
        ({"CF_NR_FK": "0.3"}, [("罚款金额（万元）", "amount_clash")]),
        ({"CF_NR_FK": "2000", "CF_NR": "予以罚款"}, [("罚款金额（万元）", "amount_unit_doubtful")]),
        ({"CF_NR_FK": "-1", "CF_NR": "予以罚款"}, [("罚款金额（万元）", "cell_out_of_range")]),
        ({"CF_NR_FK": "两千"}, [("罚款金额（万元）", "cell_unread")]),
        ({"CF_YXQ": "2025-03-01"}, [("处罚有效期", "dates_out_of_order")]),
        ({"CF_CFLB": "批评教育"}, [("处罚类别", "cell_pattern")]),
        ({"CF_CFLB": "罚款;其他-示例"}, []),
        ({"CF_CFLB": "没收违法所得", "CF_NR": "没收违法所得"}, [("没收违法所得、没收非法财物的金额（万元）", "cell_missing")]),
        ({"CF_XDR_SHXYM": ""}, [("行政相对人代码_1（统一社会信用代码）", "cell_missing")]),
        ({"CF_XDR_LB": "自然人", "CF_XDR_SHXYM": "", "CF_XDR_ZJLX": "", "CF_XDR_ZJHM": ""},
         [("自然人证件类型", "cell_missing"), ("自然人证件号码", "cell_missing")]),
        ({"CF_XDR_LB": "自然人", "CF_XDR_SHXYM": "", "CF_XDR_ZJLX": "身份证", "CF_XDR_ZJHM": "150102199003074570"},
         [("自然人证件号码", "identity_number_wrong")]),
        ({"CF_WSH": "长" * 129}, [("行政处罚决定书文号", "cell_too_long")]),
        ({"CF_SY": "当事人身份证号150102199003074577"}, [("违法事实", "personal_data_id_number")]),
    ],
)  # fmt: skip
def test_conditions_of_a_penalty(changes: dict[str, str], expected: list[tuple[str, str]]) -> None:
    base = {"CF_NR_WFFF": ""}
    assert [(cell.column, cell.kind) for cell in penalties(**base, **changes).cells] == expected


def test_a_header_in_yuan_is_converted_and_said() -> None:
    row = {title: value for title, value in PENALTY.items() if title != "CF_NR_FK"} | {"罚款金额（元）": "2000"}
    reading = read_rows(schema_named("penalties"), [row])
    assert reading.rows[0]["CF_NR_FK"] == "0.2"
    assert [finding.message for finding in reading.findings] == ["“罚款金额（万元）”有1格换算了单位，例如2000元换算为0.2万元。"]


def test_no_message_repeats_a_number_of_a_person() -> None:
    reading = penalties(CF_XDR_LB="自然人", CF_XDR_ZJLX="身份证", CF_XDR_ZJHM="150102199003074570" * 4, CF_SY="150102199003074577")
    assert len(reading.errors) >= 2
    assert not any("19900307" in finding.message for finding in reading.findings)
