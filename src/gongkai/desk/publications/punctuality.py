"""How punctually what was planned for an hour went out or came down: the distribution of delays, counted in SQL."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Count, DurationField, ExpressionWrapper, F, IntegerField, Value, When

from gongkai.disclosures.models import Publication

STEPS = (
    (dt.timedelta(minutes=1), "1分钟以内"),
    (dt.timedelta(minutes=5), "1至5分钟"),
    (dt.timedelta(hours=1), "5分钟至1小时"),
    (dt.timedelta(days=1), "1小时至1天"),
)
LATER = "1天以上"
LAST_ONES = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of the distribution: how many, and which part of all in percent."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Punctuality:
    """The delays since a day: how many acts were planned, their distribution, the latest ones with their delays."""

    since: dt.date
    planned: int
    bars: list[Bar]
    latest: list[tuple[Publication, dt.timedelta]]


def punctuality(*, since: dt.datetime) -> Punctuality:
    """Return how punctual the planned acts since a moment were, found in the index of what was planned. Two queries."""
    acts = Publication.objects.filter(planned_at__gte=since)
    delay = ExpressionWrapper(F("published_at") - F("planned_at"), output_field=DurationField())
    steps = [When(delay__lt=most, then=Value(number)) for number, (most, _) in enumerate(STEPS)]
    step = Case(*steps, default=Value(len(STEPS)), output_field=IntegerField())
    counted = acts.annotate(delay=delay).annotate(step=step).order_by().values("step").annotate(count=Count("pk"))
    counts = {one["step"]: one["count"] for one in counted}
    planned = sum(counts.values())
    labels = [*(label for _, label in STEPS), LATER]
    bars = [Bar(label, counts.get(n, 0), round(100 * counts.get(n, 0) / planned) if planned else 0) for n, label in enumerate(labels)]
    last = acts.select_related("disclosure").defer("content", "working").order_by("-planned_at")[:LAST_ONES]
    latest = [(one, one.published_at - one.planned_at) for one in last if one.planned_at]
    return Punctuality(since.date(), planned, bars, latest)
