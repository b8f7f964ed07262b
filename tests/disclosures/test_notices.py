"""Notice windows: an outage of the site costs people no day of theirs."""

import datetime as dt

import makers as make
import pytest
from django.utils import timezone

from gongkai.disclosures import actions, content, notices
from gongkai.disclosures.models import Disclosure, NoticeWindow, Publication, Uptime
from gongkai.disclosures.notices import Outage, Window
from gongkai.disclosures.separation import violations
from gongkai.rules.workdays import shipped_calendar

CALENDAR = shipped_calendar()
D = dt.date


def moment(day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime(2026, 11, day, hour, minute))


def window(first: int, last: int, unit: str = "working_day", closes: int = 0) -> Window:
    return Window(D(2026, 11, first), D(2026, 11, last), D(2026, 11, closes or last), 5, unit)


@pytest.mark.parametrize(
    ("outage", "unit", "lost"),
    [
        ((moment(25, 9), moment(25, 10, 59)), "working_day", {}),
        ((moment(25, 9), moment(25, 11)), "working_day", {D(2026, 11, 25): 120}),
        ((moment(25, 23), moment(26, 1)), "working_day", {}),  # an hour in each day
        ((moment(25, 22), moment(26, 3)), "working_day", {D(2026, 11, 25): 120, D(2026, 11, 26): 180}),
        ((moment(28, 0), moment(30, 0)), "working_day", {}),  # a weekend
        ((moment(28, 0), moment(29, 0)), "day", {D(2026, 11, 28): 1440}),
    ],
)
def test_which_days_an_outage_costs(outage: tuple[dt.datetime, dt.datetime], unit: str, lost: dict[D, int]) -> None:
    assert notices.minutes_lost(D(2026, 11, 23), D(2026, 11, 30), unit, [Outage(*outage)], CALENDAR) == lost


def test_two_short_outages_of_a_day_cost_it_together() -> None:
    short = [Outage(moment(25, 9), moment(25, 10)), Outage(moment(25, 15), moment(25, 16))]
    assert notices.minutes_lost(D(2026, 11, 25), D(2026, 11, 25), "working_day", short, CALENDAR) == {D(2026, 11, 25): 120}


@pytest.mark.parametrize(
    ("one", "lost", "end"),
    [
        (window(23, 27), (25,), D(2026, 11, 30)),  # Friday becomes Monday
        (window(23, 27), (26, 27), D(2026, 12, 1)),
        (window(23, 27), (27, 28, 29, 30), D(2026, 12, 1)),  # the outage reached beyond the end
        (window(23, 27, "day"), (25,), D(2026, 11, 28)),
        (window(23, 27), (), D(2026, 11, 27)),
    ],
)
def test_the_days_lost_are_made_up(one: Window, lost: tuple[int, ...], end: D) -> None:
    assert notices.made_up_end(one, [D(2026, 11, day) for day in lost], CALENDAR) == end


# With a database: noting that the site answers, and what follows when it did not.


def noticed(first: int = 23, last: int = 30, published_on: int = 23) -> Disclosure:
    """Publish a disclosure with a window in November 2026."""
    made = make.draft(make.item(10), title="关于认定结果的公示", at=D(2026, 11, published_on))
    actions.open_notice(
        disclosure=made, starts_on=D(2026, 11, first), ends_on=D(2026, 11, last), required_days=1, unit="working_day",
        count_first_day=True, contact="装备处", by=make.BY, at=moment(published_on, 9),
    )  # fmt: skip
    make.release(made, at=moment(published_on, 10))
    made.refresh_from_db()
    return made


def up(*stretches: tuple[dt.datetime, dt.datetime]) -> None:
    Uptime.objects.bulk_create(Uptime(from_at=start, until_at=end) for start, end in stretches)


@pytest.mark.django_db
def test_uptime_grows_by_the_minute_and_a_silence_begins_a_new_stretch() -> None:
    assert actions.note_uptime(at=moment(23, 9)) is None
    assert actions.note_uptime(at=moment(23, 9, 1)) is None
    assert actions.note_uptime(at=moment(23, 9, 4)) is None, "a restart within three minutes is none"
    ended = actions.note_uptime(at=moment(23, 12))
    assert ended == Outage(moment(23, 9, 4), moment(23, 12))
    assert list(Uptime.objects.values_list("from_at", "until_at")) == [
        (moment(23, 9), moment(23, 9, 4)), (moment(23, 12), moment(23, 12)),
    ]  # fmt: skip


