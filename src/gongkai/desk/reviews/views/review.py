"""One review: everything an opinion needs before one's eyes, and the opinion itself."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.accounts.roles import Stage
from gongkai.desk.access import CONTENT, Person, only, person_of
from gongkai.desk.reviews import rights, worklist
from gongkai.desk.reviews.chain import stations
from gongkai.desk.reviews.forms import AskForm, HourForm, OpinionForm
from gongkai.desk.reviews.sheets import keys_of, sheet_of
from gongkai.desk.reviews.views.frame import shown
from gongkai.desk.reviews.worklist import PERSONAL, UNCHECKED
from gongkai.disclosures import actions, queries
from gongkai.disclosures.checklists import CHECKLISTS
from gongkai.disclosures.models import Opinion, Review
from gongkai.disclosures.statuses import Attribute, Ending, Outcome, SecrecyOutcome, Status
from gongkai.sources.errors import BadInput


@never_cache
@only(*CONTENT)
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a review, or take an opinion on it."""
    person = person_of(request)
    review = rights.review_or_404(person, pk)
    if request.method == "GET":
        return page(request, person, review)
    form = OpinionForm(request.POST)
    if form.is_valid():
        try:
            opinion = _give(review, form, person)
        except BadInput as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _told(review, opinion))
            return redirect("desk_reviews:index")
    review = rights.review_or_404(person, pk)
    return page(request, person, review, opinion_form=form, status=422)


@only(*CONTENT)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a submission back, for who submitted it."""
    person = person_of(request)
    review = rights.review_or_404(person, pk)
    try:
        if person.by != review.submitted_by:
            raise BadInput("只有送审人可以撤回送审。")
        actions.take_back(review=review, by=person.by, at=person.at, reason=request.POST.get("reason", ""))
    except BadInput as error:
        messages.error(request, str(error))
        return redirect("desk_reviews:show", pk)
    messages.success(request, "已撤回，可以继续修改。此前的意见不再有效。")
    return redirect("desk_reviews:show", pk)


@only(*rights.SCHEDULING)
@require_POST
def reschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Set another hour for what is not out yet, or let out at once what is approved."""
    person = person_of(request)
    review = rights.review_or_404(person, pk)
    form = HourForm(request.POST)
    if form.is_valid():
        try:
            rights.demand_scheduling(person, review)
            out = actions.reschedule(review=review, planned_at=form.chosen(), by=person.by, at=person.at)
        except BadInput as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已公开。" if out else "公开时间已调整。")
            return redirect("desk_reviews:show", pk)
    return page(request, person, review, hour_form=form, status=422)


