"""Looks at a screen as an inspector does: what axe holds against it, and whether it runs off sideways; and takes its picture.

Pictures of the guide are written only when GONGKAI_PICTURES=1 is set, so that a run of the tests changes no file.
With GONGKAI_SHOTS=FOLDER every screen that is looked at is kept there in every width, to be looked at by eye.
"""

import io
import os
from pathlib import Path
from typing import Any

import axe_playwright_python
from PIL import Image
from playwright.sync_api import Page
from running import ROOT

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
MOVES_BY_KEYS = {"runOnly": ["scrollable-region-focusable"]}  # on a phone wide tables and charts move sideways
GRAVE = ("serious", "critical")
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
STILL = """() => Promise.all(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
    .map((one) => one.finished.catch(() => null)))"""
PHONE = 390
WIDTHS = (PHONE, 1024, 1440)
HEIGHT = 900
PICTURES = ROOT / "docs" / "pictures" / "desk"
SHOTS = os.environ.get("GONGKAI_SHOTS", "")
COLOURS = 96


def look(page: Page, name: str) -> None:
    """Hold a screen to account in every width; it is left 1440 wide."""
    held = faults(page)
    assert not held, (name, held)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert page.evaluate(SIDEWAYS) <= 0, f"{name} runs off sideways at {width}px"
        if width == PHONE:
            held = faults(page, MOVES_BY_KEYS)
            assert not held, (name, width, held)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)


def picture(page: Page, name: str) -> None:
    """Look at a screen, and write its picture for the guide when that is asked for."""
    look(page, name)
    if os.environ.get("GONGKAI_PICTURES") != "1":
        return
    page.set_viewport_size({"width": 1180, "height": 760})
    shot = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    PICTURES.mkdir(parents=True, exist_ok=True)
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)
    page.set_viewport_size({"width": WIDTHS[-1], "height": HEIGHT})


def faults(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """Return what axe (all of it, or as ``options`` say) holds gravely against the screen, once nothing fades or slides any more."""
    page.evaluate(STILL)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    found = page.evaluate("(options) => axe.run(document, options)", {"resultTypes": ["violations"]} | (options or {}))
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:200]} {node['failureSummary'][:300]}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]