@pytest.mark.django_db
def test_an_outage_extends_the_window_once_and_says_so() -> None:
    make.catalogue_in_force()
    made = noticed()
    up((moment(20), moment(25, 9)), (moment(25, 14), moment(26)))
    (extension,) = actions.extend_notices(at=moment(25, 14, 1))
    assert extension.act == "extend" and extension.published_by == "时钟" and extension.review is None
    told = extension.content["notice"]
    assert (told["ends_on"], told["extended_to"]) == ("2026-11-30", "2026-12-01")
    assert "11月25日（约5小时）" in told["extension_reason"] and "顺延1个工作日" in told["extension_reason"]
    made.refresh_from_db()
    assert made.public_notice_ends_on == D(2026, 12, 1)
    assert actions.extend_notices(at=moment(25, 15)) == [], "saying it again changes nothing"
    assert list(violations()) == [], "the proof of separation knows that an extension adds no word of anybody's"


@pytest.mark.django_db
def test_a_second_outage_adds_to_the_first_also_in_the_days_that_were_added() -> None:
    make.catalogue_in_force()
    made = noticed(23, 27)
    up((moment(20), moment(25, 9)), (moment(25, 14), moment(30, 8)))
    actions.extend_notices(at=moment(25, 14, 1))
    up((moment(30, 11), moment(30, 12)))  # the Monday that the first extension had added
    (second,) = actions.extend_notices(at=moment(30, 12))
    made.refresh_from_db()
    assert made.public_notice_ends_on == D(2026, 12, 1)
    assert "11月25日（约5小时）、11月30日（约3小时）" in second.note


@pytest.mark.django_db
def test_a_window_that_ended_during_the_outage_opens_again_for_what_was_lost() -> None:
    make.catalogue_in_force()
    made = noticed(17, 24, published_on=17)
    up((moment(10), moment(23, 9)), (moment(26, 15), moment(26, 16)))
    actions.extend_notices(at=moment(26, 15, 1))
    made.refresh_from_db()
    # Lost: 23 and 24; closed until told on the 26th. Made up: 27 and 30.
    assert made.public_notice_ends_on == D(2026, 11, 30)
    notice = NoticeWindow.objects.get(disclosure=made)
    assert notice.lost_days["2026-11-23"] == 15 * 60 and notice.is_running(on=D(2026, 11, 27))


@pytest.mark.django_db
def test_windows_that_an_outage_did_not_meet_stay() -> None:
    make.catalogue_in_force()
    before, later = noticed(9, 13, published_on=9), noticed(27, 30, published_on=23)
    up((moment(5), moment(17, 9)), (moment(17, 19), moment(26)))
    assert actions.extend_notices(at=moment(24)) == []
    for one in (before, later):
        one.refresh_from_db()
        assert one.publications.count() == 1


@pytest.mark.django_db
def test_a_correction_under_review_survives_an_extension_and_keeps_it() -> None:
    make.catalogue_in_force()
    made = noticed()
    actions.edit(disclosure=made, body="<p>改正</p>", by=make.BY, at=moment(24, 9))
    review = make.submitted(made, at=moment(24, 10), change_note="改正错字")
    up((moment(20), moment(25, 9)), (moment(25, 14), moment(26)))
    actions.extend_notices(at=moment(25, 14, 1))
    made.refresh_from_db()
    assert actions.is_being_corrected(made), "what is being written is not lost sight of"
    publication = make.approved(review, at=moment(25, 15)).publication
    assert publication.content["notice"]["extended_to"] == "2026-12-01"
    made.refresh_from_db()
    assert made.public_notice_ends_on == D(2026, 12, 1) and list(violations()) == []


@pytest.mark.django_db
def test_an_ordinary_window_keeps_the_hash_it_always_had() -> None:
    make.catalogue_in_force()
    made = noticed()
    told = made.latest.content["notice"]
    assert set(told) == {"starts_on", "ends_on", "required_days", "unit", "count_first_day", "contact"}
    assert content.reviewed(made.latest.content)["notice"] == told


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["extend", "supersede", "expire", "withdraw"])
def test_whoever_slips_words_in_by_an_act_without_review_is_found_out(act: str) -> None:
    make.catalogue_in_force()
    made = noticed()
    forged = made.latest.content | {"body": "<p>没有人审查过的话</p>"}
    Publication.objects.create(
        disclosure=made, number=2, act=act, content=forged, content_sha256=content.sha256_of(forged), note="延长",
        published_at=moment(25), published_by="某人",
    )  # fmt: skip
    (found,) = violations()
    assert "不经审查" in found.message and found.index_number == made.index_number
