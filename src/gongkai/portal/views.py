"""The public form that takes nothing in: the due-date calculator. It works without script and keeps nothing of what it is given."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.agencies.models import Agency
from gongkai.design import environment
from gongkai.duties.calendars import calendar_in_force
from gongkai.portal import addresses, columns
from gongkai.portal.press import Press
from gongkai.portal.values import CalculatorPage, Link
from gongkai.rules import deadlines, timelimits
from gongkai.rules.workdays import NotCovered

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@require_GET
def calculator(request: HttpRequest) -> HttpResponse:
    """Answer the form: a limit's words and a day give the due date with its working."""
    agency = Agency.objects.order_by("pk").first()
    if agency is None:
        return HttpResponse("尚未登记公开主体。", status=503, content_type="text/plain; charset=utf-8")
    press = Press(agency, timezone.localdate())
    text = request.GET.get("text", "").strip()[:200]
    start = request.GET.get("start", "").strip()[:10]
    error, result = "", None
    if text or start:
        try:
            result = _answer(text, start)
        except (ValueError, NotCovered) as refusal:
            error = str(refusal)
    head = press.column_head(
        columns.STATUTORY, Link(columns.STATUTORY.name, columns.STATUTORY.url), title="公开时限计算", url=addresses.CALCULATOR
    )
    head = replace(head, json_url="")  # an answer to a question, not a page that is kept
    page = CalculatorPage(head=head, text=text, start=start, error=error, result=result)
    html = environment.render("calculator.html", site=press.site, page=page)
    response = HttpResponse(html, status=400 if error else 200)
    response["Content-Security-Policy"] = POLICY
    return response


def _answer(text: str, start: str) -> dict[str, Any]:
    if not text:
        raise ValueError("请填写公开时限，例如“信息形成之日起20个工作日内”。")
    try:
        day = dt.date.fromisoformat(start)
    except ValueError:
        raise ValueError("请填写起算日，例如 2026-09-24。") from None
    due = deadlines.due(timelimits.read_limit(text), day, calendar_in_force())
    return {
        "due_on": due.due_on,
        "safe_on": due.safe_on,
        "kind": due.kind,
        "provisional": due.provisional,
        "working": [{"date": step.date, "counts": step.counts, "why": step.why} for step in due.working],
    }
