"""What HTML a body may hold: structure and tables, links to the web; no style, no script, no frames."""

import nh3

TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "b", "em", "i", "u", "sub", "sup",
    "a", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "dl", "dt", "dd",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}}


def clean(body: str) -> str:
    """Return the body with everything but the allowed tags and attributes removed."""
    return nh3.clean(body, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"})


def text_of(body: str) -> str:
    """Return the words of a body, tags removed, for checks and summaries."""
    return nh3.clean(body.replace("<", " <"), tags=set()).replace("&nbsp;", " ").replace("&amp;", "&")
