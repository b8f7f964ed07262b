"""Every kind of page: accessible, quiet, at home on a phone and in print, and whole without script."""

from collections.abc import Sequence
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


def faults(page: Page, *, also: str = "", only: Sequence[str] = ()) -> list[str]:
    """Return what axe holds against the page, the grave ones only; by its usual rules and one more, or only by some."""
    options: dict[str, object] = {"resultTypes": ["violations"], "rules": {also: {"enabled": True}} if also else {}}
    if only:
        options["runOnly"] = list(only)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:200]} {node['failureSummary'][:300]}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]


@pytest.fixture(scope="module")
def desktop(browser: Browser, site: Running) -> Page:
    """A desktop that is used for page after page."""
    return browser.new_context(base_url=site.address, viewport={"width": 1440, "height": 900}).new_page()


@pytest.fixture(scope="module")
def bare(browser: Browser, site: Running) -> Page:
    """A browser without script that is used for page after page."""
    return browser.new_context(base_url=site.address, java_script_enabled=False).new_page()


def test_accessible_and_quiet_by_day_and_by_night(desktop: Page, site: Running, kinds: dict[str, str], kind: str) -> None:
    watch = Watch(desktop, f"127.0.0.1:{site.port}")
    answer = desktop.goto(kinds[kind], wait_until="load")
    assert answer and answer.status == REFUSALS.get(kind, 200)
    desktop.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    assert faults(desktop) == []
    desktop.emulate_media(color_scheme="dark")
    desktop.get_by_label("长者模式").check()
    assert faults(desktop, only=["color-contrast"]) == []
    assert desktop.evaluate(SIDEWAYS) <= 0
    desktop.get_by_label("长者模式").uncheck()
    desktop.emulate_media(color_scheme="light")
    assert watch.wrong == []
    watch.stop()


def test_at_home_on_a_phone(phone: Page, kinds: dict[str, str], kind: str) -> None:
    phone.goto(kinds[kind])
    assert phone.evaluate(SIDEWAYS) <= 0
    assert phone.evaluate(SMALL) == []
    assert faults(phone, also="target-size") == []
    phone.set_viewport_size({"width": 320, "height": 640})
    assert phone.evaluate(SIDEWAYS) <= 0
    phone.set_viewport_size({"width": 390, "height": 844})


def test_whole_without_script(bare: Page, desktop: Page, kinds: dict[str, str], kind: str) -> None:
    bare.goto(kinds[kind])
    desktop.goto(kinds[kind])
    without, full = (each.locator("main").inner_text() for each in (bare, desktop))
    assert {line for line in without.splitlines() if line.strip() not in full} == set()
    assert bare.locator("[hidden]:visible").count() == 0
