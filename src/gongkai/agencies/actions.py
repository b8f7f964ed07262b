"""Acts on agencies and offices."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.agencies.models import Agency, Office
from gongkai.audit.actions import record
from gongkai.publisher.actions import enqueue


@transaction.atomic
def found_office(*, agency: Agency, name: str) -> Office:
    """Return the agency's office of this name; a new one gets the next free address code (k01, k02 ...)."""
    office = Office.objects.filter(agency=agency, name=name).first()
    if office:
        return office
    Agency.objects.select_for_update().get(pk=agency.pk)
    number = Office.objects.filter(agency=agency).count() + 1
    return Office.objects.create(agency=agency, name=name, code=f"k{number:02d}")


@transaction.atomic
def set_agency(*, name: str, credit_code: str | None, by: str, at: dt.datetime, **values: object) -> Agency:
    """Register the agency of this name, or change what is given of it; a credit code already used in index numbers stays.

    Raises ValidationError with Chinese messages for a wrong credit code or another wrong value.
    """
    agency = Agency.objects.filter(name=name).first() or Agency(name=name)
    before = {field: getattr(agency, field) for field in values}
    if credit_code and agency.pk and credit_code != agency.credit_code:
        raise ValidationError(f"“{name}”已登记为{agency.credit_code}：索引号以它开头，不能更换。")
    if not agency.pk:
        if not credit_code:
            raise ValidationError(f"登记“{name}”需要统一社会信用代码：请用 --credit-code 给出。")
        agency.credit_code = credit_code
    for field, value in values.items():
        setattr(agency, field, value)
    agency.full_clean()
    agency.save()
    record(by=by, act="登记公开主体", subject=agency, at=at, before=before, after=dict(values))
    enqueue(kind="site", key=str(agency.pk), at=at)
    return agency
