"""The list of wrong words at the desk: the officer edits it, everyone who works with content sees it, drafts are held against it."""

import makers as make
import pytest
from django.test import Client
from django.utils import timezone

from gongkai.accounts.models import Appointment, User
from gongkai.accounts.roles import Role
from gongkai.audit.models import AuditEntry
from gongkai.disclosures.requirements import check
from gongkai.disclosures.wrong_words import WrongWord

pytestmark = pytest.mark.django_db


def client_of(role: Role) -> Client:
    office = make.agency().offices.first() if role in (Role.CLERK, Role.OFFICE_HEAD) else None
    user = User.objects.create(username=role.value)
    Appointment.objects.create(user=user, role=role, office=office, since="2020-01-01", made_at=timezone.now(), made_by="系统")
    client = Client()
    client.force_login(user)
    return client


def test_the_officer_adds_an_entry_and_the_next_draft_is_held_against_it() -> None:
    make.catalogue_in_force()
    said = {"wrong": "工信听", "right": "工信厅", "severity": "error", "exceptions": "", "note": "", "is_active": "on"}
    assert client_of(Role.OFFICER).post("/desk/wording/new/", said).status_code == 302
    draft = make.draft(make.item(10), body="<p>自治区工信听公布名单。</p>")
    found = [one for one in check(draft, make.row_of(10), on=make.TODAY) if "工信听" in one.message]
    assert found and found[0].severity == "error"
    assert AuditEntry.objects.filter(act="增加错别字词", by="officer").exists()


def test_an_entry_is_put_out_of_use_but_its_wrong_word_stays() -> None:
    word = WrongWord.objects.create(wrong="工信听", right="工信厅")
    client = client_of(Role.OFFICER)
    client.post(f"/desk/wording/{word.pk}/", {"wrong": "别的", "right": word.right, "severity": word.severity, "exceptions": word.exceptions})
    again = WrongWord.objects.get(pk=word.pk)
    assert again.wrong == word.wrong and not again.is_active


def test_an_entry_that_would_accuse_right_texts_is_refused_with_the_reason() -> None:
    said = {"wrong": "的", "right": "的", "severity": "error", "is_active": "on"}
    response = client_of(Role.OFFICER).post("/desk/wording/new/", said)
    assert response.status_code == 200 and "desk-note--error" in response.content.decode()


def test_a_clerk_looks_and_the_administrator_does_not() -> None:
    make.catalogue_in_force()
    clerk = client_of(Role.CLERK)
    text = clerk.get("/desk/wording/?q=内蒙").content.decode()
    assert "错误写法" in text and "desk/wording/new" not in text
    assert clerk.post("/desk/wording/new/", {"wrong": "甲", "right": "乙"}).status_code in (302, 403)
    assert not WrongWord.objects.filter(wrong="甲").exists()
    assert client_of(Role.ADMINISTRATOR).get("/desk/wording/").status_code in (302, 403)
