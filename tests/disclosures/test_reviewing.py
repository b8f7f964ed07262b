"""Review: three different people on exactly what they saw; an edit voids it; the database refuses what the code should."""

import datetime as dt
from collections.abc import Callable

import makers as make
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from gongkai.accounts.models import Appointment, Leave, User
from gongkai.accounts.roles import Role, Stage
from gongkai.audit.models import AuditEntry
from gongkai.disclosures import actions, content, separation
from gongkai.disclosures.checklists import CHECKLISTS
from gongkai.disclosures.models import Disclosure, Opinion, Publication, Review, Revision
from gongkai.disclosures.statuses import Act, Ending, Outcome, SecrecyOutcome, Status
from gongkai.records import actions as records
from gongkai.sources.errors import BadInput

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 10)
AT = make.moment(DAY)
LATER = AT + dt.timedelta(hours=1)
NEXT_MORNING = make.moment(dt.date(2026, 11, 11))


@pytest.fixture
def draft() -> Disclosure:
    make.catalogue_in_force()
    return make.draft(make.item(10), duty=make.duty(make.item(10)), at=DAY)


@pytest.fixture
def review(draft: Disclosure) -> Review:
    return make.submitted(draft, at=AT)


def opine(review: Review, stage: Stage, *, user: User | None = None, at: dt.datetime = AT, **said: object) -> Opinion:
    """Give an approval of a stage by its reviewer, or by ``user``, on what is under review."""
    whole = {
        "outcome": Outcome.APPROVE,
        "seen_sha256": review.sha256,
        "checklist": dict.fromkeys(CHECKLISTS[stage], True),
        "secrecy": SecrecyOutcome.CLEAR if stage == Stage.SECRECY else "",
    } | said
    opinion = actions.give_opinion(review=review, stage=stage, user=user or make.people()[stage], at=at, **whole)
    review.refresh_from_db()
    return opinion


def appoint(user: User, role: Role, office: object = None) -> None:
    Appointment.objects.create(user=user, role=role, office=office, since=dt.date(2020, 1, 1), made_at=AT, made_by="系统")


def test_three_people_in_turn_release_exactly_what_they_saw(draft: Disclosure, review: Review) -> None:
    assert review.stage == Stage.OFFICE and not Publication.objects.exists()
    opine(review, Stage.OFFICE)
    opine(review, Stage.SECRECY)
    assert review.stage == Stage.RELEASE and not Publication.objects.exists()
    opine(review, Stage.RELEASE)
    publication = Publication.objects.get()
    assert review.ending == Ending.RELEASED and publication.review == review
    assert content.sha256_of(content.reviewed(publication.content)) == review.sha256 == publication.reviewed_sha256
    assert publication.published_by == "leader"
    acts = list(AuditEntry.objects.filter(subject_kind="disclosures.Disclosure").order_by("id").values_list("act", flat=True))
    assert acts == ["拟稿", "送审", "科室审核：同意", "公开与保密审查：同意", "签发：同意", "首次公开"]


def test_nothing_is_published_that_was_not_reviewed(draft: Disclosure) -> None:
    with pytest.raises(actions.NotReviewed, match="没有送审"):
        actions.publish(disclosure=draft, by=make.BY, at=AT)
    review = make.submitted(draft, at=AT)
    opine(review, Stage.OFFICE)
    with pytest.raises(actions.NotReviewed, match="等待公开与保密审查"):
        actions.publish(disclosure=draft, by=make.BY, at=AT)


@pytest.mark.parametrize(
    "edit",
    [
        lambda draft: actions.edit(disclosure=draft, body="<p>改了</p>", by=make.BY, at=LATER),
        lambda draft: actions.attach(disclosure=draft, name="附件.txt", data=b"x", by=make.BY, at=LATER),
        lambda draft: actions.edit(disclosure=draft, record_lists=[make.record_list()], by=make.BY, at=LATER),
        lambda draft: actions.place_under(disclosure=draft, items=[make.item(11)], by=make.BY, at=LATER),
        lambda draft: actions.open_notice(
            disclosure=draft, by=make.BY, at=LATER, starts_on=DAY, ends_on=DAY + dt.timedelta(days=9), required_days=5, unit="working_day"
        ),
        lambda draft: actions.move_to_office(
            disclosure=draft, office=make.item(30).versions.get().office, by=make.BY, at=LATER, reason="职责调整"
        ),
    ],
)
def test_any_edit_after_an_approval_voids_it(draft: Disclosure, review: Review, edit: Callable[[Disclosure], object]) -> None:
    opine(review, Stage.OFFICE)
    edit(draft)
    review.refresh_from_db()
    assert review.ending == Ending.VOID and review.ended_by == make.BY
    with pytest.raises(actions.NotWhatWasSeen, match="已经结束"):
        opine(review, Stage.SECRECY)
    with pytest.raises(actions.NotReviewed):
        actions.publish(disclosure=draft, by=make.BY, at=LATER)


