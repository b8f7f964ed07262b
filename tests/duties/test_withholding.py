"""Withholding needs two people, once; it comes back on its date; the database holds what the code promises."""

import datetime as dt
from collections.abc import Callable

import makers as make
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from gongkai.audit.models import AuditEntry
from gongkai.duties import actions
from gongkai.duties.grounds import GROUNDS, suggested_reassessment
from gongkai.duties.models import Duty, WithholdingProposal
from gongkai.duties.statuses import Closing, Decided

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 11, 10)
AT = make.moment(ON)
ARTICLE = GROUNDS["14-1"].stated
CLERK, REVIEWER = "jing", "shencha"


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.enforced(make.read_of(make.row("企业技术中心名单")))


def proposed(duty: Duty | None = None, *, by: str = CLERK, on: dt.date = ON, reason: str = "涉及国家秘密") -> WithholdingProposal:
    return actions.propose_withholding(
        duty=duty or make.duty(make.item()), article=ARTICLE, reason=reason, reassess_on=suggested_reassessment(on), by=by, on=on,
        at=make.moment(on),
    )  # fmt: skip


def confirm(proposal: WithholdingProposal, *, by: str = REVIEWER, on: dt.date = ON, opinion: str = "") -> Duty:
    return actions.confirm_withholding(proposal=proposal, opinion=opinion, by=by, on=on, at=make.moment(on))


def test_a_proposal_alone_ends_nothing_and_a_confirmation_by_another_withholds() -> None:
    proposal = proposed()
    assert proposal.duty.closing == ""
    assert proposed(proposal.duty) == proposal
    duty = confirm(proposal, opinion="同意")
    assert (duty.closing, duty.closed_by, duty.reviewed_by) == (Closing.WITHHELD, CLERK, REVIEWER)
    assert (duty.withheld_article, duty.reassess_on) == (ARTICLE, dt.date(2027, 11, 10))
    proposal.refresh_from_db()
    assert (proposal.decision, proposal.decided_by, proposal.decided_at) == (Decided.CONFIRMED, REVIEWER, AT)
    assert confirm(proposal) == duty
    acts = AuditEntry.objects.filter(subject_kind="duties.Duty").order_by("id").values_list("by", "act")
    assert list(acts)[1:] == [
        (CLERK, "提出不予公开"), (REVIEWER, "同意不予公开"), (REVIEWER, "结束公开义务：依法不予公开"),
    ]  # fmt: skip


def test_nobody_confirms_or_returns_their_own_proposal() -> None:
    proposal = proposed()
    with pytest.raises(actions.NotAnother):
        confirm(proposal, by=CLERK)
    with pytest.raises(actions.NotAnother):
        actions.return_withholding(proposal=proposal, opinion="不妥", by=CLERK, at=AT)
    proposal.refresh_from_db()
    assert proposal.decision == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        WithholdingProposal.objects.filter(pk=proposal.pk).update(decision="confirmed", decided_by=CLERK, decided_at=AT)


def test_a_returned_proposal_says_why_and_may_be_made_anew() -> None:
    proposal = proposed()
    with pytest.raises(actions.IncompleteClosing):
        actions.return_withholding(proposal=proposal, opinion=" ", by=REVIEWER, at=AT)
    actions.return_withholding(proposal=proposal, opinion="请说明密级", by=REVIEWER, at=AT)
    with pytest.raises(actions.AlreadyDecided):
        confirm(proposal)
    again = proposed(proposal.duty, reason="涉及国家秘密，密级为秘密级")
    assert again != proposal
    assert confirm(again).closing == Closing.WITHHELD


def test_only_its_author_takes_a_proposal_back() -> None:
    proposal = proposed()
    with pytest.raises(actions.NotAnother):
        actions.take_back_withholding(proposal=proposal, by=REVIEWER, at=AT)
    actions.take_back_withholding(proposal=proposal, by=CLERK, at=AT)
    with pytest.raises(actions.AlreadyDecided):
        confirm(proposal)
    assert actions.declare_nothing(duty=proposal.duty, reason="无", by=CLERK, on=ON, at=AT).closing == Closing.NOTHING


