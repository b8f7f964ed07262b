"""Withholding by two people (条例第十七条): one proposes, another confirms or returns; the proposer may take it back.

The duty ends, or stays withheld after it was looked at again (条例第十八条), only with the confirmation. Who may confirm
follows from roles and is asked by the callers; that it is another person, the database holds too.
"""

import datetime as dt

from django.db import transaction

from gongkai.audit.actions import record
from gongkai.duties.actions.closing import AlreadyClosed, IncompleteClosing, demand, withhold
from gongkai.duties.actions.reassessment import withhold_again
from gongkai.duties.models import Duty, WithholdingProposal
from gongkai.duties.statuses import Closing, Decided
from gongkai.sources.errors import BadInput


class ProposalOpen(BadInput):
    """A proposal to withhold the duty waits already, in other words or by another person."""


class AlreadyDecided(BadInput):
    """The proposal was decided in another way, or by another person."""


class NotAnother(BadInput):
    """Nobody reviews what they proposed, and nobody takes back what another proposed."""


@transaction.atomic
def propose_withholding(
    *, duty: Duty, article: str, reason: str, reassess_on: dt.date, by: str, on: dt.date, at: dt.datetime
) -> WithholdingProposal:
    """Propose that a duty be withheld, or stay so after it was looked at again; the same again changes nothing."""
    demand(article, "请选择不予公开的依据")
    demand(reason, "请写明不予公开的理由")
    if reassess_on <= on:
        raise IncompleteClosing(f"再评估日期{reassess_on}必须晚于{on}（条例第十八条要求定期评估），请改用更晚的日期。")
    duty = Duty.objects.select_for_update(of=("self",)).get(pk=duty.pk)
    again = duty.closing == Closing.WITHHELD
    if duty.closing and (not again or duty.reassessed_on):
        raise AlreadyClosed(f"“{duty.subject}”已于{duty.closed_on}结束（{duty.get_closing_display()}），不能再申请不予公开。")
    said = {"article": article.strip(), "reason": reason.strip(), "reassess_on": reassess_on, "proposed_by": by}
    there = duty.proposals.filter(decision="").first()
    if there:
        if all(getattr(there, name) == value for name, value in said.items()):
            return there
        raise ProposalOpen(f"“{duty.subject}”已有一份不予公开申请在等待审查，请等审查人决定，或先由申请人撤回。")
    proposal = WithholdingProposal.objects.create(duty=duty, again=again, proposed_at=at, **said)
    after = {"article": proposal.article, "reassess_on": reassess_on.isoformat()}
    record(by=by, act="再评估：提出仍不予公开" if again else "提出不予公开", subject=duty, at=at, after=after, note=reason.strip())
    return proposal


@transaction.atomic
def confirm_withholding(*, proposal: WithholdingProposal, opinion: str, by: str, on: dt.date, at: dt.datetime) -> Duty:
    """Confirm a proposal as another person, which withholds its duty; it stands in the proposer's name, reviewed by you."""
    duty = Duty.objects.select_for_update(of=("self",)).get(pk=proposal.duty_id)
    proposal = _held(proposal)
    if proposal.decision == Decided.CONFIRMED and proposal.decided_by == by:
        return duty
    _by_another(proposal, by)
    _decide(proposal, Decided.CONFIRMED, opinion, by=by, at=at, act="同意不予公开")
    act = withhold_again if proposal.again else withhold
    return act(
        duty=duty,
        article=proposal.article,
        reviewed_by=by,
        reassess_on=proposal.reassess_on,
        reason=proposal.reason,
        by=proposal.proposed_by,
        recorded_by=by,
        on=on,
        at=at,
    )


@transaction.atomic
def return_withholding(*, proposal: WithholdingProposal, opinion: str, by: str, at: dt.datetime) -> WithholdingProposal:
    """Return a proposal as another person, saying why; its duty goes on as it was."""
    demand(opinion, "请写明退回的理由")
    proposal = _held(proposal)
    if proposal.decision == Decided.RETURNED and proposal.decided_by == by:
        return proposal
    _by_another(proposal, by)
    return _decide(proposal, Decided.RETURNED, opinion, by=by, at=at, act="退回不予公开申请")


@transaction.atomic
def take_back_withholding(*, proposal: WithholdingProposal, by: str, at: dt.datetime) -> WithholdingProposal:
    """Take back what one proposed, before it is decided."""
    proposal = _held(proposal)
    if proposal.proposed_by != by:
        raise NotAnother(f"这份申请由“{proposal.proposed_by}”提出，只有提出人本人可以撤回。")
    if proposal.decision == Decided.TAKEN_BACK:
        return proposal
    return _decide(proposal, Decided.TAKEN_BACK, "", by=by, at=at, act="撤回不予公开申请")


def _held(proposal: WithholdingProposal) -> WithholdingProposal:
    """Read the proposal again and hold it until commit."""
    rows = WithholdingProposal.objects.select_for_update(of=("self",)).select_related("duty")
    return rows.get(pk=proposal.pk)


def _by_another(proposal: WithholdingProposal, by: str) -> None:
    if proposal.proposed_by == by:
        raise NotAnother("审查人不能是申请人本人（条例第十七条），请由另一人审查。")


def _decide(
    proposal: WithholdingProposal, decision: Decided, opinion: str, *, by: str, at: dt.datetime, act: str
) -> WithholdingProposal:
    if proposal.decision:
        said = f"{proposal.decided_by}已作出决定（{proposal.get_decision_display()}）"
        raise AlreadyDecided(f"这份申请{said}，不能再改；需要时请重新提出。")
    proposal.decision, proposal.opinion = decision, opinion.strip()
    proposal.decided_at, proposal.decided_by = at, by
    proposal.save(update_fields=["decision", "opinion", "decided_at", "decided_by"])
    record(by=by, act=act, subject=proposal.duty, at=at, after={"article": proposal.article}, note=opinion.strip())
    return proposal
