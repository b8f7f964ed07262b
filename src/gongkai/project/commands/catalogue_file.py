"""Opens a catalogue for the commands that only look at one (lint, diff), showing progress to people when it takes long."""

from pathlib import Path

from gongkai.project.commands.catalogue_read import LateProgress, read_file
from gongkai.rules.catalogue_model import CatalogueRead


def open_catalogue(path: Path, *, quiet: bool) -> CatalogueRead:
    """Read the catalogue in a file; ``quiet`` shows no progress. Raises BadInput when there is none in it."""
    if quiet:
        return read_file(path, lambda words, done, total: None)
    progress = LateProgress()
    try:
        return read_file(path, progress.step)
    finally:
        progress.stop()
