"""Runs the real program as its users do: a process of its own on a data folder and a free port, ended like theirs.

Only the embedded default is run here (SQLite and a folder), whatever database the rest of the tests use.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = Path(sys.executable).with_name("gongkai")
READY = "按 Ctrl-C 停止"


def environment() -> dict[str, str]:
    """Return our environment without what would lead the program elsewhere; its text is wide and unbroken."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DATABASE_", "DJANGO_"))}
    return ours | {"COLUMNS": "200", "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def call(*words: object, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [PROGRAM, *map(str, words)], cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=timeout
    )


def begin(*command: object) -> subprocess.Popen[str]:
    """Start a process that answers Ctrl-C even where our own shell had set it aside."""
    return subprocess.Popen(
        [str(word) for word in command],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=_heed_ctrl_c,
    )


def _heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass
class Running:
    """The program while it serves; ``said`` is what it has printed."""

    data: Path
    port: int
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to what it says, so that it never waits for us."""
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def address(self) -> str:
        """Return where it serves."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def words(self) -> str:
        """Return all it has printed."""
        return "".join(self.said)

    @property
    def password(self) -> str:
        """Return the one-time password it printed."""
        found = re.search(r"一次性密码 (\S+?)（", self.words)
        assert found, self.words
        return found[1]

    def wait_until_ready(self, seconds: float = 120) -> "Running":
        """Wait until it says that it serves and answers."""
        deadline = time.monotonic() + seconds
        while READY not in self.words or not self._answers():
            assert self.process.poll() is None, self.words
            assert time.monotonic() < deadline, self.words
            time.sleep(0.05)
        return self

    def stop(self, number: int = signal.SIGINT, seconds: float = 15) -> int:
        """Ask it to stop, wait for it, and return its exit code."""
        self.process.send_signal(number)
        return self.wait(seconds)

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self.process.kill()
        self.wait(15)

    def wait(self, seconds: float) -> int:
        """Wait for its end and return its exit code."""
        code = self.process.wait(seconds)
        self._listener.join(seconds)
        assert self.process.stdout
        self.process.stdout.close()
        return code

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)

    def _answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("HEAD", "/")
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()


def start(data: Path, *options: object) -> Running:
    """Start ``gongkai up`` on a data folder."""
    port = free_port()
    return Running(data, port, begin(PROGRAM, "up", "--data", data, "--port", port, *options))
