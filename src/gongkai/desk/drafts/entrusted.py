"""Who may open and who may write a draft. Every view of this area begins here; who may not see a draft is told it is not there."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from gongkai.desk.access import Person
from gongkai.disclosures.models import Disclosure, Review
from gongkai.disclosures.models.drafts import DisclosureQuerySet
from gongkai.disclosures.statuses import Status
from gongkai.sources.errors import BadInput

JOINED = ("item__agency", "office", "duty", "latest", "supersedes", "interprets", "handler", "bundle")


class UnderReview(BadInput):
    """A draft that is being reviewed was to be changed by a page that does not know of the review."""


def readable(person: Person) -> DisclosureQuerySet:
    """Return the disclosures of which a person may see what is being written."""
    return Disclosure.objects.entrusted_to(person.user, office_ids=person.office_ids, reads_all=person.reads_all)


def readable_or_404(person: Person, pk: int) -> Disclosure:
    """Return a draft, or the correction of something public, that a person may see; raises Http404."""
    found = readable(person).select_related(*JOINED).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def writable_or_refuse(person: Person, pk: int) -> Disclosure:
    """Return a draft that a person may write; raises Http404 when they may not see it, PermissionDenied when only see it."""
    found = readable_or_404(person, pk)
    if not may_write(person, found):
        raise PermissionDenied
    return found


def may_write(person: Person, disclosure: Disclosure) -> bool:
    """Tell whether a person may change a draft: a writer of its office, as long as it was not withdrawn."""
    return disclosure.status != Status.WITHDRAWN and person.writes_for(disclosure.office_id)


def running_review(disclosure: Disclosure) -> Review | None:
    """Return the review that is running, its frozen content left unread."""
    return Review.objects.running().filter(disclosure=disclosure).defer("content").first()


def unlock(request: HttpRequest, review: Review) -> None:
    """Remember that this person said yes to ending this very review by a change."""
    request.session[_key(review)] = True


def is_unlocked(request: HttpRequest, review: Review | None) -> bool:
    """Tell whether a draft may be changed here now: no review is running, or its end was agreed to."""
    return review is None or bool(request.session.get(_key(review)))


def refuse_under_review(request: HttpRequest, disclosure: Disclosure) -> None:
    """Raise UnderReview where a change would end a review and nobody agreed to that."""
    review = running_review(disclosure)
    if not is_unlocked(request, review):
        raise UnderReview("这一稿正在审查，没有保存：请先撤回送审，或确认“修改会使审查作废”后再改。")


def _key(review: Review) -> str:
    return f"draft_review_{review.pk}_may_end"
