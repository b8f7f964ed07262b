"""The 失效日期 the public was given: kept by every act of publication, looked at when it comes, corrected or confirmed."""

import datetime as dt
import importlib

import makers as make
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from message_makers import user

from gongkai.audit.models import AuditEntry
from gongkai.disclosures import actions
from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.statuses import Validity
from gongkai.messages.actions import tell
from gongkai.messages.kinds import Kind
from gongkai.messages.models import Delivery

pytestmark = pytest.mark.django_db

PUBLISHED = dt.date(2026, 11, 10)
DAY = dt.date(2026, 12, 20)
AT, LATER = make.moment(PUBLISHED), make.moment(dt.date(2026, 11, 12))


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.catalogue_in_force()


def public(expires_on: dt.date | None = DAY, **fields: object) -> Disclosure:
    return make.published_disclosure(make.item(10), on=PUBLISHED, at=PUBLISHED, expires_on=expires_on, **fields)


def corrected(disclosure: Disclosure, **fields: object) -> Disclosure:
    actions.edit(disclosure=disclosure, by=make.BY, at=LATER, **fields)
    make.release(disclosure, at=LATER, change_note="更正")
    disclosure.refresh_from_db()
    return disclosure


def is_expiring(disclosure: Disclosure, on: dt.date) -> bool:
    return Disclosure.objects.expiring(on=on).filter(pk=disclosure.pk).exists()


def confirm(disclosure: Disclosure, day: dt.date = DAY) -> Disclosure:
    return actions.confirm_expiry(disclosure=disclosure, expires_on=day, by="clerk", at=LATER)


# Which ones.


@pytest.mark.parametrize(
    ("validity", "days_left", "expected"),
    [
        ("", 31, False),
        ("", 30, True),
        (Validity.VALID, 30, True),
        (Validity.VALID, 0, True),
        ("", -1, True),
        (Validity.VALID, -900, True),
        (Validity.AMENDED, 0, False),
        (Validity.EXPIRED, -1, False),
        (Validity.REPEALED, -1, False),
    ],
)
def test_thirty_days_before_and_ever_after_while_it_is_said_to_be_valid(validity: str, days_left: int, expected: bool) -> None:
    assert is_expiring(public(validity=validity), DAY - dt.timedelta(days=days_left)) == expected


def test_what_has_no_such_date_is_never_looked_at() -> None:
    assert not is_expiring(public(None, validity=Validity.VALID), dt.date(2099, 1, 1))


def test_what_is_only_drafted_counts_for_nothing() -> None:
    draft, one = make.draft(make.item(10), expires_on=DAY, at=PUBLISHED), public()
    assert not is_expiring(draft, DAY)
    actions.edit(disclosure=one, expires_on=None, validity=Validity.REPEALED, by=make.BY, at=LATER)
    assert is_expiring(one, DAY), "the public still reads the old date"
    actions.discard_changes(disclosure=one, by=make.BY, at=LATER)
    one.refresh_from_db()
    assert is_expiring(one, DAY) and one.public_expires_on == DAY


@pytest.mark.parametrize("change", [{"expires_on": DAY.replace(year=2028)}, {"validity": Validity.EXPIRED}, {"expires_on": None}])
def test_a_correction_ends_it(change: dict[str, object]) -> None:
    one = corrected(public(), **change)
    assert not is_expiring(one, DAY)
    assert one.public_expires_on == (change.get("expires_on") if "expires_on" in change else None)


def test_what_is_withdrawn_or_superseded_is_no_longer_looked_at() -> None:
    gone, old = public(), public(title="旧办法")
    actions.withdraw(disclosure=gone, reason="重复", by=make.BY, at=LATER)
    make.release(make.draft(make.item(10), title="新办法", supersedes=old, at=LATER.date()), at=LATER)
    assert not is_expiring(gone, DAY) and not is_expiring(old, DAY)
    assert set(Disclosure.objects.filter(pk__in=(gone.pk, old.pk)).values_list("public_expires_on", flat=True)) == {None}


