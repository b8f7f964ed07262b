"""From the form into review and back: submitting, taking back, agreeing that a change ends a review, giving up a correction."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.accounts.roles import WRITERS, Role
from gongkai.desk.access import Person, only, person_of
from gongkai.desk.drafts.entrusted import running_review, unlock, writable_or_refuse
from gongkai.desk.drafts.reasons import reasons_of
from gongkai.desk.drafts.views.frame import changing, to_form
from gongkai.disclosures import actions
from gongkai.disclosures.models import Disclosure
from gongkai.sources.errors import BadInput


def submit(request: HttpRequest, person: Person, disclosure: Disclosure) -> HttpResponse:
    """Send a draft that was just saved into review, with what the panel says; what stands against it is said on the form."""
    sent = request.POST
    try:
        emergency = sent.get("emergency_reason", "").strip()
        if emergency and not person.has(Role.OFFICER, Role.OFFICE_HEAD, office_id=disclosure.office_id):
            raise BadInput("紧急公开只能由科室负责人或政府信息公开负责人提出：请删去紧急公开理由，按一般程序送审。")
        review = actions.submit(
            disclosure=disclosure, by=person.by, at=person.at, reasons=reasons_of(request, disclosure), message=sent.get("message", "")[:1000],
            change_note=sent.get("change_note", "")[:1000], planned_at=_moment(sent.get("planned_at", "")), emergency_reason=emergency[:1000],
        )  # fmt: skip
    except actions.WarningsUnanswered as error:
        messages.warning(request, f"还没有送审：有{len(error.findings)}条提示没有说明理由，请在“检查”里逐条修改或写明理由。")
        return to_form(disclosure, "checks")
    except actions.NotReady as error:
        grave = sum(finding.severity == "error" for finding in error.findings)
        messages.error(request, f"还没有送审：有{grave}处必须先改，见“检查”。")
        return to_form(disclosure, "checks")
    except BadInput as error:
        messages.error(request, f"还没有送审：{error}")
        return to_form(disclosure, "submit")
    messages.success(request, f"已送审，现在等待{review.get_stage_display()}。审查期间可以随时撤回。")
    return redirect("desk_drafts:edit", disclosure.pk)


@only(*WRITERS)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a submission back to go on writing."""
    person = person_of(request)
    disclosure = writable_or_refuse(person, pk)
    review = running_review(disclosure)
    try:
        if review is None:
            raise BadInput("这一稿现在没有在审查。")
        actions.take_back(review=review, by=person.by, at=person.at, reason=request.POST.get("reason", "")[:500])
        messages.success(request, "已撤回送审，可以继续修改。")
    except BadInput as error:
        messages.error(request, str(error))
    return redirect("desk_drafts:edit", pk)


@only(*WRITERS)
@require_POST
def change_anyway(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the form of a draft under review, its person having agreed that the first change ends the review."""
    disclosure = writable_or_refuse(person_of(request), pk)
    review = running_review(disclosure)
    if review is not None and request.POST.get("agreed") == "1":
        unlock(request, review)
    elif review is not None:
        messages.warning(request, "没有打开修改：请先勾选“我知道修改会使这次审查作废”。")
    return redirect("desk_drafts:edit", pk)


@only(*WRITERS)
@require_POST
@changing
def discard(request: HttpRequest, person: Person, disclosure: Disclosure) -> HttpResponse:
    """Give up a correction: the public version becomes the draft again."""
    actions.discard_changes(disclosure=disclosure, by=person.by, at=person.at)
    messages.success(request, "已放弃修改，恢复为公开的版本。")
    return to_form(disclosure)


def _moment(text: str) -> dt.datetime | None:
    """Read the planned hour as browsers send it, in local time; raises BadInput."""
    if not text.strip():
        return None
    try:
        return timezone.make_aware(dt.datetime.fromisoformat(text.strip()))
    except ValueError:
        raise BadInput("计划公开时间认不出：请写成 2026-12-01T09:00 的样子，或者留空（签发后立即公开）。") from None
