"""The list of everything that is, or was, public."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from gongkai.desk.access import CONTENT, only, person_of
from gongkai.desk.publications import queries, rights
from gongkai.desk.publications.queries import STATES, Wanted
from gongkai.desk.publications.views.frame import shown


@only(*CONTENT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show one page of what is public, by office, item, state, year, index number or beginning of the title."""
    person = person_of(request)
    agency = rights.agency_of(person)
    wanted = wanted_of(request.GET)
    page = queries.page_of(agency, wanted, on=person.on)
    names = queries.item_names(agency, on=person.on)
    lines = [
        {
            "disclosure": one,
            "item": names.get(one.item_id, (0, "已移出目录的事项"))[1],
            "mark": queries.mark_of(one, on=person.on),
            "has_lapsed": one.public_expires_on is not None and one.public_expires_on < person.on,
            "url": queries.public_address(one),
            "number": (one.index_number or "").rpartition("/")[2],
        }
        for one in page.rows
    ]
    return shown(
        request, "index.html", "已公开", wanted=wanted, lines=lines, states=STATES, years=queries.years_of(agency), items=names,
        offices=agency.offices.all(), next=wanted.address(after=page.after) if page.after else "",
        first=wanted.address() if wanted.after else "", is_filtered=wanted.address() != "?",
    )  # fmt: skip


def wanted_of(asked: QueryDict) -> Wanted:
    """Read from an address what is wanted; what makes no sense is passed over."""

    def number(name: str) -> int | None:
        text = asked.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None

    state = asked.get("state", "")
    return Wanted(
        state=state if state in STATES else "",
        office=number("office"),
        item=number("item"),
        year=number("year"),
        text=asked.get("text", "").replace("\0", "").strip()[:100],
        after=number("after"),
    )
