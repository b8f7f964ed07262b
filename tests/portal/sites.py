"""A public site in a folder of the test's own: brought up to date from the outbox, or built whole in this process."""

import datetime as dt
from pathlib import Path

import makers as make

from gongkai.portal import changes, parts
from gongkai.portal.press import Press
from gongkai.publisher import worker
from gongkai.publisher.files import Blob
from gongkai.publisher.models import OutboxEntry
from gongkai.publisher.site import Site


def whole(on: dt.date = make.TODAY) -> dict[str, bytes]:
    """Return every file of a full build by its path."""
    files: dict[str, bytes] = {}
    for name, args in parts.shares_of(make.agency(), on=on):
        for file in getattr(parts, name)(*args):
            assert file.path not in files, f"{file.path} is made twice"
            files[file.path] = file.source.read_bytes() if isinstance(file, Blob) else file.body
    return files


def drain(site: Site, *, on: dt.date = make.TODAY) -> worker.Drained:
    """Bring the outbox to the site."""
    press_day = Press(make.agency(), on)
    drained = worker.drain(
        site, lambda entries: changes.files_of(Press(press_day.agency, on), entries), at_clock=lambda: make.moment(on)
    )
    assert not drained.failed, list(OutboxEntry.objects.exclude(last_error="").values_list("kind", "last_error"))
    return drained


def on_disk(site: Site) -> dict[str, bytes]:
    """Return every public file by its path, precompressed ones left out."""
    root = Path(site.layout.current).resolve()
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.suffix != ".gz"
    }
