"""The whole served site, followed link by link: what every page, file and feed must have."""

import csv
import io
import re
from itertools import pairwise
from urllib.parse import quote, unquote, urlsplit

import pytest
from journeys.visiting import Answer, ask, data_of, links, pages_of
from lxml import etree
from running import Running

ASKED = ("/calculator/", "/objections/")  # forms that answer what is asked: no page that is kept
BASE = "http://127.0.0.1:8000"  # the address the site believes to be known by, unless GONGKAI_BASE_URL says another
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FOOTER = ("网站主办单位", "网站标识码", "ICP备案号", "公安机关备案标识", "党政机关标识", "联系方式", "我为政府网站找错", "网站地图")

Answers = dict[str, Answer]


@pytest.fixture(scope="module")
def pages(answers: Answers) -> Answers:
    return pages_of(answers)


def own(address: str) -> str:
    """Return an absolute address of the site as a path."""
    assert address.startswith(f"{BASE}/"), address
    return address.removeprefix(BASE)


def test_every_link_leads_somewhere(answers: Answers) -> None:
    assert len(answers) > 250
    assert {path: answer.status for path, answer in answers.items() if answer.status != 200} == {}


def test_every_fragment_is_there(pages: Answers) -> None:
    for path, answer in pages.items():
        for target, fragment in links(answer.page, path).items():
            if fragment and target in pages:
                assert pages[target].page.get_element_by_id(fragment, None) is not None, f"{path}: {target}#{fragment}"


def test_links_leave_the_site_only_for_the_registries_of_the_footer(pages: Answers) -> None:
    foreign = {target for path, answer in pages.items() for target in links(answer.page, path) if not target.startswith("/")}
    assert {urlsplit(target).hostname for target in foreign} <= {"beian.miit.gov.cn", "beian.mps.gov.cn"}


def test_every_page_has_the_head_that_crawlers_read(pages: Answers) -> None:
    for path, answer in pages.items():
        assert answer.page.get("lang") == "zh-CN", path
        assert len(answer.page.findall(".//h1")) == 1, path
        assert answer.page.findtext(".//title"), path
        meta = answer.meta()
        assert {"SiteName", "SiteDomain", "SiteIDCode"} <= meta.keys() and meta["SiteName"], path
        for name in ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"):
            assert meta.get(name), f"{path}: {name}"
        canonical = answer.page.xpath("//link[@rel='canonical']/@href")
        assert [own(one) for one in canonical] == [path], path


def test_disclosures_carry_title_date_and_source(pages: Answers) -> None:
    disclosures = {path: answer for path, answer in pages.items() if path.startswith("/disclosures/")}
    assert len(disclosures) > 40
    for path, answer in disclosures.items():
        meta = answer.meta()
        assert meta["ArticleTitle"] and meta["ContentSource"], path
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", meta["PubDate"]), path


def test_every_page_has_the_footer_that_inspectors_look_for(pages: Answers) -> None:
    for path, answer in pages.items():
        footer = answer.page.find(".//footer").text_content()
        assert [item for item in FOOTER if item not in footer] == [], path


def test_headings_go_down_one_level_at_a_time(pages: Answers) -> None:
    for path, answer in pages.items():
        levels = [int(heading.tag[1]) for heading in answer.page.xpath("//main//*[re:match(name(), '^h[1-6]$')]", namespaces={
            "re": "http://exslt.org/regular-expressions"
        })]  # fmt: skip
        assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels)), path


def test_every_sample_says_so_on_its_page_and_in_its_data(answers: Answers) -> None:
    for path, data in data_of(answers, "/disclosures/").items():
        assert "示例" in answers[path].page.findtext(".//h1"), path
        assert "示例" in data["title"], path
        assert "content" not in data or data["content"]["sample"] is True, path
    table = csv.DictReader(io.StringIO(answers_csv(answers)))
    assert {row["示例"] for row in table} == {"是"}


def answers_csv(answers: Answers) -> str:
    return answers["/data/disclosures/1.csv"].body.decode("utf-8-sig")


def test_every_json_says_what_page_it_belongs_to(answers: Answers) -> None:
    data = {path: answer.json for path, answer in answers.items() if answer.type == "application/json"}
    assert len(data) > 100
    assert {path: each["url"] for path, each in data.items() if path.endswith("index.json") and f"{each['url']}index.json" != path} == {}


def test_every_page_has_its_data_beside_it(pages: Answers, answers: Answers) -> None:
    assert [path for path in pages if not path.startswith(ASKED) and f"{path}index.json" not in answers] == []


