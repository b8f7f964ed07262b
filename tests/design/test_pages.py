"""Every template, read as a browser and an inspector read it: names that must be exact, nothing from elsewhere, order."""

import re
from functools import cache
from itertools import pairwise

import pytest
from design.gallery_catalogue import item
from design.gallery_disclosures import disclosure
from design.gallery_shared import site
from design.gallery_values import PAGES
from lxml import html

from gongkai.design import assets
from gongkai.design.environment import SECTIONS, render, section_of
from gongkai.design.states import STATES
from gongkai.duties.statuses import State

EVERY = pytest.mark.parametrize("name", PAGES)


@cache
def page(name: str, *, sample: bool = True) -> html.HtmlElement:
    template, values = PAGES[name]
    return html.document_fromstring(render(template, site=site(sample=sample), page=values))


def metas(document: html.HtmlElement) -> dict[str, str]:
    return {meta.get("name"): meta.get("content") for meta in document.iterfind(".//meta[@name]")}


@EVERY
def test_site_tags_stand_on_every_page_by_their_exact_names(name: str) -> None:
    assert {"SiteName", "SiteDomain", "SiteIDCode"} <= metas(page(name)).keys()


@pytest.mark.parametrize("name", ["index.html", "guide.html", "statutory.html", "item.html", "office.html", "reports.html"])
def test_column_pages_carry_the_column_tags(name: str) -> None:
    names = metas(page(name))
    assert all(names[tag] for tag in ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"))


def test_a_disclosure_carries_the_article_tags() -> None:
    names = metas(page("disclosure.html"))
    assert {"ArticleTitle", "PubDate", "ContentSource", "Keywords", "Description", "Url", "ColumnName"} <= names.keys()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", names["PubDate"])
    assert names["Url"] == "https://example.gov.cn/disclosures/2026/87/"


@EVERY
def test_nothing_is_inline_and_nothing_is_asked_of_others(name: str) -> None:
    document = page(name)
    assert not document.xpath("//*[@style] | //style | //script[not(@src)]")
    assert not [key for element in document.iter("*") for key in element.attrib if key.startswith("on")]
    asked = document.xpath("//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='icon']/@href | //iframe/@src")
    assert asked
    assert all(url.startswith("/assets/") for url in asked)


@EVERY
def test_headings_go_down_one_step_at_a_time_from_one_h1(name: str) -> None:
    levels = [int(heading.tag[1]) for heading in page(name).xpath("//h1|//h2|//h3|//h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@EVERY
def test_landmarks_skip_link_and_identifiers(name: str) -> None:
    document = page(name)
    for landmark in ("header[@class='header']", "main", "footer"):
        assert len(document.xpath(f"//{landmark}")) == 1
    assert all(nav.get("aria-label") for nav in document.iter("nav"))
    assert document.xpath("//body/a[1]/@href") == ["#main"]
    identifiers = document.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))


@EVERY
def test_the_four_sections_stand_in_their_order(name: str) -> None:
    titles = page(name).xpath("//nav[@aria-label='栏目']//a/text()")
    assert titles == [title for _, title in SECTIONS] + ["依申请公开"]


@EVERY
def test_every_field_has_a_label_and_every_link_and_button_has_words(name: str) -> None:
    document = page(name)
    labelled = set(document.xpath("//label/@for"))
    for field in document.xpath("//input[not(@type='hidden')] | //textarea"):
        assert field.get("id") in labelled or field.xpath("ancestor::label")
    assert all(element.text_content().strip() for element in document.xpath("//a | //button | //summary"))
    assert all(icon.get("aria-hidden") == "true" for icon in document.iter("svg"))


@EVERY
def test_the_footer_names_every_item_and_never_invents_one(name: str) -> None:
    words = page(name).xpath("//footer")[0].text_content()
    for item_name in ("我为政府网站找错", "党政机关标识", "网站标识码", "ICP备案号", "公安机关备案标识", "网站主办单位", "联系方式", "网站地图"):
        assert item_name in words
    assert words.count("待填") == 6


def test_a_sample_site_says_so_and_a_real_one_does_not() -> None:
    assert page("index.html").find_class("ribbon")
    assert page("index.html").find_class("sample")
    assert not page("index.html", sample=False).find_class("ribbon")


def test_every_state_of_a_duty_has_a_face() -> None:
    assert set(State.values) <= STATES.keys()
    assert {"filled", "waiting", "nothing", "withheld", "late"} <= STATES.keys()


def test_the_table_says_how_much_it_shows_and_can_be_scrolled_by_keyboard() -> None:
    document = page("disclosure-list.html")
    assert "共 1286 行，显示前 200 行" in document.text_content()
    (region,) = document.find_class("scroll")
    assert (region.get("role"), region.get("tabindex")) == ("region", "0")
    assert len(region.xpath(".//th[@scope='col']")) == 13


def test_a_disclosure_shows_its_working_and_every_hash() -> None:
    document = page("disclosure.html")
    assert document.xpath("//details/summary/text()") == ["为什么是这一天"]
    assert all(re.fullmatch("[0-9a-f]{64}", code.text) for code in document.iter("code"))
    assert len(list(document.iter("code"))) == 4


def test_late_is_said_in_words() -> None:
    assert "逾期公开" in page("disclosure-late.html").text_content()
    assert "公示中" in page("disclosure-notice.html").text_content()
    assert "此前的版本" in page("disclosure-old.html").text_content()


def test_an_error_is_tied_to_its_field() -> None:
    document = page("calculator-error.html")
    field = document.get_element_by_id("text")
    assert field.get("aria-invalid") == "true"
    assert "error" in field.get("aria-describedby")
    assert document.get_element_by_id("error").get("role") == "alert"


def test_what_is_given_is_escaped() -> None:
    values = disclosure(title="<script>alert(1)</script>")
    assert "<script>alert" not in render("disclosure.html", site=site(), page=values)


def test_a_disclosure_page_stays_small() -> None:
    assert len(render("disclosure.html", site=site(), page=disclosure()).encode()) < 12 * 1024


@pytest.mark.parametrize(
    ("path", "section"),
    [("/", ""), ("/guide/", "guide"), ("/items/3/", "statutory"), ("/disclosures/2026/1/", "statutory"), ("/reports/", "reports")],
)
def test_section_of(path: str, section: str) -> None:
    assert section_of(path) == section


def test_the_current_section_is_marked() -> None:
    document = html.document_fromstring(render("item.html", site=site(), page=item()))
    assert document.xpath("//nav[@aria-label='栏目']//a[@aria-current]/text()") == ["法定主动公开内容"]


def test_pages_refer_to_the_assets_that_are_written() -> None:
    paths = {f"/{path}" for path, _ in assets.files()}
    assert set(assets.urls()) | {assets.icon_url()} == paths


def test_what_became_of_a_publication_is_said_on_its_page() -> None:
    extended, outcome = (page(f"disclosure-{name}.html").text_content() for name in ("extended", "outcome"))
    assert "公示中，截止日 2026-12-01" in extended and "原定至 2026-11-27" in extended and "在线提出异议" in extended
    assert "收到意见2条" in outcome and "不予采纳" in outcome and "在线提出异议" not in outcome
    superseded, placed = page("disclosure-superseded.html"), page("disclosure-placed.html")
    assert "本条信息已被取代" in superseded.text_content() and superseded.xpath("//a[@href='/disclosures/2026/99/']")
    links = superseded.xpath("//section[h2='政策解读']//a/@href")
    assert links == ["/disclosures/2026/00088/", "/disclosures/2026/00093/"]
    assert placed.xpath("//dt[.='解读的文件']/following-sibling::dd/a/@href")[0] == "/disclosures/2026/00012/"
    assert len(placed.xpath("//dt[.='同时归入']/following-sibling::dd/a")) == 2
    assert placed.xpath("//dt[.='取代']/following-sibling::dd/a/@href") == ["/disclosures/2025/00012/"]


def test_the_form_for_objections_names_each_fault_and_leads_to_its_field() -> None:
    document = page("objections-mend.html")
    [alert] = document.xpath("//*[@role='alert']")
    for target in alert.xpath(".//a/@href"):
        [field] = document.xpath(f"//*[@id='{target.lstrip('#')}']")
        assert field.get("aria-invalid") == "true"
        for described in field.get("aria-describedby").split():
            assert document.xpath(f"//*[@id='{described}']")
    assert "K7QF" in page("objections-received.html").text_content()
    assert not page("objections-done.html").xpath("//textarea")
