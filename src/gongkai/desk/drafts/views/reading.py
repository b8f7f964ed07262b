"""A draft as text, for who may read but not write now; and what a correction changes against the public version."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.desk.access import CONTENT, Person, only, person_of
from gongkai.desk.drafts import queries
from gongkai.desk.drafts.entrusted import may_write, readable_or_404
from gongkai.desk.drafts.views.frame import row_of, shown, to_form
from gongkai.disclosures import content
from gongkai.disclosures.comparison import compare, fields_of
from gongkai.disclosures.models import Disclosure, Review


def show(request: HttpRequest, person: Person, disclosure: Disclosure, review: Review | None) -> HttpResponse:
    """Show a draft without its form; to who wrote it, the two ways to go on writing while it is reviewed."""
    last = queries.last_review(disclosure)
    state = queries.state_of(disclosure, last)
    told = review.content if review else content.snapshot(disclosure, row_of(disclosure, person), rule=None, on=person.on)
    return shown(
        request, "read.html", disclosure.title, disclosure=disclosure, review=review, fields=fields_of(told), content=told,
        state=state, state_name=queries.STATES.get(state, queries.PUBLIC), tone=queries.TONES[state], row=row_of(disclosure, person),
        may_change=review is not None and may_write(person, disclosure), opinions=_opinions(review),
        names=queries.names_of([review.submitted_by] if review else []), shas=_shas(disclosure),
    )  # fmt: skip


@only(*CONTENT)
@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show side by side what a correction changes against what the public has."""
    person = person_of(request)
    disclosure = readable_or_404(person, pk)
    if disclosure.latest is None:
        raise Http404
    draft = content.reviewed(content.snapshot(disclosure, row_of(disclosure, person), rule=None, on=person.on))
    return shown(
        request, "changes.html", "与公开版本的差别", (disclosure.title[:24], to_form(disclosure).headers["Location"]),
        disclosure=disclosure, compared=compare(content.reviewed(disclosure.latest.content), draft), writes=may_write(person, disclosure),
    )  # fmt: skip


def _opinions(review: Review | None) -> list[Any]:
    return list(review.opinions.select_related("user").order_by("pk")) if review else []


def _shas(disclosure: Disclosure) -> dict[str, int]:
    """Return the files of the draft by their hash, to link them."""
    return {one.sha256: one.pk for one in disclosure.attachments.all()}
