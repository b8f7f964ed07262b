"""Fills what lists show from what was published, and turns the numbers of placements into public places."""

import datetime as dt
from typing import Any

from django.db import migrations
from django.db.models import Min

LIMITED = ("penalties",)
WRITTEN = ("public_summary", "public_office", "released_at", "public_notice_starts_on", "public_notice_ends_on", "next_expiry_on")


def fill(apps: Any, schema_editor: Any) -> None:
    Disclosure, Placement, PublicPlace, Record = (
        apps.get_model(*name.split("."))
        for name in ("disclosures.Disclosure", "disclosures.Placement", "disclosures.PublicPlace", "records.Record")
    )
    numbered = Placement.objects.filter(serial__isnull=False).values_list("disclosure_id", "item_id", "serial")
    PublicPlace.objects.bulk_create(PublicPlace(disclosure_id=d, item_id=i, serial=s) for d, i, s in numbered)
    public = Disclosure.objects.filter(latest__isnull=False).select_related("latest").order_by("pk")
    for one in public.iterator(chunk_size=200):
        content, is_public = one.latest.content, one.status == "published"
        notice = content.get("notice") if is_public else None
        one.public_summary, one.public_office_id, one.released_at = content["summary"], one.office_id, one.last_changed_at
        if notice:
            one.public_notice_starts_on = dt.date.fromisoformat(notice["starts_on"])
            one.public_notice_ends_on = dt.date.fromisoformat(notice["ends_on"])
        if content["lists"]:
            lists = list(one.record_lists.all())
            one.public_lists.set(lists)
            limited = [each for each in lists if each.schema in LIMITED]
            rows = Record.objects.filter(record_list__in=limited, status="in_force")
            one.next_expiry_on = rows.aggregate(first=Min("display_until"))["first"] if is_public and limited else None
        one.save(update_fields=WRITTEN)


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0021_afterwards"), ("records", "0003_facts_of_old_rows")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
