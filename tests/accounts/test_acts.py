"""Accounts, appointments and leave: what the acts do, what they refuse, and that each is recorded."""

import makers as make
import pytest
from accounts.people import AT, BY, TODAY, appointed, complete, day, office, person
from django.test import Client

from gongkai.accounts import actions as accounts
from gongkai.accounts.models import Appointment, SignInFailures, User
from gongkai.accounts.queries import roles_of
from gongkai.accounts.roles import Role
from gongkai.audit.models import AuditEntry
from gongkai.sources.errors import BadInput

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("act", flat=True))


def test_an_account_is_opened_with_a_password_that_works_once_and_may_do_nothing_yet(client: Client) -> None:
    password = accounts.open_account(username="zhangsan", name="张三", office=office(), by=BY, at=AT, email="z@example.cn")
    user = User.objects.get(username="zhangsan")
    assert str(user) == "张三（zhangsan）" and user.must_change_password and user.check_password(password)
    assert not user.is_superuser and not user.is_staff and not roles_of(user, on=TODAY)
    entry = AuditEntry.objects.get(act="开设账户")
    assert entry.after == {"name": "张三", "office": "办公室", "email": "z@example.cn"} and password not in str(entry.after)
    assert entry.office_key == office().pk


@pytest.mark.parametrize("username", ["", "z", "Zhang", "张三", "命令行", "1zhang", "zhang san", "z" * 31, "zhang\n"])
def test_usernames_of_another_form_are_refused(username: str) -> None:
    with pytest.raises(BadInput, match="用户名用小写字母开头"):
        accounts.open_account(username=username, name="张三", office=None, by=BY, at=AT)
    assert not User.objects.exists()


def test_a_username_is_given_once() -> None:
    person("zhangsan")
    User.objects.create_user(username="LiSi")
    for taken in ("zhangsan", "lisi"):
        with pytest.raises(BadInput, match="已经有人使用"):
            accounts.open_account(username=taken, name="李四", office=None, by=BY, at=AT)


@pytest.mark.parametrize(("name", "email", "says"), [(" ", "", "姓名"), ("张" * 51, "", "姓名"), ("张三", "不是邮箱", "电子邮箱")])
def test_wrong_values_are_refused_on_opening_and_on_changing(name: str, email: str, says: str) -> None:
    user = person("lisi")
    with pytest.raises(BadInput, match=says):
        accounts.open_account(username="zhangsan", name=name, office=None, email=email, by=BY, at=AT)
    with pytest.raises(BadInput, match=says):
        accounts.change_account(user=user, name=name, office=None, email=email, by=BY, at=AT)


def test_only_what_changed_is_recorded() -> None:
    user = person("zhangsan", name="张三", at_office=office())
    accounts.change_account(user=user, name="张三丰", office=office(), by=BY, at=AT)
    entry = AuditEntry.objects.get(act="修改人员信息")
    assert (entry.before, entry.after) == ({"name": "张三"}, {"name": "张三丰"})
    accounts.change_account(user=user, name="张三丰", office=office(), by=BY, at=AT)
    assert AuditEntry.objects.filter(act="修改人员信息").count() == 1


def test_appointing_and_its_refusals() -> None:
    user = person("zhangsan", at_office=office())
    made = appointed(user, Role.CLERK, office())
    assert [held.role for held in roles_of(user, on=TODAY)] == [Role.CLERK]
    assert AuditEntry.objects.get(act="任命").after["role"] == "clerk"
    refusals = [
        ((Role.CLERK, office()), {}, "已经是"),
        ((Role.OFFICE_HEAD, None), {}, "哪个科室"),
        ((Role.AUDITOR, office()), {}, "全部科室"),
        ((Role.OFFICER, None), {"since": day(-1)}, "不能早于今天"),
        ((Role.OFFICER, None), {"since": day(3), "until": day(2)}, "不能早于开始"),
        ((Role.ADMINISTRATOR, None), {}, "不能同时担任"),
        ((Role.AUDITOR, None), {"since": day(9)}, "不能同时担任"),
    ]
    for (role, at_office), dates, says in refusals:
        with pytest.raises(BadInput, match=says):
            appointed(user, role, at_office, **dates)
    assert Appointment.objects.get() == made


def test_auditors_and_administrators_stay_apart_over_deputies_too() -> None:
    person("admin2", Role.ADMINISTRATOR)
    auditor, clerk = person("shenji", Role.AUDITOR), person("jingban", Role.CLERK, at_office=office())
    leave = {"first_on": day(3), "last_on": day(5), "by": BY, "at": AT}
    with pytest.raises(BadInput, match="代shenji"):
        accounts.register_leave(user=auditor, deputy=clerk, **leave)
    free = person("kongxian")
    accounts.register_leave(user=auditor, deputy=free, **leave)
    with pytest.raises(BadInput, match="不能同时担任"):
        appointed(free, Role.OFFICER)
    appointed(free, Role.OFFICER, since=day(6))
    with pytest.raises(BadInput, match="不能同时担任"):
        appointed(auditor, Role.OFFICER, until=day(1))
    later = person("houlai")
    appointed(later, Role.AUDITOR, until=day(2))
    appointed(later, Role.OFFICER, since=day(3))


def test_ending_an_appointment() -> None:
    user = person("zhangsan", Role.OFFICER)
    person("lisi", Role.OFFICER)
    running = user.appointments.get()
    with pytest.raises(BadInput, match="不能早于昨天"):
        Appointment.objects.filter(pk=running.pk).update(since=day(-9))
        running.refresh_from_db()
        accounts.end_appointment(appointment=running, last_on=day(-2), by=BY, at=AT)
    accounts.end_appointment(appointment=running, last_on=day(-1), by=BY, at=AT)
    assert not roles_of(user, on=TODAY) and roles_of(user, on=day(-1))
    with pytest.raises(BadInput, match="已于2026-11-23结束"):
        accounts.end_appointment(appointment=running, last_on=TODAY, by=BY, at=AT)
    ahead = appointed(user, Role.OFFICER, since=day(5))
    accounts.end_appointment(appointment=ahead, last_on=day(9), by=BY, at=AT)
    assert acts()[-1] == "取消任命" and user.appointments.count() == 1


