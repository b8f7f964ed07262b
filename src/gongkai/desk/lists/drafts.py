"""The draft that a table is uploaded for: found by its number, and given the list once it is stored."""

import datetime as dt

from gongkai.desk.access import Person
from gongkai.disclosures import actions
from gongkai.disclosures.models import Disclosure
from gongkai.records.models import RecordList


def draft_of(person: Person, number: str) -> Disclosure | None:
    """Return the draft of this number if the person may see it (a confined one, if named for it) and write in it."""
    if not number.isascii() or not number.isdigit():
        return None
    seen = Disclosure.objects.entrusted_to(person.user, office_ids=person.office_ids, reads_all=person.reads_all)
    found = seen.filter(pk=int(number), agency=person.agency).first()
    return found if found and person.writes_for(found.office_id) else None


def attach(draft: Disclosure, record_list: RecordList, *, by: str, at: dt.datetime) -> None:
    """Put a list into a draft, beside those it has; one that is there already changes nothing."""
    lists = list(draft.record_lists.order_by("pk"))
    if record_list not in lists:
        actions.edit(disclosure=draft, by=by, at=at, record_lists=[*lists, record_list])
