"""Time-limit texts: everything seen in real catalogues is read, and nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules.timelimits import TimeLimit, read_limit, read_limits, write_limit

# The texts of ../shared/seed/catalogue.txt and of norms.md 9.3, and their neighbours.
WITHIN = [
    ("政府信息形成或者变更之日起20个工作日内", ("formed", "changed"), 20, "working_day"),
    ("信息形成或变更之日起20个工作日内", ("formed", "changed"), 20, "working_day"),
    ("信息形成或者变更之日起20个工作日", ("formed", "changed"), 20, "working_day"),
    ("信息形成 或者变更 之日起 20 个工作日内", ("formed", "changed"), 20, "working_day"),
    ("信息形成之日起２０个工作日内", ("formed",), 20, "working_day"),
    ("信息形成后，7个工作日内公开", ("formed",), 7, "working_day"),
    ("信息形成(变更)20个工作日内", ("formed", "changed"), 20, "working_day"),
    ("自制作或者获取之日起20个工作日内", ("formed", "obtained"), 20, "working_day"),
    ("颁发之 日起15 日内", ("issued",), 15, "day"),
    ("作出 处罚 决定 后七 个工作 日内", ("decided",), 7, "working_day"),
    ("批准后二十日内", ("approved",), 20, "day"),
    ("收到批复后十五日内", ("received",), 15, "day"),
    ("文件发布3个工作日内", ("published",), 3, "working_day"),
    ("关联规范性文件公开3个工作日内", ("published",), 3, "working_day"),
    ("与政策文件同步发布,时间跨度不超过5个工作日", ("published",), 5, "working_day"),
    ("公开之日起三十一日内", ("published",), 31, "day"),
    ("3个工作日内", (), 3, "working_day"),
    ("…3个工作日内", (), 3, "working_day"),
    ("20工作日", (), 20, "working_day"),
    ("15个工作日", (), 15, "working_day"),
    ("两个工作日内", (), 2, "working_day"),
    ("3-5个工作日内", (), 5, "working_day"),
    ("主动公开20个工作日内", (), 20, "working_day"),
    ("公开时限：20个工作日", (), 20, "working_day"),
    ("不超过20个工作日", (), 20, "working_day"),
    ("公示期满后5个工作日内", (), 5, "working_day"),
    ("24小时内", (), 24, "hour"),
    ("1个月内", (), 1, "month"),
    ("半年内", (), 6, "month"),
    ("一年内", (), 12, "month"),
    ("2周内", (), 14, "day"),
]
BY_DATE = [
    ("1月31日前", 1, 31, "year"),
    ("每年1月31日前", 1, 31, "year"),
    ("每年六月三十日前", 6, 30, "year"),
    ("6月底前", 6, None, "year"),
    ("每年10月底前", 10, None, "year"),
    ("每年1月1日至3月31日", 3, 31, "year"),
    ("每年3月中旬", 3, 20, "year"),
    ("年底前", 12, None, "year"),
    ("每年年底前", 12, None, "year"),
    ("一季度末", 3, None, "year"),
    ("每月10日前", None, 10, "month"),
    ("每月底前", None, None, "month"),
    ("次月5日前", None, 5, "month"),
    ("年度终了后3个月内", 3, None, "year"),
    ("会计年度结束之日起六个月内", 6, None, "year"),
    ("年度终了后15日内", 1, 15, "year"),
    ("每季度首月15日前", 1, 15, "quarter"),
    ("每季度结束后15日内", 1, 15, "quarter"),
    ("每季度末", 3, None, "quarter"),
]
CYCLES = [
    ("半年至少更新1次", 6, "month"),
    ("1个月", 1, "month"),
    ("6个月", 6, "month"),
    ("1年", 1, "year"),
    ("每月更新", 1, "month"),
    ("每季度更新一次", 3, "month"),
    ("按季度公开", 3, "month"),
    ("每年至少更新2次", 6, "month"),
    ("每周", 7, "day"),
    ("每5个工作日更新一次", 5, "working_day"),
    ("定期公开", None, None),
]
OTHERS = [
    ("实时公开", "immediate"), ("当日公开", "immediate"), ("同步公开", "immediate"),
    ("及时公开", "prompt"), ("按进展情况及时公开", "prompt"), ("按通知要求动态调整", "prompt"),
    ("永久公开", "permanent"), ("长期,最新有效", "permanent"), ("任期内", "permanent"),
    ("公示期", "notice_period"),
    ("", "unread"), ("/", "unread"), ("由科室自定", "unread"), ("2024年", "unread"), ("按规定时限公开", "unread"),
    ("6月31日前", "unread"), ("13月1日前", "unread"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "triggers", "amount", "unit"), WITHIN)
def test_within(text: str, triggers: tuple[str, ...], amount: int, unit: str) -> None:
    limit = read_limit(text)
    assert (limit.kind, limit.triggers, limit.amount, limit.unit) == ("within", triggers, amount, unit)


@pytest.mark.parametrize(("text", "month", "day", "every"), BY_DATE)
def test_by_date(text: str, month: int | None, day: int | None, every: str) -> None:
    limit = read_limit(text)
    assert (limit.kind, limit.month, limit.day, limit.every) == ("by_date", month, day, every)


@pytest.mark.parametrize(("text", "amount", "unit"), CYCLES)
def test_cycle(text: str, amount: int | None, unit: str | None) -> None:
    limit, cycle, retention = read_limits(text)
    assert (limit.kind, limit.amount, limit.unit) == ("cycle", amount, unit)
    assert cycle == limit and retention is None


@pytest.mark.parametrize(("text", "kind"), OTHERS)
def test_other_kinds(text: str, kind: str) -> None:
    assert read_limit(text).kind == kind


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [("公示期为5个工作日", 5, "working_day"), ("公示5个工作日", 5, "working_day"), ("公示期不少于7天", 7, "day"),
     ("征求意见期限不少于30日", 30, "day"), ("提前一周", -7, "day"), ("提前3个工作日", -3, "working_day")],
)  # fmt: skip
def test_notice_periods(text: str, amount: int, unit: str) -> None:
    limit = read_limit(text)
    assert (limit.kind, limit.amount, limit.unit) == ("notice_period", amount, unit)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("信息形成之日起20个工作日内；每年更新；长期公开", ("within", "cycle", "permanent")),
        ("及时公开，半年至少更新1次，永久公开", ("prompt", "cycle", "permanent")),
        ("20个工作日内，公示期5个工作日", ("within", None, None)),
        ("每年1月31日前，保留1年", ("by_date", None, "notice_period")),
        ("每年7月15日前公开上半年情况", ("by_date", None, None)),
        ("永久公开", ("permanent", None, "permanent")),
        ("形成之日起20个工作日内，法律、法规另有规定的，从其规定", ("within", None, None)),
    ],
)
def test_one_cell_three_notions(text: str, kinds: tuple[str | None, ...]) -> None:
    assert tuple(limit and limit.kind for limit in read_limits(text)) == kinds


def test_the_strictest_deadline_of_a_cell_counts() -> None:
    assert read_limit("行政许可7个工作日内，其他信息20个工作日内").amount == 7


def test_a_date_of_one_year_keeps_its_year() -> None:
    limit = read_limit("2026年3月31日前")
    assert (limit.year, limit.every, limit.month, limit.day) == (2026, None, 3, 31)


def test_the_text_is_kept_without_its_blanks() -> None:
    assert read_limit(" 由 科室\n自定 ") == TimeLimit("由科室自定", "unread")
    assert read_limit("信息形成后， 7个工作日内公开").text == "信息形成后，7个工作日内公开"


@pytest.mark.parametrize("text", [row[0] for row in (*WITHIN, *BY_DATE, *CYCLES, *OTHERS)])
def test_json_there_and_back(text: str) -> None:
    limit = read_limit(text)
    assert TimeLimit.from_json(limit.as_json()) == limit


def meaning(limit: TimeLimit) -> dict[str, object]:
    return {key: value for key, value in limit.as_json().items() if key != "text"}


TRIGGERS = ["formed", "changed", "obtained", "issued", "decided", "approved", "received", "published"]
LIMITS = st.one_of(
    st.builds(
        TimeLimit, st.just(""), st.just("within"), st.lists(st.sampled_from(TRIGGERS), unique=True, max_size=3).map(tuple),
        st.integers(1, 99), st.sampled_from(["working_day", "day", "hour", "month"]),
    ),
    st.builds(TimeLimit, st.just(""), st.just("by_date"), month=st.integers(1, 12), every=st.just("year"),
              day=st.one_of(st.none(), st.integers(1, 28))),
    st.builds(TimeLimit, st.just(""), st.just("by_date"), month=st.integers(1, 3), every=st.just("quarter"),
              day=st.one_of(st.none(), st.integers(1, 28))),
    st.builds(TimeLimit, st.just(""), st.just("by_date"), every=st.just("month"), day=st.one_of(st.none(), st.integers(1, 31))),
    st.builds(TimeLimit, st.just(""), st.just("by_date"), month=st.integers(1, 12), year=st.integers(2019, 2035),
              day=st.one_of(st.none(), st.integers(1, 28))),
    st.builds(TimeLimit, st.just(""), st.just("cycle"), amount=st.integers(1, 60),
              unit=st.sampled_from(["working_day", "day", "month", "year"])),
    st.builds(TimeLimit, st.just(""), st.just("notice_period"), amount=st.integers(1, 60),
              unit=st.sampled_from(["working_day", "day", "month"])),
    st.builds(TimeLimit, st.just(""), st.just("notice_period"), amount=st.integers(-60, -1),
              unit=st.sampled_from(["working_day", "day", "month"])),
    st.sampled_from(["immediate", "prompt", "permanent", "cycle", "notice_period"]).map(lambda kind: TimeLimit("", kind)),
)  # fmt: skip


@given(LIMITS)
def test_writing_and_reading_keeps_the_meaning(limit: TimeLimit) -> None:
    assert meaning(read_limit(write_limit(limit))) == meaning(limit)


@given(st.text(alphabet="信息形成变更之日起每年月日前内工作个公示期开实时及永久12345二十 ，。；", max_size=30))
def test_any_text_is_read_or_named(text: str) -> None:
    limit, _, _ = read_limits(text)
    assert limit.text == "".join(text.split())
    assert limit.kind != "within" or limit.amount is not None
