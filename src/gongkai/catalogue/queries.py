"""Reads across catalogues, items, offices and bases: the catalogue in force in its three orders, and two versions compared."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import OuterRef, QuerySet, Subquery

from gongkai.agencies.models import Agency, Office
from gongkai.catalogue import rows
from gongkai.catalogue.models import Catalogue, ItemVersion
from gongkai.rules.art20 import NAMES, OTHER
from gongkai.rules.catalogue_diff import CatalogueDiff, diff
from gongkai.rules.catalogue_model import CatalogueRead

Key = TypeVar("Key")


@dataclass(slots=True)
class Branch:
    """One level of the catalogue: its name, the branches under it, and the rows that end here."""

    name: str
    branches: dict[str, "Branch"] = field(default_factory=dict)
    rows: list[ItemVersion] = field(default_factory=list)


def rows_of(catalogue: Catalogue) -> QuerySet[ItemVersion]:
    """Return the rows of one version with everything that shows them, in a constant number of queries."""
    return _with_everything(catalogue.rows.all())


def rows_in_force(agency: Agency, *, on: dt.date) -> QuerySet[ItemVersion]:
    """Return the agency's rows in force on the day ``on`` with everything that shows them, in the catalogue's order."""
    return _with_everything(ItemVersion.objects.of(agency).in_force(on)).order_by("position")


def in_force(agency: Agency, *, on: dt.date) -> Catalogue | None:
    """Return the version in force on the day ``on``, or None."""
    begun = agency.catalogues.filter(in_force_from__lte=on)
    return begun.exclude(in_force_until__lt=on).first()


def tree(agency: Agency, *, on: dt.date) -> Branch:
    """Return the catalogue in force by its levels; an empty level in between is passed over."""
    root = Branch("")
    for row in rows_in_force(agency, on=on):
        branch = root
        for level in dict.fromkeys(level for level in row.path if level):
            branch = branch.branches.setdefault(level, Branch(level))
        branch.rows.append(row)
    return root


def by_office(agency: Agency, *, on: dt.date) -> list[tuple[Office | None, list[ItemVersion]]]:
    """Return the rows in force under their office, offices by code; rows without an office come last."""
    groups = _grouped(rows_in_force(agency, on=on), lambda row: row.office)
    return sorted(groups.items(), key=lambda group: (group[0] is None, group[0].code if group[0] else ""))


def by_art20(agency: Agency, *, on: dt.date) -> list[tuple[int, str, list[ItemVersion]]]:
    """Return all fifteen items of 条例第二十条 with their names and the rows in force under each."""
    groups = _grouped(rows_in_force(agency, on=on), lambda row: row.art20 or OTHER)
    return [(number, name, groups.get(number, [])) for number, name in NAMES.items()]


def governing(agency: Agency) -> Catalogue | None:
    """Return the version put in force last, else the newest imported one: what a new version is compared with."""
    begun = agency.catalogues.filter(in_force_from__isnull=False).order_by("-in_force_from").first()
    return begun or agency.catalogues.order_by("-version").first()


def latest_rows(agency: Agency) -> list[ItemVersion]:
    """Return, for every lasting item, its row in the newest version that has it, also of items that left."""
    newest = ItemVersion.objects.filter(item=OuterRef("item")).order_by("-catalogue__version").values("pk")[:1]
    found = ItemVersion.objects.of(agency).filter(pk=Subquery(newest))
    return list(_with_everything(found).order_by("item__number"))


def read_of(catalogue: Catalogue) -> CatalogueRead:
    """Return a stored version as the value that reading its file gave."""
    return rows.read_of(catalogue.title, rows_of(catalogue))


def difference(old: Catalogue, new: Catalogue) -> CatalogueDiff:
    """Return what the newer version adds, removes and changes, field by field."""
    return diff(read_of(old), read_of(new))


def names_of(row: ItemVersion) -> set[str]:
    """Return every way of writing which row is meant: its last level, its levels joined in the usual ways."""
    levels = list(dict.fromkeys(level for level in row.path if level))
    return {row.name, row.full_name, *(sign.join(levels) for sign in ("/", "-", "—", ">", "›", " / ", " > ", ""))}


def _with_everything(found: QuerySet[ItemVersion]) -> QuerySet[ItemVersion]:
    return found.select_related("item__agency", "office", "catalogue").prefetch_related("citations__basis")


def _grouped(found: Iterable[ItemVersion], key: Callable[[ItemVersion], Key]) -> dict[Key, list[ItemVersion]]:
    groups: dict[Key, list[ItemVersion]] = {}
    for row in found:
        groups.setdefault(key(row), []).append(row)
    return groups
