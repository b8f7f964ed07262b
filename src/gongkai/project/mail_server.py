"""Reads the mail server's address from one line, such as ``smtp://user:password@mail.example.cn:587/?tls=1``."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FORM = "应写成 smtp://用户:密码@主机:587/?tls=1（STARTTLS）或 smtps://用户:密码@主机:465；密码里的特殊字符用 %XX 表示"
PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over; an empty host means that there is none. ``tls`` from the first byte, or by STARTTLS."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    starttls: bool
    tls: bool


def mail_server(url: str) -> MailServer:
    """Read an address; an empty one means no server. A wrong one is refused without repeating it: it holds a password.

    >>> mail_server("smtp://a%40b:c@mail.example.cn:587/?tls=1").user
    'a@b'
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"GONGKAI_SMTP_URL 读不懂：{FORM}。") from None
    if url and (parts.scheme not in PORTS or not parts.hostname or parts.path not in ("", "/") or parts.fragment):
        raise ImproperlyConfigured(f"GONGKAI_SMTP_URL 读不懂：{FORM}。")
    words = parse_qs(parts.query, keep_blank_values=True)
    if words not in ({}, {"tls": ["0"]}, {"tls": ["1"]}):
        raise ImproperlyConfigured(f"GONGKAI_SMTP_URL 里只认识 tls=1 或 tls=0：{FORM}。")
    return MailServer(
        host=parts.hostname or "",
        port=port or PORTS.get(parts.scheme, 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp" and words == {"tls": ["1"]},
        tls=parts.scheme == "smtps",
    )