def test_saving_what_is_there_already_ends_no_review(draft: Disclosure, review: Review) -> None:
    actions.edit(disclosure=draft, title=draft.title, body=draft.body, by=make.BY, at=LATER)
    review.refresh_from_db()
    assert review.ending == ""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE disclosures_disclosure SET body = '<p>改了</p>'",
        "UPDATE disclosures_disclosure SET display_until = '2027-01-01'",
        "INSERT INTO disclosures_attachment (disclosure_id, position, name, sha256, size, media_type) "
        "SELECT id, 0, 'x', 'y', 1, 'text/plain' FROM disclosures_disclosure",
    ],
)
def test_an_edit_past_the_actions_voids_it_too(review: Review, statement: str) -> None:
    opine(review, Stage.OFFICE)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    review.refresh_from_db()
    assert (review.ending, review.ended_by) == (Ending.VOID, "数据库")


def test_nobody_reviews_what_they_wrote_or_edited(draft: Disclosure) -> None:
    head = make.people()[Stage.OFFICE]
    actions.edit(disclosure=draft, summary="负责人改了一句", by=head.username, at=AT)
    actions.edit(disclosure=draft, summary="经办人又改回去", by=make.BY, at=AT)
    review = make.submitted(draft, at=AT)
    with pytest.raises(actions.MayNotReview, match="你写过或改过这一稿"):
        opine(review, Stage.OFFICE)
    with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
        _forced_opinion(review, Stage.OFFICE, head)


def test_who_wrote_in_a_list_is_an_author_of_what_holds_it(draft: Disclosure) -> None:
    head, secrecy = make.people()[Stage.OFFICE], make.people()[Stage.SECRECY]
    kept = records.load_file(
        agency=make.agency(), schema="recognised_enterprises", title="名单", path=make.LISTS["recognised_enterprises"], by=head.username, at=AT
    )
    actions.edit(disclosure=draft, record_lists=[kept], by=make.BY, at=AT)
    review = make.submitted(draft, at=AT)
    with pytest.raises(actions.MayNotReview, match="你写过或改过"):
        opine(review, Stage.OFFICE)
    kept.refresh_from_db()
    records.rename(record_list=kept, title="改了名的名单", by=secrecy.username, at=LATER)
    review.refresh_from_db()
    assert (review.ending, review.ended_by) == (Ending.VOID, secrecy.username)
    assert set(Revision.objects.values_list("by", flat=True)) == {make.BY, head.username, secrecy.username}
    again = make.submitted(draft, at=LATER)
    assert again.content["lists"][0]["title"] == "改了名的名单"


def test_a_confined_draft_is_reviewed_only_by_people_named_for_it(draft: Disclosure) -> None:
    head = make.people()[Stage.OFFICE]
    actions.confine(disclosure=draft, confinement="named", readers=[], by=make.BY, at=AT)
    review = make.submitted(draft, at=AT)
    with pytest.raises(actions.MayNotReview, match="限定了查看的人"):
        opine(review, Stage.OFFICE)
    actions.confine(disclosure=draft, confinement="named", readers=[head], by=make.BY, at=AT)
    assert opine(review, Stage.OFFICE).by == head.username


def test_who_submitted_does_not_review(draft: Disclosure) -> None:
    review = make.submitted(draft, at=AT, by=make.people()[Stage.OFFICE].username)
    with pytest.raises(actions.MayNotReview, match="由你送审"):
        opine(review, Stage.OFFICE)


def test_no_stage_is_done_twice_by_one_person(review: Review) -> None:
    head = make.people()[Stage.OFFICE]
    appoint(head, Role.SECRECY_REVIEWER)
    opine(review, Stage.OFFICE)
    with pytest.raises(actions.MayNotReview, match="已经办理了这一稿的科室审核"):
        opine(review, Stage.SECRECY, user=head)
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        _forced_opinion(review, Stage.SECRECY, head)


