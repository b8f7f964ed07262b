"""Plain makers of things in a named state, built through the same actions that people use.

Each returns what it made; dates are arguments, and moments are half past nine in the morning of a date.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.utils import timezone

from gongkai.accounts.models import Appointment, User
from gongkai.accounts.roles import REVIEWERS, Stage
from gongkai.agencies.actions import set_agency
from gongkai.agencies.models import Agency
from gongkai.catalogue.actions import import_catalogue
from gongkai.catalogue.models import Catalogue, Item, ItemVersion
from gongkai.disclosures import actions as disclosures
from gongkai.disclosures.checklists import CHECKLISTS
from gongkai.disclosures.models import Disclosure, Publication, Review
from gongkai.disclosures.statuses import Outcome, SecrecyOutcome
from gongkai.duties import actions as duties
from gongkai.duties.models import Duty
from gongkai.records import actions as records
from gongkai.records.models import RecordList
from gongkai.rules.catalogue_lint import lint
from gongkai.rules.catalogue_model import Basis, CatalogueItem, CatalogueRead, Citation
from gongkai.rules.catalogue_rows import read_catalogue
from gongkai.rules.timelimits import read_limits
from gongkai.sources.tables import read_tables

SEED = Path(__file__).parents[1] / "examples" / "catalogue.txt"
LISTS = {
    "recognised_enterprises": SEED.parent / "lists" / "示例-认定企业名单.csv",
    "licences": SEED.parent / "lists" / "示例-行政许可名单.csv",
    "penalties": SEED.parent / "lists" / "示例-行政处罚名单.csv",
    "certificate_holders": SEED.parent / "lists" / "示例-持证企业名单.csv",
}
AGENCY = "内蒙古自治区工业和信息化厅"
CREDIT_CODE = "111500000000000007"  # well formed, belongs to nobody
BY = "测试员"
IN_FORCE = dt.date(2026, 1, 1)
TODAY = dt.date(2026, 11, 24)


def moment(on: dt.date = TODAY) -> dt.datetime:
    """Return half past nine in the morning of a date."""
    return timezone.make_aware(dt.datetime.combine(on, dt.time(9, 30)))


def agency() -> Agency:
    """Register the agency of the examples, or return it."""
    there = Agency.objects.filter(name=AGENCY).first()
    return there or set_agency(name=AGENCY, credit_code=CREDIT_CODE, by=BY, at=moment(), credit_code_is_sample=True)


@cache
def real_catalogue() -> CatalogueRead:
    """Read the real catalogue of the examples, once."""
    return read_catalogue(read_tables(SEED))


def read_of(*items: CatalogueItem, title: str = "主动公开事项目录") -> CatalogueRead:
    """Return a catalogue of these rows, as if read from a file."""
    return CatalogueRead(title, items)


def row(
    *path: str, content: str = "", limit: str = "信息形成之日起20个工作日内", office: str = "办公室", clause: str = "", **fields: object
) -> CatalogueItem:
    """Return one row as read; ``clause`` is cited from an invented measure."""
    deadline, cycle, retention = read_limits(limit)
    bases = (Basis("示例管理办法", citations=(Citation("第十条", clause),)),) if clause else ()
    item = CatalogueItem(path, content or path[-1], (), bases, deadline, cycle, retention, office=office)
    return replace(item, **fields)


def imported(read: CatalogueRead, *, data: bytes | None = None, on: dt.date = IN_FORCE, force: bool = False) -> Catalogue:
    """Import a catalogue as read, not in force; its bytes are told from its content unless given."""
    return import_catalogue(
        agency=agency(),
        data=data if data is not None else repr(read).encode(),
        source_name="目录.txt",
        read=read,
        findings=[*read.findings, *lint(read, on_year=on.year)],
        by=BY,
        at=moment(on),
        force=force,
    )


def enforced(read: CatalogueRead, *, on: dt.date = IN_FORCE, at: dt.date | None = None) -> duties.Enforced:
    """Import a catalogue as read and put it in force from a date; return the report."""
    return duties.enforce(catalogue=imported(read, on=on), on=on, by=BY, at=moment(at or on))


def catalogue_in_force(*, on: dt.date = IN_FORCE) -> Catalogue:
    """Put the real catalogue, byte for byte, in force from a date."""
    catalogue = imported(real_catalogue(), data=SEED.read_bytes(), on=on)
    return duties.enforce(catalogue=catalogue, on=on, by=BY, at=moment(on)).change.catalogue


def item(number: int = 1) -> Item:
    """Return an item of the agency by its number, which in the real catalogue is its place."""
    return Item.objects.get(agency=agency(), number=number)


def row_of(number: int, *, on: dt.date = TODAY) -> ItemVersion:
    """Return the row in force of an item."""
    return ItemVersion.objects.in_force(on).get(item=item(number))


def duty(
    of: Item,
    *,
    trigger: str = "formed",
    happened_on: dt.date = dt.date(2026, 11, 2),
    subject: str = "第23批企业技术中心名单",
    at: dt.date = TODAY,
    **fields: object,
) -> Duty:
    """Register an event and return its running duty."""
    return duties.register_event(
        item=of, trigger=trigger, happened_on=happened_on, subject=subject, by=BY, at=moment(at), **fields
    )


def published_duty(of: Item, *, on: dt.date = dt.date(2026, 11, 10), **fields: object) -> Duty:
    """Return a duty that ended with a publication on a date."""
    running = duty(of, **fields)
    return duties.close_as_published(duty=running, on=on, by=BY, at=moment(on))


def nothing_duty(of: Item, *, on: dt.date = dt.date(2026, 11, 10), **fields: object) -> Duty:
    """Return a duty for which it was declared that there is nothing to publish."""
    return duties.declare_nothing(duty=duty(of, **fields), reason="本期没有新的名单", by=BY, on=on, at=moment(on))


def withheld_duty(of: Item, *, on: dt.date = dt.date(2026, 11, 10), **fields: object) -> Duty:
    """Return a duty lawfully withheld, to be looked at again after a year."""
    return duties.withhold(
        duty=duty(of, **fields),
        article="条例第十四条",
        reviewed_by="审查员",
        reassess_on=on + dt.timedelta(days=365),
        reason="涉及国家秘密",
        by=BY,
        on=on,
        at=moment(on),
    )


def cancelled_duty(of: Item, *, on: dt.date = dt.date(2026, 11, 10), **fields: object) -> Duty:
    """Return a duty that was cancelled because its event was registered by mistake."""
    return duties.cancel(duty=duty(of, **fields), reason="重复登记", by=BY, on=on, at=moment(on))


def draft(of: Item, *, duty: Duty | None = None, title: str = "第23批企业技术中心名单", at: dt.date = TODAY, **fields: object) -> Disclosure:
    """Return a draft that has everything its item asks for."""
    in_force = row_of(of.number, on=at)
    values = dict.fromkeys(in_force.elements, "见正文")
    others = Disclosure.objects.count()  # two disclosures of one content would be a copy, which the checks refuse
    fields = {"values": values, "body": f"<p>第{others + 1}份正文。</p>" if others else "<p>正文。</p>"} | fields
    return disclosures.draft(item=of, duty=duty, title=title, by=BY, at=moment(at), **fields)


def people() -> dict[Stage, User]:
    """Return one reviewer for each stage, appointed since long ago; the office head in every office."""
    names = {Stage.OFFICE: "head", Stage.SECRECY: "secrecy", Stage.RELEASE: "leader"}
    found = {}
    for stage, name in names.items():
        role = REVIEWERS[stage][0]
        user, _ = User.objects.get_or_create(username=name, defaults={"last_name": f"测试{role.label}"})
        for office in agency().offices.all() if stage == Stage.OFFICE else [None]:
            held = {"user": user, "role": role, "office": office}
            if not Appointment.objects.filter(**held).exists():
                Appointment.objects.create(since=dt.date(2020, 1, 1), made_at=moment(), made_by=BY, **held)
        found[stage] = user
    return found


def submitted(draft: Disclosure, *, at: dt.datetime, by: str = BY, **said: object) -> Review:
    """Send a draft for review, its warnings passed."""
    reasons = {disclosures.EVERY_WARNING: "测试"}
    return disclosures.submit(disclosure=draft, by=by, at=at, **({"reasons": reasons} | said))


def approved(review: Review, *, at: dt.datetime, stages: Iterable[Stage] = Stage) -> Review:
    """Let each stage's reviewer approve; after the last one it is released."""
    for stage in stages:
        disclosures.give_opinion(
            review=review,
            stage=stage,
            user=people()[stage],
            outcome=Outcome.APPROVE,
            seen_sha256=review.sha256,
            checklist=dict.fromkeys(CHECKLISTS[stage], True),
            secrecy=SecrecyOutcome.CLEAR if stage == Stage.SECRECY else "",
            at=at,
        )
        review.refresh_from_db()
    return review


def release(draft: Disclosure, *, at: dt.datetime, by: str = BY, **said: object) -> Publication:
    """Send a draft, or a change of what is public, through all stages to its release."""
    return approved(submitted(draft, at=at, by=by, **said), at=at).publication


def published_disclosure(of: Item, *, on: dt.date = dt.date(2026, 11, 10), **fields: object) -> Disclosure:
    """Return a disclosure published on a date."""
    made = draft(of, **fields)
    release(made, at=moment(on))
    made.refresh_from_db()
    return made


def record_list(schema: str = "recognised_enterprises") -> RecordList:
    """Load the example list of a schema."""
    path = LISTS[schema]
    return records.load_file(agency=agency(), schema=schema, title="示例名单", path=path, by=BY, at=moment())
