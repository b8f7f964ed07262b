"""Every kind of page: accessible, quiet, at home on a phone and in print, and whole without script."""

from pathlib import Path

import axe_playwright_python
import pytest
from journeys.visiting import KINDS, REFUSALS
from journeys.watching import Watch
from playwright.sync_api import Browser, Page
from running import Running

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
GRAVE = ("serious", "critical")
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('button, summary, select, input:not([type=checkbox]), .nav a, .button, .views a, .entries a')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 24)
  .map((one) => `${one.outerHTML.slice(0, 120)}: ${one.getBoundingClientRect().height}px`)"""


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def phone(browser: Browser, site: Running) -> Page:
    """A phone that is used for page after page."""
    context = browser.new_context(
        base_url=site.address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2
    )
    return context.new_page()


def faults(page: Page, *, rules: dict[str, object] | None = None) -> list[str]:
    """Return what axe holds against the page, the grave ones only."""
    page.evaluate(AXE)
    found = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], "rules": rules or {}})
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:200]} {node['failureSummary'][:300]}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]


def test_accessible_and_quiet(page: Page, site: Running, kinds: dict[str, str], kind: str) -> None:
    watch = Watch(page, f"127.0.0.1:{site.port}")
    answer = page.goto(kinds[kind], wait_until="networkidle")
    assert answer and answer.status == REFUSALS.get(kind, 200)
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    assert faults(page) == []
    assert watch.wrong == []


def test_accessible_in_the_dark_and_in_large_type(browser: Browser, site: Running, kinds: dict[str, str], kind: str) -> None:
    with browser.new_context(base_url=site.address, color_scheme="dark") as context:
        page = context.new_page()
        page.goto(kinds[kind])
        page.get_by_label("长者模式").check()
        assert faults(page) == []


def test_at_home_on_a_phone(phone: Page, kinds: dict[str, str], kind: str) -> None:
    phone.goto(kinds[kind])
    assert phone.evaluate(SIDEWAYS) <= 0
    assert phone.evaluate(SMALL) == []
    assert faults(phone, rules={"target-size": {"enabled": True}}) == []
    phone.set_viewport_size({"width": 320, "height": 640})
    assert phone.evaluate(SIDEWAYS) <= 0
    phone.set_viewport_size({"width": 390, "height": 844})


def test_whole_without_script(scriptless: Page, page: Page, kinds: dict[str, str], kind: str) -> None:
    scriptless.goto(kinds[kind])
    page.goto(kinds[kind])
    bare, full = (each.locator("main").inner_text() for each in (scriptless, page))
    missing = {line for line in bare.splitlines() if line.strip() and line.strip() not in full}
    assert missing == set()
    assert scriptless.locator("[hidden]:visible").count() == 0
