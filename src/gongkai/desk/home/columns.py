"""Which items are empty or going stale: the catalogue in force, when each was last added to, and the inspection's figures."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import DateTimeField, OuterRef, Subquery
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import ItemVersion
from gongkai.disclosures.models import Disclosure
from gongkai.rules.inspection import Column, Stale, cycle_days, home_is_stale, stale_columns

WORDS = {"empty": "从未公开", "policy": "超过6个月没有更新", "cycle": "超过自身的更新周期"}
POLICY = 1  # 条例第二十条第一项：行政法规、规章和规范性文件


@dataclass(frozen=True, slots=True)
class StaleColumn:
    """One item that draws attention, with the words why, and the day it was last added to."""

    row: ItemVersion
    stale: Stale
    words: str
    last_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns stand: those that draw attention, and when the site was last added to."""

    stale: tuple[StaleColumn, ...]
    last_on: dt.date | None
    home_is_stale: bool

    @property
    def empty(self) -> int:
        """Return how many were never filled."""
        return sum(one.stale.why == "empty" for one in self.stale)

    @property
    def not_updated(self) -> int:
        """Return how many are filled but not updated in time."""
        return len(self.stale) - self.empty


def columns_of(agency: Agency, *, on: dt.date) -> Columns:
    """Return how the items in force stand as columns; one query, whatever was published."""
    newest = Disclosure.objects.filter(item=OuterRef("item"), item_serial__isnull=False).order_by("-item_serial")
    rows = (
        ItemVersion.objects.of(agency)
        .in_force(on)
        .select_related("item", "office")
        .annotate(last_at=Subquery(newest.values("last_changed_at")[:1], output_field=DateTimeField()))
        .order_by("position")
    )
    last = {row.item_id: timezone.localdate(at) if (at := getattr(row, "last_at", None)) else None for row in rows}
    by_item = {row.item_id: row for row in rows}
    asked = [Column(key, row.art20 == POLICY, _cycle(row), last[key]) for key, row in by_item.items()]
    stale = tuple(
        StaleColumn(by_item[one.key], one, WORDS[one.why], last[one.key]) for one in stale_columns(asked, on=on)
    )
    latest = max((day for day in last.values() if day), default=None)
    return Columns(stale, latest, home_is_stale(latest, on=on))


def _cycle(row: ItemVersion) -> int | None:
    cycle = row.update_cycle or {}
    return cycle_days(cycle.get("amount"), cycle.get("unit"))
