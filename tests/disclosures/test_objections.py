"""Objections: taken in while the window runs, dealt with by two people, published as counts and summaries only."""

import datetime as dt
import json

import makers as make
import pytest
from django.core import serializers
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.audit.models import AuditEntry
from gongkai.disclosures import actions, objections
from gongkai.disclosures.models import Disclosure, Objection, Objector
from gongkai.disclosures.objections import Closed, Said, TooMany
from gongkai.messages.models import Message
from gongkai.sources.errors import BadInput

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 23)
LAST = dt.date(2026, 11, 30)
NAME, CONTACT = "赵异议", "13900001111"
SECRET = "我认为第三家企业的研发投入与年报不一致"


@pytest.fixture
def notice() -> Disclosure:
    make.catalogue_in_force()
    made = make.draft(make.item(10), title="关于认定结果的公示", at=DAY)
    window = {"starts_on": DAY, "ends_on": LAST, "required_days": 5, "unit": "working_day", "contact": "装备处"}
    actions.open_notice(disclosure=made, **window, by=make.BY, at=make.moment(DAY))
    make.release(made, at=make.moment(DAY))
    made.refresh_from_db()
    return made


def received(notice: Disclosure, *, key: str = "1", at: dt.datetime | None = None, **said: object) -> Objection:
    typed = {"text": SECRET, "name": NAME, "contact": CONTACT} | said
    return actions.receive_objection(
        disclosure=notice, said=Said(**typed), form_key=key, origin=f"origin {key}", anonymous=False, at=at or make.moment(DAY)
    )


def confirmed(objection: Objection, finding: str = "upheld", summary: str = "反映研发投入口径问题；经核实采纳，已更正。") -> Objection:
    actions.handle_objection(
        objection=objection, finding=finding, answer="经核实，您反映的情况属实。", summary=summary, by="clerk", at=make.moment(DAY)
    )
    return actions.confirm_objection(objection=objection, by="head", at=make.moment(DAY))


def test_it_gets_a_number_nobody_can_guess(notice: Disclosure) -> None:
    one, other = received(notice, key="1"), received(notice, key="2")
    own = notice.index_number.rpartition("/")[2].replace("-", "")
    assert one.receipt_number.startswith(f"{own}-") and one.receipt_number != other.receipt_number
    assert len(one.receipt_number) == len(own) + 10 and not set(one.receipt_number[len(own) :]) & set("01ILO")


def test_the_same_form_sent_twice_is_one_objection(notice: Disclosure) -> None:
    assert received(notice) == received(notice)
    assert Objection.objects.count() == Objector.objects.count() == 1


@pytest.mark.parametrize("day", [DAY - dt.timedelta(days=1), LAST + dt.timedelta(days=1)])
def test_none_is_taken_outside_the_window(notice: Disclosure, day: dt.date) -> None:
    with pytest.raises(Closed):
        received(notice, at=make.moment(day))
    received(notice, at=timezone.make_aware(dt.datetime.combine(LAST, dt.time(23, 59, 59))))


def test_none_is_taken_once_the_notice_was_withdrawn(notice: Disclosure) -> None:
    actions.withdraw(disclosure=notice, reason="重复", by=make.BY, at=make.moment(DAY))
    notice.refresh_from_db()
    with pytest.raises(Closed):
        received(notice)


def test_a_window_that_is_only_drafted_takes_none(notice: Disclosure) -> None:
    window = {"starts_on": DAY, "ends_on": LAST + dt.timedelta(days=30), "required_days": 5, "unit": "working_day"}
    actions.open_notice(disclosure=notice, **window, by=make.BY, at=make.moment(DAY))
    notice.refresh_from_db()
    with pytest.raises(Closed):
        received(notice, at=make.moment(LAST + dt.timedelta(days=1)))


