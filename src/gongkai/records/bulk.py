"""Puts many rows into a table with one prepared statement: Django's own way makes a new statement for every seventy on SQLite.

Used where a list of a hundred thousand rows is stored in one transaction, during which on SQLite nobody else can write.
"""

from collections.abc import Sequence

from django.db import connections, models, router


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model; their keys are given by the database and not read back."""
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    name = connection.ops.quote_name
    columns = ", ".join(name(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {name(model._meta.db_table)} ({columns}) VALUES ({places})", values)
