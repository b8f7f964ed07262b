"""The one way an act is recorded: inside the transaction of the act itself."""

from datetime import datetime
from typing import Any

from django.db import models

from gongkai.audit.models import AuditEntry


def record(
    *,
    by: str,
    act: str,
    subject: models.Model,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str = "",
    office_id: int | None = None,
) -> AuditEntry:
    """Record one act on ``subject``; ``before`` and ``after`` are JSON-able and hold only what changed.

    The people of an office may look at acts on what belongs to it. Whatever has an ``office_id`` says itself which office
    that is; for what has none (an attachment, a list) the act gives it.
    """
    made = entry(by=by, act=act, subject=subject, at=at, before=before, after=after, note=note, office_id=office_id)
    made.save()
    return made


def entry(
    *,
    by: str,
    act: str,
    subject: models.Model,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str = "",
    office_id: int | None = None,
) -> AuditEntry:
    """Make the record without saving it, for an act on thousands at once, which saves them with ``bulk_create``."""
    return AuditEntry(
        at=at,
        by=by,
        act=act,
        subject_kind=subject._meta.label,
        subject_key=str(subject.pk),
        subject=str(subject)[:300],
        before=before,
        after=after,
        note=note,
        office_key=office_id if office_id is not None else getattr(subject, "office_id", None),
    )
