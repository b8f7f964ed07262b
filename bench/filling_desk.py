"""Adds what the desk works with to a filled data folder: duties, drafts, running reviews, lists with ten records a disclosure."""

import datetime as dt
import sys

import django

BATCH = 5_000
ROWS = 200  # records a list


def fill(size: int) -> None:
    """Add to ``size`` disclosures: as many ended duties, 2 % running ones, 1 % drafts, half of them under review, 10 records each."""
    from django.utils import timezone

    from gongkai.agencies.models import Agency
    from gongkai.catalogue.models import ItemVersion

    at = timezone.now()
    agency = Agency.objects.get()
    rows = list(ItemVersion.objects.in_force(timezone.localdate(at)).select_related("item", "office"))
    _duties(rows, size, at)
    _drafts(agency, rows, max(size // 100, 10), at)
    _lists(agency, rows, size * 10, at)
    _acts(size, at)


def _duties(rows: list, size: int, at: dt.datetime) -> None:
    from bench.filling import mend_sequences
    from gongkai.duties.models import Duty, Event

    today = at.date()
    running = max(size // 50, 20)
    for first in range(0, size + running, BATCH):
        numbers = range(first, min(first + BATCH, size + running))
        events, duties = [], []
        for number in numbers:
            row = rows[number % len(rows)]
            is_running = number >= size
            day = today - dt.timedelta(days=(number % 50) - 10 if is_running else 30 + number % 1500)
            events.append(
                Event(pk=number + 1, item=row.item, trigger="formed", happened_on=day, subject=f"第{number}号", registered_at=at, registered_by="bench")
            )
            due = day + dt.timedelta(days=28)
            duties.append(
                Duty(
                    item=row.item, item_version=row, office=row.office, event_id=number + 1, subject=f"{row.name}第{number}号（示例）",
                    trigger_on=day, limit={"text": row.limit_text}, limit_source="目录公开时限栏", due_on=due, safe_on=due, working=WORKING,
                    created_at=at, is_sample=True,
                    **({} if is_running else {"closing": "published", "closed_on": due - dt.timedelta(days=5 if number % 9 else -2), "closed_by": "bench"}),
                )
            )  # fmt: skip
        Event.objects.bulk_create(events)
        Duty.objects.bulk_create(duties)
    mend_sequences(Event)


WORKING = [{"date": f"2026-09-{day:02d}", "counts": True, "why": "工作日"} for day in range(1, 21)]


def _drafts(agency: object, rows: list, count: int, at: dt.datetime) -> None:
    from bench.filling import _content
    from gongkai.disclosures import content as contents
    from gongkai.disclosures.models import Disclosure, Review, Revision

    drafts = [
        Disclosure(
            agency=agency, item=row.item, office=row.office, title=f"{row.name}拟稿第{number}号（示例）", body="<p>示例。</p>" * 40,
            values=dict.fromkeys(row.elements, "示例"), created_at=at, created_by="demo-clerk", edited_at=at, edited_by="demo-clerk", is_sample=True,
        )
        for number, row in ((number, rows[number % len(rows)]) for number in range(count))
    ]  # fmt: skip
    made = Disclosure.objects.bulk_create(drafts)
    reviewed = [contents.reviewed(_content(agency, rows[number % len(rows)], number, at.year)) for number in range(0, count, 2)]
    Revision.objects.bulk_create(Revision(disclosure=one, number=1, content={}, at=at, by="demo-clerk") for one in made)
    stages = ("office", "secrecy", "release")
    Review.objects.bulk_create(
        Review(
            disclosure=one, act="publish", content=reviewed[number], sha256=contents.sha256_of(reviewed[number]), stage=stages[number % 3],
            submitted_at=at, submitted_by="demo-clerk",
        )
        for number, one in enumerate(made[::2])
    )  # fmt: skip


def _lists(agency: object, rows: list, records: int, at: dt.datetime) -> None:
    from gongkai.records.models import Record, RecordList

    for first in range(0, records, BATCH):
        share = min(BATCH, records - first)
        lists = RecordList.objects.bulk_create(
            RecordList(
                agency=agency, office=rows[number % len(rows)].office, schema="recognised_enterprises", title=f"第{first + number}号名单（示例）",
                columns=["name", "credit_code"], row_count=ROWS, is_sample=True, created_at=at, created_by="bench",
            )
            for number in range(0, share, ROWS)
        )  # fmt: skip
        Record.objects.bulk_create(
            Record(
                record_list=one, position=place, year=2026, sought=f"示例企业{first}-{place}有限公司",
                values={"name": f"示例企业{first}-{place}有限公司", "credit_code": "111500000000000007"},
            )
            for one in lists
            for place in range(1, ROWS + 1)
        )  # fmt: skip


def _acts(size: int, at: dt.datetime) -> None:
    from gongkai.audit.models import AuditEntry

    for first in range(0, size * 3, BATCH):
        AuditEntry.objects.bulk_create(
            AuditEntry(
                at=at - dt.timedelta(seconds=size * 3 - number), by=("demo-clerk", "demo-head", "demo-leader")[number % 3],
                act=("修改", "送审", "首次公开")[number % 3], subject_kind="disclosures.Disclosure", subject_key=str(number // 3 + 1),
                subject=f"公开信息第{number // 3 + 1}号（示例）", after={"title": "示例"},
            )
            for number in range(first, min(first + BATCH, size * 3))
        )  # fmt: skip


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
