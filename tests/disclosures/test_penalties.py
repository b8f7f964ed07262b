"""Penalties set aside get their duty by themselves, and rows past their limit of display come down by themselves."""

import csv
import datetime as dt

import makers as make
import pytest

from gongkai.catalogue.models import ItemVersion
from gongkai.disclosures import actions, blobs, content, expiry
from gongkai.disclosures.models import Disclosure, PenaltyChange
from gongkai.disclosures.penalties import penalty_changed
from gongkai.disclosures.separation import violations
from gongkai.duties import actions as duties
from gongkai.duties.models import Duty
from gongkai.records import actions as records
from gongkai.records.models import Record, RecordList
from gongkai.records.statuses import RecordStatus
from gongkai.rules.timelimits import read_limit

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 10)
DECIDED = dt.date(2026, 11, 19)  # a Thursday
LATER = dt.date(2026, 11, 20)
END = "CF_GSJZQ"


@pytest.fixture
def penalties() -> RecordList:
    make.catalogue_in_force()
    return make.record_list("penalties")


def limited(penalties: RecordList, *limits: str) -> None:
    """Give the first rows of a list these last days of display."""
    for row, limit in zip(Record.objects.in_list(penalties), limits, strict=False):
        records.change_record(record_list=penalties, position=row.position, values={END: limit}, by=make.BY, at=make.moment(DAY), reason="测试")


def published(penalties: RecordList, number: int = 20, **fields: object) -> Disclosure:
    return make.published_disclosure(make.item(number), title="行政处罚信息", record_lists=(penalties,), on=DAY, **fields)


def annulled(row: Record, what: RecordStatus = RecordStatus.ANNULLED, at: dt.date = LATER) -> list[PenaltyChange]:
    records.annul_record(record=row, what=what, decided_on=DECIDED, reason="行政复议决定撤销", by=make.BY, at=make.moment(at))
    row.refresh_from_db()
    return penalty_changed(record=row, what=what, decided_on=DECIDED, by=make.BY, at=make.moment(at))


def rows_of(file_list: dict) -> list[list[str]]:
    file = next(one for one in file_list["files"] if one["media_type"] == "text/csv")
    return list(csv.reader(blobs.path_of(file["sha256"]).read_text("utf-8-sig").splitlines()))


def test_every_disclosure_that_shows_the_decision_gets_three_working_days(penalties: RecordList) -> None:
    one, other = published(penalties, 20), published(penalties, 21)
    unrelated = published(make.record_list("licences"), 22)
    row = Record.objects.in_list(penalties).first()
    changes = annulled(row)
    assert {change.disclosure_id for change in changes} == {one.pk, other.pk}
    duty = changes[0].duty
    assert (duty.trigger_on, duty.due_on, duty.item_id) == (DECIDED, dt.date(2026, 11, 24), one.item_id)
    assert duty.limit_source == "《行政处罚法》第四十八条第二款、第八十五条" and duty.office == one.public_office
    assert row.values["CF_WSH"] in duty.subject and "已撤销" in duty.subject and one.index_number in duty.subject
    assert row.values["CF_XDR_MC"] not in duty.subject, "the public reads subjects"
    assert not unrelated.penalty_changes.exists()


def test_saying_it_again_makes_no_second_duty(penalties: RecordList) -> None:
    published(penalties)
    row = Record.objects.in_list(penalties).first()
    (first,) = annulled(row)
    (again,) = penalty_changed(record=row, what=RecordStatus.ANNULLED, decided_on=DECIDED, by=make.BY, at=make.moment(LATER))
    assert first == again and Duty.objects.filter(penalty_change__isnull=False).count() == 1


def test_what_was_never_published_owes_nothing(penalties: RecordList) -> None:
    make.draft(make.item(20), record_lists=(penalties,))
    gone = published(penalties)
    actions.withdraw(disclosure=gone, reason="重复", by=make.BY, at=make.moment(LATER))
    assert annulled(Record.objects.in_list(penalties).first()) == []


def test_a_list_only_taken_out_of_a_draft_is_still_shown_and_still_owes(penalties: RecordList) -> None:
    made = published(penalties)
    actions.edit(disclosure=made, record_lists=(), body="<p>改</p>", by=make.BY, at=make.moment(LATER))
    assert len(annulled(Record.objects.in_list(penalties).first())) == 1


def test_a_correction_without_the_decision_ends_the_duty_and_hides_the_versions_that_had_it(penalties: RecordList) -> None:
    made = published(penalties)
    row = Record.objects.in_list(penalties).first()
    (change,) = annulled(row)
    actions.edit(disclosure=made, body="<p>已更新</p>", by=make.BY, at=make.moment(LATER))
    publication = make.release(made, at=make.moment(LATER), change_note="处罚决定被复议撤销，撤下该条。")
    change.refresh_from_db()
    assert change.settled_by == publication and publication.closes_earlier
    assert (change.duty.closing, change.duty.closed_on) == ("published", LATER)
    assert all(row.values["CF_WSH"] not in cells for cells in rows_of(publication.content["lists"][0]))
    assert publication.content["lists"][0]["row_count"] == penalties.row_count - 1


def test_a_withdrawal_ends_the_duty(penalties: RecordList) -> None:
    made = published(penalties)
    (change,) = annulled(Record.objects.in_list(penalties).first())
    actions.withdraw(disclosure=made, reason="处罚决定被复议撤销", by=make.BY, at=make.moment(LATER))
    change.refresh_from_db()
    assert change.duty.closing == "published" and change.settled_by.act == "withdraw"


