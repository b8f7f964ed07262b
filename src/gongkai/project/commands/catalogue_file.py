"""Reads a catalogue from a file for the commands that look at one: lint and diff."""

from dataclasses import replace
from pathlib import Path

from gongkai.rules.catalogue_model import CatalogueRead
from gongkai.rules.catalogue_rows import NoHeaderFound, read_catalogue
from gongkai.sources.errors import BadInput
from gongkai.sources.tables import read_tables_with_findings


def read_file(path: Path) -> CatalogueRead:
    """Read the catalogue in a file, with what its format had to say; raises BadInput when there is none in it."""
    grids, findings = read_tables_with_findings(path)
    try:
        read = read_catalogue(grids)
    except NoHeaderFound as error:
        raise BadInput(f"“{path.name}”：{error}") from error
    return replace(read, findings=(*findings, *read.findings))
