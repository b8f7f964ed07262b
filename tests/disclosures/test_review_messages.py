"""What people are told of review: those it waits for, those it came back to, those who see it published; and the planned hour."""

import datetime as dt

import makers as make
import pytest

from gongkai.accounts.models import Appointment, Leave, User
from gongkai.accounts.roles import Role, Stage
from gongkai.audit.models import AuditEntry
from gongkai.disclosures import actions
from gongkai.disclosures.actions import schedule
from gongkai.disclosures.expected import expected
from gongkai.disclosures.models import Disclosure, Publication, Review
from gongkai.disclosures.statuses import Confinement, Outcome
from gongkai.messages.models import Delivery, Message
from gongkai.sources.errors import BadInput

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 10)
AT = make.moment(DAY)
LATER = AT + dt.timedelta(hours=1)


@pytest.fixture
def draft() -> Disclosure:
    make.catalogue_in_force()
    make.people()
    person("clerk", Role.CLERK)
    return make.draft(make.item(10), duty=make.duty(make.item(10)), at=DAY)


@pytest.fixture
def review(draft: Disclosure) -> Review:
    return make.submitted(draft, at=AT, by="clerk")


def person(name: str, role: Role) -> User:
    user = User.objects.create(username=name, last_name=name, email=f"{name}@example.org")
    office = make.agency().offices.first() if role == Role.CLERK else None
    Appointment.objects.create(user=user, role=role, office=office, since=dt.date(2020, 1, 1), made_at=AT, made_by="系统")
    return user


def told() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("id").values_list("person__username", "kind"))


def refuse(review: Review, stage: Stage) -> None:
    said = {"outcome": Outcome.RETURN, "comment": "请核对第二段", "seen_sha256": review.sha256}
    actions.give_opinion(review=review, stage=stage, user=make.people()[stage], at=LATER, **said)


def test_each_stage_is_told_in_its_turn_and_the_author_at_the_end(review: Review) -> None:
    assert told() == [("head", "waiting")]
    make.approved(review, at=AT)
    assert told() == [("head", "waiting"), ("secrecy", "waiting"), ("leader", "waiting"), ("clerk", "released")]
    first, last = Message.objects.earliest("id"), Message.objects.latest("id")
    assert first.subject == "等待科室审核：第23批企业技术中心名单" and "前公开" in first.text
    assert "正文" not in first.text, "no content of a draft"
    assert "索引号" in last.text


def test_who_worked_on_it_is_told_that_it_came_back_and_the_reason_stays_in_the_house(draft: Disclosure, review: Review) -> None:
    handler = person("handler", Role.OFFICER)
    actions.assign(disclosure=draft, handler=handler, by=make.BY, at=AT)
    review.disclosure.refresh_from_db()
    refuse(review, Stage.OFFICE)
    assert told() == [("head", "waiting"), ("clerk", "returned"), ("handler", "returned")]
    text = Message.objects.get(person__username="clerk").text
    assert "请到工作台查看退回原因" in text and "请核对第二段" not in text


def test_what_is_settled_does_not_travel_any_more(settings: object, draft: Disclosure) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    head = make.people()[Stage.OFFICE]
    User.objects.filter(pk=head.pk).update(email="head@example.org")
    review = make.submitted(draft, at=AT, by="clerk")
    assert Delivery.objects.pending().filter(message__person=head).count() == 1
    actions.take_back(review=review, by="clerk", at=AT)
    assert not Delivery.objects.pending().filter(message__person=head).exists()


def test_of_a_confined_draft_not_even_the_title_leaves_the_house(draft: Disclosure) -> None:
    head = make.people()[Stage.OFFICE]
    actions.confine(disclosure=draft, confinement=Confinement.NAMED, readers=[head], by=make.BY, at=AT)
    draft.refresh_from_db()
    refuse(make.submitted(draft, at=AT, by="clerk"), Stage.OFFICE)
    assert told() == [("head", "waiting"), ("clerk", "returned")]
    for message in Message.objects.all():
        assert draft.title not in message.subject + message.text and "第二段" not in message.text


def test_where_nobody_can_act_the_officer_is_told(draft: Disclosure) -> None:
    person("officer", Role.OFFICER)
    head = make.people()[Stage.OFFICE]
    Leave.objects.create(user=head, first_on=DAY, last_on=DAY, made_at=AT, made_by="系统")
    make.submitted(draft, at=AT, by="clerk")
    assert told() == [("officer", "rota_gap")]


