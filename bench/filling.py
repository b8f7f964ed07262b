"""Fills a data folder with N published disclosures on the real catalogue, as fast as the database takes them."""

import datetime as dt
import shutil
import sys
from pathlib import Path

import django

ROOT = Path(__file__).parents[1]
BATCH = 1000
SENTENCE = "经审查，下列信息符合规定条件，现按照主动公开事项目录的要求予以公开，接受社会监督。"
WORKING = [
    {"date": f"2026-09-{day:02d}", "counts": day % 7 not in (5, 6), "why": "工作日" if day % 7 not in (5, 6) else "周末，不计"}
    for day in range(1, 29)
]


def fill(size: int) -> None:
    """Publish ``size`` disclosures straight into the tables; everything a page is made from is there."""
    from django.db import transaction
    from django.utils import timezone

    from gongkai.agencies.models import Agency
    from gongkai.disclosures.models import Disclosure, Publication, Review
    from gongkai.duties import actions as duties
    from gongkai.project import first_run, sample_people

    at = timezone.now()
    with transaction.atomic():
        agency = first_run._agency(at)
        catalogue = first_run.load_catalogue(agency, ROOT / "examples" / "catalogue.txt", at=at)
        duties.enforce(catalogue=catalogue, on=dt.date(timezone.localdate(at).year - 1, 1, 1), by="bench", at=at)
        sample_people.open_accounts(agency=agency, since=dt.date(2020, 1, 1), by="bench", at=at)
    rows = list(catalogue.rows.select_related("item", "office"))
    for first in range(0, size, BATCH):
        _batch(Agency.objects.get(pk=agency.pk), rows, range(first, min(first + BATCH, size)), at)
    _serials(agency, rows, size, at)
    mend_sequences(Disclosure, Publication, Review)


def mend_sequences(*models: type) -> None:
    """Let PostgreSQL go on numbering after rows that came with their own numbers."""
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _batch(agency: object, rows: list, numbers: range, at: dt.datetime) -> None:
    from django.db import transaction

    from gongkai.disclosures import content as contents
    from gongkai.disclosures.models import Disclosure, Publication, Review, Revision

    year = at.year
    disclosures, publications, reviews, revisions = [], [], [], []
    for number in numbers:
        row = rows[number % len(rows)]
        content = _content(agency, row, number, year)
        moment = at - dt.timedelta(minutes=1_000_000 - number)
        disclosures.append(
            Disclosure(
                pk=number + 1, agency=agency, item=row.item, office=row.office, status="published", title=content["title"],
                public_title=content["title"], index_number=content["index_number"], summary=content["summary"],
                public_summary=content["summary"], public_office=row.office, released_at=moment,
                body=content["body"], created_at=moment, created_by="bench", first_published_at=moment,
                last_changed_at=moment, item_serial=number // len(rows) + 1, agency_serial=number + 1, is_sample=True,
            )
        )  # fmt: skip
        reviewed = contents.reviewed(content)
        sha256 = contents.sha256_of(reviewed)
        revisions.append(Revision(disclosure_id=number + 1, number=1, content={}, at=moment, by="bench"))
        reviews.append(
            Review(
                pk=number + 1, disclosure_id=number + 1, act="publish", content=reviewed, sha256=sha256, stage="",
                submitted_at=moment, submitted_by="bench",
            )
        )  # fmt: skip
        publications.append(
            Publication(
                pk=number + 1, disclosure_id=number + 1, number=1, act="publish", content=content, published_at=moment,
                content_sha256=contents.sha256_of(content), published_by="demo-leader", on_time=True, review_id=number + 1,
                reviewed_sha256=sha256,
            )
        )  # fmt: skip
    with transaction.atomic():
        Disclosure.objects.bulk_create(disclosures)
        Revision.objects.bulk_create(revisions)
        Review.objects.bulk_create(reviews)
        _approve(reviews)
        Publication.objects.bulk_create(publications)
        keys = [review.pk for review in reviews]
        Review.objects.filter(pk__in=keys).update(ending="released", ended_at=at, ended_by="demo-leader")
        for disclosure in disclosures:
            disclosure.latest_id = disclosure.pk
        Disclosure.objects.bulk_update(disclosures, ["latest"], batch_size=500)


def _approve(reviews: list) -> None:
    """Give every review its three opinions: the database takes no publication without them."""
    from gongkai.accounts.models import User
    from gongkai.accounts.roles import REVIEWERS, Stage
    from gongkai.disclosures.models import Opinion
    from gongkai.project.sample_people import REVIEWERS as SAMPLES

    users = {stage: User.objects.get(username=name) for stage, name in SAMPLES.items()}
    Opinion.objects.bulk_create(
        Opinion(
            review=review, stage=stage, outcome="approve", sha256=review.sha256, user=users[stage], by=users[stage].username,
            role=REVIEWERS[stage][0], at=review.submitted_at, secrecy="clear" if stage == Stage.SECRECY else "",
        )
        for review in reviews
        for stage in Stage
    )  # fmt: skip


def _content(agency: object, row: object, number: int, year: int) -> dict:
    title = f"{row.name}公开信息第{number + 1}号（示例）"
    return {
        "format": 2, "validity": "", "display_until": None, "supersedes": None, "also_under": [],
        "index_number": f"{agency.credit_code}/{year}-{number + 1:05d}", "title": title,
        "summary": SENTENCE, "document_number": "", "formed_on": f"{year}-03-02", "effective_on": None, "expires_on": None,
        "keywords": "示例", "topic": "", "sample": True,
        "agency": {"name": agency.name, "credit_code": agency.credit_code},
        "office": row.office.name if row.office else None,
        "item": {"number": row.item.number, "name": row.name, "path": row.path, "art20": row.art20},
        "elements": [{"name": name, "value": SENTENCE[:20]} for name in row.elements],
        "body": "".join(f"<p>（{n}）{SENTENCE}编号{number:06d}-{n}。</p>" for n in range(1, 13)),
        "files": [], "lists": [], "notice": None,
        "rule": {
            "limit_text": row.limit_text, "limit_source": "目录公开时限栏", "trigger_on": f"{year}-09-01",
            "due_on": f"{year}-09-29", "safe_on": f"{year}-09-29", "provisional": False, "working": WORKING, "on_time": True,
        },
    }  # fmt: skip


def _serials(agency: object, rows: list, size: int, at: dt.datetime) -> None:
    from gongkai.disclosures.models import Disclosure, Serial

    Serial.objects.create(scope=f"agency:{agency.pk}", last=size)
    Serial.objects.create(scope=f"index:{agency.pk}:{at.year}", last=size)
    Serial.objects.bulk_create(
        Serial(scope=f"item:{row.item_id}", last=Disclosure.objects.filter(item=row.item).count()) for row in rows
    )


if __name__ == "__main__":
    template = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    django.setup()
    from django.conf import settings

    from gongkai.project import first_run

    if template and template.exists():
        shutil.copy(template, settings.DATA / "gongkai.sqlite3")
    first_run.migrate()
    if template and not template.exists():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM INTO '{template}'")
    fill(int(sys.argv[1]))