def test_only_the_office_of_the_disclosure_gives_its_office_check(draft: Disclosure, review: Review) -> None:
    other = User.objects.create(username="other")
    appoint(other, Role.OFFICE_HEAD, make.item(1).versions.get().office)
    assert other.appointments.get().office != draft.office
    with pytest.raises(actions.MayNotReview, match="没有“科室审核”的职责"):
        opine(review, Stage.OFFICE, user=other)


def test_a_deputy_acts_during_leave_and_it_is_said(review: Review) -> None:
    head, deputy = make.people()[Stage.OFFICE], User.objects.create(username="deputy")
    Leave.objects.create(user=head, deputy=deputy, first_on=DAY, last_on=DAY, made_at=AT, made_by="系统")
    with pytest.raises(actions.MayNotReview):
        opine(review, Stage.OFFICE)
    opinion = opine(review, Stage.OFFICE, user=deputy)
    assert opinion.on_behalf_of == head and opinion.role == Role.OFFICE_HEAD


def test_an_opinion_is_on_what_was_seen(review: Review) -> None:
    with pytest.raises(actions.NotWhatWasSeen, match="不一致"):
        opine(review, Stage.OFFICE, seen_sha256="0" * 64)
    with pytest.raises(actions.NotWhatWasSeen, match="现在等待的是科室审核"):
        opine(review, Stage.SECRECY)


@pytest.mark.parametrize(
    ("stage", "said", "told"),
    [
        (Stage.OFFICE, {"checklist": {"facts": True}}, "审查清单"),
        (Stage.OFFICE, {"outcome": Outcome.RETURN, "comment": " "}, "退回须写明原因"),
        (Stage.OFFICE, {"outcome": Outcome.RETURN, "comment": "手机13812345678有误"}, "手机号码"),
        (Stage.SECRECY, {"secrecy": SecrecyOutcome.SECRET}, "请退回"),
        (Stage.SECRECY, {"secrecy": ""}, "不涉密"),
        (Stage.SECRECY, {"attribute": "on_request"}, "主动公开"),
    ],
)
def test_what_an_opinion_must_say(review: Review, stage: Stage, said: dict[str, object], told: str) -> None:
    if stage == Stage.SECRECY:
        opine(review, Stage.OFFICE)
    with pytest.raises(BadInput, match=told):
        opine(review, stage, **said)
    assert not Opinion.objects.filter(stage=stage).exists()


def test_a_return_says_why_at_the_field_and_the_next_round_starts_anew(draft: Disclosure, review: Review) -> None:
    opine(review, Stage.OFFICE)
    remarks = [{"field": "body", "text": "第二段与附件不一致"}, {"field": "title", "text": " "}]
    opinion = opine(review, Stage.SECRECY, outcome=Outcome.RETURN, comment="请核对", remarks=remarks, secrecy=SecrecyOutcome.UNSURE)
    assert review.ending == Ending.RETURNED and review.ending_note == "请核对" and opinion.remarks == remarks[:1]
    actions.edit(disclosure=draft, body="<p>核对后</p>", by=make.BY, at=LATER)
    again = make.submitted(draft, at=LATER)
    assert again.stage == Stage.OFFICE and not again.opinions.exists() and again.sha256 != review.sha256


def test_a_submission_can_be_taken_back_by_its_author(draft: Disclosure, review: Review) -> None:
    actions.take_back(review=review, by=make.BY, at=LATER)
    review.refresh_from_db()
    assert review.ending == Ending.TAKEN_BACK
    with pytest.raises(actions.NotWhatWasSeen):
        actions.take_back(review=review, by=make.BY, at=LATER)
    assert make.submitted(draft, at=LATER).pk != review.pk


def test_a_draft_is_under_one_review_at_a_time(draft: Disclosure, review: Review) -> None:
    with pytest.raises(BadInput, match="已于11月10日 09:30送审"):
        make.submitted(draft, at=LATER)


def test_a_warning_passes_only_with_its_reason_which_stays(draft: Disclosure) -> None:
    actions.edit(disclosure=draft, values={}, by=make.BY, at=AT)
    with pytest.raises(actions.WarningsUnanswered) as refusal:
        make.submitted(draft, at=AT, reasons={})
    assert {finding.severity for finding in refusal.value.findings} == {"warning"}
    assert not Review.objects.exists()
    review = make.submitted(draft, at=AT, reasons={"*": "正文第一段已经写明"})
    assert {one.reason for one in review.passed_warnings.all()} == {"正文第一段已经写明"}
    assert review.passed_warnings.count() == len(refusal.value.findings)