def test_the_migration_finds_the_same_as_the_acts_kept() -> None:
    public(), public(None), public(validity=Validity.REPEALED), public(validity=Validity.VALID)
    actions.withdraw(disclosure=public(), reason="重复", by=make.BY, at=LATER)
    actions.edit(disclosure=public(), expires_on=None, by=make.BY, at=LATER)
    make.draft(make.item(10), expires_on=DAY)
    kept = list(Disclosure.objects.order_by("pk").values_list("pk", "public_expires_on"))
    assert [day for _, day in kept] == [DAY, None, None, DAY, None, DAY, None]
    Disclosure.objects.update(public_expires_on=None)
    importlib.import_module("gongkai.disclosures.migrations.0027_what_expires").fill(apps, None)
    assert list(Disclosure.objects.order_by("pk").values_list("pk", "public_expires_on")) == kept


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a plan of SQLite's")
def test_they_are_found_in_an_index_of_their_own() -> None:
    found = Disclosure.objects.of(make.agency()).expiring(on=DAY).order_by("public_expires_on")
    assert "COVERING INDEX disclosure_expiring" in found.values_list("pk").explain()
    assert "COVERING INDEX disclosure_expiring" in found.filter(public_office__in=[1, 2]).values_list("public_office").explain()


# Confirming.


def test_what_was_confirmed_is_not_looked_at_again_and_is_recorded_once() -> None:
    one = public()
    confirm(one)
    again = actions.confirm_expiry(disclosure=one, expires_on=DAY, by="head", at=LATER + dt.timedelta(days=1))
    assert not is_expiring(one, DAY)
    assert (again.expiry_confirmed_by, again.expiry_confirmed_at) == ("clerk", LATER)
    entry = AuditEntry.objects.get(act="确认到期失效")
    assert entry.by == "clerk" and entry.after == {"expires_on": "2026-12-20"}
    one.refresh_from_db()
    assert one.publications.count() == 1 and not actions.is_being_corrected(one), "the public gets nothing new"


def test_another_date_asks_anew_and_any_other_correction_does_not() -> None:
    one = public()
    confirm(one)
    assert not is_expiring(corrected(one, body="<p>改正了错字。</p>"), DAY)
    later = DAY + dt.timedelta(days=5)
    assert is_expiring(corrected(one, expires_on=later), later)
    assert (one.expiry_confirmed_at, one.expiry_confirmed_by) == (None, "")


@pytest.mark.parametrize("seen", [DAY + dt.timedelta(days=1), DAY - dt.timedelta(days=1)])
def test_only_the_date_that_was_seen_is_confirmed(seen: dt.date) -> None:
    one = public()
    with pytest.raises(actions.NothingToConfirm):
        confirm(one, seen)
    assert is_expiring(one, DAY) and not AuditEntry.objects.filter(act="确认到期失效").exists()


def test_what_is_not_public_or_no_longer_valid_has_nothing_to_confirm() -> None:
    gone = public()
    actions.withdraw(disclosure=gone, reason="重复", by=make.BY, at=LATER)
    for one, refused in (
        (make.draft(make.item(10), expires_on=DAY, at=PUBLISHED), actions.NotPublished),
        (gone, actions.NotPublished),
        (public(validity=Validity.EXPIRED), actions.NothingToConfirm),
    ):
        with pytest.raises(refused):
            confirm(one)


def test_the_database_refuses_a_confirmation_without_its_author_or_of_nothing() -> None:
    one, other = public(), public(None)
    for made, values in ((one, {"expiry_confirmed_at": AT}), (other, {"expiry_confirmed_at": AT, "expiry_confirmed_by": "clerk"})):
        with pytest.raises(IntegrityError), transaction.atomic():
            Disclosure.objects.filter(pk=made.pk).update(**values)


@pytest.mark.parametrize("settle", [confirm, lambda one: corrected(one, validity=Validity.EXPIRED)], ids=["confirmed", "corrected"])
def test_a_message_still_on_its_way_is_stopped(settings: object, settle: object) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    one = public()
    about = ("disclosures.Disclosure", str(one.pk))
    tell(users=[user("clerk")], kind=Kind.EXPIRING, key="1", subject="失效日期将到", text="", path="/desk/", at=AT, about=about)
    mine = Delivery.objects.filter(message__kind=Kind.EXPIRING)
    assert mine.pending().count() == 1
    settle(one)
    assert mine.pending().count() == 0 and mine.get().error == "不再需要：已经办结"
