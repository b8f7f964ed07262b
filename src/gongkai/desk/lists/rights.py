"""Who may look at a list, and who may change it: writers of its office and the officer (decided by ``Person``)."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from gongkai.agencies.models import Office
from gongkai.desk.access import Person, person_of
from gongkai.records.models import RecordList, Upload


def list_of(request: HttpRequest, key: int) -> RecordList:
    """Return a list of the person's agency; everyone with a content role may look."""
    lists = RecordList.objects.select_related("office", "agency")
    return get_object_or_404(lists, pk=key, agency=person_of(request).agency)


def own_list(request: HttpRequest, key: int) -> RecordList:
    """Return a list the person may change."""
    found = list_of(request, key)
    if not person_of(request).writes_for(found.office_id):
        raise PermissionDenied
    return found


def own_upload(request: HttpRequest, key: int) -> Upload:
    """Return an upload the person may work on: one for an office they write for."""
    person = person_of(request)
    found = get_object_or_404(Upload.objects.select_related("office", "record_list"), pk=key, agency=person.agency)
    if not person.writes_for(found.office_id):
        raise PermissionDenied
    return found


def offices_for(person: Person) -> list[Office]:
    """Return the offices a person may keep lists for."""
    offices = Office.objects.filter(agency=person.agency, is_active=True)
    return [office for office in offices if person.writes_for(office.pk)]
