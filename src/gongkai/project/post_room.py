"""Joins the desk's reminders to the messages: once a day who must be told, every minute what is on its way."""

import datetime as dt
import logging
from collections.abc import Callable

from django.utils import timezone

from gongkai.desk.reminders import drop_settled, is_working_day, remind
from gongkai.messages.delivering import Delivered, deliver
from gongkai.publisher.models import OutboxEntry

log = logging.getLogger(__name__)


class PostRoom:
    """Remembers the last day it reminded of; forgetting it does no harm, because nobody is told twice."""

    def __init__(self, go_on: Callable[[], bool] = lambda: True) -> None:
        """Keep whom to ask before each letter."""
        self._go_on = go_on
        self._reminded_on: dt.date | None = None

    def round(self) -> Delivered:
        """Remind, if the day has turned and it was not done yet, and deliver; reminders that fail hold up no letter."""
        at = timezone.now()
        try:
            self._remind(at)
            drop_settled(at=at)
        except Exception:
            log.exception("reminding failed; it is tried again")
        return deliver(at=at, is_working_day=is_working_day, go_on=self._go_on)

    def _remind(self, at: dt.datetime) -> None:
        today = timezone.localdate(at)
        # The clock marks a day once its duties are made.
        if self._reminded_on != today and OutboxEntry.objects.filter(kind="day", key=today.isoformat()).exists():
            remind(on=today, at=at)
            self._reminded_on = today
