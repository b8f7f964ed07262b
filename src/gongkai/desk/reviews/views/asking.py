"""Asking someone without an account for an opinion, and taking the link back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongkai.desk.access import only, person_of
from gongkai.desk.reviews import rights
from gongkai.desk.reviews.forms import AskForm
from gongkai.desk.reviews.views.frame import crumb_of, shown
from gongkai.desk.reviews.views.review import page
from gongkai.disclosures.actions import outside
from gongkai.disclosures.models import Review
from gongkai.sources.errors import BadInput


@never_cache
@only(*rights.REVIEWING)
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link, and show it this once."""
    person = person_of(request)
    review = _askable(request, pk)
    form = AskForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        asked = {"asked_of": said["asked_of"], "question": said["question"], "expires_at": form.expires_at(at=person.at)}
        try:
            opinion, key = outside.ask(review=review, by=person.by, at=person.at, **asked)
        except BadInput as error:
            form.add_error(None, str(error))
        else:
            link = request.build_absolute_uri(reverse("outside_opinion", args=[key]))
            return shown(request, "asked.html", "外部意见链接", crumb_of(review), review=review, opinion=opinion, link=link)
    return page(request, person, review, ask_form=form, status=422)


@only(*rights.REVIEWING)
@require_POST
def revoke(request: HttpRequest, pk: int, opinion_pk: int) -> HttpResponse:
    """Take a link back."""
    person = person_of(request)
    review = _askable(request, pk)
    opinion = get_object_or_404(review.outside_opinions, pk=opinion_pk)
    try:
        outside.revoke(opinion=opinion, by=person.by, at=person.at)
    except BadInput as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"给{opinion.asked_of}的链接已收回。")
    return redirect("desk_reviews:show", pk)


def _askable(request: HttpRequest, pk: int) -> Review:
    person = person_of(request)
    review = rights.review_or_404(person, pk)
    if not rights.asks_outside(person, review):
        raise PermissionDenied
    return review
