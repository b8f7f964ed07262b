"""The reasons for passing warnings, while they are written and not submitted yet: kept with the session, draft by draft.

Where nothing was written yet, the reason given when the draft was last submitted stands.
"""

from collections.abc import Mapping

from django.http import HttpRequest

from gongkai.desk.drafts import queries
from gongkai.disclosures.models import Disclosure

PREFIX = "reason-"
LONGEST = 500
DRAFTS_KEPT = 20


def keep_reasons(request: HttpRequest, disclosure: Disclosure) -> None:
    """Remember the reasons a form sent."""
    sent = {key.removeprefix(PREFIX): request.POST[key].strip()[:LONGEST] for key in request.POST if key.startswith(PREFIX)}
    if not sent:
        return
    kept = dict(request.session.get("draft_reasons", {}))
    mine = {**kept.pop(str(disclosure.pk), {}), **sent}
    latest = dict(list(kept.items())[-DRAFTS_KEPT:])
    request.session["draft_reasons"] = latest | {str(disclosure.pk): mine}


def reasons_of(request: HttpRequest, disclosure: Disclosure) -> dict[str, str]:
    """Return the reasons by the key of their warning."""
    written: Mapping[str, str] = request.session.get("draft_reasons", {}).get(str(disclosure.pk), {})
    return queries.reasons_before(disclosure) | dict(written)