def test_a_planned_release_fires_once_and_catches_up_after_an_outage(draft: Disclosure) -> None:
    review = make.approved(make.submitted(draft, at=AT, planned_at=LATER), at=AT)
    assert (review.ending, review.stage) == ("", "") and not Publication.objects.exists()
    assert not actions.release_due(at=AT).done
    fired = actions.release_due(at=NEXT_MORNING)
    assert len(fired.done) == 1 and not actions.release_due(at=NEXT_MORNING).done
    publication = Publication.objects.get()
    assert (publication.planned_at, publication.published_at) == (LATER, NEXT_MORNING)
    assert publication.published_by == "leader"


def test_a_planned_release_that_cannot_go_out_any_more_is_returned(draft: Disclosure) -> None:
    review = make.approved(make.submitted(draft, at=AT, planned_at=LATER), at=AT)
    version = make.row_of(10)
    type(version).objects.filter(pk=version.pk).update(path=["改了", "名称", "的事项"])
    fired = actions.release_due(at=NEXT_MORNING)
    assert not fired.done and "重新送审" in fired.failed[0][1]
    review.refresh_from_db()
    assert review.ending == Ending.RETURNED and "到了计划公开时间" in review.ending_note
    assert not actions.release_due(at=NEXT_MORNING).failed, "and not tried for ever"


def test_a_planned_hour_lies_ahead(draft: Disclosure) -> None:
    with pytest.raises(BadInput, match="已经过去"):
        make.submitted(draft, at=LATER, planned_at=AT)


def test_display_ends_by_itself_at_its_limit(draft: Disclosure) -> None:
    actions.edit(disclosure=draft, display_until=dt.date(2026, 11, 20), by=make.BY, at=AT)
    make.release(draft, at=AT)
    assert not actions.end_displays(at=make.moment(dt.date(2026, 11, 20))).done
    ended = actions.end_displays(at=make.moment(dt.date(2026, 11, 25)))
    assert [one.act for one in ended.done] == [Act.WITHDRAW] and "2026年11月20日" in ended.done[0].note
    assert ended.done[0].planned_at == make.moment(dt.date(2026, 11, 21)).replace(hour=0, minute=0)
    assert not actions.end_displays(at=make.moment(dt.date(2026, 11, 26))).done


def test_a_display_limit_that_is_only_drafted_takes_nothing_down(draft: Disclosure) -> None:
    make.release(draft, at=AT)
    actions.edit(disclosure=draft, display_until=dt.date(2026, 11, 11), by=make.BY, at=AT)
    assert not actions.end_displays(at=make.moment(dt.date(2026, 11, 25))).done


def test_an_emergency_takes_two_people_and_its_later_review_stays_owed(draft: Disclosure) -> None:
    review = make.submitted(draft, at=AT, emergency_reason="突发安全生产事件，须立即告知公众")
    assert review.stage == Stage.SECRECY
    opine(review, Stage.SECRECY)
    opine(review, Stage.RELEASE)
    assert Publication.objects.get().review == review
    assert review.later_due_on == dt.date(2026, 11, 13) and list(Review.objects.owing()) == [review]
    with pytest.raises(actions.MayNotReview):
        opine(review, Stage.OFFICE, user=make.people()[Stage.RELEASE])
    opine(review, Stage.OFFICE, at=NEXT_MORNING)
    assert review.later_done_at == NEXT_MORNING and not Review.objects.owing().exists()
    with pytest.raises(actions.NotWhatWasSeen):
        opine(review, Stage.OFFICE, user=User.objects.create(username="late"))
    assert not list(separation.violations())


def test_one_person_is_not_enough_for_an_emergency(draft: Disclosure) -> None:
    review = make.submitted(draft, at=AT, emergency_reason="突发事件")
    leader = make.people()[Stage.RELEASE]
    appoint(leader, Role.OFFICER)
    opine(review, Stage.SECRECY, user=leader)
    with pytest.raises(actions.MayNotReview):
        opine(review, Stage.RELEASE)


