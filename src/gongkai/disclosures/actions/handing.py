"""Work moves to another person or office when someone leaves: nothing stays behind with an account that is closed."""

import datetime as dt

from django.db import transaction

from gongkai.accounts.models import User
from gongkai.agencies.models import Office
from gongkai.audit.actions import record
from gongkai.disclosures.actions.drafting import before_change, locked, touch
from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.statuses import Status


@transaction.atomic
def assign(*, disclosure: Disclosure, handler: User | None, by: str, at: dt.datetime, reason: str = "") -> Disclosure:
    """Say who works on a disclosure now; its content, and so a running review, is not touched."""
    disclosure = locked(disclosure)
    if disclosure.handler_id == (handler.pk if handler else None):
        return disclosure
    before = disclosure.handler.username if disclosure.handler else ""
    disclosure.handler = handler
    disclosure.save(update_fields=["handler"])
    after = {"handler": handler.username if handler else ""}
    record(by=by, act="交接承办人", subject=disclosure, at=at, before={"handler": before}, after=after, note=reason.strip())
    return disclosure


@transaction.atomic
def move_to_office(*, disclosure: Disclosure, office: Office, by: str, at: dt.datetime, reason: str) -> Disclosure:
    """Move a disclosure to another office. The public sees the office, so this is a change of content."""
    disclosure = locked(disclosure)
    if disclosure.office_id == office.pk:
        return disclosure
    before_change(disclosure, by=by, at=at)
    before = {"office": str(disclosure.office or "")}
    disclosure.office, disclosure.handler = office, None
    disclosure.save(update_fields=["office", "handler"])
    touch(disclosure, by=by, at=at)
    record(by=by, act="移交科室", subject=disclosure, at=at, before=before, after={"office": str(office)}, note=reason.strip())
    return disclosure


@transaction.atomic
def assign_all(*, of: User, to: User, by: str, at: dt.datetime, reason: str) -> int:
    """Move all drafts of someone to another person, and return how many there were."""
    drafts = list(Disclosure.objects.filter(handler=of, status=Status.DRAFT))
    for disclosure in drafts:
        assign(disclosure=disclosure, handler=to, by=by, at=at, reason=reason)
    return len(drafts)
