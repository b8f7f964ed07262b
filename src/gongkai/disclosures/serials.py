"""Gives out numbers that are never reused, however many people publish at once.

The counter row is updated inside the publication's own transaction: a second publisher waits for the first, and a
publication that fails gives its number back unseen.
"""

from django.db import IntegrityError, transaction
from django.db.models import F

from gongkai.agencies.models import Agency
from gongkai.disclosures.models import Serial


def next_number(scope: str) -> int:
    """Return the next number of ``scope``, from 1. Must be called inside a transaction."""
    counter = Serial.objects.filter(scope=scope)
    if not counter.update(last=F("last") + 1):
        try:
            with transaction.atomic():
                Serial.objects.create(scope=scope, last=1)
        except IntegrityError:
            counter.update(last=F("last") + 1)
    return counter.values_list("last", flat=True).get()


def next_index_number(agency: Agency, year: int) -> str:
    """Return a new 索引号: credit code / year - five-digit serial (norms 8.1), never reused within agency and year."""
    return f"{agency.credit_code}/{year}-{next_number(f'index:{agency.pk}:{year}'):05d}"
