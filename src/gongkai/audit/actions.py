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
) -> AuditEntry:
    """Record one act on ``subject``; ``before`` and ``after`` are JSON-able and hold only what changed."""
    made = entry(by=by, act=act, subject=subject, at=at, before=before, after=after, note=note)
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
    )