def test_all_39_items_have_something_to_show(answers: Answers) -> None:
    items = data_of(answers, "/items/")
    assert len(items) == 39
    assert [path for path, data in items.items() if not data["entries"]] == []


def test_the_five_endings_and_every_turn_of_a_disclosure_are_there(answers: Answers, kinds: dict[str, str]) -> None:
    ends = {duty["state"] for item in data_of(answers, "/items/").values() for duty in item["duties"]}
    assert {"published_on_time", "published_late", "nothing", "withheld", "cancelled"} <= ends
    assert "overdue" in ends and ends & {"open", "due_soon"}
    assert "已撤回" not in answers[kinds["tombstone"]].page.findtext(".//h1")
    assert "撤回原因" in answers[kinds["tombstone"]].words()
    assert "现行内容见" in answers[kinds["old version"]].words()
    assert "更正" in answers[kinds["corrected"]].words()
    assert "公示中" in answers[kinds["notice"]].words() and "异议受理" in answers[kinds["notice"]].words()
    assert "逾期公开" in answers[kinds["late disclosure"]].words()
    assert "逾期未公开" in answers[kinds["late item"]].words()


def test_feeds_are_valid_atom(answers: Answers, site: Running) -> None:
    feeds = {path: answer for path, answer in answers.items() if path.endswith("feed.xml")}
    assert len(feeds) == 1 + 39 + 11
    for path, answer in feeds.items():
        assert answer.type.endswith("xml"), path
        feed = etree.fromstring(answer.body)
        assert feed.tag == f"{ATOM}feed"
        _has(feed, path, "title", "id", "updated", "author")
        assert own(feed.find(f"{ATOM}link[@rel='self']").get("href")) == path
        for entry in feed.iter(f"{ATOM}entry"):
            _has(entry, path, "title", "id", "updated", "published", "summary")
            assert own(entry.find(f"{ATOM}link").get("href")) in answers, path
            assert "示例" in entry.findtext(f"{ATOM}title")
        ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
        assert len(ids) == len(set(ids)) and ids, path


def _has(element: etree._Element, path: str, *names: str) -> None:
    for name in names:
        assert len(element.findall(f"{ATOM}{name}")) == 1, f"{path}: {name}"
    for name in ("updated", "published"):
        if (moment := element.findtext(f"{ATOM}{name}")) is not None:
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+]08:00", moment), path


def test_the_sitemap_lists_exactly_the_pages(pages: Answers, site: Running) -> None:
    index = etree.fromstring(ask(site.port, "/sitemap.xml").body)
    parts = [own(each.text) for each in index.iter(f"{MAP}loc")]
    listed = [own(each.text) for part in parts for each in etree.fromstring(ask(site.port, part).body).iter(f"{MAP}loc")]
    assert len(listed) == len(set(listed))
    unlisted = {path for path in pages if "/versions/" in path or path.startswith(ASKED)}
    assert set(listed) == pages.keys() - unlisted


def test_robots_keep_out_of_the_desk_and_find_the_sitemap(site: Running) -> None:
    robots = ask(site.port, "/robots.txt")
    assert robots.type == "text/plain"
    assert robots.body.decode().splitlines() == ["User-agent: *", "Disallow: /desk/", f"Sitemap: {BASE}/sitemap.xml"]


def test_the_table_of_disclosures_lists_them_all(answers: Answers) -> None:
    rows = list(csv.DictReader(io.StringIO(answers_csv(answers))))
    assert {own(row["网址"]) for row in rows} == {path for path in data_of(answers, "/disclosures/") if "/versions/" not in path}
    package = answers["/data/datapackage.json"].json
    for resource in package["resources"]:
        for part in [resource["path"]] if isinstance(resource["path"], str) else resource["path"]:
            assert answers[f"/data/{part}"].type == "text/csv"


def test_no_page_is_heavy(pages: Answers) -> None:
    assert {path: len(answer.body) for path, answer in pages.items() if len(answer.body) > 150_000} == {}


def test_names_of_files_come_back_as_they_were(answers: Answers) -> None:
    downloads = {path: answer for path, answer in answers.items() if "/files/" in path}
    assert {unquote(path).rpartition(".")[2] for path in downloads} == {"csv", "xlsx", "pdf"}
    for path, answer in downloads.items():
        name = unquote(path).rpartition("/")[2]
        assert quote(name, safe="") in answer.headers["Content-Disposition"], path
        assert answer.headers["Content-Disposition"].startswith("attachment;"), path
