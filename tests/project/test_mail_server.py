"""The mail server's address: read as people write it, refused in words that do not repeat the password."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from gongkai.project.mail_server import mail_server


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "password", "starttls", "tls"),
    [
        ("", "", 25, "", "", False, False),
        ("smtp://mail.example.cn", "mail.example.cn", 25, "", "", False, False),
        ("smtp://a%40example.cn:p%2Fq@mail.example.cn:587/?tls=1", "mail.example.cn", 587, "a@example.cn", "p/q", True, False),
        ("smtp://mail.example.cn:2525/?tls=0", "mail.example.cn", 2525, "", "", False, False),
        ("smtps://a:b@mail.example.cn", "mail.example.cn", 465, "a", "b", False, True),
        ("smtp://a:b@[::1]:25", "::1", 25, "a", "b", False, False),
    ],
)
def test_addresses_are_read(url: str, host: str, port: int, user: str, password: str, starttls: bool, tls: bool) -> None:
    read = mail_server(url)
    assert (read.host, read.port, read.user, read.password) == (host, port, user, password)
    assert (read.starttls, read.tls) == (starttls, tls)
    assert not password or password not in repr(read)


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.cn", "http://u:s3cret@mail.example.cn", "smtp://u:s3cret@", "smtp://u:s3cret@host:port/",
        "smtp://u:s3cret@host/?tls=yes", "smtp://u:s3cret@host/?ssl=1", "smtp://u:s3#cret@host", "smtp://u:s3cret@host/box",
    ],
)  # fmt: skip
def test_a_wrong_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        mail_server(url)
    assert "smtps://" in str(refusal.value) and "s3cret" not in str(refusal.value)
