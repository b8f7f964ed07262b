"""The whole catalogue of the Inner Mongolia department, read and compared with an answer checked by hand."""

import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from gongkai.rules.catalogue_model import CatalogueRead
from gongkai.rules.catalogue_rows import NoHeaderFound, read_catalogue
from gongkai.rules.grid import Cell, Grid, grid_of

SEED = Path(__file__).parents[2] / "examples" / "catalogue.txt"
EXPECTED = Path(__file__).parent / "data" / "catalogue_expected.json"
EVERY_FIELD = {"path", "bases", "time_limit", "agency", "category", "channels", "audience", "office"}


def seed_rows() -> list[list[str]]:
    return [line.split("\t") for line in SEED.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def read() -> CatalogueRead:
    return read_catalogue([grid_of(seed_rows())])


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(EXPECTED.read_text(encoding="utf-8"))
    return answer


def repairs(read: CatalogueRead, number: int) -> set[tuple[str, str]]:
    return {(repair.kind, repair.field) for repair in read.items[number - 1].repairs}


def test_all_items_are_right_in_every_field(read: CatalogueRead, expected: dict[str, Any]) -> None:
    shape = read.as_json()
    assert shape["title"] == expected["title"]
    for number, (item, answer) in enumerate(zip(shape["items"], expected["items"], strict=True), 1):
        for name, value in answer.items():
            assert item[name] == value, f"item {number}, {name}"
        assert item.keys() == answer.keys()


def test_nothing_of_the_seed_is_unplaced_and_nothing_is_in_doubt(read: CatalogueRead) -> None:
    assert read.unplaced == ()
    assert {finding.kind for finding in read.findings} <= {"basis_unmarked"}


def test_a_merged_run_fills_every_column_and_leaves_level_three_empty(read: CatalogueRead) -> None:
    assert read.items[1].path == ("机关简介", "机构职能")
    assert repairs(read, 2) == {("filled_down", name) for name in EVERY_FIELD}


def test_only_the_first_level_is_filled_where_the_rest_is_written(read: CatalogueRead) -> None:
    assert ("filled_down", "path") in repairs(read, 21)
    assert not any(kind == "filled_down" and name != "path" for kind, name in repairs(read, 21))


def test_a_row_that_lost_a_column_is_put_straight_before_the_run_below_it_is_filled(read: CatalogueRead) -> None:
    assert repairs(read, 34) == {("cells_shifted", "bases"), ("column_split", "bases")}
    assert repairs(read, 36) == {("filled_down", name) for name in EVERY_FIELD}
    assert read.items[35].bases == read.items[33].bases


def test_a_level_left_out_between_two_keeps_its_place(read: CatalogueRead) -> None:
    assert read.items[29].path == ("工业园区管理", "", "关于全面加强工业园区管理的意见")


def test_slips_of_the_pen_stay_as_written(read: CatalogueRead) -> None:
    assert read.items[22].path[1] == "甘草收购许可证批批"
    assert read.items[24].path[2] == "销民用爆炸物品销售许可证"
    assert read.items[9].agency == "内蒙古自治区工业和信息化"


def test_pages_are_counted_by_their_headers(read: CatalogueRead) -> None:
    assert Counter(item.page for item in read.items) == {1: 6, 2: 3, 3: 5, 4: 5, 5: 4, 6: 4, 7: 6, 8: 6}
    assert (read.items[23].page, read.items[23].row) == (6, 1)


def test_one_grid_a_page_reads_the_same(read: CatalogueRead) -> None:
    rows = seed_rows()
    starts = [number for number, row in enumerate(rows) if row[0] == "公开事项"]
    ends = [*starts[1:], len(rows)]
    pages = [grid_of(rows[start:end], page=page) for page, (start, end) in enumerate(zip(starts, ends, strict=True), 1)]
    again = read_catalogue([grid_of(rows[: starts[0]]), *pages])
    assert again == read


def test_spans_read_the_same_as_blanks(read: CatalogueRead, expected: dict[str, Any]) -> None:
    again = read_catalogue([merged(seed_rows())])
    for number, (item, answer) in enumerate(zip(again.as_json()["items"], expected["items"], strict=True), 1):
        for name in answer.keys() - {"source", "repairs"}:
            assert item[name] == answer[name], f"item {number}, {name}"
    assert again.unplaced == () and repairs(again, 2) == repairs(read, 2)


def test_blanks_in_a_file_that_could_merge_and_does_not_are_runs_too(read: CatalogueRead) -> None:
    assert read_catalogue([grid_of(seed_rows(), merges_known=True)]).items == read.items


def merged(rows: list[list[str]]) -> Grid:
    """Make the grid a spreadsheet would give: runs as merged cells, header cells over their sub-columns."""
    cells: dict[tuple[int, int], Cell] = {}
    anchors: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        runs = number > 5 and len(row) > 1 and not row[0] and any(row)
        whole = runs and not any(row[4:])
        for column, text in enumerate(row):
            if text:
                cells[number, column] = Cell(text)
                anchors[column] = (number, column)
            elif runs and (column == 0 or (whole and column > 3)) and column in anchors:
                place = anchors[column]
                if rows[place[0]][column] and _nothing_between(rows, place[0], number, column):
                    cells[place] = Cell(cells[place].text, number - place[0] + 1)
    return Grid(_with_group_spans(rows, cells), len(rows), 14, merges_known=True)


def _nothing_between(rows: list[list[str]], first: int, last: int, column: int) -> bool:
    """Say whether the run is unbroken: a column empty in the run's first row is not filled from an earlier one."""
    return all(not row[column] and not row[0] for row in rows[first + 1 : last + 1])


def _with_group_spans(rows: list[list[str]], cells: dict[tuple[int, int], Cell]) -> dict[tuple[int, int], Cell]:
    for number, row in enumerate(rows):
        if row[0] == "公开事项":
            for column in range(14):
                if (number, column) in cells:
                    over = {0: 3, 11: 2}.get(column)
                    cells[number, column] = Cell(row[column], 1, over) if over else Cell(row[column], 2)
    return cells


def test_a_table_that_is_no_catalogue_is_refused_in_words() -> None:
    with pytest.raises(NoHeaderFound, match=r"姓名、电话.*公开事项"):
        read_catalogue([grid_of([["姓名", "电话"], ["示例", "000"]])])
    with pytest.raises(NoHeaderFound, match="没有表格"):
        read_catalogue([])


def test_progress_is_told() -> None:
    told: list[int] = []
    read_catalogue([grid_of(large(600))], on_progress=told.append)
    assert told == [256, 512, 600]


def large(count: int) -> list[list[str]]:
    """Repeat the seed's rows, each with a content of its own, to a catalogue of ``count`` rows."""
    rows = [row for row in seed_rows() if len(row) == 14 and row[0] != "公开事项" and not row[0].startswith("一级")]
    many = [[*row[:3], f"{row[3]}{number}", *row[4:]] for number in range(count) for row in [rows[number % len(rows)]]]
    return [*seed_rows()[4:6], *many]


def test_the_seed_is_read_in_a_blink_and_thousands_of_rows_in_seconds() -> None:
    start = time.process_time()
    read_catalogue([grid_of(seed_rows())])
    seed = time.process_time() - start
    many = grid_of(large(4_000))
    start = time.process_time()
    assert len(read_catalogue([many]).items) == 4_000
    assert seed < 0.2
    assert time.process_time() - start < 4
