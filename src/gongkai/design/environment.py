"""The Jinja environment of the public pages: compiled once, escaping everything, refusing what is not there.

Header, footer and the site's own meta tags are the same on thousands of pages: they are rendered once for each site
and section and kept as a string. A page costs only what is its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from gongkai.design import assets
from gongkai.design.states import STATES

HERE = Path(__file__).parent
NOT_COUNTED = ' <span class="muted">不计</span>'
TEMPLATES = HERE.parent / "portal" / "templates"
COMPONENTS = (
    "state", "crumbs", "views", "toolbar", "entries", "items", "duties", "facts", "clause", "notice", "rail", "table",
    "files", "history",
)  # fmt: skip
"""The components with macros, those that others use first. Their macros are known in every template by name: an import
in each template would be checked again on each page, and cost a quarter of it."""
SECTIONS = (
    ("guide", "政府信息公开指南"),
    ("rules", "政府信息公开制度"),
    ("statutory", "法定主动公开内容"),
    ("reports", "政府信息公开年报"),
)
"""The four uniform titles in their uniform order (norms 1.2): constants, nobody may rename them."""


@dataclass(frozen=True, slots=True)
class Chrome:
    """What surrounds every page of a section: the site's meta tags, the header, the footer."""

    meta: Markup
    header: Markup
    footer: Markup


def render(template_name: str, *, site: Any, page: Any) -> str:
    """Return the page as HTML: ``site`` is a SiteValues, ``page`` the values class of that template."""
    head = page.head
    chrome = _chrome(site, section_of(head.url.removeprefix(site.base_url)))
    return environment().get_template(template_name).render(site=site, page=page, head=head, chrome=chrome)


@cache
def environment() -> Environment:
    """Return the one environment; portal's templates first, then the components by ``name/name.html``."""
    made = Environment(
        loader=FileSystemLoader([TEMPLATES, HERE / "components"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.globals |= {
        "icon": icons().__getitem__,
        "STATES": STATES,
        "SECTIONS": SECTIONS,
        "absolute": absolute,
        "icon_url": assets.icon_url,
        "day_lines": day_lines,
    }
    for name in COMPONENTS:
        module = made.get_template(f"{name}/{name}.html").module
        made.globals |= {macro: getattr(module, macro) for macro in vars(module) if not macro.startswith("_")}
    return made


@cache
def icons() -> dict[str, Markup]:
    """Return the inline icons by name, each a drawing without a voice (``aria-hidden``)."""
    return {path.stem: Markup(path.read_text("utf-8").strip()) for path in sorted((HERE / "icons").glob("*.svg"))}


def day_lines(working: Sequence[dict[str, Any]]) -> Markup:
    """Return the days of a working as list items: the longest loop of every disclosure page, so it is plain Python."""
    return Markup(
        "".join(
            f'<li class="{"counts" if day["counts"] else "skipped"}"><span class="figures">{escape(day["date"])}</span>'
            f"<div>{escape(day['why'])}{'' if day['counts'] else NOT_COUNTED}</div></li>\n"
            for day in working
        )
    )


def absolute(site: Any, url: str) -> str:
    """Return an address with the site's own base in front where it has none."""
    return f"{site.base_url.rstrip('/')}{url}" if url.startswith("/") else url


def section_of(path: str) -> str:
    """Return the section a page belongs to: guide, rules, statutory, reports, requests, or empty."""
    first = path.strip("/").partition("/")[0]
    if first in {"items", "offices", "disclosures", "objections", "statutory"}:
        return "statutory"
    return first if first in {"guide", "rules", "reports", "requests"} else ""


@lru_cache(maxsize=256)
def _chrome(site: Any, section: str) -> Chrome:
    parts = (environment().get_template(f"chrome/{name}.html") for name in ("meta", "header", "footer"))
    return Chrome(*(Markup(part.render(site=site, section=section)) for part in parts))
