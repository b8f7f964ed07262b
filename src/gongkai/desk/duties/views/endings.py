"""How a duty ends other than by publishing, comes back, moves, or gets its date set right: a short form each."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.accounts.roles import REVIEWERS, WRITERS, Stage
from gongkai.desk.access import Person, only, person_of
from gongkai.desk.duties import rights
from gongkai.desk.duties.forms import DateForm, HandOverForm, OpinionForm, ReasonForm, ShortForm, WithholdForm
from gongkai.desk.duties.strip import strip
from gongkai.desk.duties.views.frame import attempted, crumb_of, duty_or_404, rehearsed, shown
from gongkai.duties import actions
from gongkai.duties.grounds import GROUNDS, suggested_reassessment
from gongkai.duties.models import Duty, WithholdingProposal
from gongkai.duties.statuses import Closing
from gongkai.sources.errors import BadInput

STATUTES = list(dict.fromkeys((ground.article, ground.statute) for ground in GROUNDS.values()))
asks = require_http_methods(["GET", "HEAD", "POST"])


def _opened(request: HttpRequest, pk: int, may: str) -> tuple[Person, Duty]:
    """Return who asks and the duty, if they may do this with it; a duty in another state is shown with why it cannot be."""
    person = person_of(request)
    duty = duty_or_404(person, pk)
    pending = duty.proposals.filter(decision="").exists()
    rights.demand(getattr(rights.rights_on(person, duty, is_pending=pending), may))
    return person, duty


def _asked(request: HttpRequest, duty: Duty, title: str, lead: str, form: ShortForm, button: str, **more: Any) -> HttpResponse:
    values = {"duty": duty, "lead": lead, "form": form, "button": button, **more}
    return shown(request, "act.html", title, crumb_of(duty), status=422 if form.errors else 200, **values)


def _back(request: HttpRequest, duty: Duty, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("desk_duties:show", pk=duty.pk)


@only(*WRITERS)
@asks
def nothing(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare that there is nothing to publish this period, signed by who does it."""
    person, duty = _opened(request, pk, "declare_nothing")
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        said = {"reason": form.cleaned_data["reason"], "by": person.by, "on": person.on, "at": person.at}
        if attempted(form, lambda: actions.declare_nothing(duty=duty, **said)):
            return _back(request, duty, "已声明本期无公开内容。")
    lead = f"声明由您（{person.user}）于{person.on}签署，理由和日期会显示在公众页面上。声明后不能改回。"
    return _asked(request, duty, "本期无公开内容", lead, form, "声明本期无公开内容")


@only(*rights.DECIDERS)
@asks
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a duty that should not have been there."""
    person, duty = _opened(request, pk, "cancel")
    form = ReasonForm(request.POST or None, help_text="例如：与另一项重复登记；事件登记有误。记入操作记录。")
    if form.is_valid():
        said = {"reason": form.cleaned_data["reason"], "by": person.by, "on": person.on, "at": person.at}
        if attempted(form, lambda: actions.cancel(duty=duty, **said)):
            return _back(request, duty, "已撤销。")
    lead = "撤销只用于本不该产生的公开义务。本期没有内容的，请用“本期无公开内容”；依法不能公开的，请用“不予公开”。"
    return _asked(request, duty, "撤销公开义务", lead, form, "撤销", grave=True)


@only(*WRITERS)
@asks
def withhold(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to withhold, or to keep withheld after looking at it again; another person decides."""
    person, duty = _opened(request, pk, "propose")
    again = duty.closing == Closing.WITHHELD
    form = WithholdForm(request.POST or None, initial=_proposed_before(duty, person) if again else {
        "reassess_on": suggested_reassessment(person.on)
    })  # fmt: skip
    if form.is_valid():
        said = form.cleaned_data
        article = GROUNDS[said["ground"]].stated
        words = {"reason": said["reason"], "reassess_on": said["reassess_on"], "by": person.by, "on": person.on, "at": person.at}
        if attempted(form, lambda: actions.propose_withholding(duty=duty, article=article, **words)):
            return _back(request, duty, "已提交不予公开申请，由保密审查员或公开负责人中的另一人审查后生效。")
    lead = (
        "再次评估后仍不予公开，同样需要另一人审查同意。现在可以公开的，请改用“可以公开”。"
        if again
        else "不予公开要由两个人完成：您提出，保密审查员或政府信息公开负责人审查同意后生效（条例第十七条）。审查期间，本项不能以其他方式结束。"
    )
    title = "再评估：仍不予公开" if again else "申请不予公开"
    return _asked(request, duty, title, lead, form, "提交审查", statutes=STATUTES)


