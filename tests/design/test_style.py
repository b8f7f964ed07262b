"""The stylesheet by its own numbers: contrast of every pair that carries text, nothing fetched, every class in use."""

import re

import pytest

from gongkai.design import assets
from gongkai.design.environment import HERE, TEMPLATES, icons
from gongkai.design.states import STATES

CSS = assets.stylesheet()
TEXT_PAIRS = (
    ("ink", "paper"),
    ("ink", "wash"),
    ("ink", "azure-wash"),
    ("ink", "cinnabar-wash"),
    ("ink-soft", "paper"),
    ("ink-soft", "wash"),
    ("ink-soft", "azure-wash"),
    ("azure", "paper"),
    ("azure", "wash"),
    ("azure", "azure-wash"),
    ("cinnabar", "paper"),
    ("cinnabar", "cinnabar-wash"),
    ("on-cover", "cover"),
    ("cover-soft", "cover"),
    ("on-azure", "azure"),
    ("on-cover", "seal"),
)


def tokens(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))


LIGHT, DARK = (HERE / "styles" / "tokens.css").read_text("utf-8").split("@media screen")


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_text_can_be_read(scheme: str, pair: tuple[str, str]) -> None:
    colours = tokens(LIGHT) | (tokens(DARK) if scheme == "dark" else {})
    front, back = pair
    assert contrast(colours[front], colours[back]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edges_of_controls_can_be_seen(scheme: str) -> None:
    colours = tokens(LIGHT) | (tokens(DARK) if scheme == "dark" else {})
    assert contrast(colours["line-strong"], colours["paper"]) >= 3


def test_nothing_is_fetched() -> None:
    assert "@import" not in CSS
    assert "url(" not in CSS


def test_braces_are_balanced_and_every_property_used_is_defined() -> None:
    assert CSS.count("{") == CSS.count("}")
    assert set(re.findall(r"var\(--([\w-]+)", CSS)) <= set(re.findall(r"--([\w-]+):", CSS))


def test_every_class_styled_is_used_and_every_icon_drawn_is_shown() -> None:
    sources = [*TEMPLATES.glob("*.html"), *(HERE / "components").glob("*/*.html"), *(HERE / "icons").glob("*.svg"), HERE / "script" / "site.js"]
    words = set(re.findall(r"[\w-]+", "\n".join(source.read_text("utf-8") for source in sources)))
    made = {"state-good", "state-alert", "tone-good", "tone-alert"}
    rules = re.sub(r"\{[^{}]*\}", "{}", CSS)
    assert set(re.findall(r"\.([a-z][\w-]*)", rules)) - words - made == set()
    assert set(icons()) - words - {icon for icon, _ in STATES.values()} == set()


def test_names_change_with_content_and_only_with_content() -> None:
    files = assets.files()
    assert files == assets.files()
    assert [path.rpartition(".")[2] for path, _ in files] == ["css", "js", "svg"]
