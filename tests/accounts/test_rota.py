"""The rota: who can act, what is missing, and which acts are refused because something would no longer work."""

import datetime as dt

import pytest
from accounts.people import AT, BY, TODAY, appointed, complete, day, office, person
from hypothesis import given
from hypothesis import strategies as st

from gongkai.accounts import actions as accounts
from gongkai.accounts.models import Appointment, Leave, User
from gongkai.accounts.queries import people_with, roles_of
from gongkai.accounts.roles import REVIEWERS, Role, Stage
from gongkai.accounts.rota import POSTS, Outlook, lacks, outlook
from gongkai.accounts.rota_kept import RotaBroken
from gongkai.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def look(last: int = 59) -> Outlook:
    return outlook(first_on=TODAY, last_on=day(last))


def missing(found: Outlook) -> list[tuple[str, list[str], dt.date, dt.date]]:
    return [(gap.office.name, [post.key for post in gap.posts], gap.first_on, gap.last_on) for gap in found.gaps]


def leave(user: User, first: int, last: int, deputy: User | None = None) -> Leave:
    return accounts.register_leave(user=user, first_on=day(first), last_on=day(last), deputy=deputy, by=BY, at=AT)


def end(user: User, last: int = 0) -> None:
    accounts.end_appointment(appointment=user.appointments.get(), last_on=day(last), by=BY, at=AT)


@given(able=st.tuples(*[st.frozensets(st.integers(0, 5), max_size=4)] * 4))
def test_what_lacks_is_exactly_what_no_four_people_can_do(able: tuple[frozenset[int], ...]) -> None:
    four = any(
        len({a, b, c, d}) == 4 for a in able[0] for b in able[1] for c in able[2] for d in able[3]
    )
    found = lacks(able)
    assert bool(found) != four
    for posts, people in found:
        assert frozenset().union(*(able[place] for place in posts)) == people and len(people) < len(posts)


def test_an_empty_installation_says_all_that_is_missing_and_lets_itself_be_set_up_in_any_order() -> None:
    there = office()
    keys = [post.key for post in POSTS]
    assert [posts for _, posts, _, _ in missing(look())] == sorted([key] for key in keys)
    leader = person("lingdao", Role.RELEASING_LEADER)
    head = person("kezhang", Role.OFFICE_HEAD, at_office=there)
    appointed(head, Role.CLERK, there)
    appointed(leader, Role.SECRECY_REVIEWER)
    assert [(posts, last) for _, posts, _, last in missing(look())] == [(["author", "office"], day(59))]
    person("jingban", Role.CLERK, at_office=there)
    assert [posts for _, posts, _, _ in missing(look())] == [["secrecy", "release"]]
    person("baomi", Role.SECRECY_REVIEWER)
    assert not look().gaps


def test_four_people_are_enough_and_each_of_them_is_needed() -> None:
    for user in complete().values():
        label = user.appointments.get().get_role_display()
        with pytest.raises(RotaBroken) as refused:
            end(user, last=4)
        assert "自2026-11-29起，办公室的" in str(refused.value) and "没有人能办" in str(refused.value)
        assert label in str(refused.value), "the way out names the role"
        with pytest.raises(RotaBroken):
            leave(user, 10, 12)
        with pytest.raises(RotaBroken):
            accounts.deactivate(user=user, by=BY, at=AT)
    assert not Leave.objects.exists() and not Appointment.objects.filter(until__isnull=False).exists()
    assert User.objects.filter(is_active=True).count() == 4
    assert not AuditEntry.objects.filter(act__in=["结束任命", "登记休假", "停用账户"]).exists(), "a refused act leaves nothing"


def test_a_leave_names_the_first_day_and_only_its_own_days_count() -> None:
    people = complete()
    second = person("baomi2")
    appointed(second, Role.OFFICER, since=day(12))
    with pytest.raises(RotaBroken) as refused:
        leave(people["reviewer"], 10, 15)
    gap = refused.value.gaps[0]
    assert (gap.first_on, gap.last_on, gap.posts[0].key) == (day(10), day(11), Stage.SECRECY)
    leave(people["reviewer"], 12, 15)
    assert not look().gaps


def test_a_leave_far_ahead_is_looked_at_too() -> None:
    people = complete()
    with pytest.raises(RotaBroken, match="自2027-09-20起"):
        leave(people["leader"], 300, 310)


def test_a_deputy_from_outside_keeps_the_rota_and_one_from_inside_does_not() -> None:
    people = complete()
    for deputy in ("clerk", "reviewer", "leader"):
        with pytest.raises(RotaBroken) as refused:
            leave(people["head"], 1, 5, people[deputy])
        assert str(people[deputy]) in str(refused.value) and "四个不同的人" in str(refused.value)
    outside = person("daili", name="代理戊")
    leave(people["head"], 1, 5, outside)
    assert not look().gaps
    assert people_with([Role.OFFICE_HEAD], on=day(3), office_id=office().pk) == [outside]
    with pytest.raises(RotaBroken, match="自2026-11-26起"):
        leave(outside, 2, 3)


