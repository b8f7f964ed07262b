"""Turns what was read into the rows of a catalogue version, and the rows of a version back into what was read.

Both directions stand side by side, so that a difference between two versions can be shown by the very function that
compares two files (``rules.catalogue_diff``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

from gongkai.agencies.models import Office
from gongkai.catalogue.bases import key_of
from gongkai.catalogue.models import Catalogue, Citation, Item, ItemVersion, LegalBasis
from gongkai.rules import catalogue_model as values
from gongkai.rules.art20 import read_art20
from gongkai.rules.catalogue_lint_limits import clause_limits
from gongkai.rules.timelimits import TimeLimit


def row_of(read: values.CatalogueItem, *, catalogue: Catalogue, item: Item, position: int, office: Office | None) -> ItemVersion:
    """Make the row, not yet saved, of one item as read."""
    return ItemVersion(
        catalogue=catalogue,
        item=item,
        position=position,
        path=list(read.path),
        content=read.content,
        elements=list(read.elements),
        limit_text=read.time_limit.text,
        limit=read.time_limit.as_json(),
        clause_limits=list(clause_limits_of(read)),
        update_cycle=read.update_cycle and read.update_cycle.as_json(),
        retention=read.retention and read.retention.as_json(),
        agency_text=read.agency[:200],
        category=read.category[:60],
        channels=list(read.channels),
        audience_everyone=read.audience.everyone,
        audience_groups=list(read.audience.groups),
        office=office,
        art20=read_art20(read),
        source_page=read.page,
        source_row=read.row,
        extras=dict(read.extras),
        repairs=[asdict(repair) for repair in read.repairs],
    )


def clause_limits_of(read: values.CatalogueItem) -> Iterator[dict[str, Any]]:
    """Give every limit for publishing that a cited clause sets itself, with the clause it stands in."""
    for basis, limit in clause_limits(read):
        articles = (citation.article for citation in basis.citations if limit.text in citation.text)
        yield {"source": f"《{basis.title}》{next(articles, '')}", "limit": limit.as_json()}


def citations_of(read: values.CatalogueItem, row: ItemVersion, bases: dict[str, LegalBasis]) -> Iterator[Citation]:
    """Make the citations, not yet saved, of one row; an instrument cited as a whole gets one without an article."""
    clauses = ((basis, clause) for basis in read.bases for clause in basis.citations or (values.Citation("", ""),))
    for position, (basis, clause) in enumerate(clauses):
        yield Citation(
            item_version=row,
            basis=bases[key_of(basis)],
            position=position,
            title_stated=basis.title[:300],
            number_stated=(basis.number or "")[:80],
            rank_stated=(basis.rank_stated or "")[:60],
            article=clause.article[:40],
            text=clause.text,
        )


def read_of(title: str, rows: Iterable[ItemVersion]) -> values.CatalogueRead:
    """Return rows as the value that reading their file gave; citations and their bases must be prefetched."""
    return values.CatalogueRead(title, tuple(item_of(row) for row in rows))


def item_of(row: ItemVersion) -> values.CatalogueItem:
    """Return one row as the value that reading it gave."""
    return values.CatalogueItem(
        path=tuple(row.path),
        content=row.content,
        elements=tuple(row.elements),
        bases=tuple(_bases_of(row)),
        time_limit=row.time_limit,
        update_cycle=TimeLimit.from_json(row.update_cycle) if row.update_cycle else None,
        retention=TimeLimit.from_json(row.retention) if row.retention else None,
        agency=row.agency_text,
        category=row.category,
        channels=tuple(row.channels),
        audience=values.Audience(row.audience_everyone, tuple(row.audience_groups)),
        office=row.office.name if row.office else "",
        page=row.source_page,
        row=row.source_row,
        extras=tuple(row.extras.items()),
        repairs=tuple(values.Repair(**repair) for repair in row.repairs),
    )


def _bases_of(row: ItemVersion) -> Iterator[values.Basis]:
    """Put the citations of a row together again, one basis for each run of clauses of one instrument."""
    for _, run in groupby(row.citations.all(), key=lambda citation: citation.basis_id):
        clauses = list(run)
        first = clauses[0]
        yield values.Basis(
            title=first.title_stated,
            number=first.number_stated or None,
            rank_stated=first.rank_stated or None,
            rank_read=first.basis.rank or None,
            citations=tuple(values.Citation(c.article, c.text) for c in clauses if c.article or c.text),
        )
