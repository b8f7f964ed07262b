"""A bundle: its members with the stage each has come to, and their release together."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.accounts.roles import REVIEWERS, Stage
from gongkai.desk.access import CONTENT, Person, only, person_of
from gongkai.desk.reviews import rights, worklist
from gongkai.desk.reviews.forms import HourForm
from gongkai.desk.reviews.views.frame import shown
from gongkai.disclosures import actions, queries
from gongkai.disclosures.checklists import CHECKLISTS
from gongkai.disclosures.models import Bundle, Review
from gongkai.disclosures.statuses import Ending
from gongkai.sources.errors import BadInput

SEEN = "seen:"


@never_cache
@only(*CONTENT)
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a bundle, or release it whole."""
    person = person_of(request)
    bundle = rights.bundle_or_404(person, pk)
    if request.method == "GET":
        return _page(request, person, bundle, HourForm())
    form = HourForm(request.POST)
    if form.is_valid():
        try:
            _release(request, person, bundle, form)
        except BadInput as error:
            form.add_error(None, str(error))
        else:
            members = queries.members_of(bundle)
            hour = members[0].planned_at if members and not members[0].ending else None
            words = f"将于{timezone.localtime(hour):%m月%d日 %H:%M}一并公开" if hour else "并一并公开"
            messages.success(request, f"“{bundle}”的{len(members)}条已签发，{words}。")
            return redirect("desk_reviews:index")
    return _page(request, person, bundle, form, status=422)


def _release(request: HttpRequest, person: Person, bundle: Bundle, form: HourForm) -> None:
    """Release every member as it was seen, at the hour that was chosen; all or none."""
    waiting = [one for one in queries.members_of(bundle) if one.stage == Stage.RELEASE]
    seen = {one.pk: request.POST.get(f"{SEEN}{one.pk}", "") for one in waiting}
    ticked = {key: f"check:{key}" in request.POST for key in CHECKLISTS[Stage.RELEASE]}
    with transaction.atomic():
        if form.changes() and waiting:
            rights.demand_scheduling(person, waiting[0])
            actions.reschedule(review=waiting[0], planned_at=form.chosen(), by=person.by, at=person.at)
        comment = request.POST.get("comment", "")[:2_000]
        actions.release_bundle(bundle=bundle, user=person.user, seen=seen, at=person.at, comment=comment, checklist=ticked)


def _page(request: HttpRequest, person: Person, bundle: Bundle, form: HourForm, *, status: int = 200) -> HttpResponse:
    lines = worklist.lines_of(queries.members_of(bundle), on=person.on)
    unsent = list(bundle.members.filter(reviews__isnull=True).order_by("pk"))
    open_members = [line.review for line in lines if line.review.ending != Ending.RELEASED]
    ready = bool(open_members) and not unsent and all(one.stage == Stage.RELEASE for one in open_members)
    refusals = _refusals(person, open_members) if ready else []
    hours = [one.planned_at for one in open_members if one.planned_at]
    return shown(
        request,
        "bundle.html",
        bundle.title,
        bundle=bundle,
        lines=lines,
        unsent=unsent,
        members=open_members,
        ready=ready,
        releases=ready and person.has_anywhere(*REVIEWERS[Stage.RELEASE]) and not refusals,
        refusals=refusals,
        checklist=[(key, words, f"check:{key}" in request.POST) for key, words in CHECKLISTS[Stage.RELEASE].items()],
        planned_at=max(hours, default=None),
        form=form,
        comment=request.POST.get("comment", ""),
        today=person.on,
        status=status,
    )


def _refusals(person: Person, members: list[Review]) -> list[str]:
    """Return why this person may not release some of the members."""
    powers = [(one, rights.powers(person, one, on=person.on)) for one in members]
    return [f"“{one.disclosure.title}”：{told.barred}" for one, told in powers if told.barred]
