"""Bundles are released whole or not at all; the proof over all history, at the desk and from the command line."""

import argparse
import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager

import makers as make
import pytest
from desk.review_desk import AT, DAY, EARLIER, at, draft, of_stage, page, person, words
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.roles import Role, Stage
from gongkai.disclosures import actions
from gongkai.disclosures.checklists import CHECKLISTS
from gongkai.disclosures.models import Bundle, Disclosure, Publication, Review
from gongkai.project.commands import reviews_prove

TICKED = {f"check:{key}": "on" for key in CHECKLISTS[Stage.RELEASE]}


@pytest.fixture(autouse=True)
def _the_clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AT)


@pytest.fixture
def bundle(db: None) -> Bundle:
    make.catalogue_in_force()
    make.people()
    members = [draft(title="办法"), make.draft(make.item(11), title="解读", body="<p>解读</p>", at=DAY)]
    return actions.bundle(title="办法和解读", members=members, by=make.BY, at=EARLIER)


def approved_to_release(bundle: Bundle) -> list[Review]:
    reviews = [make.submitted(one, at=EARLIER) for one in bundle.members.order_by("pk")]
    return [make.approved(one, at=EARLIER, stages=[Stage.OFFICE, Stage.SECRECY]) for one in reviews]


def test_a_bundle_waits_until_all_its_members_have_come(bundle: Bundle) -> None:
    first, second = bundle.members.order_by("pk")
    make.approved(make.submitted(first, at=EARLIER), at=EARLIER, stages=[Stage.OFFICE, Stage.SECRECY])
    leader, address = of_stage(Stage.RELEASE), reverse("desk_reviews:bundle", args=[bundle.pk])
    shown = words(leader.get(address))
    assert "还没有送审" in shown and "一并签发（" not in shown
    make.submitted(second, at=EARLIER)
    assert "一并签发（" not in words(leader.get(address))


def test_a_bundle_is_released_whole_by_the_leader(bundle: Bundle) -> None:
    reviews = approved_to_release(bundle)
    address = reverse("desk_reviews:bundle", args=[bundle.pk])
    leader = of_stage(Stage.RELEASE)
    single = page(leader.get(reverse("desk_reviews:show", args=[reviews[0].pk])))
    assert [box["value"] for box in single.select('input[name="outcome"]')] == ["return"], "alone it can only be returned"
    assert not page(of_stage(Stage.SECRECY).get(address)).select('input[name^="seen:"]')
    seen = {box["name"]: box["value"] for box in page(leader.get(address)).select('input[name^="seen:"]')}
    assert seen == {f"seen:{one.pk}": one.sha256 for one in reviews}
    assert "审查清单" in words(leader.post(address, seen)) and not Publication.objects.exists()
    assert leader.post(address, seen | TICKED | {f"seen:{reviews[0].pk}": "0" * 64}).status_code == 422
    assert not Publication.objects.exists()
    assert "2条已签发，并一并公开" in leader.post(address, seen | TICKED, follow=True).content.decode()
    assert Publication.objects.count() == 2
    assert "已公开" in words(leader.get(address))


def test_a_bundle_is_planned_for_one_hour(bundle: Bundle) -> None:
    reviews = approved_to_release(bundle)
    seen = {f"seen:{one.pk}": one.sha256 for one in reviews}
    said = seen | TICKED | {"hour": "another", "planned_at": "2026-11-27T10:00"}
    assert of_stage(Stage.RELEASE).post(reverse("desk_reviews:bundle", args=[bundle.pk]), said).status_code == 302
    assert not Publication.objects.exists()
    hours = set(Review.objects.values_list("planned_at", flat=True))
    assert hours == {AT + dt.timedelta(days=3, minutes=30)}


def test_who_may_not_open_a_member_does_not_see_the_bundle(bundle: Bundle) -> None:
    approved_to_release(bundle)
    stranger = at(person("别的科室经办人", Role.CLERK, make.agency().offices.last()))
    first = Disclosure.objects.filter(bundle=bundle).exclude(office=make.agency().offices.last())
    assert first.exists() and stranger.get(reverse("desk_reviews:bundle", args=[bundle.pk])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_proof_runs_at_the_desk_for_the_auditor_and_ends_with_a_verdict() -> None:
    make.catalogue_in_force()
    make.release(draft(), at=EARLIER)
    address = reverse("desk_reviews:proof")
    assert of_stage(Stage.OFFICE).get(address).status_code == 302
    auditor = at(person("auditor", Role.AUDITOR))
    assert "开始核查" in words(auditor.get(address))
    told = b"".join(auditor.post(address).streaming_content).decode()
    assert "全部1次公开都经过逐级审查" in told and told.rstrip().endswith("</html>")
    with _forged():
        told = b"".join(auditor.post(address).streaming_content).decode()
    assert "发现1处不符" in told and f"由起草、修改或送审的人（{make.BY}）办理" in told


@pytest.mark.django_db
def test_the_proof_from_the_command_line_ends_with_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    make.catalogue_in_force()
    make.release(draft(), at=EARLIER)
    parser = argparse.ArgumentParser()
    reviews_prove.configure(parser)
    assert reviews_prove.run(parser.parse_args([])) == 0
    assert "每次公开都经过逐级审查" in capsys.readouterr().out
    with _forged():
        assert reviews_prove.run(parser.parse_args([])) == 1
        assert "共 1 处不符" in capsys.readouterr().out
        assert reviews_prove.run(parser.parse_args(["--json"])) == 1
    [found] = json.loads(capsys.readouterr().out)["violations"]
    assert found["title"] == "第23批企业技术中心名单" and "办理" in found["message"]


@contextmanager
def _forged() -> Iterator[None]:
    """Change history as someone with the database's own key might; the database is on its guard again afterwards."""
    triggers: list[tuple[str, str]] = []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'disclosures_opinion'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE disclosures_opinion DISABLE TRIGGER USER")
        cursor.execute("UPDATE disclosures_opinion SET \"by\" = %s WHERE stage = 'office'", [make.BY])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _, sql in triggers:
                cursor.execute(sql)
            if connection.vendor != "sqlite":
                cursor.execute("ALTER TABLE disclosures_opinion ENABLE TRIGGER USER")
