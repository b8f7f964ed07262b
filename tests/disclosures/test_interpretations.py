"""A document and its interpretation find each other, whichever is public first, and neither is let out by the other."""

import datetime as dt
from pathlib import Path

import makers as make
import pytest
from django.db import connection, transaction
from sites import drain, on_disk, whole

from gongkai.accounts.roles import Stage
from gongkai.disclosures import actions, content
from gongkai.disclosures.checklists import CHECKLISTS
from gongkai.disclosures.models import Bundle, Disclosure, Publication, Review
from gongkai.disclosures.requirements import check
from gongkai.disclosures.statuses import Confinement
from gongkai.publisher.site import Site
from gongkai.sources.errors import BadInput

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 10)
AT, LATER = make.moment(DAY), make.moment(dt.date(2026, 11, 12))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


@pytest.fixture
def document() -> Disclosure:
    """A document that is being drafted."""
    make.catalogue_in_force()
    return make.draft(make.item(5), title="工业园区管理办法", body="<p>办法</p>", at=DAY)


def interpretation(of: Disclosure) -> Disclosure:
    """Draft the interpretation of a document."""
    made = actions.interpret(document=of, handler=None, by=make.BY, at=AT)
    return actions.edit(disclosure=made, body="<p>解读的话</p>", by=make.BY, at=AT)


def page_of(site: Site, disclosure: Disclosure) -> str:
    disclosure.refresh_from_db()
    assert disclosure.index_number
    return on_disk(site)[f"disclosures/2026/{disclosure.index_number[-5:]}/index.html"].decode()


def test_they_go_out_together_the_document_first_and_link_to_each_other(document: Disclosure, site: Site) -> None:
    drain(site)
    made = interpretation(document)
    assert made.title == "《工业园区管理办法》政策解读" and made.office == document.office
    bound = Bundle.objects.get()
    assert set(bound.members.all()) == {document, made}
    reviews = [make.submitted(one, at=AT) for one in (made, Disclosure.objects.get(pk=document.pk))]
    for review in reviews:
        make.approved(review, at=AT, stages=(Stage.OFFICE, Stage.SECRECY))
    actions.release_bundle(
        bundle=bound, user=make.people()[Stage.RELEASE], seen={one.pk: one.sha256 for one in reviews}, at=AT,
        checklist=dict.fromkeys(CHECKLISTS[Stage.RELEASE], True),
    )  # fmt: skip
    made.refresh_from_db()
    document.refresh_from_db()
    assert document.index_number and made.latest and document.agency_serial < made.agency_serial
    assert made.latest.content["interprets"] == {"index_number": document.index_number, "title": document.title}
    assert content.sha256_of(content.reviewed(made.latest.content)) == made.latest.reviewed_sha256
    drain(site)
    there = page_of(site, document)
    assert "政策解读" in there and f"/disclosures/2026/{made.index_number[-5:]}/" in there
    back = page_of(site, made)
    assert "解读的文件" in back and f"/disclosures/2026/{document.index_number[-5:]}/" in back


def test_the_page_of_a_document_follows_what_becomes_of_its_interpretations(document: Disclosure, site: Site) -> None:
    make.release(document, at=AT)
    other = make.published_disclosure(make.item(6), title="另一份办法")
    drain(site)
    made = interpretation(Disclosure.objects.get(pk=document.pk))
    assert not made.bundle_id
    make.release(made, at=AT)
    made.refresh_from_db()
    drain(site)
    address = f"/disclosures/2026/{made.index_number[-5:]}/"
    assert address in page_of(site, document)
    versions = document.publications.count()

    actions.edit(disclosure=made, interprets=other, by=make.BY, at=LATER)
    drain(site)
    assert address in page_of(site, document), "a draft of a correction changes nothing outside"
    make.release(made, at=LATER, change_note="解读的是另一份文件")
    drain(site)
    assert address not in page_of(site, document) and address in page_of(site, other)
    stepwise, at_once = on_disk(site), whole(LATER.date())
    assert {path for path in stepwise.keys() | at_once.keys() if stepwise.get(path) != at_once.get(path)} == set()

    actions.withdraw(disclosure=made, reason="内容有误", by=make.BY, at=LATER)
    drain(site)
    assert address not in page_of(site, other)
    assert document.publications.count() == versions, "the document itself was not published again"


