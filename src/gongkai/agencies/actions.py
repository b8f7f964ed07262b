"""Acts on agencies and offices."""

from django.db import transaction

from gongkai.agencies.models import Agency, Office


@transaction.atomic
def found_office(*, agency: Agency, name: str) -> Office:
    """Return the agency's office of this name; a new one gets the next free address code (k01, k02 ...)."""
    office = Office.objects.filter(agency=agency, name=name).first()
    if office:
        return office
    Agency.objects.select_for_update().get(pk=agency.pk)
    number = Office.objects.filter(agency=agency).count() + 1
    return Office.objects.create(agency=agency, name=name, code=f"k{number:02d}")
