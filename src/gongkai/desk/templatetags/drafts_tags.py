"""What the templates of drafting need besides Django's own: looking up, marking what is different, showing a body."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from gongkai.desk.drafts import editor
from gongkai.desk.drafts.bodies import Part
from gongkai.desk.drafts.checking import anchor_of
from gongkai.desk.drafts.sheet import Sheet
from gongkai.disclosures.html import clean
from gongkai.disclosures.text_comparison import Piece

register = template.Library()


@register.filter
def at(values: Mapping[Any, Any], key: object) -> Any:
    """Return the value of a key, or nothing."""
    return values.get(key, "")


@register.filter
def words(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


@register.simple_tag
def days_words(days: int) -> str:
    """Say how many days are left."""
    return f"已逾期{-days}天" if days < 0 else "今天到期" if days == 0 else f"还有{days}天"


@register.filter
def cleaned(body: str) -> SafeString:
    """Show a body: cleaned once more, so that nothing stored can run."""
    return mark_safe(clean(body))


@register.filter
def anchor(field: str, sheet: Sheet) -> str:
    """Return the part of the form that a reviewer's remark is about."""
    return anchor_of(field, [one.name for one in sheet.inputs])


@register.filter
def label(field: str, sheet: Sheet) -> str:
    """Return the name of the field that a reviewer's remark is about; a file goes by its own."""
    return sheet.names().get(field, field.partition(":")[2] if field.startswith("file:") else "名单" if field.startswith("list:") else field)


@register.simple_tag
def pieces(run: Iterable[Piece], kind: str) -> SafeString:
    """Show one side of a comparison: what stayed, and what only this side has marked (``removed`` or ``added``)."""
    tag = "del" if kind == "removed" else "ins"
    shown = [piece for piece in run if piece.kind in ("same", kind)]
    return format_html_join("", "{}", ((format_html(f"<{tag}>{{}}</{tag}>", one.text) if one.kind == kind else one.text,) for one in shown))


@register.simple_tag
def text_editor(part: Part, number: int) -> str:
    """Show the editor for one piece of text."""
    return str(editor.widget().render("part-value", part.html.replace("<br>", "<br/>").replace("<hr>", "<hr/>"), {"id": f"part-{number}"}))
