"""The hour at which the working day of messages begins: digests leave then, and nobody who wants quiet is disturbed before."""

import datetime as dt

from django.utils import timezone

BEGINS = dt.time(8, 30)


def has_begun(at: dt.datetime) -> bool:
    """Tell whether it is half past eight or later, local time."""
    return timezone.localtime(at).time() >= BEGINS


def next_beginning(at: dt.datetime) -> dt.datetime:
    """Return the next half past eight, ``at`` itself included; whether that day is worked is asked when it comes."""
    local = timezone.localtime(at)
    day = local.date() if local.time() <= BEGINS else local.date() + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, BEGINS))
