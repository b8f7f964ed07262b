"""Bodies are read without losing a character, and what keeps people from reading them is named with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules.html_access import barriers
from gongkai.rules.html_access_links import dangerous, faults, is_inner, link_faults
from gongkai.rules.html_access_reading import JOINT, read_html

GOOD_TABLE = "<table><caption>名单</caption><tr><th>名称</th></tr><tr><td>某</td></tr></table>"


def kinds(html: str) -> list[str]:
    return [finding.kind for finding in barriers(read_html(html))]


def test_every_character_knows_where_it_came_from() -> None:
    html = '<p>甲&amp;乙<b>丙</b></p>\n<p title="x">丁<br>戊</p>'
    reading = read_html(html)
    assert reading.text.replace(JOINT, "") == "\n甲&乙丙\n\n丁\n戊\n"
    for place, letter in enumerate(reading.text):
        source = html[slice(*reading.source(place))]
        assert source in (letter, "&amp;") or source.startswith("<"), (place, letter, source)
    assert [reading.words(each) for each in reading.blocks] == ["甲&乙丙", "丁\n戊"]
    assert [reading.paragraph(reading.text.index(letter)) for letter in "甲丙戊"] == [1, 1, 2]


@given(st.recursive(st.text(st.characters(exclude_characters="<>&\n\x1f\r\u200b"), max_size=5), lambda inner: st.builds(
    lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", st.sampled_from(["p", "b", "td", "h2", "li"]), st.lists(inner, max_size=4)
), max_leaves=12))  # fmt: skip
def test_any_nesting_is_read_whole(html: str) -> None:
    reading = read_html(html)
    assert len(reading.elements) == html.count("</")
    for place, letter in enumerate(reading.text):
        if letter.isalnum():
            assert html[slice(*reading.source(place))] == letter


def test_unclosed_and_overlapping_tags_are_read() -> None:
    assert [each.tag for each in read_html("<p><b>甲</p><i>乙").elements] == ["p", "b", "i"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>一</h2><h3>（一）</h3><h2>二</h2><h3>（一）</h3><h4>1</h4><p>字</p>", []),
        ("<h3>一</h3><p>字</p>", ["heading_skipped"]),
        ("<h2>一</h2><h4>1</h4>", ["heading_skipped"]),
        ("<h2>一</h2><h2> </h2>", ["heading_empty"]),
        (GOOD_TABLE, []),
        ("<table><caption>名</caption><tr><td>某</td></tr></table>", ["table_without_header"]),
        ("<table><tr><th>某</th></tr></table>", ["table_without_caption"]),
        (f"<table><caption>外</caption><tr><th>某</th></tr><tr><td>{GOOD_TABLE}</td></tr></table>", ["table_nested"]),
        (f"{GOOD_TABLE}<table><tr><td>某</td></tr></table>", ["table_without_header", "table_without_caption"]),
        ("<p>　　首行缩进两格的普通段落。</p>", []),
        ("<p>张　三，2026 年 1 月</p>", []),
        ("<p>名称　　　　　　金额</p>", ["layout_by_spaces"]),
        ("<p>名称&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;金额</p>", ["layout_by_spaces"]),
        ("<p>字</p><p></p><p>&nbsp;</p><p>字</p>", ["layout_by_empty_lines"]),
        ("<p>字<br><br><br>字</p>", ["layout_by_empty_lines"]),
        ("<p>THIS WHOLE SENTENCE IS LOUD</p>", ["all_capitals"]),
        ("<p>按照 ISO、GB 和 IPV 的要求</p>", []),
        (f"<p>{'字' * 601}</p>", ["paragraph_long"]),
        (f"<p>{'字' * 600}</p>", []),
    ],
)
def test_barriers(html: str, expected: list[str]) -> None:
    assert kinds(html) == expected


def test_places_are_named() -> None:
    findings = list(barriers(read_html(f"<p>短</p><p>{'字' * 601}</p>{GOOD_TABLE}<table><caption>名</caption><tr><td>某</td></tr></table>")))
    assert [f.message for f in findings] == [
        "第2个表格没有表头单元格：请把表头设为“标题单元格”。",
        "正文第2段超过600字：请分段，或加小标题。",
    ]


@pytest.mark.parametrize(
    ("words", "href", "expected"),
    [
        ("管理办法全文", "https://www.nmg.gov.cn/zwgk/t20260101_1.html", []),
        ("管理办法全文", "https://zh.wikipedia.org/wiki/%E4%B8%AD?a=http://x.cn", []),
        ("办公邮箱", "mailto:a@b.gov.cn", []),
        ("办公邮箱", "mailto:a b", ["link_malformed"]),
        ("", "https://www.nmg.gov.cn/", ["link_empty"]),
        ("点击这里", "https://www.nmg.gov.cn/", ["link_vague"]),
        ("（点击查看）", "https://www.nmg.gov.cn/", ["link_vague"]),
        ("通知", "", ["link_nowhere"]),
        ("通知", "http://www.nmg.gov.cn/", ["link_unencrypted"]),
        ("通知", "http://", ["link_malformed"]),
        ("通知", "https://www.nmg.gov.cn/。", ["link_malformed"]),
        ("通知", "https://http://www.nmg.gov.cn/", ["link_malformed"]),
        ("通知", "https://www.nmg.gov.cn:端口/", ["link_malformed"]),
        ("通知", "/zwgk/1.html", ["link_malformed"]),
        ("通知", "https://[::1", ["link_malformed"]),
        ("通知", "http://10.8.1.2:8080/oa", ["link_local"]),
        ("通知", "https://oa.internal/", ["link_local"]),
        ("通知", "https://localhost/", ["link_local"]),
        ("通知", "http://[fe80::1]/", ["link_local"]),
        ("通知", "https://zhang:pw@www.nmg.gov.cn/", ["link_with_password"]),
        ("附件", "https://www.nmg.gov.cn/a.PDF", ["link_to_file"]),
        ("附件", "https://pan.baidu.com/s/1x", ["link_to_file"]),
    ],
)
def test_links(words: str, href: str, expected: list[str]) -> None:
    assert list(faults(words, href)) == expected


def test_links_to_our_own_files_are_no_fault() -> None:
    assert list(faults("附件", "https://gk.example.gov.cn/a.pdf", own_hosts=frozenset({"gk.example.gov.cn"}))) == []


def test_links_of_a_body_are_told_by_their_words() -> None:
    reading = read_html('<p><a href="https://a.gov.cn/">这里</a><a href="http://192.168.0.9/x">内部<b>系统</b></a><a>空</a></p>')
    assert {f.kind: f.message for f in link_faults(reading)} == {
        "link_vague": "正文第1个链接“这里”没有说明链接到什么：请写成“某某办法全文”这样的文字。",
        "link_local": "正文第2个链接“内部系统”指向内部网络或本机，公众打不开：请改成公众能打开的网址。",
        "link_nowhere": "正文第3个链接“空”没有地址：请填写完整的网址，或去掉链接。",
    }


@pytest.mark.parametrize("href", ["javascript:x()", " JavaScript :x", "data:text/html,x", "file:///C:/a.doc"])
def test_dangerous_links(href: str) -> None:
    assert [f.kind for f in dangerous(f"<a HREF='{href}'>x</a>")] == ["link_dangerous"]
    assert not list(dangerous("<a href='https://a.gov.cn/javascript:x'>x</a>"))


@given(st.text())
def test_any_address_is_judged_and_never_raises(text: str) -> None:
    list(faults("字", text))
    list(faults("字", f"https://{text}"))
    is_inner(text)
