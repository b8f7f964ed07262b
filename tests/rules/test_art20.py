"""条例第二十条: the code of every row of the real catalogue, by hand, and of rows that the reader must tell by nature."""

from functools import cache
from pathlib import Path

import pytest

from gongkai.rules.art20 import NAMES, read_art20
from gongkai.rules.catalogue_model import Basis, CatalogueItem, CatalogueRead, Citation
from gongkai.rules.catalogue_rows import read_catalogue
from gongkai.rules.timelimits import read_limit
from gongkai.sources.tables import read_tables

SEED = Path(__file__).parents[2] / "examples" / "catalogue.txt"
BY_HAND = {
    1: 2,  # 领导分工: cites (二)
    2: 2,  # 机构职能: cites (二)
    3: 15,  # 年度报告: required by 第四十九条
    4: 7,  # 预算
    5: 7,  # 决算
    6: 15,  # 提案建议: required by a State Council notice
    7: 6,  # 裁量权基准: the basis of penalties
    8: 5,  # 单项冠军: a recognition on application is 其他对外管理服务事项
    9: 5,  # 监控化学品许可
    10: 5,
    11: 5,
    12: 5,
    13: 5,
    14: 5,
    15: 5,  # 认定
    16: 15,
    17: 15,
    18: 15,
    19: 15,  # 产能置换公告: required by ministry documents
    20: 5,
    21: 5,
    22: 5,
    23: 5,  # 食盐, 麻黄草, 甘草: licences
    24: 5,  # 民爆安全生产许可: a licence, though it says 安全生产
    25: 5,
    26: 6,  # 行政处罚
    27: 13,  # 安全生产检查
    28: 15,  # 工业园区考核
    29: 5,  # 项目申报: conditions and procedure of a service
    30: 1,
    31: 1,  # both cite (一)
    32: 5,  # 专精特新认定
    33: 1,  # what is published is the 办法 itself
    34: 5,
    35: 5,
    36: 5,
    37: 5,  # cite (五)
    38: 6,  # cites (六)
    39: 8,  # cites (八)
}


@cache
def real() -> CatalogueRead:
    return read_catalogue(read_tables(SEED))


@pytest.mark.parametrize(("number", "code"), BY_HAND.items())
def test_every_row_of_the_real_catalogue(number: int, code: int) -> None:
    assert read_art20(real().items[number - 1]) == code


def test_the_table_by_hand_is_complete() -> None:
    assert list(BY_HAND) == list(range(1, len(real().items) + 1))
    assert list(NAMES) == list(range(1, 16))


def row(*path: str, clause: str = "", title: str = "政府信息公开条例") -> CatalogueItem:
    bases = (Basis(title, citations=(Citation("第二十条", clause),)),) if clause else ()
    return CatalogueItem(path, "", (), bases, read_limit("20个工作日"))


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (row("行政事业性收费"), 8),
        (row("土地征收"), 15),
        (row("政府采购目录"), 9),
        (row("统计数据"), 4),
        (row("“十五五”规划"), 3),
        (row("公务员招考"), 14),
        (row("应急预案"), 12),
        (row("重大建设项目"), 10),
        (row("就业创业政策"), 11),
        (row("某某管理办法（试行）"), 1),
        (row("其他", clause="(十三)环境保护、公共卫生"), 13),
        (row("其他", clause="（十）重大建设项目的批准和实施情况"), 10),
        (row("行政许可", clause="(一)规范性文件；(五)办理行政许可"), 5),
        (row("其他", clause="(十三)安全生产", title="安全生产法"), 15),
    ],
)
def test_told_by_clause_or_nature(item: CatalogueItem, code: int) -> None:
    assert read_art20(item) == code
