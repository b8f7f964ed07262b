"""What happens by itself: the outbox is emptied, what has its hour goes out or comes down, each new day produces its duties and
refreshes what the date changes, it is noted that the site answers, people are told.

A few threads of one process; each act is idempotent, so a stop at any point is made good on the next start. The one that
talks to mail servers may hang on them: it is not waited for long, and dies with the process.
"""

import datetime as dt
import logging
import threading
from collections.abc import Callable
from functools import partial

from django.db import close_old_connections, connections
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.disclosures.actions import (
    end_displays,
    expire_rows,
    extend_notices,
    forget_objectors,
    note_uptime,
    release_due,
)
from gongkai.duties.actions import generate
from gongkai.project import press_room
from gongkai.project.post_room import PostRoom
from gongkai.publisher.actions import enqueue, forget_done
from gongkai.publisher.models import OutboxEntry
from gongkai.records.actions import forget_abandoned

OUTBOX_SECONDS = 0.5
CLOCK_SECONDS = 30.0
MESSAGES_SECONDS = 60.0
WATCH_SECONDS = 60.0
MESSAGES_PATIENCE = 3.0  # how long a stop waits for a letter that is being handed over
KEPT = dt.timedelta(days=30)  # how long the outbox remembers what it has done, and uploads that nobody finished are kept
CLOCK = "时钟"

log = logging.getLogger(__name__)


def turn_day() -> bool:
    """Begin the current day if it has not begun: make its calendar duties, refresh the pages it changes."""
    now = timezone.now()
    today = timezone.localdate(now)
    if OutboxEntry.objects.filter(kind="day", key=today.isoformat()).exists():
        return False
    for agency in Agency.objects.all():
        generate(agency=agency, on=today, by=CLOCK, at=now)
    extend_notices(at=now)
    forget_objectors(at=now)
    forget_abandoned(before=now - KEPT)
    forget_done(before=now - KEPT)
    enqueue(kind="day", key=today.isoformat(), at=now)
    return True


def keep_hours() -> None:
    """Let out what has its hour, and take down what is shown no longer; one that fails keeps none of the others back."""
    for act in (release_due, end_displays, expire_rows):
        try:
            act(at=timezone.now())
        except Exception:
            log.exception("%s failed; it is tried again", act.__name__)


def watch(answers: Callable[[], bool]) -> None:
    """Note that the public site answers; when it did not for a while, extend the notice windows that were cut short."""
    if answers() and note_uptime(at=timezone.now()):
        extend_notices(at=timezone.now())


class Keeper:
    """Runs the threads until it is stopped."""

    def __init__(self, answers: Callable[[], bool]) -> None:
        """Prepare the threads; ``answers`` asks the public site whether it is there."""
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._repeat, args=(press_room.drain, OUTBOX_SECONDS), name="outbox"),
            threading.Thread(target=self._repeat, args=(turn_day, CLOCK_SECONDS), name="clock"),
            threading.Thread(target=self._repeat, args=(keep_hours, CLOCK_SECONDS), name="hours"),
            threading.Thread(target=self._repeat, args=(partial(watch, answers), WATCH_SECONDS), name="watch"),
        ]
        post_room = PostRoom(go_on=lambda: not self._stop.is_set())
        self._messages = threading.Thread(
            target=self._repeat, args=(post_room.round, MESSAGES_SECONDS), name="messages", daemon=True
        )

    def start(self) -> None:
        """Start the threads."""
        for thread in (*self._threads, self._messages):
            thread.start()

    def stop(self) -> None:
        """Let them finish what they are doing, and wait for them; for a mail server only a moment."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self._messages.join(MESSAGES_PATIENCE)

    def _repeat(self, act: Callable[[], object], pause: float) -> None:
        while not self._stop.is_set():
            try:
                close_old_connections()
                act()
            except Exception:
                log.exception("%s failed; it is tried again", getattr(act, "__name__", act))
                self._stop.wait(5)
            self._stop.wait(pause)
        connections.close_all()
