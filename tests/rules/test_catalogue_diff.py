"""Comparing two versions: every row in one place, rewording and moves followed, uncertainty told."""

import random
import time
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.rules.catalogue_diff import CatalogueDiff, diff
from gongkai.rules.catalogue_diff_assign import LARGEST_EXACT, assign
from gongkai.rules.catalogue_model import Basis, CatalogueItem, CatalogueRead
from gongkai.rules.timelimits import TimeLimit


def item(*path: str, content: str = "名单", office: str = "办公室", law: str = "甲法", limit: str = "及时") -> CatalogueItem:
    return CatalogueItem(path, content, (content,), (Basis(law),), TimeLimit(limit, "prompt"), office=office)


def read(*items: CatalogueItem) -> CatalogueRead:
    return CatalogueRead("目录", items)


def fields(found: CatalogueDiff) -> list[tuple[int, int, list[str]]]:
    return [(pair.old, pair.new, [change.field for change in pair.fields]) for pair in found.changed]


SALT, WHOLESALE = item("食盐", "食盐定点生产企业审批"), item("食盐", "食盐定点批发企业审批")
PENALTY, RADIO = item("行政处罚", office="民爆处", law="安全生产法"), item("行政处罚", office="无委办", law="公开条例")


def test_added_removed_unchanged() -> None:
    found = diff(read(SALT, PENALTY), read(item("提案建议办理"), SALT))
    assert (found.added, found.removed, found.changed) == ((1,), (2,), ())
    assert [(pair.old, pair.new) for pair in found.unchanged] == [(1, 2)]


def test_changes_are_told_field_by_field() -> None:
    after = replace(SALT, content="持证企业名单、证号", time_limit=TimeLimit("实时公开", "immediate"))
    found = diff(read(SALT, WHOLESALE), read(after, WHOLESALE))
    assert fields(found) == [(1, 1, ["content", "time_limit"])]
    change = found.changed[0].fields[0]
    assert (change.before, change.after) == ("名单", "持证企业名单、证号")
    assert found.changed[0].certain


def test_own_work_on_a_row_is_no_change() -> None:
    again = replace(SALT, page=7, row=9, elements=("x",), bases=(Basis("甲法", rank_read="法律"),))
    assert diff(read(SALT), read(again)).changed == ()


def test_the_same_name_in_two_offices_is_two_rows() -> None:
    found = diff(read(PENALTY, RADIO), read(RADIO, PENALTY))
    assert found.changed == ()
    assert [(pair.old, pair.new) for pair in found.unchanged] == [(2, 1), (1, 2)]


def test_a_row_that_moved_between_offices() -> None:
    found = diff(read(PENALTY, RADIO), read(replace(PENALTY, office="安全处"), RADIO))
    assert fields(found) == [(1, 1, ["office"])]
    assert [pair.how for pair in found.moved] == ["moved"]
    assert found.moved[0].certain


def test_a_common_name_in_another_office_may_be_another_thing() -> None:
    other = replace(RADIO, content="违反无线电管理规定的处罚决定")
    found = diff(read(PENALTY), read(other))
    assert not found.changed[0].certain
    assert [finding.kind for finding in found.findings] == ["match_uncertain"]


def test_a_reworded_row_goes_on() -> None:
    before = item("企业技术中心认定", "内蒙古自治区2024年企业技术中心认定结果", content="第22批自治区级企业技术中心名单")
    after = item("企业技术中心认定", "内蒙古自治区2026年企业技术中心认定结果", content="第24批自治区级企业技术中心名单")
    found = diff(read(before, SALT), read(SALT, after))
    assert fields(found) == [(1, 2, ["path", "content"])]
    assert found.changed[0].how == "similar"
    assert found.changed[0].certain
    assert found.findings == ()


def test_a_likeness_that_is_not_certain_is_told() -> None:
    found = diff(read(SALT), read(WHOLESALE))
    assert [(finding.kind, finding.item) for finding in found.findings] == [("match_uncertain", 1)]
    assert not found.changed[0].certain


def test_different_rows_are_never_paired() -> None:
    found = diff(read(SALT), read(item("行政征收", "无线电频率占用费征收", content="标准", law="乙条例")))
    assert (found.added, found.removed) == ((1,), (1,))