def test_neither_column_nor_decision_nor_a_new_catalogue_moves_the_statutory_limit(penalties: RecordList) -> None:
    published(penalties)
    (change,) = annulled(Record.objects.in_list(penalties).first())
    item = change.duty.item
    duties.decide_limit(item=item, limit=read_limit("决定作出之日起20个工作日内"), reason="测试", by=make.BY, at=make.moment(LATER))
    duties.correct_event(event=change.duty.event, happened_on=DECIDED - dt.timedelta(days=1), reason="测试", by=make.BY, at=make.moment(LATER))
    change.duty.refresh_from_db()
    assert change.duty.due_on == dt.date(2026, 11, 23)
    path = ItemVersion.objects.in_force(LATER).get(item=item).path
    make.enforced(make.read_of(make.row(*path, limit="作出决定之日起30日内")), on=LATER)
    change.duty.refresh_from_db()
    assert change.duty.due_on == dt.date(2026, 11, 23) and change.duty.limit["amount"] == 3


# Rows past their last day of display.


def test_expired_rows_come_down_by_themselves_and_their_versions_with_them(penalties: RecordList) -> None:
    limited(penalties, "2026-11-15", "2026-11-18", "2026-12-31")
    made = published(penalties)
    assert made.next_expiry_on == dt.date(2026, 11, 15)
    assert actions.expire_rows(at=make.moment(dt.date(2026, 11, 15))) == [], "its last day is a day of display"
    (gone,) = actions.expire_rows(at=make.moment(dt.date(2026, 11, 19)))
    assert (gone.act, gone.closes_earlier, gone.published_by) == ("expire", True, "时钟")
    made.refresh_from_db()
    assert made.next_expiry_on == dt.date(2026, 12, 31) and gone.planned_at.date() <= dt.date(2026, 11, 16)
    was, now = (rows_of(one.content["lists"][0]) for one in made.publications.order_by("number"))
    assert [cells for cells in was if not {"2026-11-15", "2026-11-18"} & set(cells)] == now
    assert gone.content["lists"][0]["row_count"] == len(now) - 1 and len(gone.content["lists"][0]["rows"]) == len(now) - 1
    assert actions.expire_rows(at=make.moment(dt.date(2026, 11, 19))) == []
    assert list(violations()) == []


def test_only_rows_go_and_no_draft_comes_with_them(penalties: RecordList) -> None:
    limited(penalties, "2026-11-15")
    made = published(penalties)
    second = Record.objects.in_list(penalties)[1]
    records.change_record(
        record_list=penalties, position=second.position, values={"CF_XDR_MC": "不该出现的名称"}, by=make.BY, at=make.moment(DAY), reason="测试"
    )
    actions.edit(disclosure=made, body="<p>不该出现的正文</p>", by=make.BY, at=make.moment(DAY))
    (gone,) = actions.expire_rows(at=make.moment(LATER))
    before = made.publications.get(number=1).content
    assert "不该出现" not in str(gone.content) + str(rows_of(gone.content["lists"][0]))
    assert {k: v for k, v in gone.content.items() if k != "lists"} == {k: v for k, v in before.items() if k != "lists"}


def test_when_no_row_is_left_the_disclosure_comes_down(penalties: RecordList) -> None:
    limited(penalties, *["2026-11-15"] * penalties.row_count)
    made = published(penalties)
    (last,) = actions.expire_rows(at=make.moment(LATER))
    made.refresh_from_db()
    assert (last.act, made.status, made.next_expiry_on) == ("withdraw", "withdrawn", None)


def test_the_end_of_a_licence_is_no_limit_of_display() -> None:
    make.catalogue_in_force()
    licences = make.record_list("licences")
    made = published(licences)
    assert made.next_expiry_on is None
    assert actions.expire_rows(at=make.moment(dt.date(2040, 1, 1))) == []


def test_a_list_made_again_from_its_published_csv_is_the_same_to_the_byte(penalties: RecordList) -> None:
    made = published(penalties)
    (each,) = made.latest.content["lists"]
    again = expiry.list_of(each, expiry.published_rows(each))
    assert again == each


def test_a_correction_brings_no_expired_row_back(penalties: RecordList) -> None:
    limited(penalties, "2026-11-15")
    made = published(penalties)
    actions.expire_rows(at=make.moment(LATER))
    made.refresh_from_db()
    snapshot = content.snapshot(made, make.row_of(20), rule=None, on=LATER)
    assert snapshot["lists"][0]["row_count"] == penalties.row_count - 1


def test_the_limit_of_the_whole_counts_as_the_public_was_told_it() -> None:
    make.catalogue_in_force()
    made = make.published_disclosure(make.item(20), on=DAY, display_until=dt.date(2026, 11, 15))
    assert made.next_expiry_on == dt.date(2026, 11, 15)
    actions.edit(disclosure=made, display_until=dt.date(2030, 1, 1), by=make.BY, at=make.moment(DAY))
    assert actions.end_displays(at=make.moment(dt.date(2026, 11, 15))).done == ()
    (ended,) = actions.end_displays(at=make.moment(dt.date(2026, 11, 16))).done
    made.refresh_from_db()
    assert (ended.act, made.status, made.next_expiry_on) == ("withdraw", "withdrawn", None)
    assert actions.end_displays(at=make.moment(LATER)).done == () and actions.expire_rows(at=make.moment(LATER)) == []


def test_a_row_that_expires_leaves_the_limit_of_the_whole(penalties: RecordList) -> None:
    limited(penalties, "2026-11-15")
    made = published(penalties, display_until=dt.date(2026, 12, 31))
    assert actions.end_displays(at=make.moment(LATER)).done == ()
    actions.expire_rows(at=make.moment(LATER))
    made.refresh_from_db()
    assert made.next_expiry_on == dt.date(2026, 12, 31) and made.status == "published"
