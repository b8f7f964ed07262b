"""Confirming that a document lapses on the 失效日期 the public was given: looked at, and nothing is to be corrected.

The public site shows it as 失效 from that day by itself, so that confirming changes nothing outside and needs no review.
"""

import datetime as dt

from django.db import transaction

from gongkai.audit.actions import record
from gongkai.disclosures import telling_afterwards
from gongkai.disclosures.actions.drafting import locked
from gongkai.disclosures.actions.publishing import latest_public
from gongkai.disclosures.models import Disclosure
from gongkai.sources.errors import BadInput


class NothingToConfirm(BadInput):
    """What is public does not lapse on the day that was seen: it has another or none, or says that it is no longer valid."""


@transaction.atomic
def confirm_expiry(*, disclosure: Disclosure, expires_on: dt.date, by: str, at: dt.datetime) -> Disclosure:
    """Confirm that what is public lapses on the day it says, as seen; again changes nothing.

    Raises NotPublished, or NothingToConfirm where it does not lapse on that day.
    """
    disclosure = locked(disclosure)
    latest_public(disclosure)
    if disclosure.public_expires_on != expires_on:
        raise NothingToConfirm(f"“{disclosure.public_title}”公开的失效日期或者有效性已经变动，请重新核对。")
    if disclosure.expiry_confirmed_at is None:
        disclosure.expiry_confirmed_at, disclosure.expiry_confirmed_by = at, by
        disclosure.save(update_fields=["expiry_confirmed_at", "expiry_confirmed_by"])
        telling_afterwards.expiry_settled(disclosure, at=at)
        record(by=by, act="确认到期失效", subject=disclosure, at=at, after={"expires_on": expires_on.isoformat()})
    return disclosure
