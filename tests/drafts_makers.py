"""Makers for the screens of drafting: people of two offices, signed in, and what a form sends."""

import datetime as dt
import json
from html import unescape
from typing import Any

import makers as make
from django.test import Client
from django.utils import timezone
from lxml import html as lxml_html

from gongkai.accounts.models import Appointment, User
from gongkai.accounts.roles import OF_AN_OFFICE, Role
from gongkai.agencies.models import Office
from gongkai.disclosures.models import Disclosure

SINCE = dt.date(2020, 1, 1)


def person(username: str, role: Role, office: Office | None = None) -> User:
    """Return a person who holds a role since long ago; clerks and heads in an office."""
    user, _ = User.objects.get_or_create(username=username, defaults={"last_name": f"测试{role.label}", "office": office})
    held = office if role in OF_AN_OFFICE else None
    if not Appointment.objects.filter(user=user, role=role, office=held).exists():
        Appointment.objects.create(user=user, role=role, office=held, since=SINCE, made_at=make.moment(), made_by="系统")
    return user


def clerk(of: int = 10, username: str = "clerk") -> User:
    """Return a clerk of the office that answers for an item."""
    return person(username, Role.CLERK, make.row_of(of, on=timezone.localdate()).office)


def signed_in(user: User) -> Client:
    """Return a client of a person."""
    client = Client()
    client.force_login(user)
    return client


def form_of(client: Client, draft: Disclosure) -> dict[str, Any]:
    """Return what the form of a draft sends when nothing is touched, as a browser without script would."""
    page = client.get(f"/desk/drafts/{draft.pk}/")
    assert page.status_code == 200, page.status_code
    return fields_of(page.content.decode())


def fields_of(text: str) -> dict[str, Any]:
    """Return the fields of the form ``draft`` in a page, those beside it that belong to it included."""
    tree = lxml_html.document_fromstring(text)
    sent: dict[str, list[str]] = {}
    for one in tree.xpath('//form[@id="draft"]//*[self::input or self::textarea or self::select][not(@form)] | //*[@form="draft"]'):
        name = one.get("name")
        if not name or one.tag == "button" or one.get("type") in ("file", "submit"):
            continue
        if one.get("type") in ("checkbox", "radio") and one.get("checked") is None:
            continue
        if one.tag == "select":
            chosen = one.xpath("./option[@selected]") or one.xpath("./option[1]")
            value = chosen[0].get("value", (chosen[0].text or "").strip()) if chosen else ""
        elif one.tag == "textarea":
            value = unescape((one.text or "").removeprefix("\n"))
        else:
            value = one.get("value", "on" if one.get("type") == "checkbox" else "")
        sent.setdefault(name, []).append(value)
    sent.pop("csrfmiddlewaretoken", None)
    return {name: values if len(values) > 1 or name in ("part-kind", "part-value", "lists") else values[0] for name, values in sent.items()}


def sent_text(html: str) -> str:
    """Return what the editor sends for some HTML."""
    from gongkai.desk.drafts import editor

    return editor.state_of(html)


def as_json(answer: Any) -> dict[str, Any]:
    """Return the JSON of an answer."""
    return dict(json.loads(answer.content))


def refused(answer: Any) -> bool:
    """Tell whether an answer refuses: not there, not allowed, or Wagtail's way of saying so, which is back to the home page."""
    return answer.status_code in (403, 404) or (answer.status_code == 302 and answer.headers["Location"] == "/desk/")
