"""A publisher with an outbox, to be killed or run twice: ``python outbox_child.py DATABASE_URL ROOT [make|MARKER]``.

An entry's page holds its newest value, kept in a table of files beside the database, so that an older page that
overwrote a newer one would be seen.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import dj_database_url
import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["gongkai.publisher"],
    DATABASES={"default": dj_database_url.parse(sys.argv[1])},
    USE_TZ=True,
)
if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    settings.DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL",
    }
django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from gongkai.publisher.actions import enqueue  # noqa: E402
from gongkai.publisher.files import Changes, File  # noqa: E402
from gongkai.publisher.models import OutboxEntry  # noqa: E402
from gongkai.publisher.site import Site  # noqa: E402
from gongkai.publisher.worker import drain  # noqa: E402


def make(count: int) -> None:
    """Make the table and fill it: each key three times, so that drains have something to agree on."""
    with connection.schema_editor() as editor:
        editor.create_model(OutboxEntry)
    for number in range(count):
        enqueue(kind="page", key=str(number // 3), at=timezone.now())


def render(entries: Sequence[OutboxEntry]) -> Changes:
    """Render each entry with the number of the newest entry of its key."""
    files = []
    for entry in entries:
        newest = OutboxEntry.objects.filter(key=entry.key).order_by("-id").values_list("id", flat=True)[0]
        files.append(File(f"{entry.key}.html", str(newest).encode()))
    return Changes(files)


def main() -> None:
    """Drain until nothing waits."""
    site = Site(Path(sys.argv[2]), wait=30)
    site.recover()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    done = drain(site, render, at_clock=timezone.now, batch=4)
    site.close()
    sys.stdout.write(f"{done.done} {done.failed}\n")


if __name__ == "__main__":
    if sys.argv[3:]:
        make(int(sys.argv[3]))
    else:
        main()
