"""Which limit governs an item where the column and the clauses it cites differ: an officer decides and says why.

What the decision would move is shown before it is saved.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.accounts.roles import Role
from gongkai.catalogue.models import ItemVersion
from gongkai.desk.access import only, person_of
from gongkai.desk.duties import queries, rights
from gongkai.desk.duties.forms import LimitForm
from gongkai.desk.duties.views.frame import attempted, rehearsed, shown
from gongkai.duties import actions
from gongkai.duties.actions import LimitDecided
from gongkai.duties.models import GoverningLimit
from gongkai.duties.queries import differing
from gongkai.duties.weighing import Candidate, candidates_of
from gongkai.rules.timelimits import TimeLimit, read_limit, write_limit

SHOWN_MOVES = 100


@only(Role.OFFICER, Role.AUDITOR)
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """Show the items whose column and clauses differ, and what was decided."""
    person = person_of(request)
    rows = queries.items_of(rights.agency_of(person), on=person.on, offices=None)
    decisions = {one.item_id: one for one in GoverningLimit.objects.filter(item__in=[row.item_id for row in rows])}
    found = {row.pk: limits for row, limits in differing(rows)}
    lines = [
        {"row": row, "limits": found.get(row.pk) or candidates_of(row), "decision": decisions.get(row.item_id)}
        for row in rows
        if row.pk in found or row.item_id in decisions
    ]
    return shown(request, "limits.html", "适用时限", lines=lines, is_officer=person.has(Role.OFFICER))


@only(Role.OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide which limit governs an item; the moved due dates are shown first."""
    person = person_of(request)
    rows = ItemVersion.objects.of(rights.agency_of(person)).in_force(person.on).select_related("item", "office")
    row = get_object_or_404(rows, item=pk)
    candidates = candidates_of(row)
    there = GoverningLimit.objects.filter(item=row.item).first()
    choices = [(str(n), f"{one.limit.text}（{one.source}）") for n, one in enumerate(candidates)]
    form = LimitForm(request.POST or None, choices=choices, initial=_initial(candidates, there))
    report: LimitDecided | None = None
    if form.is_valid():
        said = form.cleaned_data
        chosen = read_limit(said["text"]) if said["choice"] == "other" else candidates[int(said["choice"])].limit
        if said["choice"] == "other" and not said["text"].strip():
            form.add_error("text", "请写出适用的时限。")
        else:

            def decide() -> LimitDecided:
                return actions.decide_limit(item=row.item, limit=chosen, reason=said["reason"], by=person.by, at=person.at)

            if "save" in request.POST:
                done = attempted(form, decide)
                if done:
                    messages.success(request, f"已决定。{len(done.moves)}项未结束的公开义务改了到期日。")
                    return redirect("desk_duties:item", pk=row.item_id)
            else:
                report = attempted(form, lambda: rehearsed(decide))
    return shown(
        request, "limit.html", row.name, ("适用时限", reverse("desk_duties:limits")),
        row=row, form=form, report=report, moves=report.moves[:SHOWN_MOVES] if report else (),
        meaning=write_limit(TimeLimit.from_json(report.decision.limit)) if report else "",
        status=422 if form.errors else 200,
    )  # fmt: skip


def _initial(candidates: list[Candidate], there: GoverningLimit | None) -> dict[str, str]:
    """Begin with what was decided before, if anything was."""
    if there is None:
        return {"choice": "0"}
    for number, candidate in enumerate(candidates):
        if candidate.limit.as_json() == there.limit:
            return {"choice": str(number), "reason": there.reason}
    return {"choice": "other", "text": str(there.limit.get("text", "")), "reason": there.reason}
