"""What the screens of people show: a page of people with their roles, one person, and which offices must be able to work."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from gongkai.accounts.models import Appointment, Leave, User
from gongkai.accounts.roles import WRITERS
from gongkai.accounts.rota import Outlook, outlook
from gongkai.agencies.models import Agency, Office
from gongkai.catalogue.models import ItemVersion
from gongkai.disclosures.models import Disclosure
from gongkai.duties.models import Duty

PAGE = 50
NAMED = 2  # how many offices of a role are named before the rest is folded


@dataclass(frozen=True, slots=True)
class Asked:
    """What people are looked for; ``state`` is open, away or closed; empty asks for all."""

    words: str = ""
    office: int | None = None
    role: str = ""
    state: str = "open"
    page: int = 1


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role in the list of people, with all the offices in which it is held, and the first day on which it ends somewhere.

    ``where`` names the first of the offices; ``offices`` names all, where that is more.
    """

    label: str
    where: str
    offices: list[str]
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class Line:
    """A person in the list: the roles held now or later, and the leave under way or ahead."""

    user: User
    roles: tuple[RoleHeld, ...]
    leave: Leave | None
    is_away: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of the list, and whether there is another."""

    lines: list[Line]
    has_next: bool


def people(asked: Asked, *, on: dt.date) -> PeoplePage:
    """Return a page of people. Three queries, whatever there is."""
    start = (asked.page - 1) * PAGE
    found = list(_wanted(asked, on).order_by("-is_active", "office__code", "username")[start : start + PAGE + 1])
    return PeoplePage([_line(user, on) for user in found[:PAGE]], len(found) > PAGE)


def _wanted(asked: Asked, on: dt.date) -> QuerySet[User]:
    running = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=on)).select_related("office").order_by("role", "since", "office__code")
    ahead = Leave.objects.filter(last_on__gte=on).select_related("deputy").order_by("first_on")
    found = User.objects.select_related("office").prefetch_related(
        Prefetch("appointments", running, to_attr="running"), Prefetch("leaves", ahead, to_attr="ahead")
    )
    if asked.words:
        found = found.filter(Q(last_name__contains=asked.words) | Q(username__contains=asked.words.lower()))
    held = Q(pk__in=Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=on), role=asked.role).values("user"))
    if asked.role:
        found = found.filter(held)
    if asked.office is not None:
        found = found.filter(Q(office=asked.office) | Q(pk__in=running.filter(office=asked.office).values("user")))
    if asked.state == "away":
        return found.filter(pk__in=ahead.filter(first_on__lte=on).values("user"))
    return found.filter(is_active=asked.state == "open") if asked.state in ("open", "closed") else found


def _line(user: User, on: dt.date) -> Line:
    ahead: list[Leave] = user.ahead  # type: ignore[attr-defined]
    leave = ahead[0] if ahead else None
    return Line(user, tuple(_held(user)), leave, leave is not None and leave.first_on <= on)


def _held(user: User) -> Iterator[RoleHeld]:
    by_role: dict[str, list[Appointment]] = {}
    for one in user.running:  # type: ignore[attr-defined]
        by_role.setdefault(one.get_role_display(), []).append(one)
    for label, held in by_role.items():
        is_own = all(one.office_id == user.office_id for one in held)
        names = [one.office.name for one in held if one.office and not is_own]
        until = min((one.until for one in held if one.until), default=None)
        yield RoleHeld(label, where_of(names), names if len(names) > NAMED else [], until)


def where_of(offices: Sequence[str]) -> str:
    """Return the offices in a few words: all of two, the first two of more and how many there are.

    >>> where_of(["办公室", "政策法规处"]), where_of(["办公室", "政策法规处", "民爆处"])
    ('办公室、政策法规处', '办公室、政策法规处 等3个科室')
    """
    return "、".join(offices[:NAMED]) + (f" 等{len(offices)}个科室" if len(offices) > NAMED else "")


@dataclass(frozen=True, slots=True)
class Together:
    """Appointments of a person that differ only in their office: one line of the page, each still ended by itself."""

    label: str
    since: dt.date
    until: dt.date | None
    where: str
    held: list[Appointment]


@dataclass(frozen=True, slots=True)
class Roles:
    """A person's appointments: those that run or are to come, those of one role and time together, and those that have ended."""

    running: list[Together]
    past: list[Appointment]