def test_the_last_administrator_stays() -> None:
    accounts.issue_administrator_password(at=AT)
    admin = User.objects.get(username="admin")
    with pytest.raises(BadInput, match="最后一位系统管理员"):
        accounts.end_appointment(appointment=admin.appointments.get(), last_on=TODAY, by=BY, at=AT)
    with pytest.raises(BadInput, match="最后一位系统管理员"):
        accounts.deactivate(user=admin, by=BY, at=AT)
    second = person("admin2")
    appointed(second, Role.ADMINISTRATOR, since=day(3))
    with pytest.raises(BadInput, match="最后一位系统管理员"):
        accounts.end_appointment(appointment=admin.appointments.get(), last_on=day(1), by=BY, at=AT)
    accounts.end_appointment(appointment=admin.appointments.get(), last_on=day(2), by=BY, at=AT)


def test_who_leaves_is_out_at_once_and_the_account_stays(client: Client) -> None:
    complete()
    user = person("zhangsan", Role.OFFICER)
    Appointment.objects.update(since=day(-30))
    appointed(user, Role.CLERK, office())
    appointed(user, Role.OFFICE_HEAD, office(), since=day(3))
    client.force_login(user)
    assert client.get("/desk/").status_code == 200
    with pytest.raises(BadInput, match="自己的账户"):
        accounts.deactivate(user=user, by="zhangsan", at=AT)
    accounts.deactivate(user=user, by=BY, at=AT)
    assert client.get("/desk/").status_code == 302
    assert list(user.appointments.order_by("since").values_list("role", "until")) == [("officer", day(-1)), ("clerk", TODAY)]
    entry = AuditEntry.objects.get(act="停用账户")
    assert len(entry.before["appointments"]) == 3
    for act in (accounts.deactivate, accounts.reissue_password):
        with pytest.raises(BadInput, match="停用"):
            act(user=user, by=BY, at=AT)
    with pytest.raises(BadInput, match="停用"):
        appointed(user, Role.OFFICER)
    password = accounts.reactivate(user=user, by=BY, at=AT)
    user.refresh_from_db()
    assert user.check_password(password) and user.must_change_password and not roles_of(user, on=day(1))


def test_a_new_password_ends_the_old_one_and_lifts_a_lock_out(client: Client) -> None:
    user = person("zhangsan", Role.OFFICER)
    client.force_login(user)
    SignInFailures.objects.create(username="zhangsan", address="::1", count=5, since_at=AT, locked_until=AT)
    password = accounts.reissue_password(user=user, by=BY, at=AT)
    assert client.get("/desk/").status_code == 302
    assert client.login(username="zhangsan", password=password) and not SignInFailures.objects.exists()
    assert password not in str(list(AuditEntry.objects.values_list()))


def test_leave_refuses_what_makes_no_sense() -> None:
    user, deputy, gone = person("zhangsan"), person("lisi"), person("wangwu")
    accounts.deactivate(user=gone, by=BY, at=AT)
    accounts.register_leave(user=deputy, first_on=day(20), last_on=day(22), by=BY, at=AT)
    accounts.register_leave(user=user, first_on=day(2), last_on=day(3), by=BY, at=AT)
    refusals: list[tuple[int, int, User | None, str]] = [
        (-1, 3, None, "不能早于今天"),
        (5, 4, None, "不能早于开始"),
        (5, 372, None, "最多登记一年"),
        (3, 4, None, "已经登记了休假"),
        (5, 6, user, "自己"),
        (5, 6, gone, "停用"),
        (18, 20, deputy, "休假，不能代理"),
    ]
    for first, last, who, says in refusals:
        with pytest.raises(BadInput, match=says):
            accounts.register_leave(user=user, first_on=day(first), last_on=day(last), deputy=who, by=BY, at=AT)
    assert user.leaves.count() == 1


def test_a_leave_under_way_is_ended_not_cancelled() -> None:
    user = person("zhangsan")
    leave = accounts.register_leave(user=user, first_on=TODAY, last_on=day(9), by=BY, at=AT)
    later = make.moment(day(4))
    with pytest.raises(BadInput, match="只能提前结束"):
        accounts.cancel_leave(leave=leave, by=BY, at=later)
    for wrong in (day(2), day(10)):
        with pytest.raises(BadInput, match="须在"):
            accounts.end_leave(leave=leave, last_on=wrong, by=BY, at=later)
    accounts.end_leave(leave=leave, last_on=day(3), by=BY, at=later)
    with pytest.raises(BadInput, match="已于"):
        accounts.end_leave(leave=leave, last_on=day(3), by=BY, at=later)


def test_a_sample_account_gets_a_password_like_any_other() -> None:
    user = person("demo", Role.OFFICER)
    user.set_unusable_password()
    user.save()
    assert not Client().login(username="demo", password="")
    assert Client().login(username="demo", password=accounts.reissue_password(user=user, by=BY, at=AT))


def test_the_first_administrator_gets_no_password_once_closed() -> None:
    accounts.issue_administrator_password(at=AT)
    person("admin2", Role.ADMINISTRATOR)
    accounts.deactivate(user=User.objects.get(username="admin"), by=BY, at=AT)
    assert accounts.issue_administrator_password(at=AT) is None