def test_an_interpretation_is_not_public_before_its_document(document: Disclosure) -> None:
    made = interpretation(document)
    actions.unbundle(disclosure=made, by=make.BY, at=AT)
    document.refresh_from_db()
    assert document.bundle is None, "nobody stays in a bundle alone"
    with pytest.raises(actions.NotReviewed, match="请先公开文件，或者与文件合并公开"):
        make.release(made, at=AT)
    assert not Publication.objects.exists() and Disclosure.objects.get(pk=made.pk).index_number is None
    make.release(document, at=AT)
    review = Review.objects.running().get(disclosure=made)
    assert review.stage == Stage.RELEASE, "it waits for its release, nothing of its review is lost"
    make.approved(review, at=LATER, stages=(Stage.RELEASE,))
    assert Disclosure.objects.get(pk=made.pk).latest


def test_changing_what_is_interpreted_ends_the_review_also_past_the_program(document: Disclosure) -> None:
    make.release(document, at=AT)
    made = interpretation(Disclosure.objects.get(pk=document.pk))
    review = make.submitted(made, at=AT)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosures_disclosure SET interprets_id = NULL WHERE id = %s", [made.pk])
    review.refresh_from_db()
    assert review.ending == "void"


def test_a_corrected_title_of_the_document_is_seen_by_who_reviews_its_interpretation(document: Disclosure) -> None:
    make.release(document, at=AT)
    made = interpretation(Disclosure.objects.get(pk=document.pk))
    review = make.submitted(made, at=AT)
    document.refresh_from_db()
    actions.edit(disclosure=document, title="工业园区管理办法（试行）", by=make.BY, at=AT)
    make.release(document, at=LATER, change_note="标题有误")
    with pytest.raises(actions.NotReviewed, match="与审查时不一致"):
        make.approved(review, at=LATER)


def test_a_confined_document_has_a_confined_interpretation(document: Disclosure) -> None:
    reader = make.people()[Stage.OFFICE]
    actions.confine(disclosure=document, confinement=Confinement.NAMED, readers=[reader], by=make.BY, at=AT)
    document.refresh_from_db()
    made = actions.interpret(document=document, handler=None, by=make.BY, at=AT)
    assert made.confinement == Confinement.NAMED and list(made.readers.all()) == [reader]


def test_nothing_interprets_an_interpretation_or_what_was_withdrawn(document: Disclosure) -> None:
    made = interpretation(document)
    with pytest.raises(BadInput, match="本身是解读"):
        actions.interpret(document=made, handler=None, by=make.BY, at=AT)
    gone = make.published_disclosure(make.item(6), title="撤回的办法")
    actions.withdraw(disclosure=gone, reason="内容有误", by=make.BY, at=AT)
    gone.refresh_from_db()
    with pytest.raises(BadInput, match="已撤回"):
        actions.interpret(document=gone, handler=None, by=make.BY, at=AT)


def test_an_interpretation_has_no_elements_of_its_own_unless_it_ends_a_duty(document: Disclosure) -> None:
    made, row = interpretation(document), make.row_of(5)

    def missing(one: Disclosure) -> list[str]:
        return [found.field for found in check(one, row, on=DAY) if found.kind == "element_missing"]

    assert row.elements and missing(made) == []
    made.duty = make.duty(make.item(5))
    assert missing(made) == list(row.elements), "naming a document is no way around what the catalogue asks for"


def test_what_interprets_nothing_has_the_hash_it_always_had(document: Disclosure) -> None:
    shape = content.snapshot(document, make.row_of(5), rule=None, on=DAY)
    assert "interprets" not in shape and "interprets" not in content.state_of(document)