def roles(user: User, *, on: dt.date) -> Roles:
    """Return a person's appointments."""
    every = list(user.appointments.select_related("office", "user").order_by("-since", "-pk"))
    over = [one for one in every if one.until is not None and one.until < on]
    return Roles(together([one for one in every if one not in over]), over)


def together(appointments: Sequence[Appointment]) -> list[Together]:
    """Put appointments to the same role for the same time together, in the order of the first of each; the offices by code."""
    alike: dict[tuple[str, dt.date, dt.date | None], list[Appointment]] = {}
    for one in appointments:
        alike.setdefault((one.role, one.since, one.until), []).append(one)
    found = []
    for held in alike.values():
        held.sort(key=lambda one: one.office.code if one.office else "")
        names = [one.office.name if one.office else "全部科室" for one in held]
        found.append(Together(held[0].get_role_display(), held[0].since, held[0].until, where_of(names), held))
    return found


def leaves(user: User, *, on: dt.date) -> list[Leave]:
    """Return a person's leave under way and to come, and the last few before."""
    return list(user.leaves.select_related("deputy", "user").order_by("-first_on")[:20])


def deputising(user: User, *, on: dt.date) -> list[Leave]:
    """Return for whom a person acts, now or later."""
    return list(Leave.objects.filter(deputy=user, last_on__gte=on).select_related("user").order_by("first_on"))


def away(*, first_on: dt.date, last_on: dt.date) -> list[Leave]:
    """Return the leave that falls into a time, earliest first."""
    found = Leave.objects.filter(first_on__lte=last_on, last_on__gte=first_on, user__is_active=True)
    return list(found.select_related("user", "deputy").order_by("first_on", "pk"))


def offices_that_must_work(*, on: dt.date, agency: Agency | None = None) -> list[Office]:
    """Return the active offices that answer for an item in force; all active ones as long as no catalogue is in force."""
    active = Office.objects.filter(is_active=True, **({"agency": agency} if agency else {}))
    answering = set(ItemVersion.objects.in_force(on).exclude(office=None).values_list("office", flat=True))
    return [office for office in active if not answering or office.pk in answering]


def rota(agency: Agency | None, *, on: dt.date) -> Outlook:
    """Return who can act in the agency's offices from today on."""
    return outlook(first_on=on, offices=offices_that_must_work(on=on, agency=agency))


def deputies_for(user: User) -> Sequence[tuple[str, list[tuple[int, str]]]]:
    """Return everybody who could act for a person, by office, the person's own office first."""
    found: dict[str, list[tuple[int, str]]] = {}
    for other in User.objects.filter(is_active=True).exclude(pk=user.pk).select_related("office").order_by("office__code", "username"):
        found.setdefault(other.office.name if other.office else "不属于科室", []).append((other.pk, str(other)))
    own = user.office.name if user.office else ""
    return sorted(found.items(), key=lambda group: group[0] != own)


def in_hand(user: User) -> dict[str, int]:
    """Count what a person has in hand: running duties and drafts. Two queries."""
    return {
        "duties": Duty.objects.running().filter(handler=user).count(),
        "drafts": Disclosure.objects.drafts().filter(handler=user).count(),
    }


def colleagues(user: User) -> QuerySet[User]:
    """Return everyone else with an open account who writes, by office: to whom work may be moved."""
    others = User.objects.filter(is_active=True, appointments__role__in=WRITERS).exclude(pk=user.pk)
    return others.select_related("office").distinct().order_by("office__code", "username")
