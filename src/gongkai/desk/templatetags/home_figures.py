"""The little arithmetic and the addresses that the pictures of the first screen need in their templates."""

from collections.abc import Sequence

from django import template

from gongkai.desk.home.charts import Stretch

register = template.Library()

STATES = {"on_time": "on_time", "late": "late", "overdue": "overdue", "waiting": "running", "other": "ended"}


@register.filter
def times(value: int, factor: int) -> int:
    """Return the product."""
    return int(value) * int(factor)


@register.filter
def plus(value: int, more: int) -> int:
    """Return the sum."""
    return int(value) + int(more)


@register.filter
def end_of(stretches: Sequence[Stretch], start: int) -> int:
    """Return where a row of stretches ends, counted from a start."""
    return int(start) + sum(stretch.width for stretch in stretches)


@register.filter
def duties_of(kind: str, office_id: int | None) -> str:
    """Return the query string of the work list that holds what a stretch of a bar counts."""
    office = f"&office={office_id}" if office_id else ""
    return f"?state={STATES[kind]}{office}"
