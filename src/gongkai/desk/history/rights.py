"""Whose acts one may see: the auditor all, officer and leader all content, the administrator accounts, others their own offices'.

Everybody sees what they did themselves. A draft confined to named people stays confined here too: others see that
something was done, not to what.
"""

from collections.abc import Iterable, Sequence

from django.apps import apps
from django.db.models import Exists, OuterRef

from gongkai.accounts.roles import Role
from gongkai.audit.models import AuditEntry
from gongkai.audit.queries import Part
from gongkai.desk.access import Person
from gongkai.disclosures.models import Attachment, Disclosure

ROOMS_OF_PEOPLE = ("accounts", "agencies", "gongkai_messages")  # nothing of content is in them


def kinds_of_people() -> tuple[str, ...]:
    """Return the kinds of subjects that are the administrator's: accounts, appointments, leave, agency, channels."""
    return tuple(model._meta.label for room in ROOMS_OF_PEOPLE for model in apps.get_app_config(room).get_models())


def parts_for(person: Person) -> list[Part]:
    """Return the parts of the history that a person may see."""
    if person.has(Role.AUDITOR):
        return [Part()]
    people = kinds_of_people()
    if person.has(Role.ADMINISTRATOR):
        return [Part({"subject_kind": kind}) for kind in people]
    mine = Part({"by": person.by})
    if person.has(Role.OFFICER, Role.RELEASING_LEADER):
        return [Part(but_not_kinds=people), mine]
    return [mine, *(Part({"office_key": office}, but_not_kinds=people) for office in sorted(person.office_ids))]


def confined(entries: Iterable[AuditEntry], person: Person) -> set[int]:
    """Return the entries (by id) whose subject is a draft that this person may not see. Two queries at most."""
    return _of_drafts(entries, person) | _of_attachments(entries, person)


def _of_drafts(entries: Iterable[AuditEntry], person: Person) -> set[int]:
    asked = {entry.pk: int(entry.subject_key) for entry in entries if entry.subject_kind == Disclosure._meta.label}
    if not asked:
        return set()
    hidden = set(_hidden(person, asked.values()))
    return {entry for entry, disclosure in asked.items() if disclosure in hidden}


def _of_attachments(entries: Iterable[AuditEntry], person: Person) -> set[int]:
    """An attachment is confined with its draft; of one that was removed nobody can tell any more, so it stays named."""
    asked = {entry.pk: int(entry.subject_key) for entry in entries if entry.subject_kind == Attachment._meta.label}
    if not asked:
        return set()
    owners = dict(Attachment.objects.filter(pk__in=asked.values()).values_list("pk", "disclosure"))
    hidden = set(_hidden(person, owners.values()))
    return {entry for entry, attachment in asked.items() if owners.get(attachment) in hidden}


def _hidden(person: Person, disclosures: Iterable[int]) -> Sequence[int]:
    """Return which of these disclosures are confined to people of whom this person is none."""
    seen = Disclosure.objects.visible_to(person.user, office_ids=person.office_ids, reads_all=True).filter(pk=OuterRef("pk"))
    return list(Disclosure.objects.filter(pk__in=set(disclosures)).exclude(Exists(seen)).values_list("pk", flat=True))
