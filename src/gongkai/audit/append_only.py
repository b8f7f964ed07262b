"""Makes a table append-only in the database itself, so that not even a mistake in our own code can rewrite history."""

from typing import Any

from django.db import migrations

MESSAGE = "append-only: rows of {table} are never changed or removed"


def _sqlite(table: str) -> list[str]:
    raise_it = f"SELECT RAISE(ABORT, '{MESSAGE.format(table=table)}')"
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act.lower()} BEFORE {act} ON {table} BEGIN {raise_it}; END"
        for act in ("UPDATE", "DELETE")
    ]


def _postgresql(table: str) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE.format(table=table)}'; END $$",
        f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
    ]


def append_only(table: str) -> migrations.RunPython:
    """Return the migration step that forbids UPDATE and DELETE on ``table``, for SQLite and PostgreSQL.

    It may be repeated, and must be after every migration that adds a column: SQLite makes the table anew without its triggers.
    """

    def forbid(apps: Any, schema_editor: Any) -> None:
        for statement in {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor](table):
            schema_editor.execute(statement)

    def allow(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")
        else:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_append_only CASCADE")

    return migrations.RunPython(forbid, allow)
