"""What a reviewer is shown of a change: every word of it, nothing invented, and never more than can be looked through."""

import csv
import io
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.disclosures import blobs
from gongkai.disclosures.body_comparison import Block, blocks_of, compare_bodies
from gongkai.disclosures.comparison import compare, fields_of, is_copy, words_of
from gongkai.disclosures.list_comparison import READ_ROWS, SHOWN_ROWS, compare_lists
from gongkai.disclosures.text_comparison import compare_texts

CHINESE = "依法公开政府信息，第23批2026年11月24日；罚款1,200.50万元。\n "


def content(**fields: object) -> dict[str, object]:
    whole = {"title": "第22批名单", "item": {"name": "名单", "path": ["认定", "名单"]}, "elements": [], "body": "", "files": [], "lists": []}
    return whole | fields


def file(name: str, sha: str = "a", size: int = 10) -> dict[str, object]:
    return {"name": name, "sha256": sha * 64, "size": size, "media_type": "application/pdf"}


COLUMNS = ("企业名称", "证书编号", "金额")


def frozen_list(rows: list[list[str]], *, title: str = "名单", columns: tuple[str, ...] = COLUMNS, shown: int = 200) -> dict[str, object]:
    """Freeze a list as ``content`` does: the first rows in the snapshot, all of them in a CSV of the private store."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([columns, *rows])
    data = text.getvalue().encode("utf-8-sig")
    files = [{"name": f"{title}.csv", "sha256": blobs.keep(data), "size": len(data), "media_type": "text/csv"}]
    named = [{"name": column, "title": column} for column in columns]
    return {"schema": "certificates", "title": title, "columns": named, "row_count": len(rows), "rows": rows[:shown], "files": files}


def said(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in compare_texts(before, after)]


@given(st.text(CHINESE, max_size=200), st.text(CHINESE, max_size=200), st.sampled_from([400_000, 50, 0]))
def test_the_pieces_are_both_texts_and_nothing_else(before: str, after: str, fine: int) -> None:
    pieces = compare_texts(before, after, fine=fine)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    assert all(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("有效期至2026年", "有效期至2027年", [("same", "有效期至"), ("removed", "2026"), ("added", "2027"), ("same", "年")]),
        ("1,200万元", "12,00万元", [("removed", "1,200"), ("added", "12,00"), ("same", "万元")]),
        ("不予公开", "予公开", [("removed", "不"), ("same", "予公开")]),
        ("同意甲的申请", "退回乙的请求", [("removed", "同意甲的申请"), ("added", "退回乙的请求")]),
        ("一样", "一样", [("same", "一样")]),
        ("", "", []),
    ],
)
def test_numbers_stay_whole_and_specks_go_with_their_neighbours(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert said(before, after) == expected


def test_a_long_text_is_compared_sentence_by_sentence() -> None:
    sentences = [f"第{number}条规定的事项按照本办法执行。" for number in range(2_000)]
    after = [*sentences[:900], "第900条另行规定。", *sentences[901:]]
    pieces = compare_texts("".join(sentences), "".join(after))
    changed = [(piece.kind, piece.text) for piece in pieces if piece.kind != "same"]
    assert changed == [("added", "另行"), ("removed", "的事项按照本办法执行")]


def test_no_text_takes_long_however_unlike_and_long_it_is() -> None:
    words = random.Random(7)
    before, after = ("".join(words.choices(CHINESE, k=200_000)) for _ in range(2))
    bodies = ["".join(f"<p>{''.join(words.choices(CHINESE, k=300))}</p>" for _ in range(400)) for _ in range(2)]
    start = time.process_time()
    compare_texts(before, after)
    compare_bodies(*bodies)
    assert time.process_time() - start < 8, "a page is waiting for this"


def test_a_body_is_read_as_its_paragraphs_lines_rows_and_addresses() -> None:
    body = (
        "<h2>一、依据</h2><p>见<a href='https://a.cn/x'>附件</a><br>第二行</p><ul><li>甲<p>乙</p></li></ul>散的"
        "<table><caption>表1</caption><tr><th>名称</th><th>数</th></tr><tr><td><p>某公司</p></td><td>1</td></tr></table><p> </p>"
    )
    assert [(block.kind, block.text) for block in blocks_of(body)] == [
        ("标题", "一、依据"), ("段落", "见附件〔https://a.cn/x〕\n第二行"), ("列表", "甲"), ("段落", "乙"), ("段落", "散的"),
        ("表题", "表1"), ("表格行", "名称 │ 数"), ("表格行", "某公司 │ 1"),
    ]  # fmt: skip


def test_a_changed_paragraph_stands_against_the_one_it_came_from() -> None:
    before = "<p>第一段没有变。</p><p>名单中共有23家企业，现予公布。</p><p>要删掉的一段话。</p>"
    after = "<p>第一段没有变。</p><p>完全新加的文字在此。</p><p>名单中共有24家企业，现予公布。</p>"
    changes = compare_bodies(before, after)
    assert [(block.state, "".join(piece.text for piece in block.pieces)) for block in changes.blocks] == [
        ("same", "第一段没有变。"),
        ("added", "完全新加的文字在此。"),
        ("changed", "名单中共有2324家企业，现予公布。"),
        ("removed", "要删掉的一段话。"),
    ]
    assert changes.changes == 3 and not changes.form_only


def test_a_link_that_leads_elsewhere_and_a_change_of_form_are_seen() -> None:
    before, after = "<p>见<a href='https://a.cn'>这里</a></p>", "<p>见<a href='https://b.cn'>这里</a></p>"
    assert compare_bodies(before, after).changes == 1
    bold = compare_bodies("<p>文字</p>", "<p><strong>文字</strong></p>")
    assert bold.changes == 0 and bold.form_only
    assert not compare(content(body="<p>文字</p>"), content(body="<p><strong>文字</strong></p>")).is_same


@settings(max_examples=60)
@given(st.lists(st.text("甲乙丙丁1，。", min_size=1, max_size=12), max_size=8), st.lists(st.text("甲乙丙丁1，。", min_size=1, max_size=12), max_size=8))
def test_every_block_of_both_bodies_is_shown_once(before: list[str], after: list[str]) -> None:
    old, new = ("".join(f"<p>{text}</p>" for text in texts) for texts in (before, after))
    shown = compare_bodies(old, new).blocks
    was = ["".join(p.text for p in block.pieces if p.kind != "added") for block in shown if block.state != "added"]
    became = ["".join(p.text for p in block.pieces if p.kind != "removed") for block in shown if block.state != "removed"]
    assert (was, became) == ([block.text for block in blocks_of(old)], [block.text for block in blocks_of(new)])


def test_fields_that_came_went_and_changed_are_named() -> None:
    before = content(summary="概述", validity="valid", elements=[{"name": "金额", "value": "2万元"}, {"name": "期限", "value": "三年"}])
    after = content(formed_on="2026-11-24", validity="repealed", elements=[{"name": "金额", "value": "20万元"}, {"name": "期限", "value": "三年"}])
    found = compare(before, after)
    assert {(field.label, field.state, field.before, field.after) for field in found.changed_fields} == {
        ("内容概述", "removed", "概述", ""),
        ("有效性", "changed", "有效", "废止"),
        ("成文日期", "added", "", "2026-11-24"),
        ("金额", "changed", "2万元", "20万元"),
    }
    assert found.summary() == ["成文日期（新增）", "有效性（修改）", "金额（修改）", "内容概述（删去）"]
    assert [field.key for field in found.fields if field.label == "金额"] == ["金额"]


def test_a_snapshot_of_the_older_format_can_be_compared() -> None:
    old = {"format": 1, "title": "甲", "elements": [], "body": "", "files": [], "lists": [], "item": {"name": "名单", "path": []}}
    assert compare(old, content(title="乙", item={"name": "名单", "path": []})).summary() == ["标题（修改）"]


def test_files_are_told_apart_by_name_and_bytes() -> None:
    before = content(files=[file("一.pdf"), file("二.pdf", "b"), file("三.pdf", "c"), file("四.pdf", "d")])
    after = content(files=[file("一.pdf"), file("二.pdf", "e"), file("三改名.pdf", "c"), file("五.pdf", "f")])
    assert [(one.name, one.state, one.name_before) for one in compare(before, after).files] == [
        ("一.pdf", "same", ""),
        ("二.pdf", "changed", ""),
        ("三改名.pdf", "renamed", "三.pdf"),
        ("五.pdf", "added", ""),
        ("四.pdf", "removed", ""),
    ]


def test_rows_are_known_by_the_column_that_tells_them_apart() -> None:
    before = frozen_list([["甲公司", "1号", "2"], ["乙公司", "2号", "3"], ["甲公司", "3号", "4"]])
    after = frozen_list([["乙公司", "2号", "30"], ["甲公司", "1号", "2"], ["丙公司", "4号", "5"]])
    change = compare_lists(before, after)
    assert change.key_columns == ("证书编号",) and (change.added, change.removed, change.changed) == (1, 1, 1)
    assert [(row.state, row.number, row.key) for row in change.rows] == [("changed", 1, "2号"), ("added", 3, "4号"), ("removed", 3, "3号")]
    assert [(cell.column, cell.before, cell.after) for cell in change.rows[0].cells if cell.changed] == [("金额", "3", "30")]


def test_a_column_that_came_or_went_is_named_and_does_not_make_every_row_new() -> None:
    before = frozen_list([["甲公司", "1号", "2"]])
    after = frozen_list([["甲公司", "1号", "有效"]], columns=("企业名称", "证书编号", "状态"))
    change = compare_lists(before, after)
    assert (change.columns_added, change.columns_removed, change.changed, change.added) == (("状态",), ("金额",), 0, 0)
    assert not change.is_same


def test_rows_without_anything_to_tell_them_apart_are_counted_right() -> None:
    before, after = frozen_list([["甲", "", "1"]] * 3), frozen_list([["甲", "", "1"]] * 5)
    change = compare_lists(before, after)
    assert (change.added, change.removed, change.changed, change.key_columns) == (2, 0, 0, ())


def test_long_lists_are_read_from_their_frozen_files_and_shown_as_far_as_one_looks() -> None:
    rows = [[f"企业{number}", f"{number}号", "1"] for number in range(1_000)]
    changed = [[name, number, "2" if place >= 500 else "1"] for place, (name, number, _) in enumerate(rows)]
    change = compare_lists(frozen_list(rows), frozen_list(changed))
    assert (change.changed, len(change.rows), change.more, change.unread) == (500, SHOWN_ROWS, 500 - SHOWN_ROWS, False)
    assert change.rows[0].number == 501


def test_what_is_too_long_to_be_read_whole_says_so() -> None:
    rows = [[f"企业{number}", f"{number}号", "1"] for number in range(READ_ROWS + 1)]
    before, after = frozen_list(rows), frozen_list([*rows[:-1], ["换了", "换号", "9"]])
    found = compare(content(lists=[before]), content(lists=[after]))
    assert found.lists[0].unread and found.lists[0].is_same and not found.is_same
    assert found.summary() == ["名单“名单”太长，只比较了前面的行"]


def test_lists_are_brought_together_by_title_then_by_kind() -> None:
    old = [frozen_list([["甲", "1号", "1"]], title="第22批"), frozen_list([["乙", "9号", "1"]], title="附表")]
    new = [frozen_list([["甲", "1号", "2"]], title="第23批"), frozen_list([["乙", "9号", "1"]], title="附表")]
    found = compare(content(lists=old), content(lists=new))
    assert [(one.title_before, one.title, one.is_same) for one in found.lists] == [("第22批", "第23批", False), ("附表", "附表", True)]
    assert found.summary() == ["名单“第23批”修改1行"]
    assert compare(content(lists=old), content()).summary() == ["名单“第22批”删去", "名单“附表”删去"]


def test_copying_the_last_period_is_seen_under_any_title() -> None:
    before = content(body="<p>名单如下。</p>", elements=[{"name": "企业", "value": "甲"}])
    assert is_copy(before, before | {"title": "第23批名单", "formed_on": "2026-11-24"})
    assert not is_copy(before, before | {"body": "<p>名单如下：</p>"})


def test_every_text_has_the_name_of_its_place() -> None:
    whole = content(body="<p>正文</p>", elements=[{"name": "电话", "value": "12345"}])
    assert words_of(whole) == {"标题": "第22批名单", "归入事项": "认定 › 名单", "电话": "12345", "正文": "正文"}
    assert [field.key for field in fields_of(whole)] == ["title", "item", "电话"]
    assert blocks_of("") == [] and Block("段落", "x") == blocks_of("x")[0]
