"""What waits for whom: by stage and office, never one's own, never what one is not named for; what came back; counts."""

import datetime as dt
from collections.abc import Callable

import makers as make
import pytest

from gongkai.accounts.models import Appointment, Leave, User
from gongkai.accounts.queries import roles_of
from gongkai.accounts.roles import Role, Stage
from gongkai.disclosures import actions, queries
from gongkai.disclosures.checklists import CHECKLISTS
from gongkai.disclosures.models import Disclosure, Review
from gongkai.disclosures.statuses import Confinement, Outcome

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 10)
AT = make.moment(DAY)
LATER = AT + dt.timedelta(hours=1)


@pytest.fixture
def draft() -> Disclosure:
    make.catalogue_in_force()
    return make.draft(make.item(10), duty=make.duty(make.item(10)), at=DAY)


@pytest.fixture
def review(draft: Disclosure) -> Review:
    return make.submitted(draft, at=AT)


def waiting(user: User, *, on: dt.date = DAY) -> list[Review]:
    return list(queries.waiting_for(user, roles_of(user, on=on), on))


def returned(review: Review, stage: Stage = Stage.OFFICE) -> None:
    user = make.people()[stage]
    said = {"outcome": Outcome.RETURN, "comment": "请核对", "seen_sha256": review.sha256}
    actions.give_opinion(review=review, stage=stage, user=user, at=LATER, **said)


def person(name: str, role: Role, office: object = None) -> User:
    user = User.objects.create(username=name, last_name=name)
    Appointment.objects.create(user=user, role=role, office=office, since=dt.date(2020, 1, 1), made_at=AT, made_by="系统")
    return user


def test_each_stage_waits_for_its_own_people(review: Review) -> None:
    people = make.people()
    for stage in Stage:
        assert {one: waiting(people[one]) == [review] for one in Stage} == {one: one == stage for one in Stage}
        make.approved(review, at=AT, stages=[stage])
    assert not any(waiting(user) for user in people.values())


def test_an_office_head_sees_the_work_of_their_own_office_only(review: Review) -> None:
    make.people()
    office = review.disclosure.office
    other = make.agency().offices.exclude(pk=office.pk).first()
    assert waiting(person("本科室", Role.OFFICE_HEAD, office)) == [review]
    assert waiting(person("别的科室", Role.OFFICE_HEAD, other)) == []
    assert waiting(person("审计", Role.AUDITOR)) == []


def test_nobody_is_asked_about_what_they_wrote_submitted_or_judged(draft: Disclosure) -> None:
    office = draft.office
    author, sender, judge = (person(name, Role.OFFICE_HEAD, office) for name in ("作者", "送审人", "审查人"))
    Appointment.objects.create(user=judge, role=Role.SECRECY_REVIEWER, since=DAY, made_at=AT, made_by="系统")
    actions.edit(disclosure=draft, title="改过的标题", by="作者", at=AT)
    review = make.submitted(draft, at=AT, by="送审人")
    assert (waiting(author), waiting(sender), waiting(judge)) == ([], [], [review])
    ticked = dict.fromkeys(CHECKLISTS[Stage.OFFICE], True)
    said = {"outcome": Outcome.APPROVE, "seen_sha256": review.sha256, "checklist": ticked}
    actions.give_opinion(review=review, stage=Stage.OFFICE, user=judge, at=AT, **said)
    assert waiting(judge) == [] and waiting(make.people()[Stage.SECRECY]) == [review]


def test_a_deputy_is_asked_and_who_is_away_is_not(review: Review) -> None:
    head = make.people()[Stage.OFFICE]
    deputy = User.objects.create(username="deputy")
    Leave.objects.create(user=head, deputy=deputy, first_on=DAY, last_on=DAY, made_at=AT, made_by="系统")
    assert (waiting(head), waiting(deputy)) == ([], [review])
    day_after = DAY + dt.timedelta(days=1)
    assert (waiting(head, on=day_after), waiting(deputy, on=day_after)) == ([review], [])


def test_a_confined_draft_waits_for_the_people_named_only(review: Review) -> None:
    head = make.people()[Stage.OFFICE]
    actions.confine(disclosure=review.disclosure, confinement=Confinement.NAMED, readers=[], by=make.BY, at=AT)
    assert waiting(head) == [] and not queries.under_review_of(None) and not queries.under_review_of(None, seen_by=head)
    seen = queries.visible_to(head, office_ids=[review.disclosure.office_id], reads_all=True)
    assert not Review.objects.filter(seen).exists()
    actions.confine(disclosure=review.disclosure, confinement=Confinement.NAMED, readers=[head], by=make.BY, at=AT)
    assert waiting(head) == [review] == list(queries.under_review_of(None, seen_by=head))
    assert Review.objects.filter(seen).get() == review


