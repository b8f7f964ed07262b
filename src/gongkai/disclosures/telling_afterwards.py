"""Tells an office what follows a publication: an objection that came in, a finding to confirm or sent back, a window extended.

Messages hold receipt numbers, titles and dates only: nothing of what was objected, nor by whom.
"""

import datetime as dt
from collections.abc import Collection

from django.utils import timezone

from gongkai.accounts.models import User
from gongkai.accounts.queries import people_with
from gongkai.accounts.roles import Role
from gongkai.disclosures.models import Disclosure, Objection
from gongkai.messages import actions as messages
from gongkai.messages.kinds import Kind

OBJECTION, PUBLISHED = "/desk/publications/objections/{}/", "/desk/publications/{}/"
ABOUT, PUBLICATION = "disclosures.Objection", "disclosures.Disclosure"


def received(objection: Objection, *, at: dt.datetime) -> None:
    """Tell those who deal with objections that one came in."""
    title = objection.disclosure.public_title
    _tell(objection, (Role.CLERK, Role.OFFICE_HEAD), f"公示收到异议：{title}", "请核实并写出处理意见。", at, key="received")


def handled(objection: Objection, *, at: dt.datetime) -> None:
    """Tell those who can confirm a finding that it waits for them."""
    subject = f"异议处理待确认：{objection.disclosure.public_title}"
    stamp = f"handled-{objection.handled_at:%Y%m%d%H%M%S}"
    _tell(objection, (Role.OFFICE_HEAD, Role.OFFICER), subject, "请确认或者退回。", at, key=stamp, without=objection.handled_by)


def returned(objection: Objection, *, to: str, at: dt.datetime) -> None:
    """Tell whoever wrote a finding that it came back."""
    who = list(User.objects.filter(username=to, is_active=True))
    subject = f"异议处理被退回：{objection.disclosure.public_title}"
    _send(objection, who, subject, "请按退回说明修改。", at, key=f"returned-{at:%Y%m%d%H%M%S}")


def extended(disclosure: Disclosure, reason: str, *, at: dt.datetime) -> None:
    """Tell the office that a window of theirs runs longer."""
    if disclosure.is_sample:
        return
    on = timezone.localdate(at)
    messages.tell(
        users=people_with((Role.CLERK, Role.OFFICE_HEAD), on=on, office_id=disclosure.public_office_id),
        kind=Kind.OBJECTION,
        key=f"extended-{disclosure.pk}-{disclosure.public_notice_ends_on}",
        subject=f"公示期已顺延：{disclosure.public_title}"[:200],
        text=reason,
        path=PUBLISHED.format(disclosure.pk),
        at=at,
        about=(PUBLICATION, str(disclosure.pk)),
    )


def expiry_settled(disclosure: Disclosure, *, at: dt.datetime) -> None:
    """Stop what is still on its way about a 失效日期 that was corrected, confirmed or withdrawn."""
    messages.drop(about_kind=PUBLICATION, about_keys=[str(disclosure.pk)], kinds=[Kind.EXPIRING], at=at)


def _tell(
    objection: Objection, roles: Collection[Role], subject: str, text: str, at: dt.datetime, *, key: str, without: str = ""
) -> None:
    office = objection.disclosure.public_office_id
    people = [one for one in people_with(roles, on=timezone.localdate(at), office_id=office) if one.username != without]
    _send(objection, people, subject, text, at, key=key)


def _send(objection: Objection, people: list[User], subject: str, text: str, at: dt.datetime, *, key: str) -> None:
    if objection.disclosure.is_sample:
        return
    messages.tell(
        users=people,
        kind=Kind.OBJECTION,
        key=f"objection-{objection.pk}-{key}",
        subject=subject[:200],
        text=f"回执编号{objection.receipt_number}。{text}",
        path=OBJECTION.format(objection.pk),
        at=at,
        about=(ABOUT, str(objection.pk)),
    )
