"""Wagtail's editor (Draftail) as bodies need it: what it can hold, and the way there and back without a loss.

Links go to the web only, by a small dialog of our own (``static/desk/drafts-editor.js``): the desk has no pages, pictures or
documents to choose from, and Wagtail's choosers stay shut.
"""

from functools import cache
from typing import Any

from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler, LinkElementHandler
from wagtail.admin.rich_text.editors.draftail import features as draftail
from wagtail.rich_text import features

from gongkai.disclosures.html import clean

UNDERLINE, WEB_LINK = "underline", "web-link"
FEATURES = ("h2", "h3", "h4", "bold", "italic", UNDERLINE, "superscript", "subscript", "ul", "ol", "blockquote", "hr", WEB_LINK)


class WebLinkHandler(LinkElementHandler):
    """Reads a link to the web with its title."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        """Keep address and title."""
        return {name: attrs[key] for name, key in (("url", "href"), ("title", "title")) if attrs.get(key)}


def web_link(props: dict[str, Any]) -> Any:
    """Write a link to the web with its title."""
    attributes = {key: props[name] for name, key in (("url", "href"), ("title", "title")) if props.get(name)}
    return DOM.create_element("a", attributes, props["children"])


features.register_editor_plugin(
    "draftail", UNDERLINE, draftail.InlineStyleFeature({"type": "UNDERLINE", "label": "U̲", "description": "下划线"})
)
features.register_converter_rule(
    "contentstate",
    UNDERLINE,
    {
        "from_database_format": {"u": InlineStyleElementHandler("UNDERLINE")},
        "to_database_format": {"style_map": {"UNDERLINE": "u"}},
    },
)
features.register_editor_plugin(
    "draftail",
    WEB_LINK,
    draftail.EntityFeature(
        {
            "type": "LINK",
            "icon": "link",
            "description": "链接到网页",
            "attributes": ["url", "title"],
            "allowlist": {"href": "^(http:|https:|mailto:)"},
        }
    ),
)
features.register_converter_rule(
    "contentstate",
    WEB_LINK,
    {
        "from_database_format": {"a[href]": WebLinkHandler("LINK")},
        "to_database_format": {"entity_decorators": {"LINK": web_link}},
    },
)


def widget() -> Any:
    """Return the editor's form widget."""
    made = get_rich_text_editor_widget("default", features=list(FEATURES))
    made.options |= {"ariaLabel": "正文", "placeholder": "在这里写正文，或从 Word 粘贴"}
    return made


@cache
def converter() -> ContentstateConverter:
    """Return what turns HTML into the editor's state and back."""
    return ContentstateConverter(list(FEATURES))


def state_of(html: str) -> str:
    """Return what the editor is given to show some HTML; it wants empty elements closed."""
    return str(converter().from_database_format(html.replace("<br>", "<br/>").replace("<hr>", "<hr/>")))


def html_of(state: str) -> str:
    """Return the clean HTML of what the editor sent."""
    return clean(converter().to_database_format(state)).replace("<b>", "<strong>").replace("</b>", "</strong>").replace(
        "<i>", "<em>"
    ).replace("</i>", "</em>")  # fmt: skip


def round_trip(html: str) -> str:
    """Return the HTML that comes back when the editor is given some and nothing is typed."""
    return html_of(state_of(html))
