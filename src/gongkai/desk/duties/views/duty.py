"""One duty opened: its date as a picture and as a table, the rule that governs, its acts, its disclosures, what one may do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from gongkai.accounts.models import User
from gongkai.accounts.queries import people_with
from gongkai.accounts.roles import WRITERS
from gongkai.catalogue.models import Citation
from gongkai.desk.access import CONTENT, Person, only, person_of
from gongkai.desk.duties import rights
from gongkai.desk.duties.forms import HandlerForm, OpinionForm
from gongkai.desk.duties.history import history_of
from gongkai.desk.duties.queries import as_line
from gongkai.desk.duties.strip import strip
from gongkai.desk.duties.views.frame import duty_or_404, shown
from gongkai.disclosures.models import Disclosure
from gongkai.duties import actions
from gongkai.duties.models import Duty, WithholdingProposal
from gongkai.duties.queries import RivalLimit, rivals
from gongkai.duties.statuses import Closing
from gongkai.sources.errors import BadInput

SHOWN_DISCLOSURES = 20


@only(*CONTENT)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one duty."""
    person = person_of(request)
    duty = duty_or_404(person, pk)
    proposals = list(duty.proposals.select_related("duty"))
    pending = next((proposal for proposal in proposals if not proposal.decision), None)
    may = rights.rights_on(person, duty, is_pending=pending is not None)
    history, names = history_of(duty, *_people(duty, proposals))

    def name(username: str) -> str:
        return names.get(username, username)

    limits = rivals(duty)
    _, state, late = as_line(duty, person.on)
    comes_back = duty.closing == Closing.WITHHELD and duty.reassessed_on is None
    return shown(
        request, "show.html", duty.subject,
        duty=duty, state=state, late=late, today=person.on, strip=strip(duty, today=person.on), limits=limits,
        clauses=_clauses(duty, limits), history=history, may=may, pending=pending,
        who={
            "closed_by": name(duty.closed_by), "reviewed_by": name(duty.reviewed_by),
            "registered_by": name(duty.event.registered_by if duty.event else ""),
            "proposed_by": name(pending.proposed_by if pending else ""),
        },
        decided=[(one, name(one.proposed_by), name(one.decided_by)) for one in proposals if one.decision],
        may_review=pending is not None and rights.may_review(person, pending),
        may_take_back=pending is not None and pending.proposed_by == person.by, opinion=OpinionForm(),
        disclosures=_disclosures(duty), handler_form=_handler_form(duty, person) if may.assign else None,
        to_reassess=comes_back and rights.is_time(person, duty), comes_back=comes_back,
    )  # fmt: skip


@only(*WRITERS)
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the person who handles a duty."""
    person = person_of(request)
    duty = duty_or_404(person, pk)
    rights.demand(rights.rights_on(person, duty, is_pending=False).assign)
    form = _handler_form(duty, person, request.POST)
    if form.is_valid():
        chosen = form.cleaned_data["handler"]
        handler = User.objects.get(pk=chosen) if chosen else None
        try:
            actions.assign(duty=duty, handler=handler, by=person.by, at=person.at)
            messages.success(request, f"承办人已改为{handler}。" if handler else "已不再指定承办人。")
        except BadInput as error:
            messages.error(request, str(error))
    else:
        messages.error(request, "请从列出的人员中选择承办人。")
    return redirect("desk_duties:show", pk=duty.pk)


def _people(duty: Duty, proposals: list[WithholdingProposal]) -> list[str]:
    """Return the usernames that the page shows beside those of the recorded acts."""
    registered = [duty.event.registered_by] if duty.event else []
    return [duty.closed_by, duty.reviewed_by, *registered, *(name for one in proposals for name in (one.proposed_by, one.decided_by))]


def _handler_form(duty: Duty, person: Person, data: object = None) -> HandlerForm:
    people = people_with(WRITERS, on=person.on, office_id=duty.office_id)
    if duty.handler and duty.handler not in people:
        people.insert(0, duty.handler)
    return HandlerForm(data, people=people, initial={"handler": str(duty.handler_id or "")})


def _disclosures(duty: Duty) -> list[Disclosure]:
    """Return what was drafted or published for a duty, the newest first."""
    found = duty.disclosures.only("title", "status", "index_number", "first_published_at", "created_by", "duty")
    return list(found.order_by("-pk")[:SHOWN_DISCLOSURES])


def _clauses(duty: Duty, limits: list[RivalLimit]) -> list[Citation]:
    """Return the clauses of the catalogue's row that the weighed limits come from, with their words."""
    sources = {limit.source for limit in limits}
    return [one for one in duty.item_version.citations.select_related("basis") if one.text and str(one) in sources]
