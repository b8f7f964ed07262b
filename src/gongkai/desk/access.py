"""Who is at the desk: the person of a request, the roles they hold today, and the decorator that keeps others out.

The clock is read here once a request; everything below gets the day and the moment as arguments.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from gongkai.accounts.models import User
from gongkai.accounts.queries import Held, held_for, held_for_stage, roles_of
from gongkai.accounts.roles import READERS_OF_ALL, WRITERS, Role, Stage
from gongkai.agencies.models import Agency

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts, with the roles held today (deputies' included) and the agency they act for. ``by`` is what is recorded."""

    user: User
    roles: tuple[Held, ...]
    agency: Agency | None
    at: dt.datetime
    on: dt.date

    @property
    def by(self) -> str:
        """Return the name under which acts are recorded: the username, which never changes."""
        return self.user.get_username()

    def has(self, *wanted: Role, office_id: int | None = None) -> bool:
        """Tell whether one of the roles is held and reaches the office (None: reaches the whole agency)."""
        return held_for(self.roles, wanted, office_id=office_id) is not None

    def has_anywhere(self, *wanted: Role) -> bool:
        """Tell whether one of the roles is held in whichever office."""
        return held_for(self.roles, wanted, anywhere=True) is not None

    def as_reviewer(self, stage: Stage, *, office_id: int | None) -> Held | None:
        """Return the role under which this person may give the opinion of a stage, or None."""
        return held_for_stage(self.roles, stage, office_id=office_id)

    def writes_for(self, office_id: int | None) -> bool:
        """Tell whether this person may draft and change content of an office."""
        return self.has(*WRITERS, office_id=office_id)

    @property
    def reads_all(self) -> bool:
        """Tell whether this person sees the work of every office."""
        return self.has(*READERS_OF_ALL)

    @property
    def office_ids(self) -> frozenset[int]:
        """Return the offices in which this person holds a role."""
        return frozenset(one.office_id for one in self.roles if one.office_id is not None)


def person_of(request: HttpRequest) -> Person:
    """Return the person of a request; looked up once (three queries), then kept on the request."""
    there = getattr(request, "_person", None)
    if there is None:
        user = cast(User, request.user)
        at = timezone.now()
        on = timezone.localdate(at)
        agency = user.office.agency if user.office else Agency.objects.order_by("pk").first()
        there = Person(user, tuple(roles_of(user, on=on)), agency, at, on)
        request._person = there  # type: ignore[attr-defined]
    return cast(Person, there)


def only(*wanted: Role) -> Callable[[View], View]:
    """Let a view be reached only by people who hold one of the roles in whichever office; none named: by everyone with a role.

    Views behind it still ask about the office of what they show.
    """

    def keep(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            person = person_of(request)
            if not (person.has_anywhere(*wanted) if wanted else person.roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return kept

    return keep


CONTENT = tuple(role for role in Role if role != Role.ADMINISTRATOR)  # all who may see content at all
