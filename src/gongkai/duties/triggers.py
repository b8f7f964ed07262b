"""What the database itself refuses about proposals to withhold: changing what was proposed, changing or removing a decision."""

from typing import Any

from django.db import migrations

TABLE = "duties_withholdingproposal"
PROPOSED = ("duty_id", "article", "reason", "reassess_on", "again", "proposed_at", "proposed_by")
MESSAGE = "fixed: a proposal is decided once, and what was proposed never changes"


def _changed(differs: str) -> str:
    return " OR ".join(["OLD.decision <> ''", *(f"OLD.{column} {differs} NEW.{column}" for column in PROPOSED)])


def statements(vendor: str) -> list[str]:
    """Return the SQL that makes the triggers on a database; it may be repeated."""
    if vendor == "sqlite":
        refuse = f"SELECT RAISE(ABORT, '{MESSAGE}')"
        return [
            f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_change BEFORE UPDATE ON {TABLE} WHEN {_changed('IS NOT')} BEGIN {refuse}; END",
            f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_delete BEFORE DELETE ON {TABLE} BEGIN {refuse}; END",
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {TABLE}_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{MESSAGE}'; END IF; "
        f"IF {_changed('IS DISTINCT FROM')} THEN RAISE EXCEPTION '{MESSAGE}'; END IF; RETURN NEW; END $$",
        f"DROP TRIGGER IF EXISTS {TABLE}_fixed ON {TABLE}",
        f"CREATE TRIGGER {TABLE}_fixed BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_fixed()",
    ]


def guard() -> migrations.RunPython:
    """Return the migration step that makes the triggers; to be repeated after every migration of this table."""

    def make(apps: Any, schema_editor: Any) -> None:
        for statement in statements(schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def drop(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_change")
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_delete")
        else:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {TABLE}_fixed CASCADE")

    return migrations.RunPython(make, drop)
