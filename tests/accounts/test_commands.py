"""The commands on people: what they print, what they refuse, and exit codes."""

import json
import re

import makers as make
import pytest
from accounts.people import complete, office, person
from django.utils import timezone

from gongkai.accounts.models import Appointment, User
from gongkai.accounts.roles import Role
from gongkai.audit.models import AuditEntry
from gongkai.project.cli import main

pytestmark = pytest.mark.django_db


def test_from_nothing_to_a_complete_rota(capsys: pytest.CaptureFixture[str]) -> None:
    office()
    assert main(["rota", "check"]) == 1
    assert "办公室的“签发”没有人能办" in capsys.readouterr().out
    people = {"jia": ("经办人", "办公室"), "yi": ("科室负责人", "k01"), "bing": ("保密审查员", ""), "ding": ("releasing_leader", "")}
    for username, (role, where) in people.items():
        assert main(["people", "add", "--username", username, "--name", f"姓名{username}", "--by", "甲"]) == 0
        out = capsys.readouterr().out
        password = re.search(r"一次性密码 (\S+?)（", out)
        assert password and User.objects.get(username=username).check_password(password[1])
        at = ["--office", where] if where else []
        assert main(["people", "appoint", "--username", username, "--role", role, *at, "--by", "甲"]) == 0
    assert main(["rota", "check"]) == 0
    assert "1个科室每个环节每天都有人" in capsys.readouterr().out
    assert AuditEntry.objects.filter(act="任命", by="甲").count() == 4
    assert main(["people", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["people"]
    assert {(one["username"], one["roles"][0]["label"]) for one in listed} == {
        ("jia", "经办人"), ("yi", "科室负责人"), ("bing", "保密审查员"), ("ding", "签发领导"),
    }  # fmt: skip


def test_gaps_as_json_and_a_longer_look(capsys: pytest.CaptureFixture[str]) -> None:
    head = complete()["head"]
    Appointment.objects.update(since="2020-01-01")
    Appointment.objects.filter(user=head).update(until=timezone.localdate() + timezone.timedelta(days=99))
    assert main(["rota", "check"]) == 0
    capsys.readouterr()
    assert main(["rota", "check", "--days", "200", "--json"]) == 1
    (gap,) = json.loads(capsys.readouterr().out)["gaps"]
    assert (gap["office"], gap["posts"]) == ("办公室", ["office"])


def test_people_are_listed_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    person("zhangsan", Role.OFFICER, name="张三")
    User.objects.create(username="likai", is_active=False)
    assert main(["people", "list"]) == 0
    out = capsys.readouterr().out
    assert "张三" in out and "政府信息公开负责人" in out and "likai" not in out
    assert main(["people", "list", "--all"]) == 0
    assert "已停用" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["people", "add", "--username", "张三", "--name", "张三"], "用户名用小写字母开头"),
        (["people", "add", "--username", "lisi", "--name", "李四", "--office", "没有的处"], "没有叫“没有的处”的科室"),
        (["people", "appoint", "--username", "meiyou", "--role", "经办人"], "没有用户名为“meiyou”的人员"),
        (["people", "appoint", "--username", "zhangsan", "--role", "厅长"], "没有叫“厅长”的角色，可以是：经办人、"),
        (["people", "appoint", "--username", "zhangsan", "--role", "经办人"], "须写明在哪个科室"),
        (["rota", "check", "--days", "0"], "须在1至366之间"),
    ],
)
def test_wrong_words_end_with_2_and_change_nothing(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    make.agency()
    office()
    person("zhangsan")
    before = AuditEntry.objects.count()
    assert main(words) == 2
    assert says in capsys.readouterr().err
    assert AuditEntry.objects.count() == before
