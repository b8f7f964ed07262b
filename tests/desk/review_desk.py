"""What the tests of the review screens share: people at the desk, a draft under review, and readers of pages."""

import datetime as dt
import re

import makers as make
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from gongkai.accounts.models import Appointment, User
from gongkai.accounts.roles import Role, Stage
from gongkai.disclosures.checklists import CHECKLISTS
from gongkai.disclosures.models import Disclosure, Review

DAY = make.TODAY
AT = make.moment(DAY)
EARLIER = AT - dt.timedelta(hours=2)


def person(username: str, role: Role | None = None, office: object = None) -> User:
    """Open an account, with a role of the agency or of an office."""
    home = office or make.agency().offices.first()
    user, _ = User.objects.get_or_create(username=username, defaults={"last_name": username, "office": home})
    if role:
        since = dt.date(2020, 1, 1)
        Appointment.objects.create(user=user, role=role, office=office, since=since, made_at=AT, made_by="系统")
    return user


def at(user: User) -> Client:
    """Sit down at the desk as someone."""
    client = Client()
    client.force_login(user)
    return client


def of_stage(stage: Stage) -> Client:
    """Sit down as the reviewer of a stage."""
    return at(make.people()[stage])


def draft(**fields: object) -> Disclosure:
    """Return a draft of item 10 with its duty."""
    return make.draft(make.item(10), duty=make.duty(make.item(10)), at=DAY, **fields)


def opinion(review: Review, stage: Stage) -> dict[str, str]:
    """Return what the form of a stage sends for an approval."""
    ticked = {f"check:{key}": "on" for key in CHECKLISTS[stage]}
    secrecy = {"secrecy": "clear", "attribute": "proactive"} if stage == Stage.SECRECY else {}
    return {"seen_sha256": review.sha256, "stage": stage.value, "outcome": "approve", "comment": ""} | ticked | secrecy


def page(response: HttpResponse) -> BeautifulSoup:
    """Read a page's main part."""
    soup = BeautifulSoup(response.content.decode(), "html.parser")
    return soup.select_one("main") or soup


def words(response: HttpResponse) -> str:
    """Return the words of a page's main part on one line."""
    return re.sub(r"\s+", " ", page(response).get_text(" "))
