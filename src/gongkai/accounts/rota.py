"""值班表: is there, on every day ahead, somebody for everything that one disclosure needs, and four different people at that?

A disclosure of an office passes four posts: its clerk writes it, and three stages review it. Every post must have somebody
(``Outlook.missing``), and the four must be held by four different people, or nobody may do the last of them
(``Outlook.tangled``): people are matched to posts, and where the matching fails the posts and the too few people are named.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from gongkai.accounts.models import Appointment, Leave, User
from gongkai.accounts.roles import REVIEWERS, Role, Stage
from gongkai.agencies.models import Office

DAYS = 60
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Post:
    """One thing to be done for a disclosure, and the roles that may do it."""

    key: str
    label: str
    roles: tuple[Role, ...]

    @property
    def holders(self) -> str:
        """Name the roles that may do it."""
        return "或".join(str(role.label) for role in self.roles)


POSTS = (Post("author", "经办", (Role.CLERK,)), *(Post(stage.value, str(stage.label), REVIEWERS[stage]) for stage in Stage))
Able = tuple[frozenset[int], ...]  # who can act, for each of POSTS


@dataclass(frozen=True, slots=True)
class Spell:
    """The days from ``first_on`` to ``last_on``, on which the same people can act for an office."""

    first_on: dt.date
    last_on: dt.date
    able: Able


@dataclass(frozen=True, slots=True)
class Gap:
    """Days on which an office lacks somebody: for one post, or for several that too few people (``people``) share."""

    office: Office
    posts: tuple[Post, ...]
    people: tuple[User, ...]
    first_on: dt.date
    last_on: dt.date

    @property
    def is_empty_post(self) -> bool:
        """Tell whether nobody at all can act."""
        return not self.people


@dataclass(frozen=True, slots=True)
class Outlook:
    """Who can act for each office, from a day to a day."""

    first_on: dt.date
    last_on: dt.date
    offices: tuple[Office, ...]
    spells: dict[int, tuple[Spell, ...]]
    people: dict[int, User]

    @property
    def gaps(self) -> list[Gap]:
        """Return what is missing, earliest first."""
        found = [gap for office in self.offices for gap in self._of(office)]
        return sorted(found, key=lambda gap: (gap.first_on, gap.office.code, gap.posts[0].key))

    def _of(self, office: Office) -> Iterator[Gap]:
        open_gaps: dict[tuple[tuple[int, ...], frozenset[int]], Gap] = {}
        for spell in self.spells[office.pk]:
            lacking = lacks(spell.able)
            for key in [key for key in open_gaps if key not in lacking]:
                yield open_gaps.pop(key)
            for key in lacking:
                posts, people = key
                first_on = open_gaps[key].first_on if key in open_gaps else spell.first_on
                named = tuple(self.people[pk] for pk in sorted(people))
                open_gaps[key] = Gap(office, tuple(POSTS[place] for place in posts), named, first_on, spell.last_on)
        yield from open_gaps.values()


@lru_cache(maxsize=4096)
def lacks(able: Able) -> tuple[tuple[tuple[int, ...], frozenset[int]], ...]:
    """Return what is wrong with who can act: (posts, the too few people they share); empty when four people can be found.

    Posts that nobody holds come first and alone; only where there are none are the four matched to different people.
    """
    empty = tuple(place for place, people in enumerate(able) if not people)
    if empty:
        return tuple(((place,), frozenset[int]()) for place in empty)
    by_person: dict[int, int] = {}
    for place in range(len(able)):
        reached: set[int] = set()
        if not _give(place, able, by_person, reached):  # those reached hold exactly too few posts: Hall's condition fails
            return ((tuple(sorted({place, *(by_person[one] for one in reached)})), frozenset(reached)),)
    return ()


def _give(place: int, able: Able, by_person: dict[int, int], reached: set[int]) -> bool:
    """Give a post to a person who is free, moving others to their other posts where that helps (Kuhn's matching)."""
    for person in sorted(able[place] - reached):
        if person in reached:
            continue
        reached.add(person)
        if person not in by_person or _give(by_person[person], able, by_person, reached):
            by_person[person] = place
            return True
    return False


def outlook(*, first_on: dt.date, last_on: dt.date | None = None, offices: Collection[Office] | None = None) -> Outlook:
    """Return who can act from a day on, for sixty days unless told; ``offices`` are all that are active unless given.

    Four queries (three where the offices are given).
    """
    last_on = last_on or first_on + (DAYS - 1) * ONE_DAY
    chosen = tuple(Office.objects.filter(is_active=True) if offices is None else offices)
    roles = {role for post in POSTS for role in post.roles}
    not_over = Q(until__isnull=True) | Q(until__gte=first_on)
    held = list(Appointment.objects.filter(not_over, user__is_active=True, since__lte=last_on, role__in=roles))
    away = list(Leave.objects.filter(first_on__lte=last_on, last_on__gte=first_on))
    people = {user.pk: user for user in User.objects.filter(is_active=True, pk__in=_who(held, away))}
    spells: dict[int, list[Spell]] = {office.pk: [] for office in chosen}
    for start, end in _stretches(first_on, last_on, held, away):
        by_post = _by_post(start, held, away, frozenset(people))
        for office in chosen:
            able = tuple(found.get(office.pk, frozenset()) | found.get(None, frozenset()) for found in by_post)
            before = spells[office.pk]
            if before and before[-1].able == able:
                before[-1] = Spell(before[-1].first_on, end, able)
            else:
                before.append(Spell(start, end, able))
    return Outlook(first_on, last_on, chosen, {pk: tuple(found) for pk, found in spells.items()}, people)


def _who(held: Sequence[Appointment], away: Sequence[Leave]) -> set[int]:
    return {one.user_id for one in held} | {leave.deputy_id for leave in away if leave.deputy_id is not None}


def _stretches(
    first_on: dt.date, last_on: dt.date, held: Sequence[Appointment], away: Sequence[Leave]
) -> Iterator[tuple[dt.date, dt.date]]:
    """Cut the days where an appointment or a leave begins or has ended."""
    cuts = {first_on}
    cuts |= {one.since for one in held} | {one.until + ONE_DAY for one in held if one.until}
    cuts |= {leave.first_on for leave in away} | {leave.last_on + ONE_DAY for leave in away}
    starts = sorted(day for day in cuts if first_on <= day <= last_on)
    for start, following in zip(starts, [*starts[1:], last_on + ONE_DAY], strict=True):
        yield start, following - ONE_DAY


def _by_post(
    day: dt.date, held: Sequence[Appointment], away: Sequence[Leave], active: frozenset[int]
) -> list[dict[int | None, frozenset[int]]]:
    """Return, for each post, who can act on a day by the office in which they hold the role (None: all of them)."""
    absent: dict[int, set[int]] = {}
    for leave in away:
        if leave.first_on <= day <= leave.last_on:
            absent.setdefault(leave.user_id, set()).update({leave.deputy_id} - {None})  # type: ignore[arg-type]
    found: list[dict[int | None, set[int]]] = [{} for _ in POSTS]
    for one in held:
        if one.since <= day and (one.until is None or day <= one.until):
            acting = (absent[one.user_id] - absent.keys()) & active if one.user_id in absent else {one.user_id}
            for place, post in enumerate(POSTS):
                if one.role in post.roles:
                    found[place].setdefault(one.office_id, set()).update(acting)
    return [{office: frozenset(people) for office, people in one.items()} for one in found]