@pytest.mark.parametrize(
    "end",
    [
        lambda duty: actions.declare_nothing(duty=duty, reason="无", by=CLERK, on=ON, at=AT),
        lambda duty: actions.cancel(duty=duty, reason="重复", by=CLERK, on=ON, at=AT),
        lambda duty: actions.close_as_published(duty=duty, on=ON, by=CLERK, at=AT),
        lambda duty: actions.withhold(
            duty=duty, article="条", reviewed_by="乙", reassess_on=dt.date(2027, 1, 1), reason="丙", by=CLERK, on=ON, at=AT
        ),
    ],
)
def test_while_a_proposal_waits_the_duty_ends_in_no_other_way(end: Callable[[Duty], Duty]) -> None:
    proposal = proposed()
    with pytest.raises(actions.WithholdingPending, match="等待审查"):
        end(proposal.duty)
    with pytest.raises(actions.ProposalOpen):
        proposed(proposal.duty, reason="另一个理由")


def test_what_is_incomplete_or_has_ended_is_refused() -> None:
    with pytest.raises(actions.IncompleteClosing, match="理由"):
        proposed(reason="")
    with pytest.raises(actions.AlreadyClosed):
        proposed(make.nothing_duty(make.item(), subject="无"))
    duty = make.duty(make.item())
    with pytest.raises(actions.IncompleteClosing, match="晚于"):
        actions.propose_withholding(duty=duty, article=ARTICLE, reason="密", reassess_on=ON, by=CLERK, on=ON, at=AT)


def test_the_reassessment_comes_back_and_staying_withheld_needs_two_people_again() -> None:
    duty = confirm(proposed())
    later = duty.reassess_on
    assert later and Duty.objects.to_reassess(on=later).get() == duty
    again = proposed(duty, on=later, reason="仍属国家秘密")
    assert again.again
    duty.refresh_from_db()
    assert duty.reassess_on == later
    kept = confirm(again, on=later)
    assert kept.reassess_on == suggested_reassessment(later)
    assert not Duty.objects.to_reassess(on=later).exists()
    assert duty.proposals.count() == 2


def test_a_reopened_duty_takes_no_further_proposal() -> None:
    duty = confirm(proposed())
    later = dt.date(2027, 11, 10)
    new = actions.reopen(duty=duty, reason="已解密", by=CLERK, on=later, at=make.moment(later))
    assert new.closing == ""
    with pytest.raises(actions.AlreadyClosed):
        proposed(duty, on=later)


@pytest.mark.parametrize(
    "values",
    [
        {"decision": "confirmed", "decided_by": REVIEWER},
        {"decision": "returned", "decided_by": REVIEWER, "decided_at": AT},
        {"decision": "taken_back", "decided_by": REVIEWER, "decided_at": AT},
        {"decision": "", "decided_by": REVIEWER, "decided_at": AT},
        {"decision": "lost", "decided_by": REVIEWER, "decided_at": AT},
    ],
)
def test_the_database_refuses_a_false_decision(values: dict[str, object]) -> None:
    proposal = proposed()
    with pytest.raises(IntegrityError), transaction.atomic():
        WithholdingProposal.objects.filter(pk=proposal.pk).update(**values)


@pytest.mark.parametrize("values", [{"reason": "别的"}, {"proposed_by": "别人"}, {"opinion": "后来加的"}])
def test_the_database_refuses_to_change_or_remove_what_was_decided(values: dict[str, object]) -> None:
    proposal = proposed()
    confirm(proposal)
    with pytest.raises(DatabaseError), transaction.atomic():
        WithholdingProposal.objects.filter(pk=proposal.pk).update(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        WithholdingProposal.objects.filter(pk=proposal.pk).delete()


def test_a_second_open_proposal_is_refused_by_the_database() -> None:
    proposal = proposed()
    with pytest.raises(IntegrityError), transaction.atomic():
        WithholdingProposal.objects.create(
            duty=proposal.duty, article="条", reason="丙", reassess_on=dt.date(2027, 1, 1), proposed_at=AT, proposed_by="别人"
        )


def test_every_ground_names_its_article_and_quotes_the_statute() -> None:
    for ground in GROUNDS.values():
        assert ground.stated.startswith(ground.article) and len(ground.stated) <= 120
        assert "公开" in ground.statute