@pytest.mark.parametrize(
    ("said", "field", "word"),
    [
        ({"text": "  短 "}, "text", "写明"),
        ({"text": "长" * 5001}, "text", "5001"),
        ({"name": " "}, "name", "姓名"),
        ({"contact": ""}, "contact", "电话"),
        ({"name": "长" * 81}, "name", "太长"),
        ({"file_name": "a.exe", "data": b"MZ\x00\x00"}, "file", "只接受"),
        ({"file_name": "a.pdf", "data": b"MZ\x00\x00"}, "file", "不符"),
        ({"file_name": "a.jpg", "data": b"<script>"}, "file", "不符"),
        ({"file_name": "a.txt", "data": b""}, "file", "空文件"),
        ({"file_name": "a.pdf", "data": b"%PDF-1.7" + bytes(10 * 1024 * 1024)}, "file", "10MB"),
    ],
)
def test_what_is_missing_is_said_at_its_field(notice: Disclosure, said: dict[str, object], field: str, word: str) -> None:
    with pytest.raises(actions.Incomplete) as refusal:
        received(notice, **said)
    assert word in refusal.value.faults[field]
    assert not Objection.objects.exists()


def test_where_that_is_allowed_nobody_need_say_who_they_are(notice: Disclosure) -> None:
    actions.receive_objection(
        disclosure=notice, said=Said(SECRET), form_key="1", origin="", anonymous=True, at=make.moment(DAY)
    )
    assert not Objector.objects.exists()


def test_one_place_cannot_flood_a_window_and_others_still_can(notice: Disclosure) -> None:
    def from_one_place(key: int) -> Objection:
        return actions.receive_objection(
            disclosure=notice, said=Said(SECRET, NAME, CONTACT), form_key=str(key), origin="same", anonymous=False,
            at=make.moment(DAY),
        )  # fmt: skip

    for key in range(5):
        from_one_place(key)
    with pytest.raises(TooMany):
        from_one_place(5)
    received(notice, key="another")


def test_the_place_it_came_from_is_a_keyed_hash_of_one_day() -> None:
    one = objections.origin_of("203.0.113.7", at=make.moment(DAY))
    assert "203" not in one[:3] and one == objections.origin_of("203.0.113.7", at=make.moment(DAY))
    assert one != objections.origin_of("203.0.113.7", at=make.moment(LAST))


def test_nothing_of_the_objector_is_in_the_record_of_acts(notice: Disclosure) -> None:
    confirmed(received(notice))
    record = serializers.serialize("json", AuditEntry.objects.all())
    assert NAME not in record and CONTACT not in record and SECRET not in json.loads(json.dumps(record))


def test_two_people_deal_with_it(notice: Disclosure) -> None:
    one = received(notice)
    with pytest.raises(BadInput):
        actions.confirm_objection(objection=one, by="head", at=make.moment(DAY))
    actions.handle_objection(
        objection=one, finding="upheld", answer="属实。", summary="采纳。", by="clerk", at=make.moment(DAY)
    )
    with pytest.raises(actions.NotAnotherPerson):
        actions.confirm_objection(objection=one, by="clerk", at=make.moment(DAY))
    returned = actions.return_objection(objection=one, note="请补充理由", by="head", at=make.moment(DAY))
    assert returned.state == "received" and returned.returned_note == "请补充理由"
    done = confirmed(one)
    assert done.state == "confirmed"
    with pytest.raises(BadInput):
        actions.handle_objection(
            objection=one, finding="upheld", answer="改", summary="改", by="clerk", at=make.moment(DAY)
        )


def test_the_database_refuses_one_person_as_well(notice: Disclosure) -> None:
    one = received(notice)
    actions.handle_objection(objection=one, finding="upheld", answer="属实。", summary="采纳。", by="a", at=make.moment(DAY))
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=one.pk).update(confirmed_at=make.moment(DAY), confirmed_by="a")


def test_personal_data_cannot_get_into_what_is_published(notice: Disclosure) -> None:
    with pytest.raises(BadInput) as refusal:
        actions.handle_objection(
            objection=received(notice), finding="upheld", answer="属实。", summary="张某（手机13912345678）反映属实",
            by="clerk", at=make.moment(DAY),
        )  # fmt: skip
    assert "13912345678" not in str(refusal.value)