def test_an_emergency_comes_first_and_its_later_review_stays_owed(review: Review) -> None:
    people = make.people()
    make.approved(review, at=AT, stages=[Stage.OFFICE])
    other = make.draft(make.item(11), title="紧急的", body="<p>紧急</p>", at=DAY)
    urgent = make.submitted(other, at=LATER, emergency_reason="突发安全生产事件")
    assert waiting(people[Stage.SECRECY]) == [urgent, review]
    make.approved(urgent, at=LATER, stages=[Stage.SECRECY, Stage.RELEASE])
    assert waiting(people[Stage.OFFICE]) == [urgent] == list(queries.owing())
    assert list(queries.owing([other.office_id])) == [urgent] and not queries.owing([])
    returned(urgent)
    urgent.refresh_from_db()
    assert not queries.owing() and queries.refused_later(urgent).comment == "请核对"


def test_what_came_back_stays_until_it_is_sent_again(draft: Disclosure, review: Review) -> None:
    clerk = person("承办人", Role.CLERK, draft.office)
    actions.assign(disclosure=draft, handler=clerk, by=make.BY, at=AT)
    stranger = User.objects.create(username="无关")
    assert not queries.returned_to(clerk, [draft.office_id])
    returned(review)
    assert list(queries.returned_to(clerk, [])) == [review] == list(queries.returned_to(stranger, [draft.office_id]))
    assert not queries.returned_to(stranger, [])
    actions.edit(disclosure=draft, body="<p>改了</p>", by=make.BY, at=LATER)
    assert list(queries.returned_to(clerk, [])) == [review], "editing alone does not answer it"
    make.submitted(draft, at=LATER)
    assert not queries.returned_to(clerk, [draft.office_id])


def test_a_returned_correction_comes_back_too(draft: Disclosure) -> None:
    make.release(draft, at=AT)
    actions.edit(disclosure=draft, body="<p>更正</p>", by=make.BY, at=AT)
    correction = make.submitted(draft, at=AT, change_note="写错了")
    returned(correction)
    assert list(queries.returned_to(User.objects.create(username="x"), [draft.office_id])) == [correction]
    assert queries.public_before(correction).number == 1 and queries.round_before(correction).content["body"] == "<p>正文。</p>"


def test_what_is_scheduled_is_listed_by_its_hour(draft: Disclosure) -> None:
    other = make.draft(make.item(11), title="先公开的", body="<p>先</p>", at=DAY)
    last = make.approved(make.submitted(draft, at=AT, planned_at=LATER + dt.timedelta(hours=2)), at=AT)
    first = make.approved(make.submitted(other, at=AT, planned_at=LATER), at=AT)
    assert list(queries.scheduled()) == [first, last]


def test_the_period_before_is_the_last_publication_of_the_same_item(draft: Disclosure) -> None:
    older = make.published_disclosure(make.item(10), on=DAY, title="第22批名单")
    review = make.submitted(draft, at=AT)
    assert queries.period_before(review) == older.latest
    assert queries.public_before(review) is None and queries.round_before(review) is None
    make.approved(review, at=AT)
    newer = make.published_disclosure(make.item(10), on=DAY, title="第24批名单")
    review.disclosure.refresh_from_db()
    assert newer.item_serial == 3 and queries.period_before(review) == older.latest


def test_the_counts_take_six_queries_whatever_there_is(review: Review, django_assert_num_queries: Callable) -> None:
    head = make.people()[Stage.OFFICE]
    roles = roles_of(head, on=DAY)
    with django_assert_num_queries(6):
        tally = queries.tally_for(head, roles, [review.disclosure.office_id], DAY)
    assert (tally.waiting, tally.under_review, tally.emergencies, tally.returned) == (1, 1, 0, 0)
    with django_assert_num_queries(2):
        assert [one.opinions.count for one in queries.history_of(review.disclosure)]


def test_lists_leave_the_frozen_content_unread(review: Review, django_assert_num_queries: Callable) -> None:
    head = make.people()[Stage.OFFICE]
    with django_assert_num_queries(3):  # two of them for the roles
        [one] = waiting(head)
        assert one.disclosure.office.name and one.disclosure.duty.subject and one.disclosure.item.number == 10
        assert one.disclosure.bundle is None and one.submitted_by and not one.emergency_reason
    assert "content" in one.get_deferred_fields()


def test_what_one_has_done_is_listed_newest_first(review: Review) -> None:
    make.approved(review, at=AT, stages=[Stage.OFFICE])
    head = make.people()[Stage.OFFICE]
    assert [one.review for one in queries.given_by(head)] == [review]
