"""Index numbers are never given twice, however many publish at once."""

import datetime as dt
import threading

import makers as make
import pytest
from django.db import close_old_connections, connections

from gongkai.disclosures import actions
from gongkai.disclosures.models import Disclosure, Publication

DAY = dt.date(2026, 11, 10)
HOUR = make.moment(DAY) + dt.timedelta(hours=1)
THREADS, EACH = 4, 5


def approved(draft: Disclosure) -> Disclosure:
    """Return a draft that every stage approved, to go out at its hour."""
    make.approved(make.submitted(draft, at=make.moment(DAY), planned_at=HOUR), at=make.moment(DAY))
    return draft


@pytest.mark.django_db(transaction=True)
def test_index_numbers_are_given_once_when_many_publish_at_once() -> None:
    make.catalogue_in_force()
    drafts = [approved(make.draft(make.item(10 + n % 3), title=f"第{n}批名单", body=f"<p>{n}</p>")) for n in range(THREADS * EACH)]
    faults: list[BaseException] = []

    def publish(share: list[Disclosure]) -> None:
        try:
            for draft in share:
                actions.publish(disclosure=draft, by=make.BY, at=HOUR)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    close_old_connections()
    threads = [threading.Thread(target=publish, args=(drafts[n::THREADS],)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not faults
    numbers = sorted(Disclosure.objects.values_list("index_number", flat=True))
    assert numbers == [f"{make.CREDIT_CODE}/2026-{n:05d}" for n in range(1, THREADS * EACH + 1)]
    assert sorted(Disclosure.objects.values_list("agency_serial", flat=True)) == list(range(1, THREADS * EACH + 1))


@pytest.mark.django_db(transaction=True)
def test_two_people_publishing_the_same_draft_publish_it_once() -> None:
    make.catalogue_in_force()
    draft = approved(make.draft(make.item(10), duty=make.duty(make.item(10))))
    results: list[object] = []

    def publish() -> None:
        try:
            results.append(actions.publish(disclosure=draft, by=make.BY, at=HOUR).pk)
        except Exception as fault:
            results.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(set(results)) == 1 and Publication.objects.count() == 1, results
