"""Bodies in the editor: every tag a body may hold comes back, unchanged words come back byte for byte, Word's paste comes clean."""

from pathlib import Path

import pytest

from gongkai.desk.drafts.bodies import KEPT, TABLE, TEXT, Part, body_of, meaning, parts_from, parts_of
from gongkai.desk.drafts.pasting import read_clipboard
from gongkai.disclosures.html import TAGS, clean

CLIPBOARDS = Path(__file__).parent / "data"  # what Word and Excel put there, with words of our own
TABLE_HTML = (
    '<table><caption>题</caption><thead><tr><th scope="col" colspan="2">甲</th></tr></thead>'
    '<tbody><tr><td rowspan="2">乙<br>丙</td><td><strong>丁</strong></td></tr><tr><td><a href="https://a.cn/x">戊</a></td></tr></tbody>'
    "<tfoot><tr><td>合计</td><td>1</td></tr></tfoot></table>"
)
BODIES = {
    "p br": "<p>甲<br>乙</p>",
    "hr": "<p>甲</p><hr><p>乙</p>",
    "h2 h3 h4": "<h2>一</h2><h3>（一）</h3><h4>1</h4>",
    "ul ol li": "<ul><li>甲<ol><li>乙</li></ol></li></ul><ol><li>丙</li></ol><ol><li>另起</li></ol>",
    "blockquote": "<blockquote>甲</blockquote><blockquote><p>一</p><p>二</p></blockquote>",
    "strong b em i u sub sup": "<p><strong>一<em>二</em></strong><b>三</b><i>四</i><u>五</u>H<sub>2</sub>m<sup>2</sup></p>",
    "a": '<p><a href="https://a.cn/?x=1&amp;y=2" title="题">甲</a><a href="mailto:a@b.cn">乙</a></p>',
    "table caption thead tbody tfoot tr th td": f"<p>前</p>{TABLE_HTML}<p>后</p>",
    "dl dt dd": "<dl><dt>甲</dt><dd>乙<p>丙</p></dd></dl>",
    "loose": "正文 &amp; &lt;更多&gt; <strong>粗</strong>尾<br>又",
    "indented": "<p>　　首行缩进</p>\n\n<p>第二段</p>",
    "nested": f"<blockquote>{TABLE_HTML}</blockquote><ul><li><p>段</p><p>段</p></li></ul>",
}


def sent(parts: list[Part]) -> list[Part]:
    """Return the parts as the form sends them when nobody touched them."""
    return parts_from([part.kind for part in parts], [part.state if part.kind == TEXT else part.html for part in parts])


def test_every_tag_is_tried() -> None:
    tried = {tag for body in BODIES.values() for tag in TAGS if f"<{tag}>" in body or f"<{tag} " in body}
    assert tried == TAGS


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_nobody_touched_comes_back_byte_for_byte(body: str) -> None:
    assert body_of(sent(parts_of(body)), before=body) == body


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_nothing_is_lost_on_the_way_through_the_editor(body: str) -> None:
    through = body_of(sent(parts_of(body)), before="")
    assert meaning(through) == meaning("<p>" + body + "</p>" if body.startswith("正文") else body)


def test_a_change_in_one_part_leaves_the_others_as_they_were() -> None:
    body = f"<p>　　第一段，<b>粗</b></p>\n{TABLE_HTML}\n<dl><dt>甲</dt><dd>乙</dd></dl><p>最后</p>"
    parts = sent(parts_of(body))
    assert [part.kind for part in parts] == [TEXT, TABLE, KEPT, TEXT]
    parts[3] = Part(TEXT, "<p>改了</p>")
    after = body_of(parts, before=body)
    assert "<p>　　第一段，<b>粗</b></p>" in after and clean(TABLE_HTML) in after and "最后" not in after and "<p>改了</p>" in after


def test_what_a_form_sends_is_cleaned_whatever_it_is() -> None:
    parts = parts_from([TABLE, "made-up", TEXT], ['<table><tr><td onclick="x()">1<script>x</script></td></tr></table>', "<p style=x>2</p>", ""])
    assert body_of(parts, before="") == "<table><tbody><tr><td>1</td></tr></tbody></table>\n<p>2</p>"


def test_a_broken_state_is_refused_and_not_taken_for_an_empty_body() -> None:
    with pytest.raises(ValueError):
        parts_from([TEXT], ['{"blocks": ['])
    with pytest.raises(ValueError, match="没有完整送达"):
        parts_from([TEXT], ["[]"])


def test_long_bodies_are_taken_apart_quickly() -> None:
    body = "".join(f"<p>第{number}段，<strong>内容</strong></p>" for number in range(3000))
    assert [part.kind for part in parts_of(body)] == [TEXT]


def test_word_is_pasted_as_what_it_means() -> None:
    pasted = read_clipboard((CLIPBOARDS / "word.html").read_text("utf-8"))
    assert [part.kind for part in pasted.parts] == [TEXT, TABLE, TEXT] and pasted.pictures == 1
    text, table, last = (part.html for part in pasted.parts)
    assert text == (
        "<h2>关于公布第23批企业技术中心的通知</h2><p>各盟市工业和信息化局：</p><p><b>一、总体要求</b></p>"
        "<ol><li>认定<strong>十二</strong>家</li><li>面积120m<sup>2</sup><ul><li>子项</li></ul></li></ol>"
    )
    assert table == '<table><tbody><tr><td colspan="2"><b>企业</b></td></tr><tr><td>甲公司<br>呼和浩特</td><td>91150000114123456X</td></tr></tbody></table>'
    assert "https://gxt.nmg.gov.cn/x" in last and "script" not in last and "_Toc" not in last
    for word in ("Mso", "mso", "style", "o:p", "仿宋", "xml"):
        assert word not in pasted.html, word


def test_excel_is_pasted_as_a_table() -> None:
    [part] = read_clipboard((CLIPBOARDS / "excel.html").read_text("utf-8")).parts
    assert part == Part(TABLE, "<table><tbody><tr><td>序号</td><td>企业名称</td></tr><tr><td>1</td><td>示例甲公司</td></tr></tbody></table>")


ODD = ["", "  ", "纯文字", "<td>1<td>2", "<p>未关<b>闭", "<!--StartFragment-->", "\0<p>\x0b甲</p>", "<div>甲</div><div><div>乙</div></div>丙"]


@pytest.mark.parametrize("html", ODD)
def test_any_clipboard_is_read(html: str) -> None:
    pasted = read_clipboard(html)
    assert clean(pasted.html) == pasted.html
