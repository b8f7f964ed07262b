"""E-mail: one connection for a round of letters, and what the server's answers mean for a letter and for the next ones.

The Message-ID stays the same at every try: when we die between the server's yes and our note of it, the letter is sent
again and mail systems can drop the repeat.
"""

import smtplib
from contextlib import suppress
from email.utils import parseaddr
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from gongkai.messages.errors import NotDelivered
from gongkai.messages.letterheads import body_of, subject_of
from gongkai.messages.models import Delivery

BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def is_set() -> bool:
    """Tell whether there is a mail server."""
    return bool(settings.EMAIL_HOST)


def letter(delivery: Delivery) -> EmailMessage:
    """Write the letter of a delivery."""
    message = delivery.message
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<{delivery.reference}@{domain}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    to = message.person.email if message.person else ""
    return EmailMessage(subject_of(message), body_of(message), settings.DEFAULT_FROM_EMAIL, [to], headers=headers)


class Postman:
    """Hands letters to the mail server of the settings; use it as a context."""

    def __init__(self) -> None:
        """Wait for the first letter before connecting."""
        self._connection: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._hang_up()

    def send(self, delivery: Delivery) -> None:
        """Hand over one letter; raise NotDelivered where the server does not take it."""
        if not is_set():
            raise NotDelivered("没有设置发信服务器（GONGKAI_SMTP_URL）", way_is_down=True)
        if not (delivery.message.person and delivery.message.person.email):
            raise NotDelivered("收件人没有电子邮箱地址", for_good=True)
        try:
            if self._connection is None:
                self._connection = get_connection(BACKEND)
                self._connection.open()
            self._connection.send_messages([letter(delivery)])
        except Exception as error:
            self._hang_up()
            raise _meaning(error) from error

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                connection.close()


def _meaning(error: Exception) -> NotDelivered:
    """Say what a failure means: for this letter only, or for every letter."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, said = next(iter(error.recipients.values()))
            return NotDelivered(f"收件地址被拒收（{_said(code, said)}）", for_good=code >= 500)
        case smtplib.SMTPDataError():
            return NotDelivered(f"邮件被拒收（{_said(error.smtp_code, error.smtp_error)}）", for_good=error.smtp_code >= 500)
        case smtplib.SMTPAuthenticationError():
            return NotDelivered(f"发信服务器不接受用户名或密码（{error.smtp_code}）", way_is_down=True)
        case smtplib.SMTPSenderRefused():
            return NotDelivered(f"发信服务器不接受发信人地址（{_said(error.smtp_code, error.smtp_error)}）", way_is_down=True)
        case smtplib.SMTPResponseException():
            return NotDelivered(f"发信服务器拒绝（{_said(error.smtp_code, error.smtp_error)}）", way_is_down=True)
        case smtplib.SMTPNotSupportedError():
            return NotDelivered("发信服务器不支持所设置的方式（STARTTLS 或登录）", way_is_down=True)
        case TimeoutError() | smtplib.SMTPServerDisconnected() if "timed out" in str(error):  # smtplib wraps the one in the other
            return NotDelivered("发信服务器没有按时答复", way_is_down=True)
        case smtplib.SMTPException() | OSError():
            return NotDelivered(f"连不上发信服务器（{type(error).__name__}）", way_is_down=True)
        case ValueError():
            return NotDelivered("收件地址写得不对", for_good=True)
    raise error


def _said(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:160]
