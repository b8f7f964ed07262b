"""Who may do what with something public: withdraw, correct, deal with objections, see who made them."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from gongkai.accounts.roles import Role
from gongkai.agencies.models import Agency
from gongkai.desk.access import Person
from gongkai.disclosures.models import Disclosure, Objection


def agency_of(person: Person) -> Agency:
    """Return the agency whose publications are shown; nobody works here before there is one."""
    if person.agency is None:
        raise PermissionDenied
    return person.agency


def public_of(person: Person) -> QuerySet[Disclosure]:
    """Return everything of the person's agency that ever had a public address; all who see content may see it."""
    return Disclosure.objects.of(agency_of(person)).filter(agency_serial__isnull=False)


def disclosure_or_404(person: Person, pk: int) -> Disclosure:
    """Return a public disclosure with what its page shows of it."""
    rows = public_of(person).select_related("item", "office", "public_office", "latest", "duty", "notice_window")
    return get_object_or_404(rows, pk=pk)


def office_of(disclosure: Disclosure) -> int | None:
    """Return the office that answers for it: the one the public sees."""
    return disclosure.public_office_id or disclosure.office_id


def may_withdraw(person: Person, disclosure: Disclosure) -> bool:
    """Tell whether a person may take it down: the officer, the releasing leader, the head of its office."""
    return person.has(Role.OFFICER, Role.RELEASING_LEADER) or person.has(Role.OFFICE_HEAD, office_id=office_of(disclosure))


def may_correct(person: Person, disclosure: Disclosure) -> bool:
    """Tell whether a person may draft a correction, or what takes its place."""
    return person.writes_for(office_of(disclosure))


def may_handle(person: Person, disclosure: Disclosure) -> bool:
    """Tell whether a person may deal with objections, and therefore see who made them."""
    return person.writes_for(office_of(disclosure))


def may_confirm(person: Person, objection: Objection) -> bool:
    """Tell whether a person may confirm or return what was written about an objection: head or officer, and another one."""
    of_office = person.has(Role.OFFICE_HEAD, office_id=office_of(objection.disclosure)) or person.has(Role.OFFICER)
    return of_office and objection.handled_at is not None and objection.handled_by != person.by


def may_read_objections(person: Person, disclosure: Disclosure) -> bool:
    """Tell whether a person may read objections; not who made them (``may_handle``)."""
    return may_handle(person, disclosure) or person.reads_all


def demand(allowed: bool) -> None:
    """Refuse whoever is not allowed."""
    if not allowed:
        raise PermissionDenied