def _proposed_before(duty: Duty, person: Person) -> dict[str, Any]:
    code = next((ground.code for ground in GROUNDS.values() if ground.stated == duty.withheld_article), "")
    return {"ground": code, "reason": duty.closing_reason, "reassess_on": suggested_reassessment(person.on)}


@only(*{*REVIEWERS[Stage.SECRECY], *WRITERS})
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or return a proposal to withhold as another person, or take back one's own."""
    person = person_of(request)
    rows = WithholdingProposal.objects.select_related("duty__item")
    proposal = get_object_or_404(rows, pk=pk, duty__item__agency=rights.agency_of(person))
    rights.demand(rights.sees(person, proposal.duty))
    try:
        messages.success(request, _decide(request, proposal, person))
    except BadInput as error:
        messages.error(request, str(error))
    return redirect("desk_duties:show", pk=proposal.duty_id)


def _decide(request: HttpRequest, proposal: WithholdingProposal, person: Person) -> str:
    if request.POST.get("decision") == "take_back":
        actions.take_back_withholding(proposal=proposal, by=person.by, at=person.at)
        return "已撤回不予公开申请。"
    rights.demand(rights.may_review(person, proposal))
    form = OpinionForm(request.POST)
    if not form.is_valid():
        raise BadInput("请选择同意或退回。")
    opinion = form.cleaned_data["opinion"]
    if form.cleaned_data["decision"] == "return":
        actions.return_withholding(proposal=proposal, opinion=opinion, by=person.by, at=person.at)
        return "已退回，公开义务继续。"
    duty = actions.confirm_withholding(proposal=proposal, opinion=opinion, by=person.by, on=person.on, at=person.at)
    return f"已同意不予公开，{duty.reassess_on}再评估。"


@only(*WRITERS)
@asks
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that what was withheld can be published: a new duty begins today."""
    person, duty = _opened(request, pk, "reopen")
    form = ReasonForm(request.POST or None, help_text="例如：国家秘密已经解密；第三方已经同意公开。记入操作记录。")
    if form.is_valid():
        said = {"reason": form.cleaned_data["reason"], "by": person.by, "on": person.on, "at": person.at}
        new = attempted(form, lambda: actions.reopen(duty=duty, **said))
        if new:
            return _back(request, new, f"已转为可以公开，新的公开义务{new.due_on}到期。")
    lead = "经评估可以公开的（条例第十八条），从今天起产生一项新的公开义务；原来的不予公开记录保留不变。"
    return _asked(request, duty, "再评估：可以公开", lead, form, "转为可以公开")


@only(*WRITERS)
@asks
def date(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the day of the event right; the new due date is shown with its working before it is saved."""
    person, duty = _opened(request, pk, "correct")
    assert duty.event
    event = duty.event
    form = DateForm(request.POST or None, initial={"happened_on": event.happened_on})
    after: Duty | None = None
    if form.is_valid():
        said = {"happened_on": form.cleaned_data["happened_on"], "reason": form.cleaned_data["reason"]}

        def correct() -> Duty:
            return actions.correct_event(event=event, by=person.by, at=person.at, **said).duty

        if "save" in request.POST:
            if attempted(form, correct):
                return _back(request, duty, "事件日期已更正，到期日已重算。")
        else:
            after = attempted(form, lambda: rehearsed(correct))
    lead = f"“{event.subject}”登记的日期是{event.happened_on}，到期日{duty.due_on}。先预览新的到期日，再保存。"
    return _asked(
        request, duty, "更正事件日期", lead, form, "更正", preview=True, after=after,
        strip=strip(after, today=person.on) if after else None, today=person.on,
    )  # fmt: skip


@only(*rights.DECIDERS)
@asks
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a duty to another office."""
    person, duty = _opened(request, pk, "hand_over")
    offices = rights.agency_of(person).offices.filter(is_active=True).exclude(pk=duty.office_id or 0).order_by("code")
    form = HandOverForm(request.POST or None, offices=offices)
    if form.is_valid():
        said = {"office": form.cleaned_data["office"], "reason": form.cleaned_data["reason"], "by": person.by, "at": person.at}
        moved = attempted(form, lambda: actions.hand_over(duty=duty, **said))
        if moved:
            messages.success(request, f"已移交{moved.office}，由其指定承办人。")
            if rights.sees(person, moved):
                return redirect("desk_duties:show", pk=moved.pk)
            return redirect("desk_duties:index")
    lead = f"现在由{duty.office or '（未定科室）'}负责。移交后由接收科室办理，原承办人不再负责。"
    return _asked(request, duty, "移交其他科室", lead, form, "移交")
