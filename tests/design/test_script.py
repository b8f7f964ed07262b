"""The one script and the modes, in a real browser: what it adds, and what works without it."""

import functools
import http.server
import threading
from collections.abc import Iterator

import pytest
from design import gallery
from playwright.sync_api import Browser

pytestmark = pytest.mark.journey


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("gallery")
    gallery.write(folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


SIZE = "parseFloat(getComputedStyle(document.body).fontSize)"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_large_type_works_without_script(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/item.html")
        before = page.locator("h1").bounding_box()
        page.get_by_label("长者模式").check()
        after = page.locator("h1").bounding_box()
        assert before and after and after["height"] > before["height"] * 1.2


def test_large_type_is_remembered_with_script(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/item.html")
        normal = page.evaluate(SIZE)
        page.get_by_label("长者模式").check()
        page.goto(f"{address}/statutory.html")
        assert page.get_by_label("长者模式").is_checked()
        assert page.evaluate(SIZE) > normal * 1.3


def test_the_catalogue_and_a_table_can_be_filtered(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/statutory.html")
        page.get_by_label("按名称、科室查找").fill("民爆处")
        assert page.locator(".items > li:visible").count() == 4
        assert page.get_by_text("找到 4 项").is_visible()
        page.goto(f"{address}/disclosure-list.html")
        page.get_by_label("在下表中查找").fill("企业007")
        assert page.locator("tbody tr:visible", has_text="示例民爆企业").count() == 1


def test_a_day_to_come_is_said_in_words(browser: Browser, address: str) -> None:
    with browser.new_context(timezone_id="Asia/Shanghai") as context:
        page = context.new_page()
        page.clock.set_fixed_time("2026-11-24T08:00:00+08:00")
        page.goto(f"{address}/item.html")
        assert page.get_by_text("还有 3 天").is_visible()
        assert page.get_by_text("已过 104 天").is_visible()


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
def test_nothing_scrolls_sideways_on_a_phone(browser: Browser, address: str, large: bool) -> None:
    with browser.new_context(viewport={"width": 390, "height": 800}) as context:
        page = context.new_page()
        for name in gallery.PAGES:
            page.goto(f"{address}/{name}")
            page.get_by_label("长者模式").set_checked(large)
            assert not page.evaluate(SIDEWAYS), name
