"""Makers of offices, people and their roles, as the tests of accounts and of the desk's people need them."""

import datetime as dt

import makers as make

from gongkai.accounts import actions as accounts
from gongkai.accounts.models import Appointment, User
from gongkai.accounts.roles import Role
from gongkai.agencies.actions import found_office
from gongkai.agencies.models import Office

TODAY = make.TODAY
AT = make.moment()
BY = make.BY


def day(number: int) -> dt.date:
    """Return the day that many days from today."""
    return TODAY + dt.timedelta(days=number)


def office(name: str = "办公室") -> Office:
    """Return the agency's office of this name."""
    return found_office(agency=make.agency(), name=name)


def person(username: str, *roles: Role, at_office: Office | None = None, name: str = "") -> User:
    """Return an active person with a password of their own, appointed from today to roles (of the office, where one is needed)."""
    accounts.open_account(username=username, name=name or username, office=at_office, by=BY, at=AT)
    user = User.objects.get(username=username)
    user.one_time_password = ""
    user.save()
    for role in roles:
        appointed(user, role, at_office if role in (Role.CLERK, Role.OFFICE_HEAD) else None)
    return user


def appointed(user: User, role: Role, at_office: Office | None = None, **dates: dt.date) -> Appointment:
    """Appoint a person from today unless told."""
    return accounts.appoint(user=user, role=role, office=at_office, by=BY, at=AT, **dates)


def complete(name: str = "办公室") -> dict[str, User]:
    """Return an office with a clerk and a head, and an agency with one reviewer and one leader: exactly four people."""
    at_office = office(name)
    return {
        "clerk": person("jingban", Role.CLERK, at_office=at_office, name="经办甲"),
        "head": person("kezhang", Role.OFFICE_HEAD, at_office=at_office, name="科长乙"),
        "reviewer": person("baomi", Role.SECRECY_REVIEWER, name="保密丙"),
        "leader": person("lingdao", Role.RELEASING_LEADER, name="领导丁"),
    }
