"""Closes the one way round the triggers that SQLite leaves: INSERT OR REPLACE removes a row without a DELETE."""

from django.db import migrations

TABLE = "audit_auditentry"
REFUSE = (
    f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE} "
    f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id) "
    f"BEGIN SELECT RAISE(ABORT, 'append-only: rows of {TABLE} are never changed or removed'); END"
)


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(REFUSE)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_replace")


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_search")]
    operations = [migrations.RunPython(refuse, allow)]
