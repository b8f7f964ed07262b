"""Nothing is lost: every cell below a header is in an item, in a finding or among the unplaced texts."""

import json
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.rules.catalogue_model import CatalogueRead
from gongkai.rules.catalogue_rows import read_catalogue
from gongkai.rules.grid import Cell, Grid, grid_of

SEED = Path(__file__).parents[2] / "examples" / "catalogue.txt"
HEADERS = {"公开事项", "一级事项", "一级 事项"}
HEADER = [
    ["公开事项", "", "公开内容（要素）", "公开依据", "条款内容", "依据效力位阶", "公开时限", "公开主体", "公开渠道", "公开对象", "", "责任科室", "备注"],
    ["一级事项", "二级事项", "", "", "", "", "", "", "", "全社会", "特定群体", "", ""],
]  # fmt: skip
WORDS = st.sampled_from(
    [
        "", "", "", "示例事项", "示例甲、示例乙等", "《示例条例》", "1.《示例办法》2.《样本通知》", "第十条 示例文字。", "《示例条例》 第三条 应当",
        "行政法规", "规范性 文件", "信息形成之日起20个工作日内", "示例 局", "法定公开", "政府网站", "■政府网站 □政府公报", "□两微一端", "√", "□", "口",
        "同上", "样本企业", "示例处", "第九条", "永久公开", "1", "《未完", "（示例", "等", "的", "、、", "其他", "无", "是",
    ]
)  # fmt: skip
ROWS = st.lists(st.lists(WORDS, min_size=1, max_size=15), min_size=1, max_size=8)
SPANS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12), st.integers(1, 4), st.integers(1, 3)), max_size=6)


def held(read: CatalogueRead) -> str:
    """Return every text of what was read, one after the other, without blanks."""
    return re.sub(r"\s", "", "".join(_texts(read.as_json())))


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for key, inner in value.items() for text in [*([key] if "级" in key else []), *_texts(inner)]]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else []


def lost(grid: Grid, read: CatalogueRead, *, top: int = 0) -> list[str]:
    """Return the words of body cells that are nowhere. Marks, 是, 同上 and the numbers of lists are read, not kept."""
    everything = held(read)
    missing = []
    for (row, _), cell in grid.cells.items():
        if row < top or grid.text(row, 0) in HEADERS:
            continue
        words = re.sub(r"(?<!\d)\d{1,2}[.、]|[口Rt](?=政府)", "，", re.sub(r"\s", "", cell.text))
        missing += [piece for piece in re.findall(r"\w+", words) if piece not in everything and piece not in ("同上", "口", "是")]
    return missing


def test_every_cell_of_the_seed_is_somewhere() -> None:
    grid = grid_of([line.split("\t") for line in SEED.read_text(encoding="utf-8").splitlines()])
    read = read_catalogue([grid])
    assert lost(grid, read) == []
    assert json.dumps(read.as_json(), ensure_ascii=False)


@settings(max_examples=150, deadline=None)
@given(rows=ROWS)
def test_every_cell_of_a_text_table_is_somewhere(rows: list[list[str]]) -> None:
    grid = grid_of([["示例目录"], *HEADER, *rows])
    assert lost(grid, read_catalogue([grid]), top=3) == []


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, spans=SPANS)
def test_every_cell_of_a_table_with_merged_cells_is_somewhere(rows: list[list[str]], spans: list[tuple[int, ...]]) -> None:
    grid = grid_of([*HEADER, *rows], merges_known=True)
    cells = dict(grid.cells)
    for row, column, tall, wide in spans:
        if (row + 2, column) in cells:
            for place in [(r, c) for r in range(row + 2, row + 2 + tall) for c in range(column, column + wide)]:
                cells.pop(place, None)
            cells[row + 2, column] = Cell(grid.text(row + 2, column), tall, wide)
    spanned = Grid(cells, grid.height, grid.width, merges_known=True)
    assert lost(spanned, read_catalogue([spanned]), top=2) == []


@settings(max_examples=50, deadline=None)
@given(rows=ROWS)
def test_reading_does_not_depend_on_anything_but_the_grid(rows: list[list[str]]) -> None:
    grid = grid_of([*HEADER, *rows])
    assert read_catalogue([grid]) == read_catalogue([grid])