def test_the_outcome_waits_for_the_end_and_for_every_objection(notice: Disclosure) -> None:
    one = received(notice)
    after = make.moment(LAST + dt.timedelta(days=1))
    with pytest.raises(BadInput, match="还没有结束"):
        actions.draft_outcome(disclosure=notice, by="clerk", at=make.moment(LAST))
    with pytest.raises(BadInput, match="1条异议没有办结"):
        actions.draft_outcome(disclosure=notice, by="clerk", at=after)
    confirmed(one)
    actions.draft_outcome(disclosure=notice, by="clerk", at=after)
    notice.refresh_from_db()
    assert actions.is_being_corrected(notice) and "outcome" not in notice.latest.content["notice"]


def test_the_outcome_goes_out_with_a_reviewed_correction_without_a_word_of_the_objector(notice: Disclosure) -> None:
    confirmed(received(notice, key="1"))
    confirmed(received(notice, key="2"), "not_upheld", "反映评审程序问题；经核实程序合规，不予采纳。")
    after = make.moment(LAST + dt.timedelta(days=1))
    actions.draft_outcome(disclosure=notice, by=make.BY, at=after)
    note = objections.change_note_of(objections.outcome_of(notice))
    publication = make.release(Disclosure.objects.get(pk=notice.pk), at=after, change_note=note)
    outcome = publication.content["notice"]["outcome"]
    assert (outcome["received"], outcome["upheld"], outcome["not_upheld"]) == (2, 1, 1)
    assert outcome["summary"] == "公示期满，收到意见2条：采纳1条，不予采纳1条。"
    assert publication.note == "公示期满，收到意见2条，处理结果如下。"
    told = json.dumps(publication.content, ensure_ascii=False)
    assert not any(word in told for word in (NAME, CONTACT, SECRET, "您反映的情况"))


def test_with_no_objection_the_outcome_says_so(notice: Disclosure) -> None:
    after = make.moment(LAST + dt.timedelta(days=1))
    made = actions.draft_outcome(disclosure=notice, by=make.BY, at=after)
    assert made.outcome["summary"] == "公示期满，未收到意见。" and made.outcome["points"] == []
    version = Disclosure.objects.get(pk=notice.pk).version
    actions.draft_outcome(disclosure=notice, by=make.BY, at=after)
    assert Disclosure.objects.get(pk=notice.pk).version == version, "asking again changes nothing"


def test_giving_the_correction_up_takes_the_outcome_back(notice: Disclosure) -> None:
    actions.draft_outcome(disclosure=notice, by=make.BY, at=make.moment(LAST + dt.timedelta(days=1)))
    actions.discard_changes(disclosure=notice, by=make.BY, at=make.moment(LAST + dt.timedelta(days=1)))
    assert Disclosure.objects.get(pk=notice.pk).notice_window.outcome is None


def test_who_objected_is_forgotten_in_time(notice: Disclosure) -> None:
    confirmed(received(notice, key="1"))
    received(notice, key="2")
    assert actions.forget_objectors(at=make.moment(DAY + dt.timedelta(days=364))) == 0
    assert actions.forget_objectors(at=make.moment(DAY + dt.timedelta(days=366))) == 1
    assert Objection.objects.count() == 2 and not Objection.objects.exclude(origin="").exists()
    assert Objector.objects.get().objection.form_key == "2", "what is not dealt with keeps its objector"


def test_the_office_is_told_by_number_and_title_only(notice: Disclosure) -> None:
    make.people()
    one = received(notice)
    actions.handle_objection(objection=one, finding="upheld", answer="属实。", summary="采纳。", by=make.BY, at=make.moment(DAY))
    told = list(Message.objects.filter(kind="objection").order_by("pk"))
    assert [message.person.username for message in told] == ["head", "head"]
    assert one.receipt_number in told[0].text and notice.public_title in told[0].subject and "待确认" in told[1].subject
    assert not any(word in f"{message.subject}{message.text}" for message in told for word in (NAME, CONTACT, SECRET))
