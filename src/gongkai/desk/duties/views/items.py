"""The items of the catalogue: the list of those one answers for, and one of them opened."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.accounts.roles import Role
from gongkai.catalogue.models import Item, ItemVersion
from gongkai.desk.access import CONTENT, only, person_of
from gongkai.desk.duties import queries, rights
from gongkai.desk.duties.picture import bars
from gongkai.desk.duties.views.frame import shown
from gongkai.disclosures.models import Disclosure
from gongkai.duties.models import Duty, GoverningLimit
from gongkai.duties.queries import by_item, differing, years_of
from gongkai.duties.weighing import candidates_of
from gongkai.rules.art20 import NAMES
from gongkai.rules.timelimits import write_limit

SHOWN_DUTIES, SHOWN_DISCLOSURES = 12, 5


@only(*CONTENT)
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """Show the items of the catalogue in force with how each stands; those never filled can be asked for alone."""
    person = person_of(request)
    agency = rights.agency_of(person)
    text, never = request.GET.get("text", "").strip()[:100], request.GET.get("never") == "1"
    offices = rights.offices_seen(person)
    wanted = {row.pk for row in queries.items_of(agency, on=person.on, offices=offices, text=text)}
    found = [one for one in by_item(agency, on=person.on, office_ids=offices) if one.row.pk in wanted]
    if never:
        found = [one for one in found if one.last_published_on is None]
    return shown(request, "items.html", "公开事项", found=found, text=text, never=never, is_officer=person.has(Role.OFFICER))


@only(*CONTENT)
@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one item: its row of the catalogue, its duties by year, what runs, and what was published last."""
    person = person_of(request)
    agency = rights.agency_of(person)
    of = get_object_or_404(Item, pk=pk, agency=agency)
    row = _row(of)
    rights.demand(person.reads_all or row.office_id in person.office_ids)
    in_force = row.catalogue.in_force_from is not None and of.ended_on is None
    duties = Duty.objects.filter(item=of)
    running = list(queries.for_lists(list(duties.running().order_by("due_on", "pk").values_list("pk", flat=True)[:SHOWN_DUTIES])))
    running.sort(key=lambda duty: (duty.due_on, duty.pk))
    published = Disclosure.objects.filter(item=of, item_serial__isnull=False).order_by("-item_serial")
    decision = GoverningLimit.objects.filter(item=of).first()
    return shown(
        request, "item.html", row.name, ("公开事项", reverse("desk_duties:items")),
        row=row, item=of, in_force=in_force, citations=list(row.citations.select_related("basis")),
        meaning=write_limit(row.time_limit), limits=[(one.source, one.limit.text) for one in candidates_of(row)],
        differs=bool(differing([row])), decision=decision,
        decided_by=queries.names_of([decision.decided_by]).get(decision.decided_by, decision.decided_by) if decision else "",
        art20=NAMES.get(row.art20 or 0, ""), bars=bars(years_of(of, on=person.on)), today=person.on,
        running=[queries.as_line(duty, person.on) for duty in running],
        published=list(published.only("public_title", "status", "index_number", "first_published_at")[:SHOWN_DISCLOSURES]),
        writes=in_force and person.writes_for(row.office_id), is_officer=person.has(Role.OFFICER),
    )  # fmt: skip


def _row(item: Item) -> ItemVersion:
    """Return the newest row of an item that was ever in force, else its newest row."""
    rows = ItemVersion.objects.filter(item=item).select_related("item", "office", "catalogue")
    begun = rows.filter(catalogue__in_force_from__isnull=False).order_by("-catalogue__in_force_from").first()
    row = begun or rows.order_by("-catalogue__version").first()
    if row is None:
        raise Http404("没有目录行")
    return row
