"""Real servers on loopback that messages are sent to: an SMTP server (aiosmtpd) and an HTTP server, both made to misbehave."""

import asyncio
import email
import json
import os
import signal
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import running
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

CERTIFICATE = Path(__file__).with_name("messages") / "loopback.pem"  # for 127.0.0.1 only; its key is no secret
USER, PASSWORD = "gongkai", "p/ss@rd"


class MailBox:
    """What a mail server received, and how it is to behave."""

    def __init__(self) -> None:
        """Behave."""
        self.received: list[EmailMessage] = []
        self.tried = 0
        self.refuse: dict[str, str] = {}  # recipient -> answer, such as "550 no such user"
        self.answer = "250 OK"
        self.pause = 0.0
        self.kill: int | None = None  # the process to kill once its letter is in our hands

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        """Take or refuse a recipient."""
        self.tried += 1
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take or refuse a letter."""
        await asyncio.sleep(self.pause)
        if self.answer.startswith("2"):
            content = envelope.content
            letter = email.message_from_bytes(content if isinstance(content, bytes) else str(content).encode(), policy=default)
            letter["X-Was-Encrypted"] = str(session.ssl is not None)
            self.received.append(letter)
        if self.kill:
            os.kill(self.kill, signal.SIGKILL)
            self.kill = None
        return self.answer

    @property
    def recipients(self) -> list[str]:
        """Return to whom letters came, sorted."""
        return sorted(letter["To"] for letter in self.received)


@contextmanager
def mail_server(*, port: int = 0, secure: bool = False, box: MailBox | None = None) -> Iterator[tuple[MailBox, int]]:
    """Run an SMTP server; ``secure`` asks for STARTTLS and for a sign-in."""
    box, port = box or MailBox(), port or running.free_port()
    more: dict[str, Any] = {}
    if secure:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        more = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": _knows}
    controller = Controller(box, hostname="127.0.0.1", port=port, ready_timeout=20, **more)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


def _knows(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=False)  # not handled: the server itself answers 535


class Hook:
    """What a web server received, and how it is to answer."""

    def __init__(self) -> None:
        """Answer with 200 and an empty object."""
        self.received: list[tuple[str, dict[str, Any]]] = []
        self.status = 200
        self.answer: object = {}
        self.location = ""
        self.pause: Callable[[], object] = lambda: None


@contextmanager
def web_server() -> Iterator[tuple[Hook, int]]:
    """Run an HTTP server."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            hook.received.append((self.path, json.loads(body)))
            hook.pause()
            self.send_response(hook.status)
            if hook.location:
                self.send_header("Location", hook.location)
            said = json.dumps(hook.answer).encode()
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):  # who asked had no patience
                self.wfile.write(said)

        def log_message(self, *words: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield hook, server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