def page(
    request: HttpRequest,
    person: Person,
    review: Review,
    *,
    opinion_form: OpinionForm | None = None,
    hour_form: HourForm | None = None,
    ask_form: AskForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with the whole screen of a review; some twenty queries, however long its history."""
    disclosure = review.disclosure
    rounds = list(queries.history_of(disclosure))
    opinions = [one for each in rounds if each.pk == review.pk for one in each.opinions.all()]
    warnings = list(review.passed_warnings.all())
    powers = rights.powers(person, review, on=person.on)
    names = worklist.names_of([review.submitted_by, review.ended_by, *(one.submitted_by for one in rounds), *(one.by for one in warnings)])
    unchecked: dict[str, list[str]] = {}
    for one in warnings:
        if one.kind == UNCHECKED:
            unchecked.setdefault(one.message.partition("“")[2].partition("”")[0], []).append(one.message)
    sheet = sheet_of(
        review,
        against=request.GET.get("against"),
        opinions=_remarking(rounds, review),
        unchecked=unchecked,
        typed=opinion_form.remarked(keys_of(review.content)) if opinion_form else {},
    )
    bundled = disclosure.bundle is not None and disclosure.status == Status.DRAFT
    return shown(
        request,
        "show.html",
        review.content["title"],
        review=review,
        disclosure=disclosure,
        duty=disclosure.duty,
        days_left=(disclosure.duty.due_on - person.on).days if disclosure.duty else None,
        sheet=sheet,
        stations=stations(review, opinions, names.get(review.submitted_by, review.submitted_by), powers.waits_for),
        nobody=bool(rights.stage_of(review)) and not any(one.able for one in powers.waits_for),
        opinions=opinions,
        rounds=[one for one in rounds if one.pk != review.pk],
        newest=rounds[0] if rounds and rounds[0].pk != review.pk else None,
        names=names,
        warnings=[(one, names.get(one.by, one.by)) for one in warnings],
        unchecked=len(unchecked),
        personal=sum(one.kind.startswith(PERSONAL) for one in warnings),
        powers=powers,
        checklist=[(key, words, _was_ticked(opinion_form, key)) for key, words in CHECKLISTS[powers.stage].items()] if powers.stage else [],
        secrecy=SecrecyOutcome.choices if powers.stage == Stage.SECRECY else [],
        attributes=Attribute.choices if powers.stage == Stage.SECRECY else [],
        opinion_form=opinion_form,
        hour_form=hour_form,
        ask_form=ask_form or AskForm(),
        outside=list(review.outside_opinions.order_by("-pk")),
        refused_later=queries.refused_later(review),
        overdue_later=bool(review.later_due_on and not review.later_done_at and review.later_due_on < person.on),
        is_bundled=bundled,
        late_plan=_is_late(review),
        today=person.on,
        now=person.at,
        status=status,
    )


def _give(review: Review, form: OpinionForm, person: Person) -> Opinion:
    """Give the opinion, and with a release the hour that was chosen; both or neither."""
    said = form.cleaned_data
    with transaction.atomic():
        if said["stage"] == Stage.RELEASE and said["outcome"] == Outcome.APPROVE and form.changes() and not review.ending:
            rights.demand_scheduling(person, review)
            actions.reschedule(review=review, planned_at=form.chosen(), by=person.by, at=person.at)
        return actions.give_opinion(
            review=review,
            stage=Stage(said["stage"]),
            user=person.user,
            outcome=Outcome(said["outcome"]),
            seen_sha256=said["seen_sha256"],
            at=person.at,
            comment=said["comment"],
            remarks=form.remarks(keys_of(review.content)),
            checklist=form.ticked(),
            secrecy=said["secrecy"],
            attribute=said["attribute"] or Attribute.PROACTIVE,
        )


def _told(review: Review, opinion: Opinion) -> str:
    """Say what an opinion brought about."""
    review.refresh_from_db(fields=["stage", "ending", "planned_at", "later_due_on", "later_done_at"])
    title = review.content["title"]
    if opinion.outcome == Outcome.RETURN:
        return f"补审意见已提交：不同意“{title}”，请督促更正或撤回。" if review.later_done_at else f"“{title}”已退回，经办人会收到你的意见。"
    if review.later_done_at:
        return f"“{title}”的补审已完成。"
    if review.ending == Ending.RELEASED:
        return f"“{title}”已签发并公开。"
    if review.stage:
        return f"已同意“{title}”，下一环节：{review.get_stage_display()}。"
    return f"“{title}”已签发，将于{timezone.localtime(review.planned_at):%m月%d日 %H:%M}公开。"


def _remarking(rounds: list[Review], review: Review) -> list[Opinion]:
    """Return the opinions whose comments at fields still matter: of this round, and of those before it since the last release."""
    found: list[Opinion] = []
    for one in rounds:
        if one.pk > review.pk:
            continue
        if one.pk != review.pk and one.ending == Ending.RELEASED:
            break
        found += one.opinions.all()
    return found


def _is_late(review: Review) -> bool:
    duty = review.disclosure.duty
    return duty is not None and review.planned_at is not None and timezone.localdate(review.planned_at) > duty.due_on


def _was_ticked(form: OpinionForm | None, key: str) -> bool:
    return form is not None and f"check:{key}" in form.data
