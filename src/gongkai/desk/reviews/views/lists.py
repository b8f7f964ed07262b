"""The first screen: what waits for me, what is under way, scheduled, owed, and what I have done."""

from django.http import HttpRequest, HttpResponse

from gongkai.accounts.roles import Role, Stage
from gongkai.desk.access import CONTENT, only, person_of
from gongkai.desk.reviews import worklist
from gongkai.desk.reviews.views.frame import ROOT, shown, whole_number
from gongkai.desk.reviews.worklist import LAST_PAGE, Wanted


@only(*CONTENT)
def index(request: HttpRequest) -> HttpResponse:
    """Show one of the lists, the one that asks for something first."""
    person = person_of(request)
    tabs = worklist.tabs_of(person, request.GET.get("tab", ""))
    wanted = Wanted(
        tab=next(tab.key for tab in tabs if tab.current),
        stage=request.GET.get("stage", ""),
        office=whole_number(request.GET.get("office")),
        act=request.GET.get("act", ""),
        only=request.GET.get("only", ""),
        page=max(whole_number(request.GET.get("page"), at_most=LAST_PAGE) or 1, 1),
    )
    page = worklist.page_of(person, wanted)
    return shown(
        request,
        "index.html",
        ROOT,
        tabs=tabs,
        wanted=wanted,
        page=page,
        stages=Stage.choices,
        offices=list(worklist.offices_of(person)),
        filtered=bool(wanted.stage or wanted.office or wanted.act or wanted.only),
        next=wanted.address(page=wanted.page + 1) if page.more and wanted.page < LAST_PAGE else "",
        previous=wanted.address(page=wanted.page - 1) if wanted.page > 1 else "",
        may_prove=person.has_anywhere(Role.AUDITOR, Role.OFFICER),
        today=person.on,
    )
