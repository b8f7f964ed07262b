"""Signing in: five failures in a quarter of an hour lock out, per user and address, and all of it is recorded."""

import datetime as dt

import pytest
from accounts.people import AT, person
from django.test import Client
from django.utils import timezone

from gongkai.accounts import sign_in
from gongkai.accounts.models import SignInFailures
from gongkai.accounts.roles import Role
from gongkai.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
PASSWORD = "Zhongguo-2026-x"


@pytest.fixture
def clerk() -> None:
    user = person("zhangsan", Role.OFFICER)
    user.set_password(PASSWORD)
    user.save()


def try_it(client: Client, password: str, username: str = "zhangsan", address: str = "192.0.2.7") -> str:
    answer = client.post("/desk/login/", {"username": username, "password": password}, REMOTE_ADDR=address)
    return "进入" if answer.status_code == 302 else answer.content.decode()


def unlock_time_has_come() -> None:
    past = timezone.now() - dt.timedelta(seconds=1)
    SignInFailures.objects.update(locked_until=past)


@pytest.mark.usefixtures("clerk")
def test_the_fifth_failure_locks_out_even_who_then_knows_the_password(client: Client) -> None:
    for left in (4, 3, 2, 1):
        assert f"用户名或密码不正确，还可以再试{left}次" in try_it(client, "wrong")
    assert "连续5次登录失败，已锁定：请在" in try_it(client, "wrong")
    assert "已锁定" in try_it(client, PASSWORD)
    assert try_it(Client(), PASSWORD, address="192.0.2.8") == "进入", "another address is another matter"
    unlock_time_has_come()
    assert try_it(client, PASSWORD) == "进入"
    acts = list(AuditEntry.objects.exclude(act__in=["开设账户", "任命"]).order_by("id").values_list("act", "by", "note"))
    here = ("zhangsan", "来源地址192.0.2.7")
    assert acts == [("登录失败", *here)] * 5 + [("登录锁定", *here), ("登录", "zhangsan", "来源地址192.0.2.8"), ("登录", *here)]
    assert not SignInFailures.objects.filter(address="192.0.2.7").exists()


@pytest.mark.usefixtures("clerk")
def test_success_forgets_and_a_quarter_of_an_hour_forgets(client: Client) -> None:
    for _ in range(3):
        for _ in range(4):
            try_it(client, "wrong")
        assert try_it(client, PASSWORD) == "进入"
        client.logout()
    for _ in range(3):
        for _ in range(4):
            assert "已锁定" not in try_it(client, "wrong")
        SignInFailures.objects.update(since_at=timezone.now() - dt.timedelta(minutes=16))


@pytest.mark.usefixtures("clerk")
def test_a_name_that_is_nobodys_is_told_the_same_and_never_written_down(client: Client) -> None:
    for left in (4, 3, 2, 1):
        assert f"还可以再试{left}次" in try_it(client, "x", username="秘密的密码")
    assert "已锁定" in try_it(client, "x", username="秘密的密码")
    entry = AuditEntry.objects.get(act="登录锁定")
    assert (entry.by, entry.subject) == ("未知用户", "从192.0.2.7登录")
    assert "秘密的密码" not in str(list(AuditEntry.objects.values_list()))


def test_attempts_are_counted_before_the_password_is_looked_at() -> None:
    for _ in range(sign_in.ATTEMPTS):
        sign_in.attempt(username="zhangsan", address="::1", at=AT)
    with pytest.raises(sign_in.LockedOut, match="09:45"):
        sign_in.attempt(username="zhangsan", address="::1", at=AT)
    assert sign_in.attempt(username="zhangsan", address="::1", at=AT + sign_in.LOCKED_FOR) == 4


def test_rows_are_swept_out_after_a_day() -> None:
    for number in range(9):
        sign_in.attempt(username=f"u{number}", address="::1", at=AT)
    sign_in.attempt(username="neu", address="::1", at=AT + dt.timedelta(days=1, seconds=1))
    assert SignInFailures.objects.count() == 1


def test_an_empty_form_counts_nothing(client: Client) -> None:
    assert "进入" not in try_it(client, "", username="")
    assert not SignInFailures.objects.exists()
