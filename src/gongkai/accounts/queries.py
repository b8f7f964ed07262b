"""Who holds which role on a day, deputies counted, people on leave not."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from gongkai.accounts.models import Appointment, Leave, User
from gongkai.accounts.roles import REVIEWERS, Role, Stage


@dataclass(frozen=True, slots=True)
class Held:
    """A role held on a day: in which office (None: the whole agency), and for whom, where one is a deputy."""

    role: Role
    office_id: int | None
    on_behalf_of: User | None = None

    def covers(self, office_id: int | None) -> bool:
        """Tell whether it reaches an office."""
        return self.office_id is None or self.office_id == office_id


def roles_of(user: User, *, on: dt.date) -> list[Held]:
    """Return the roles a person holds on a day, their own first, then those they hold as a deputy.

    Who is on leave holds none, neither their own nor as a deputy. Two queries.
    """
    if not user.is_active:
        return []
    leaves = list(Leave.objects.filter(first_on__lte=on, last_on__gte=on).select_related("user"))
    if any(leave.user_id == user.pk for leave in leaves):
        return []
    represented = {leave.user_id: leave.user for leave in leaves if leave.deputy_id == user.pk}
    held = Appointment.objects.on(on).filter(user__in=[user.pk, *represented])
    return sorted(
        (Held(Role(one.role), one.office_id, represented.get(one.user_id)) for one in held),
        key=lambda one: (one.on_behalf_of is not None, one.role, one.office_id or 0),
    )


def held_for(roles: Iterable[Held], wanted: Collection[Role], *, office_id: int | None = None, anywhere: bool = False) -> Held | None:
    """Return the first of the roles held that is wanted and reaches the office (or, ``anywhere``, some office)."""
    return next((one for one in roles if one.role in wanted and (anywhere or one.covers(office_id))), None)


def held_for_stage(roles: Iterable[Held], stage: Stage, *, office_id: int | None) -> Held | None:
    """Return the role under which one may give the opinion of a stage on a disclosure of an office, or None."""
    return held_for(roles, REVIEWERS[stage], office_id=office_id)


def people_with(wanted: Collection[Role], *, on: dt.date, office_id: int | None = None, anywhere: bool = False) -> list[User]:
    """Return the people who can act in one of the roles on a day: holders who are not away, and deputies of those who are.

    Three queries at most.
    """
    found = Appointment.objects.on(on).filter(role__in=wanted)
    holders = {one.user_id for one in found if anywhere or one.office_id is None or one.office_id == office_id}
    leaves = list(Leave.objects.filter(first_on__lte=on, last_on__gte=on))
    away = {leave.user_id for leave in leaves}
    deputies = {leave.deputy_id for leave in leaves if leave.user_id in holders}
    able = {pk for pk in holders | deputies if pk is not None} - away
    return list(User.objects.filter(pk__in=able, is_active=True).order_by("username"))
