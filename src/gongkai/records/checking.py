"""Checks single cells with the Frictionless library, and answers in our own words.

The library knows Table Schema's types and constraints; this is the one place that knows the library (decision 0007).
"""

from collections.abc import Iterator

from frictionless import Schema

from gongkai.rules.table_schema import Column, TableSchema
from gongkai.rules.table_schema_faults import Fault, faults_of_cell, words_for

REMEMBERED = 20_000  # cells: what repeats in a table repeats early


class CellChecker:
    """Checks cells of one schema, with the library's readers made once; what repeats in a table is checked once."""

    def __init__(self, schema: TableSchema) -> None:
        fields = Schema.from_descriptor(dict(schema.descriptor)).fields
        self._readers = {each.name: each.create_cell_reader() for each in fields}
        self._known: dict[tuple[str, str], tuple[Fault, ...]] = {}

    def faults(self, column: Column, value: str) -> tuple[Fault, ...]:
        """Return what is wrong with a cell already in its stored form; an empty one is wrong only where it is required."""
        known = self._known.get((column.name, value))
        if known is None:
            known = tuple(self._check(column, value))
            if len(self._known) < REMEMBERED:
                self._known[column.name, value] = known
        return known

    def _check(self, column: Column, value: str) -> Iterator[Fault]:
        _, notes = self._readers[column.name](value)
        wrong_check = list(faults_of_cell(column, value)) if value else []
        for constraint in notes or ():
            # A code of the wrong length is told once, by its own check.
            if not (wrong_check and constraint == "maxLength"):
                yield words_for(column, constraint, value)
        yield from wrong_check