def test_a_draft_joins_a_bundle_until_a_part_is_looked_at(draft: Disclosure) -> None:
    other, late, later = (make.draft(make.item(11), title=title, body=f"<p>{title}</p>", at=DAY) for title in ("解读", "图解", "问答"))
    bound = actions.bundle(title="政策和解读", members=[draft, other], by=make.BY, at=AT)
    actions.add_to_bundle(bundle=bound, members=[late], by=make.BY, at=AT)
    entry = AuditEntry.objects.get(act="加入合并公开")
    assert (entry.before, entry.after) == ({"members": [draft.pk, other.pk]}, {"members": [draft.pk, other.pk, late.pk]})
    with pytest.raises(BadInput, match="已在合并公开“政策和解读”中"):
        actions.add_to_bundle(bundle=bound, members=[late], by=make.BY, at=AT)
    for part in (other, later):  # an old part, then the new one itself
        review = make.submitted(part, at=AT)
        with pytest.raises(BadInput, match=f"“{part}”已经送审，不能再加入"):
            actions.add_to_bundle(bundle=bound, members=[later], by=make.BY, at=AT)
        actions.take_back(review=review, by=make.BY, at=AT)
    actions.add_to_bundle(bundle=bound, members=[later], by=make.BY, at=AT)
    assert bound.members.count() == 4


def test_nothing_joins_a_bundle_of_which_a_part_is_public(draft: Disclosure) -> None:
    other, late = (make.draft(make.item(11), title=title, body=f"<p>{title}</p>", at=DAY) for title in ("解读", "图解"))
    bound = actions.bundle(title="政策和解读", members=[draft, other], by=make.BY, at=AT)
    public = make.published_disclosure(make.item(12), title="已公开的")
    with pytest.raises(BadInput, match="“已公开的”已经公开，不能再合并公开"):
        actions.add_to_bundle(bundle=bound, members=[public], by=make.BY, at=AT)
    Disclosure.objects.filter(pk=public.pk).update(bundle=bound)
    with pytest.raises(BadInput, match="里“已公开的”已经公开，不能再加入"):
        actions.add_to_bundle(bundle=bound, members=[late], by=make.BY, at=AT)


def test_nothing_joins_a_bundle_that_is_empty_again(draft: Disclosure) -> None:
    other, late = (make.draft(make.item(11), title=title, body=f"<p>{title}</p>", at=DAY) for title in ("解读", "图解"))
    bound = actions.bundle(title="政策和解读", members=[draft, other], by=make.BY, at=AT)
    draft.refresh_from_db()
    actions.unbundle(disclosure=draft, by=make.BY, at=AT)  # nobody is left alone in it
    with pytest.raises(BadInput, match="已经没有拟稿"):
        actions.add_to_bundle(bundle=bound, members=[late], by=make.BY, at=AT)


def test_a_bundle_goes_out_together_or_not_at_all(draft: Disclosure) -> None:
    other = make.draft(make.item(11), title="解读", body="<p>解读</p>", at=DAY)
    bound = actions.bundle(title="政策和解读", members=[draft, other], by=make.BY, at=AT)
    first, second = make.submitted(draft, at=AT), make.submitted(other, at=AT)
    for stage in (Stage.OFFICE, Stage.SECRECY):
        opine(first, stage)
    with pytest.raises(BadInput, match="一并签发"):
        opine(first, Stage.RELEASE)
    said = {"user": make.people()[Stage.RELEASE], "at": AT, "checklist": dict.fromkeys(CHECKLISTS[Stage.RELEASE], True)}
    with pytest.raises(BadInput, match="还有没到签发环节的：解读"):
        actions.release_bundle(bundle=bound, seen={first.pk: first.sha256}, **said)
    for stage in (Stage.OFFICE, Stage.SECRECY):
        opine(second, stage)
    with pytest.raises(actions.NotWhatWasSeen):
        actions.release_bundle(bundle=bound, seen={first.pk: first.sha256}, **said)
    assert not Publication.objects.exists(), "half a bundle never goes out"
    actions.release_bundle(bundle=bound, seen={first.pk: first.sha256, second.pk: second.sha256}, **said)
    assert Publication.objects.count() == 2
    bound.refresh_from_db()
    assert bound.released_at == AT


def test_what_is_superseded_is_marked_and_says_by_what(draft: Disclosure) -> None:
    make.release(draft, at=AT)
    new = make.draft(make.item(10), title="第23批名单（修订）", body="<p>新的</p>", at=DAY)
    actions.edit(disclosure=new, supersedes=draft, by=make.BY, at=AT)
    make.release(new, at=LATER)
    draft.refresh_from_db()
    new.refresh_from_db()
    assert draft.latest.act == Act.SUPERSEDE and draft.latest.content["validity"] == "repealed"
    assert draft.latest.content["superseded_by"]["index_number"] == new.index_number
    assert new.latest.content["supersedes"] == draft.index_number
    assert draft.status == Status.PUBLISHED