def test_the_best_pairs_are_chosen_as_a_whole() -> None:
    olds = [item("认定", f"自治区{word}认定结果公示名单") for word in ("制造业创新中心", "企业技术中心", "技术创新示范企业")]
    news = [replace(one, path=("认定", one.path[1].replace("自治区", "全区"))) for one in reversed(olds)]
    found = diff(read(*olds), read(*news))
    assert [(pair.old, pair.new) for pair in found.changed] == [(3, 1), (2, 2), (1, 3)]


def test_json_has_every_row() -> None:
    shape = diff(read(SALT, PENALTY), read(replace(SALT, office="消费品处"))).as_json()
    assert shape["removed"][0] == {"item": 2, "path": ["行政处罚"], "content": "名单", "office": "民爆处"}
    assert shape["changed"][0]["fields"] == [{"field": "office", "before": "办公室", "after": "消费品处"}]
    assert shape["changed"][0]["moved"] is True


WORDS = st.text(alphabet="甲乙丙丁许可证企业", max_size=6)
ITEMS = st.builds(
    lambda path, content, office, law, limit: item(*path, content=content, office=office, law=law, limit=limit),
    st.lists(WORDS, max_size=3),
    WORDS,
    st.sampled_from(["办公室", "民爆处"]),
    st.sampled_from(["甲法", "乙法"]),
    st.sampled_from(["及时", "随时"]),
)
READS = st.lists(ITEMS, max_size=12).map(lambda items: read(*items))


@given(READS)
def test_a_catalogue_does_not_differ_from_itself(one: CatalogueRead) -> None:
    found = diff(one, one)
    assert (found.added, found.removed, found.changed, found.findings) == ((), (), (), ())
    assert len(found.unchanged) == len(one.items)


@given(READS, READS)
def test_every_row_stands_in_exactly_one_place(old: CatalogueRead, new: CatalogueRead) -> None:
    found = diff(old, new)
    pairs = (*found.changed, *found.unchanged)
    assert sorted([*found.removed, *(pair.old for pair in pairs)]) == list(range(1, len(old.items) + 1))
    assert sorted([*found.added, *(pair.new for pair in pairs)]) == list(range(1, len(new.items) + 1))
    assert all(0 <= pair.confidence <= 1 for pair in pairs)


@given(st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.floats(0.1, 1), max_size=12))
@settings(max_examples=60)
def test_the_assignment_is_the_best(scores: dict[tuple[int, int], float]) -> None:
    def best(rest: list[tuple[int, int]], used: frozenset[tuple[str, int]]) -> float:
        if not rest:
            return 0.0
        (one, other), later = rest[0], rest[1:]
        without = best(later, used)
        if ("o", one) in used or ("n", other) in used:
            return without
        return max(without, scores[one, other] ** 4 + best(later, used | {("o", one), ("n", other)}))

    chosen = assign(scores)
    assert len({one for one, _ in chosen}) == len(chosen) == len({other for _, other in chosen})
    assert abs(sum(scores[pair] ** 4 for pair in chosen) - best(list(scores), frozenset())) < 1e-9


def test_a_group_too_large_for_exactness_is_still_paired() -> None:
    size = LARGEST_EXACT + 5
    scores = {(a, b): 0.9 if a == b else 0.5 for a in range(size) for b in range(size)}
    assert assign(scores) == [(place, place) for place in range(size)]


def test_ten_thousand_reworded_rows_take_seconds() -> None:
    dice = random.Random(7)
    signs = "工业信息许可认定企业中心管理办法名单公示结果项目申报资金园区安全生产检查处罚年度报告"
    words = ["".join(dice.choices(signs, k=4)) for _ in range(3000)]
    olds = [item("事项", "".join(dice.choices(words, k=4)), content="".join(dice.choices(words, k=3))) for _ in range(10_000)]
    news = [replace(one, path=("事项", one.path[1] + "结果")) for one in olds]
    dice.shuffle(news)
    began = time.perf_counter()
    found = diff(read(*olds), read(*news))
    assert time.perf_counter() - began < 30
    assert len(found.changed) > 9_900
