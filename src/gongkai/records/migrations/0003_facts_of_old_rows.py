"""Gives rows stored before this version their search words, display limits and digests, and lists their content hash."""

import hashlib

from django.db import migrations

from gongkai.records.facts import facts_of, row_digest
from gongkai.records.schemas import schema_named

BATCH = 1_000
FIELDS = ["sought", "year", "grouping", "display_until", "digest"]


def fill(apps, schema_editor):
    lists, records = apps.get_model("records", "RecordList"), apps.get_model("records", "Record")
    for record_list in lists.objects.all():
        schema = schema_named(record_list.schema)
        content = hashlib.sha256(f"{record_list.schema}\n{record_list.title}\n".encode())
        batch = []
        for row in records.objects.filter(record_list=record_list).order_by("position").iterator(chunk_size=BATCH):
            facts = facts_of(schema, row.values)
            row.sought, row.year, row.grouping, row.display_until = facts.sought, facts.year, facts.grouping, facts.display_until
            row.digest = row_digest(row.values, "", "in_force", None, "")
            content.update(f"{row.position} {row.digest}\n".encode())
            batch.append(row)
            if len(batch) == BATCH:
                records.objects.bulk_update(batch, FIELDS)
                batch = []
        records.objects.bulk_update(batch, FIELDS)
        record_list.content_sha256 = content.hexdigest()
        record_list.save(update_fields=["content_sha256"])


class Migration(migrations.Migration):
    dependencies = [("records", "0002_versions_and_uploads")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
