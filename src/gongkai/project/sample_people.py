"""The sample people, one a role, marked 示例: with them every role of the desk can be tried, and the samples are reviewed.

They belong to nobody. Who starts the program with the samples is shown one one-time password for all of them, as long as
none of them has been used; for real use there are no samples (``--no-samples``) and so no such accounts.
"""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import transaction

from gongkai.accounts.models import Appointment, User
from gongkai.accounts.roles import OF_AN_OFFICE, Role, Stage
from gongkai.agencies.models import Agency
from gongkai.audit.actions import record
from gongkai.disclosures import actions as disclosures
from gongkai.disclosures.checklists import CHECKLISTS
from gongkai.disclosures.models import Disclosure, Review
from gongkai.disclosures.statuses import Outcome, SecrecyOutcome

PEOPLE = {
    "demo-clerk": ("示例经办人", Role.CLERK),
    "demo-head": ("示例科室负责人", Role.OFFICE_HEAD),
    "demo-officer": ("示例公开负责人", Role.OFFICER),
    "demo-secrecy": ("示例保密审查员", Role.SECRECY_REVIEWER),
    "demo-leader": ("示例签发领导", Role.RELEASING_LEADER),
    "demo-auditor": ("示例审计员", Role.AUDITOR),
}
REVIEWERS = {Stage.OFFICE: "demo-head", Stage.SECRECY: "demo-secrecy", Stage.RELEASE: "demo-leader"}
REASON = "示例数据，只说明样式"


@dataclass
class SamplePeople:
    """The sample people of an agency, by username."""

    users: dict[str, User]

    def release(self, disclosure: Disclosure, *, by: str, at: dt.datetime, change_note: str = "") -> None:
        """Send a sample through every stage of review, up to its release, as people do."""
        review = self.submit(disclosure, by=by, at=at, change_note=change_note)
        for stage in Stage:
            self.approve(review, stage, at=at)

    def submit(self, disclosure: Disclosure, *, by: str, at: dt.datetime, change_note: str = "") -> Review:
        """Send a sample for review, its warnings passed."""
        reasons = {disclosures.EVERY_WARNING: REASON}
        return disclosures.submit(disclosure=disclosure, by=by, at=at, reasons=reasons, change_note=change_note)

    def approve(self, review: Review, stage: Stage, *, at: dt.datetime) -> None:
        """Let a stage's sample person approve."""
        review.refresh_from_db(fields=["stage"])
        disclosures.give_opinion(
            review=review,
            stage=stage,
            user=self.users[REVIEWERS[stage]],
            outcome=Outcome.APPROVE,
            seen_sha256=review.sha256,
            checklist=dict.fromkeys(CHECKLISTS[stage], True),
            secrecy=SecrecyOutcome.CLEAR if stage == Stage.SECRECY else "",
            at=at,
        )

    def give_back(self, review: Review, *, comment: str, at: dt.datetime) -> None:
        """Let the head of the office return a sample to whoever wrote it."""
        disclosures.give_opinion(
            review=review, stage=Stage.OFFICE, user=self.users[REVIEWERS[Stage.OFFICE]], outcome=Outcome.RETURN,
            seen_sha256=review.sha256, comment=comment, remarks=[{"field": "body", "text": comment}], at=at,
        )  # fmt: skip


def open_accounts(*, agency: Agency, since: dt.date, by: str, at: dt.datetime) -> SamplePeople:
    """Open the sample accounts, without a password, and appoint each: clerk and head in every office."""
    users = {}
    offices = list(agency.offices.all())
    for username, (name, role) in PEOPLE.items():
        user, made = User.objects.get_or_create(username=username, defaults={"last_name": name, "is_sample": True})
        users[username] = user
        if not made:
            continue
        user.set_unusable_password()
        user.save()
        for office in offices if role in OF_AN_OFFICE else [None]:
            Appointment.objects.create(user=user, role=role, office=office, since=since, made_at=at, made_by=by)
        record(by=by, act="开设示例账户", subject=user, at=at, after={"role": role.value})
    return SamplePeople(users)


@transaction.atomic
def issue_passwords(*, at: dt.datetime) -> str | None:
    """Return one new one-time password for all sample accounts; None when there are none, or one of them is in use."""
    users = list(User.objects.filter(is_sample=True, is_active=True))
    if not users or any(user.has_usable_password() and not user.must_change_password for user in users):
        return None
    password = secrets.token_urlsafe(9)
    for user in users:
        user.set_password(password)
        user.one_time_password = user.password
        user.save(update_fields=["password", "one_time_password"])
    record(by="系统", act="签发示例账户一次性密码", subject=users[0], at=at, after={"accounts": len(users)})
    return password
