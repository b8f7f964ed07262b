"""三员分立: who administers and who audits holds no other role, neither appointed nor as a deputy (GB/T 22239-2019, 8.1.5)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from gongkai.accounts.models import Appointment, Leave, User
from gongkai.accounts.roles import Role
from gongkai.sources.errors import BadInput

HELD_ALONE = (Role.ADMINISTRATOR, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Term:
    """A role held from a day until a day; ``instead_of`` names whom one represents."""

    role: Role
    first_on: dt.date
    last_on: dt.date
    instead_of: str = ""

    def mixes_with(self, other: "Term") -> bool:
        """Tell whether both are held on one day although one of them must be held alone."""
        apart = self.role != other.role and {self.role, other.role} & set(HELD_ALONE)
        return bool(apart) and self.first_on <= other.last_on and other.first_on <= self.last_on

    def __str__(self) -> str:
        return f"“{self.role.label}”" + (f"（代{self.instead_of}）" if self.instead_of else "")


def refuse_mixed_roles(user: User, *, first_on: dt.date) -> None:
    """Raise BadInput if a person, or a deputy of theirs, holds from a day on a role that must be held alone beside another."""
    deputies = User.objects.filter(deputising__user=user, deputising__last_on__gte=first_on).distinct()
    for person in (user, *deputies):
        for one, other in combinations(_terms(person, first_on), 2):
            if one.mixes_with(other):
                raise BadInput(
                    f"{person}不能同时担任{one}和{other}：系统管理员和审计员不兼任其他角色，也不代理其他角色。"
                    "请由另一人担任，或者先结束其中一项。"
                )


def _terms(person: User, first_on: dt.date) -> Iterator[Term]:
    for one in person.appointments.all():
        if one.until is None or one.until >= first_on:
            yield _term(one, one.since, one.until or dt.date.max)
    for leave in Leave.objects.filter(deputy=person, last_on__gte=first_on).select_related("user"):
        for one in leave.user.appointments.all():
            first, last = max(leave.first_on, one.since), min(leave.last_on, one.until or dt.date.max)
            if leave.user.is_active and first <= last:
                yield _term(one, first, last, leave.user.full_name)


def _term(appointment: Appointment, first_on: dt.date, last_on: dt.date, instead_of: str = "") -> Term:
    return Term(Role(appointment.role), first_on, last_on, instead_of)
