"""Who may do what with duties: clerks and heads for their own offices, the officer for all, reviewers and auditors look.

Asked by every view of this area, and by the templates through ``Rights``, so that nobody is offered what would be refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gongkai.accounts.queries import Held
from gongkai.accounts.roles import REVIEWERS, WRITERS, Role, Stage
from gongkai.agencies.models import Agency, Office
from gongkai.desk.access import Person
from gongkai.duties.models import Duty, WithholdingProposal
from gongkai.duties.statuses import Closing

DECIDERS = (Role.OFFICE_HEAD, Role.OFFICER)  # who cancels and hands over


@dataclass(frozen=True, slots=True)
class Rights:
    """What one person may do with one duty as it stands."""

    draft: bool
    declare_nothing: bool
    propose: bool
    cancel: bool
    correct: bool
    hand_over: bool
    assign: bool
    reopen: bool

    @property
    def any(self) -> bool:
        """Tell whether there is anything to offer."""
        return self.draft or self.reopen or self.hand_over or self.assign or self.propose


def agency_of(person: Person) -> Agency:
    """Return the agency a person acts for; without one there is nothing to show."""
    if person.agency is None:
        raise Http404("还没有登记公开主体")
    return person.agency


def offices_seen(person: Person) -> frozenset[int] | None:
    """Return the offices whose duties a person sees; None is all."""
    return None if person.reads_all else person.office_ids


def offices_written(person: Person) -> frozenset[int] | None:
    """Return the offices for which a person registers and ends duties; None is all."""
    written = [one.office_id for one in person.roles if one.role in WRITERS]
    return None if None in written else frozenset(office for office in written if office is not None)


def sees(person: Person, duty: Duty) -> bool:
    """Tell whether a person sees a duty."""
    return duty.item.agency_id == agency_of(person).pk and (person.reads_all or duty.office_id in person.office_ids)


def rights_on(person: Person, duty: Duty, *, is_pending: bool) -> Rights:
    """Return what a person may do with a duty; while a proposal to withhold waits, nothing that would end it."""
    writes = person.writes_for(duty.office_id)
    decides = person.has(*DECIDERS, office_id=duty.office_id)
    running = not duty.closing
    comes_back = duty.closing == Closing.WITHHELD and duty.reassessed_on is None
    free = running and not is_pending
    return Rights(
        draft=writes and free,
        declare_nothing=writes and free,
        propose=writes and not is_pending and (running or (comes_back and is_time(person, duty))),
        cancel=decides and free,
        correct=writes and running and duty.event_id is not None,
        hand_over=decides and (running or comes_back),
        assign=writes and (running or comes_back),
        reopen=writes and comes_back and not is_pending,
    )


def may_review(person: Person, proposal: WithholdingProposal) -> bool:
    """Tell whether a person may confirm or return a proposal: a reviewer who is neither its author nor stands in for them."""
    return proposal.proposed_by != person.by and any(
        not _stands_in_for(held, proposal.proposed_by) for held in _reviewing(person.roles, proposal.duty.office_id)
    )


def demand(allowed: bool) -> None:
    """Refuse who may not."""
    if not allowed:
        raise PermissionDenied


def may_move_out_of(person: Person, office: Office | None) -> bool:
    """Tell whether a person may move work out of an office."""
    return person.has(*DECIDERS, office_id=office.pk if office else None)


def is_time(person: Person, duty: Duty) -> bool:
    """Tell whether the day has come to look again at what was withheld."""
    return duty.reassess_on is not None and duty.reassess_on <= person.on


def _reviewing(roles: Iterable[Held], office_id: int | None) -> list[Held]:
    return [held for held in roles if held.role in REVIEWERS[Stage.SECRECY] and held.covers(office_id)]


def _stands_in_for(held: Held, username: str) -> bool:
    return held.on_behalf_of is not None and held.on_behalf_of.get_username() == username
