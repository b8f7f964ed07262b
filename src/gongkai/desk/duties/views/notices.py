"""The State Council's holiday notices: pasted verbatim, read, and what they move shown before they count."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from gongkai.accounts.roles import Role
from gongkai.desk.access import only, person_of
from gongkai.desk.duties.forms import NoticeForm
from gongkai.desk.duties.queries import names_of
from gongkai.desk.duties.rights import demand
from gongkai.desk.duties.views.frame import attempted, rehearsed, shown
from gongkai.duties import actions
from gongkai.duties.actions import NoticeAdded
from gongkai.duties.calendars import calendar_in_force
from gongkai.duties.models import Duty, HolidayNotice

SHOWN_MOVES = 100


@only(Role.OFFICER, Role.AUDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Show the notices that are known, and take another; its effect is shown first."""
    person = person_of(request)
    is_officer = person.has(Role.OFFICER)
    if request.method == "POST":
        demand(is_officer)
    form = NoticeForm(request.POST or None)
    report: NoticeAdded | None = None
    if form.is_valid():

        def add() -> NoticeAdded:
            return actions.add_notice(text=form.cleaned_data["text"], by=person.by, at=person.at)

        if "save" in request.POST:
            done = attempted(form, add)
            if done:
                messages.success(request, f"已登记{done.row}，重算{done.recomputed}项，{len(done.moves)}项有变化。")
                return redirect("desk_duties:notices")
        else:
            report = attempted(form, lambda: rehearsed(add))
    added = list(HolidayNotice.objects.order_by("-year", "-pk"))
    names = names_of(notice.added_by for notice in added)
    return shown(
        request, "notices.html", "放假通知", form=form, report=report, moves=report.moves[:SHOWN_MOVES] if report else (),
        added=[(notice, names.get(notice.added_by, notice.added_by)) for notice in added], is_officer=is_officer,
        years=sorted(calendar_in_force().decreed_years, reverse=True),
        has_provisional=Duty.objects.provisional().exists(), status=422 if form.errors else 200,
    )  # fmt: skip