def test_two_editors_are_told_of_each_other(draft: Disclosure) -> None:
    seen = draft.version
    actions.edit(disclosure=draft, title="甲改的", by="甲", at=AT, version=seen)
    with pytest.raises(actions.EditedMeanwhile, match="甲在09:30保存过"):
        actions.edit(disclosure=draft, title="乙改的", by="乙", at=LATER, version=seen)
    draft.refresh_from_db()
    assert draft.title == "甲改的"


def test_saves_of_one_sitting_are_one_revision_and_every_author_stays(draft: Disclosure) -> None:
    for minute in range(3):
        actions.edit(disclosure=draft, title=f"第{minute}稿", by="甲", at=AT + dt.timedelta(minutes=minute))
    actions.edit(disclosure=draft, title="乙稿", by="乙", at=AT + dt.timedelta(minutes=4))
    authors = list(Revision.objects.order_by("number").values_list("by", "content__title"))
    assert authors == [(make.BY, "第23批企业技术中心名单"), ("甲", "第2稿"), ("乙", "乙稿")]
    for statement in ("UPDATE disclosures_revision SET \"by\" = '丙'", "DELETE FROM disclosures_revision"):
        with pytest.raises(DatabaseError, match="fixed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE disclosures_opinion SET outcome = 'approve'",
        "DELETE FROM disclosures_opinion",
        "UPDATE disclosures_review SET sha256 = 'x'",
        "UPDATE disclosures_review SET submitted_by = 'x'",
        "DELETE FROM disclosures_review",
    ],
)
def test_what_was_said_in_review_cannot_be_rewritten(review: Review, statement: str) -> None:
    opine(review, Stage.OFFICE)
    with pytest.raises(DatabaseError, match=r"append-only|fixed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def _forced_opinion(review: Review, stage: Stage, user: User) -> None:
    Opinion.objects.create(
        review=review, stage=stage, outcome=Outcome.APPROVE, sha256=review.sha256, user=user, by=user.username, role=Role.OFFICE_HEAD,
        secrecy=SecrecyOutcome.CLEAR, at=AT,
    )  # fmt: skip


def _forced_publication(draft: Disclosure, review: Review | None, sha256: str) -> None:
    Publication.objects.create(
        disclosure=draft, number=1, act=Act.PUBLISH, content={"title": "x"}, content_sha256="x", published_at=AT, published_by="x",
        review=review, reviewed_sha256=sha256,
    )  # fmt: skip


def test_the_database_refuses_a_publication_without_its_whole_review(draft: Disclosure, review: Review) -> None:
    def refused(given: Review | None, sha256: str) -> None:
        with pytest.raises(DatabaseError, match="not reviewed"), transaction.atomic():
            _forced_publication(draft, given, sha256)

    refused(None, "")
    refused(review, review.sha256)
    opine(review, Stage.OFFICE)
    opine(review, Stage.SECRECY)
    refused(review, review.sha256)
    with transaction.atomic():
        _forced_opinion(review, Stage.RELEASE, make.people()[Stage.RELEASE])
        refused(review, "0" * 64)
        _forced_publication(draft, review, review.sha256)


def test_the_proof_finds_nothing_in_honest_history_and_everything_in_a_forged_one(draft: Disclosure) -> None:
    make.release(draft, at=AT)
    assert list(separation.violations()) == []
    with connection.cursor() as cursor:  # as someone with the database's own key might
        _without_triggers(cursor)
        cursor.execute("UPDATE disclosures_opinion SET \"by\" = %s WHERE stage = 'office'", [make.BY])
    told = [one.message for one in separation.violations()]
    assert told == [f"科室审核由起草、修改或送审的人（{make.BY}）办理"]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM disclosures_opinion WHERE stage = 'secrecy'")
        cursor.execute("UPDATE disclosures_review SET sha256 = 'x'")
    told = [one.message for one in separation.violations()]
    assert "缺少公开与保密审查的同意" in told and "公开的内容与所审内容不一致" in told


def _without_triggers(cursor: object) -> None:
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
    else:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("opinion", "review"):
            cursor.execute(f"ALTER TABLE disclosures_{table} DISABLE TRIGGER USER")