def test_a_deputy_who_is_already_the_only_other_reviewer_is_refused() -> None:
    people = complete()
    other = person("lingdao2", Role.RELEASING_LEADER)
    appointed(other, Role.SECRECY_REVIEWER)
    leave(people["leader"], 1, 2)
    assert not look().gaps, "the other leader signs, the reviewer reviews"
    with pytest.raises(RotaBroken) as refused:
        leave(people["reviewer"], 2, 3, other)
    assert [post.key for post in refused.value.gaps[0].posts] == ["secrecy", "release"]
    assert refused.value.gaps[0].people == (other,)


def test_the_only_clerk_does_not_review_their_own_work() -> None:
    people = complete()
    end_day = day(9)
    appointed(people["clerk"], Role.OFFICE_HEAD, office())
    with pytest.raises(RotaBroken) as refused:
        accounts.end_appointment(appointment=people["head"].appointments.get(), last_on=end_day, by=BY, at=AT)
    assert [post.key for post in refused.value.gaps[0].posts] == ["author", "office"]
    person("jingban2", Role.CLERK, at_office=office())
    accounts.end_appointment(appointment=people["head"].appointments.get(), last_on=end_day, by=BY, at=AT)
    assert not look().gaps


def test_a_stage_of_every_office_is_told_once_for_all() -> None:
    people = complete()
    for number in range(4):
        there = office(f"第{number}处")
        person(f"jing{number}", Role.CLERK, at_office=there)
        person(f"ke{number}", Role.OFFICE_HEAD, at_office=there)
    with pytest.raises(RotaBroken, match="所有科室的“签发”没有人能办") as refused:
        end(people["leader"])
    assert len(refused.value.gaps) == 5 and str(refused.value).count("没有人能办") == 1


def test_offices_that_need_not_work_are_left_out() -> None:
    people = complete()
    person("jiu", Role.CLERK, at_office=office("旧处"))
    accounts.end_appointment(
        appointment=User.objects.get(username="jiu").appointments.get(), last_on=TODAY, by=BY, at=AT, needed=[office()]
    )
    with pytest.raises(RotaBroken):
        accounts.deactivate(user=people["clerk"], by=BY, at=AT, needed=[office()])


def test_an_end_and_a_successor_who_begins_the_next_day() -> None:
    people = complete()
    successor = person("lingdao2")
    appointed(successor, Role.RELEASING_LEADER, since=day(6))
    with pytest.raises(RotaBroken, match="自2026-11-29起"):
        end(people["leader"], last=4)
    end(people["leader"], last=5)
    assert not look().gaps
    with pytest.raises(RotaBroken):
        accounts.end_appointment(appointment=successor.appointments.get(), last_on=day(6), by=BY, at=AT)


def test_coming_back_is_never_refused() -> None:
    people = complete()
    taken = leave(people["head"], 0, 9, person("daili"))
    accounts.end_leave(leave=taken, last_on=day(0), by=BY, at=AT)
    taken.refresh_from_db()
    assert taken.last_on == TODAY
    accounts.cancel_leave(leave=taken, by=BY, at=AT)
    assert not Leave.objects.exists()
    assert AuditEntry.objects.filter(act="取消休假").get().before["deputy"] == "daili"


def test_who_is_away_acts_for_nobody() -> None:
    complete()
    one, other = person("jia"), person("yi")
    appointed(one, Role.SECRECY_REVIEWER)
    leave(one, 0, 3, other)
    assert [held.role for held in roles_of(other, on=TODAY)] == [Role.SECRECY_REVIEWER]
    leave(other, 2, 3)
    assert not roles_of(other, on=day(2)) and not roles_of(one, on=day(2))
    assert len(roles_of(other, on=day(1))) == 1


def test_the_rota_and_the_desk_agree_about_who_can_act() -> None:
    people = complete()
    second = office("综合处")
    extra = person("zonghe", Role.CLERK, at_office=second)
    appointed(extra, Role.OFFICE_HEAD, office(), since=day(2), until=day(20))
    leave(people["clerk"], 3, 4, extra)
    found = look()
    for there in (office(), second):
        for number in (0, 2, 3, 4, 5, 20, 21):
            spell = next(one for one in found.spells[there.pk] if one.first_on <= day(number) <= one.last_on)
            for post, able in zip(POSTS, spell.able, strict=True):
                people_there = people_with(post.roles, on=day(number), office_id=there.pk)
                assert {user.pk for user in people_there} == able, (there, post.key, number)


def test_looking_takes_four_queries_however_many_people(django_assert_num_queries) -> None:
    complete()
    for number in range(12):
        person(f"p{number}", Role.OFFICER)
    leave(User.objects.get(username="p3"), 3, 4)
    with django_assert_num_queries(4):
        assert not look().gaps


def test_the_stages_of_the_rota_are_those_of_review() -> None:
    assert [post.key for post in POSTS[1:]] == [*Stage]
    assert all(post.roles == REVIEWERS[Stage(post.key)] for post in POSTS[1:])
