"""What each format's reader sees in small tables: spans, hidden parts, changes, odd shapes; and what it says of them."""

import io
from collections.abc import Callable

import docx
import openpyxl
import pytest
from catalogue_files import MAKERS, node
from sources.hostile_files import leaky_workbook, repacked, workbook

from gongkai.rules.findings import Finding
from gongkai.rules.grid import Cell, Grid
from gongkai.sources.tables import read_tables_of


def read(data: bytes, name: str) -> tuple[list[Grid], dict[str, Finding]]:
    grids, findings = read_tables_of(data, name)
    return grids, {finding.kind: finding for finding in findings}


def test_xlsx_tells_what_is_not_seen() -> None:
    (grid,), findings = read(leaky_workbook(), "a.xlsx")
    assert set(findings) == {"hidden_sheet", "hidden_rows", "hidden_columns", "formula_cell"}
    assert "名单" in findings["hidden_sheet"].message
    assert "第 3 行" in findings["hidden_rows"].message
    assert "A5" in findings["formula_cell"].message and findings["formula_cell"].severity == "error"
    assert grid.text(2, 0) == "行政许可" and grid.text(1, 2) == "13900000001"


def test_xlsx_values_merges_and_what_merges_cover() -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet.merge_cells("A1:B2")
        sheet.merge_cells("A3:XFD3")
        sheet["C1"] = "右"

    (grid,), findings = read(workbook(change), "a.xlsx")
    assert grid.cells[0, 0] == Cell("公开事项", 2, 2)
    assert grid.cells[2, 0] == Cell("行政许可", 1, 3)  # nothing is written further right
    covered = repacked(workbook(), {"xl/worksheets/sheet1.xml": sheet_with_merge()})
    (grid,), findings = read(covered, "a.xlsx")
    assert "B1" in findings["covered_cell"].message
    assert grid.row_texts(0) == ["1", ""]


def sheet_with_merge() -> bytes:
    return (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData>'
        b'<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>'
    )


def test_xlsx_with_macros_says_so() -> None:
    _, findings = read(repacked(workbook(), {"xl/vbaProject.bin": b"x"}), "a.xlsm")
    assert findings["macros_present"].severity == "note"


def test_xlsx_styled_down_to_the_last_row_is_read() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)

    (grid,), _ = read(workbook(change), "a.xlsx")
    assert (grid.height, grid.width) == (3, 2)


@pytest.mark.parametrize(("name", "make"), [("a.xls", MAKERS["xlsx"]), ("a.pdf", MAKERS["docx"]), ("a.docx", MAKERS["xls"])])
def test_content_decides_over_the_name(name: str, make: Callable[[], bytes]) -> None:
    _, findings = read(make(), name)
    assert "内容其实是" in findings["type_mismatch"].message


def test_html_under_the_name_of_a_workbook() -> None:
    (grid,), findings = read("<html><table><tr><td>公开<td>内容</table>".encode("gb18030"), "导出.xls")
    assert grid.row_texts(0) == ["公开", "内容"] and "网页" in findings["type_mismatch"].message


HTML = """<div>首页</div><h2>某局公开目录</h2><table><tr><th rowspan=2>甲</th><th colspan="2">乙<br>丙</th></tr>
<tr><td>丁<td>戊<table><tr><td>里</table></tr>
<tr style="display: none"><td rowspan=1000000>己<td rowspan=0 colspan=9999999>庚</table>"""


def test_html_spans_nesting_and_hidden_rows() -> None:
    (outer, inner), findings = read(HTML.encode(), "a.html")
    assert outer.title == "某局公开目录"
    assert outer.cells[0, 0] == Cell("甲", 2, 1) and outer.cells[0, 1] == Cell("乙\n丙", 1, 2)
    assert outer.cells[1, 2].text == "戊" and outer.cells[2, 0] == Cell("己", 1, 1)
    assert inner.row_texts(0) == ["里"]
    assert "hidden_rows" in findings


def test_html_with_hundreds_of_open_tags_is_read_to_its_end() -> None:
    grids, _ = read(b"<font><div>" * 300 + b"<table><tr><td>" * 100 + "里</table>".encode(), "a.html")
    assert [grid.row_texts(0) for grid in grids][-1] == ["里"]


def test_docx_changes_boxes_symbols_and_nested_tables() -> None:
    document = docx.Document()
    document.add_paragraph("某局主动公开目录")
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "甲"
    runs = table.cell(0, 1).paragraphs[0]._p
    runs.append(node("w:ins", node("w:r", text("新"))))
    runs.append(node("w:del", node("w:r", text("旧", "w:delText"))))
    symbol = node("w:sym")
    symbol.set(docx.oxml.ns.qn("w:char"), "F0FE")
    runs.append(node("w:r", symbol))
    table.cell(1, 0).add_table(1, 1).cell(0, 0).text = "里"
    table.rows[1]._tr.append(node("w:sdt", node("w:sdtContent", node("w:tc", node("w:p", node("w:r", text("外")))))))
    out = io.BytesIO()
    document.save(out)
    (outer, inner), findings = read(out.getvalue(), "a.docx")
    assert outer.title == "某局主动公开目录"
    assert outer.row_texts(0) == ["甲", "新√", ""] and outer.text(1, 2) == "外"
    assert inner.row_texts(0) == ["里"]
    assert "tracked_changes" in findings


def text(words: str, tag: str = "w:t") -> object:
    made = node(tag)
    made.text = words
    return made


def test_progress_is_told() -> None:
    told: list[tuple[int, int | None]] = []
    read_tables_of(MAKERS["docx"](), "a.docx", on_progress=lambda done, total: told.append((done, total)))
    assert told and all(total == 8 for _, total in told)
