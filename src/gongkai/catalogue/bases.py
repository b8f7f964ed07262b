"""Ties the instruments that a catalogue names to LegalBasis rows: one law, however its name is written, is one row."""

from collections.abc import Iterable

from gongkai.catalogue.models import LegalBasis
from gongkai.rules.catalogue_model import Basis
from gongkai.rules.citations import canonical_title
from gongkai.rules.instruments import known

STATUSES = {"in_force": "现行有效", "expired": "已失效", "suspended": "暂停执行", "replaced": "已被替代", "unknown": ""}


def key_of(basis: Basis) -> str:
    """Return the key of the instrument's row."""
    return canonical_title(basis.title)[:300]


def tie(bases: Iterable[Basis]) -> dict[str, LegalBasis]:
    """Return a LegalBasis for the key of every one of ``bases``; those not met before are added."""
    named = {key_of(basis): basis for basis in reversed(list(bases))}
    there = LegalBasis.objects.in_bulk(list(named), field_name="canonical_title")
    new = [_legal_basis(key, basis) for key, basis in named.items() if key not in there]
    LegalBasis.objects.bulk_create(new)
    return there | {basis.canonical_title: basis for basis in new}


def _legal_basis(key: str, basis: Basis) -> LegalBasis:
    """Make a row of what is known of the instrument, and of what the catalogue says where nothing is."""
    instrument = known(basis.title)
    return LegalBasis(
        canonical_title=key,
        title=instrument.title if instrument else basis.title[:300],
        number=(instrument and instrument.number) or (basis.number or "")[:80],
        rank=basis.rank_read or "",
        status=STATUSES[instrument.status] if instrument else "",
        note=instrument.note if instrument else "",
    )
