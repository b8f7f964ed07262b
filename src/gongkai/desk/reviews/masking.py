"""Keeps the keys of outsiders' links out of the log: Django writes the address of every request that fails."""

import logging
import re

KEY = re.compile(r"(/opinion/)[^/\s]+")
LOGGERS = ("django.request", "django.security.csrf", "django.security.SuspiciousOperation")


class KeysMasked(logging.Filter):
    """Puts asterisks in the place of a key in whatever is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the words and the arguments of a record; keep every record."""
        record.msg = KEY.sub(r"\1***", str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(KEY.sub(r"\1***", arg) if isinstance(arg, str) else arg for arg in record.args)
        return True


def keep_keys_out_of_the_log() -> None:
    """Mask keys in the loggers that write addresses; again changes nothing."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(one, KeysMasked) for one in logger.filters):
            logger.addFilter(KeysMasked())
