"""A citizen looks for a licence list, with script, without it, by keyboard alone, and prints what was found."""

import csv
import io
import unicodedata
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Locator, Page

MEANS = {"1": "有效", "2099-12-31": "长期"}  # the file keeps the codes of the national standard, the page says what they mean

VISIBLE = """() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  const drawn = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  return drawn && box.width > 0 && box.height > 0 && box.top >= 0 && box.bottom <= innerHeight + 1;
}"""


def find_the_licence_list(page: Page) -> None:
    """Go from the home page to the newest list of explosives safety licences, in three clicks."""
    page.goto("/")
    page.get_by_role("link", name="行政许可", exact=True).click()
    page.wait_for_url("**/statutory/**")
    page.get_by_role("link", name="民用爆炸物品安全生产许可证", exact=True).click()
    page.wait_for_url("**/items/**")
    page.locator("main .entries a").first.click()
    page.wait_for_url("**/disclosures/**")
    assert page.locator("h1").inner_text().startswith("民用爆炸物品安全生产许可证发证情况")


def table_on(page: Page) -> list[list[str]]:
    """Return what the table shows, head first."""
    rows: Locator = page.locator("main table tr")
    return [[cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in rows.all()]


def download(page: Page, words: str) -> Path:
    """Download what a link offers."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=words).click()
    assert waiting.value.suggested_filename.endswith(".csv")
    return waiting.value.path()


def compare(page: Page) -> None:
    """Find the list, download it, and compare it with the table."""
    find_the_licence_list(page)
    shown = table_on(page)
    held = list(csv.reader(io.StringIO(download(page, "CSV").read_text("utf-8-sig"))))
    assert len(shown) > 2 and len(shown[0]) >= 3
    for row, cells in zip(shown, held, strict=True):
        pairs = zip(row[-len(cells) :], cells, strict=True)
        assert all(seen in (cell, MEANS.get(cell)) for seen, cell in pairs), (row, cells)


def test_a_licence_list_is_three_clicks_away_and_downloads_whole(page: Page) -> None:
    compare(page)


def test_the_same_without_script(scriptless: Page) -> None:
    compare(scriptless)


def step(page: Page, goal: str, *, most: int = 150) -> None:
    """Press Tab until what has the focus matches; the focus must be visible at every step."""
    for _ in range(most):
        page.keyboard.press("Tab")
        page.wait_for_function(VISIBLE, timeout=3000)  # the page may still be on its way there
        if page.evaluate("goal => document.activeElement.matches(goal)", goal):
            return
    pytest.fail(f"Tab never reached {goal}")


def test_by_keyboard_from_the_front_door_to_the_reason_of_a_date(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文" and page.evaluate(VISIBLE)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null"), "the skip link leads past the navigation"
    step(page, "main a[href^='/disclosures/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/disclosures/**")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    step(page, "summary")
    assert page.locator("details").get_attribute("open") is None
    assert "为什么是这一天" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert page.locator("details").get_attribute("open") is not None
    page.locator("details li").first.wait_for(timeout=3000)


def test_a_disclosure_prints_with_its_head_and_without_navigation(page: Page, kinds: dict[str, str], tmp_path: Path) -> None:
    page.goto(kinds["disclosure"])
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    with pdfplumber.open(tmp_path / "page.pdf") as printed:
        words = "".join(unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in printed.pages)
        assert len(printed.pages) <= 3
    squeezed = "".join(words.split())
    for name in ("索引号", "发文机关", "公开日期", "责任科室", "111500000000000007/", "网址:http", kinds["disclosure"]):
        assert name in squeezed, name
    for name in ("跳到正文", "政府信息公开指南", "政府信息公开制度", "长者模式", "复制网址", "网站标识码"):
        assert name not in squeezed, name