def test_samples_are_told_of_to_nobody(draft: Disclosure) -> None:
    Disclosure.objects.filter(pk=draft.pk).update(is_sample=True)
    make.release(draft, at=AT, by="clerk")
    assert not Message.objects.exists()


def test_an_emergency_asks_its_office_head_afterwards_and_tells_what_they_refused(draft: Disclosure) -> None:
    person("officer", Role.OFFICER)
    review = make.submitted(draft, at=AT, by="clerk", emergency_reason="突发事件")
    make.approved(review, at=AT, stages=[Stage.SECRECY, Stage.RELEASE])
    urgent = Message.objects.filter(kind="waiting").values_list("subject", flat=True)
    assert urgent and all(subject.startswith("【紧急】") for subject in urgent)
    owed = Message.objects.get(kind="later_review")
    assert owed.person.username == "head" and "2026年11月13日" in owed.text
    refuse(review, Stage.OFFICE)
    refused = Message.objects.filter(kind="later_review", subject__contains="须更正或撤回")
    assert {one.person.username for one in refused} == {"clerk", "officer"}


def test_whom_a_stage_waits_for_is_said_with_who_is_away_and_who_is_barred(draft: Disclosure, review: Review) -> None:
    head = make.people()[Stage.OFFICE]
    deputy = User.objects.create(username="deputy")
    author = User.objects.create(username="author")
    for user in (author,):
        held = {"role": Role.OFFICE_HEAD, "office": draft.office, "since": DAY, "made_at": AT, "made_by": "系统"}
        Appointment.objects.create(user=user, **held)
    Leave.objects.create(user=head, deputy=deputy, first_on=DAY, last_on=DAY, made_at=AT, made_by="系统")
    actions.edit(disclosure=draft, title="改", by="author", at=AT)
    again = make.submitted(draft, at=AT, by="clerk")
    found = {one.user.username: one for one in expected(again, Stage.OFFICE, on=DAY)}
    assert found["deputy"].able and not found["head"].able and found["head"].deputy == deputy
    assert found["author"].barred == "写过或改过这一稿"
    assert Message.objects.filter(person=deputy, kind="waiting").count() == 1
    actions.confine(disclosure=draft, confinement=Confinement.NAMED, readers=[], by=make.BY, at=AT)
    again.disclosure.refresh_from_db()
    assert {one.barred for one in expected(again, Stage.OFFICE, on=DAY) if one.user == deputy} == {"没有被指定查看这一稿"}


def test_another_hour_is_set_and_recorded_before_release(review: Review) -> None:
    actions.reschedule(review=review, planned_at=LATER, by="leader", at=AT)
    actions.reschedule(review=review, planned_at=LATER, by="leader", at=AT)
    entry = AuditEntry.objects.get(act="调整计划公开时间")
    assert (entry.by, entry.before, entry.after) == ("leader", {"planned_at": None}, {"planned_at": "2026-11-10T10:30+08:00"})
    make.approved(review, at=AT)
    assert not Publication.objects.exists() and list(Review.objects.scheduled()) == [review]
    with pytest.raises(BadInput, match="已经过去"):
        actions.reschedule(review=review, planned_at=AT, by="leader", at=AT)
    [publication] = actions.reschedule(review=review, planned_at=None, by="leader", at=AT)
    assert publication.planned_at is None and publication.published_at == AT and publication.published_by == "leader"
    with pytest.raises(BadInput, match="已经结束"):
        actions.reschedule(review=review, planned_at=LATER, by="leader", at=AT)


def test_an_hour_moved_while_a_round_of_releases_runs_is_kept(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.reschedule(review=review, planned_at=LATER, by="leader", at=AT)
    make.approved(review, at=AT)
    taken = schedule.locked

    def moved_meanwhile(disclosure: Disclosure) -> Disclosure:
        Review.objects.filter(pk=review.pk).update(planned_at=LATER + dt.timedelta(hours=5))
        return taken(disclosure)

    monkeypatch.setattr(schedule, "locked", moved_meanwhile)
    fired = actions.release_due(at=LATER)
    assert not fired.done and not fired.failed and not Publication.objects.exists()


def test_what_is_bound_together_moves_together(draft: Disclosure) -> None:
    other = make.draft(make.item(11), title="解读", body="<p>解读</p>", at=DAY)
    actions.bundle(title="政策和解读", members=[draft, other], by=make.BY, at=AT)
    first, second = make.submitted(draft, at=AT), make.submitted(other, at=AT)
    actions.reschedule(review=first, planned_at=LATER, by="leader", at=AT)
    second.refresh_from_db()
    assert second.planned_at == LATER
