"""Lists of events from another system: CSV and XLSX, wrong cells named, all or nothing, loaded twice without doubling."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import makers as make
import openpyxl
import pytest

from gongkai.duties import actions
from gongkai.duties.event_rows import RowErrors, read_trigger
from gongkai.duties.models import Duty
from gongkai.duties.statuses import Trigger
from gongkai.sources.errors import BadInput

pytestmark = pytest.mark.django_db
HEAD = ["事项", "事件", "日期", "内容", "外部编号", "备注"]
GOOD = [
    ["10", "信息形成", "2026-10-12", "第23批企业技术中心名单", "OA-1", ""],
    ["026", "作出决定", "2026年9月30日", "某公司违法案", "OA-2", "现场检查"],
    ["民用爆炸物品安全生产许可证", "颁发", "2026/9/26", "某公司许可证", "", ""],
    ["财政预决算信息/厅机关及所属单位年度预算公开", "批准", "20260302", "2026年度预算", "", ""],
]


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.catalogue_in_force()


def csv(path: Path, rows: list[list[str]]) -> Path:
    path = path / "事件.csv"
    path.write_text("\n".join(",".join(row) for row in [HEAD, *rows]), encoding="utf-8")
    return path


def load(path: Path) -> actions.Registered:
    return actions.register_events_file(agency=make.agency(), path=path, by=make.BY, at=make.moment())


def test_a_csv_is_registered_whole(tmp_path: Path) -> None:
    done = load(csv(tmp_path, GOOD))
    assert [duty.item.number for duty in done.new] == [10, 26, 24, 4]
    assert [duty.due_on.isoformat() for duty in done.new] == ["2026-11-09", "2026-10-15", "2026-10-12", "2026-03-23"]
    assert done.new[1].event.note == "现场检查"


def test_an_xlsx_with_true_dates_and_a_title_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2026年事件登记表"])
    sheet.append([" 事项编号 ", "事件类型", "发生日期", "内容"])
    sheet.append([10, "形成", make.dt.datetime(2026, 10, 12), "第23批名单"])
    path = tmp_path / "事件.xlsx"
    book.save(path)
    assert [duty.due_on.isoformat() for duty in load(path).new] == ["2026-11-09"]


def test_loading_the_file_again_doubles_nothing(tmp_path: Path) -> None:
    first = load(csv(tmp_path, GOOD))
    again = load(csv(tmp_path, GOOD))
    assert again.new == ()
    assert again.known == first.new
    assert Duty.objects.count() == 4


def test_three_bad_rows_are_named_and_nothing_is_registered(tmp_path: Path) -> None:
    bad = [
        ["没有这个事项", "信息形成", "2026-10-12", "某名单", "", ""],
        ["10", "开始", "2026-13-01", "", "", ""],
        ["行政处罚", "作出决定", "2026-11-20", "某公司违法案", "", ""],
    ]
    with pytest.raises(RowErrors) as refused:
        load(csv(tmp_path, [GOOD[0], *bad, GOOD[1]]))
    errors = refused.value.errors
    assert [(error.row, error.column) for error in errors] == [(3, "事项"), (4, "内容"), (4, "事件"), (4, "日期"), (5, "事项")]
    message = str(refused.value)
    assert "5行事件中有3行有问题，全部没有登记" in message
    assert "第5行“事项”：“行政处罚”对应2个事项（编号26、38）" in message
    assert "第4行“日期”：“2026-13-01”不是日期" in message
    assert not Duty.objects.exists()


def test_a_day_that_has_not_come_and_a_taken_number_are_named(tmp_path: Path) -> None:
    rows = [
        ["10", "信息形成", "2026-12-24", "未来的名单", "", ""],
        ["11", "信息形成", "2026-11-02", "甲", "K", ""],
        ["11", "信息形成", "2026-11-02", "乙", "K", ""],
    ]
    with pytest.raises(RowErrors) as refused:
        load(csv(tmp_path, rows))
    assert [(error.row, error.column) for error in refused.value.errors] == [(2, "日期"), (4, "外部编号")]
    assert not Duty.objects.exists()


def test_a_table_without_the_columns_says_which_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "别的.csv"
    path.write_text("姓名,年龄\n甲,30\n", encoding="utf-8")
    with pytest.raises(BadInput, match="事项、事件、日期、内容"):
        load(path)


@pytest.mark.parametrize("trigger", Trigger)
def test_every_kind_of_event_is_known_by_its_label_and_its_key(trigger: Trigger) -> None:
    assert read_trigger(trigger.label) == trigger
    assert read_trigger(trigger.value) == trigger


def test_a_long_list_costs_as_many_statements_as_a_short_one(
    tmp_path: Path, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    rows = [["24", "颁发", f"2026-0{1 + n % 9}-12", f"许可证{n}", f"XK-{n}", ""] for n in range(400)]
    steps: list[tuple[str, int, int | None]] = []
    with django_assert_max_num_queries(40):
        done = actions.register_events_file(
            agency=make.agency(),
            path=csv(tmp_path, rows),
            by=make.BY,
            at=make.moment(),
            on_progress=lambda *step: steps.append(step),
        )
    assert len(done.new) == 400 and Duty.objects.count() == 400
    alone = make.duty(make.item(24), trigger="issued", happened_on=make.dt.date(2026, 1, 12))
    same = done.new[0]
    same.refresh_from_db()
    for name in ("due_on", "safe_on", "limit", "limit_source", "limit_reason", "working", "candidates", "office", "item_version"):
        assert getattr(same, name) == getattr(alone, name), name
    assert ("登记事件", 400, 400) in steps


def test_two_sheets_keep_their_rows_apart(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "甲表"
    for sheet, item in ((book.active, 10), (book.create_sheet("乙表"), 11)):
        sheet.append(["事项", "事件", "日期", "内容"])
        sheet.append([item, "形成", "2026-10-12", f"{item}的名单"])
    path = tmp_path / "两张表.xlsx"
    book.save(path)
    assert [(duty.item.number, duty.subject) for duty in load(path).new] == [(10, "10的名单"), (11, "11的名单")]
    book["乙表"]["C2"] = "某日"
    book.save(path)
    with pytest.raises(RowErrors, match="工作表“乙表”第2行“日期”"):
        load(path)


def test_a_plan_says_what_each_row_would_give_and_registers_nothing(tmp_path: Path) -> None:
    load(csv(tmp_path, GOOD[:1]))
    path = csv(tmp_path, [*GOOD, ["10", "开始", "2026-10-12", "错", "", ""]])
    planned = actions.plan_events_file(agency=make.agency(), path=path, at=make.moment())
    assert [one.is_known for one in planned] == [True, False, False, False, False]
    assert [str(one.duty.due_on) for one in planned[:4] if one.duty] == ["2026-11-09", "2026-10-15", "2026-10-12", "2026-03-23"]
    assert [str(error)[:7] for error in planned[4].errors] == ["第6行“事件”"]
    assert Duty.objects.count() == 1


def test_rows_of_other_offices_are_refused_at_the_cell(tmp_path: Path) -> None:
    own = make.row_of(10).office_id
    planned = actions.plan_events_file(agency=make.agency(), path=csv(tmp_path, GOOD), at=make.moment(), office_ids=[own])
    assert [bool(one.errors) for one in planned] == [make.row_of(number).office_id != own for number in (10, 26, 24, 4)]
    assert any(one.errors for one in planned)
    with pytest.raises(RowErrors, match="请交由该科室登记"):
        actions.register_events_file(
            agency=make.agency(), path=csv(tmp_path, GOOD), by=make.BY, at=make.moment(), office_ids=[own]
        )
    assert not Duty.objects.exists()
