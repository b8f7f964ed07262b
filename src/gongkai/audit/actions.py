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
    return AuditEntry.objects.create(
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
