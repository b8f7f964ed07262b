"""Killed between sending and noting it, and two workers at once: nothing is lost, and a repeat can be told from a new letter."""

import datetime as dt
import os
import subprocess
import sys
import threading
from pathlib import Path

import makers as make
import message_servers as servers
import pytest
from django.db import connection
from message_makers import AT, always, channel, letters_to, user

from gongkai.messages.delivering import CLAIM, deliver
from gongkai.messages.kinds import Kind, Rhythm
from gongkai.messages.models import Delivery, Message, Preference
from gongkai.messages.telling import Letter, post

pytestmark = pytest.mark.django_db(transaction=True)
CHILD = Path(__file__).with_name("deliver_child.py")
SOURCES = Path(sys.modules["gongkai"].__path__[0]).parent
THREADS = 4


def database_url() -> str:
    """Return the address of the test database."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    return f"postgres://{known['USER']}:{known['PASSWORD']}@{known['HOST'] or 'localhost'}:{known['PORT'] or 5432}/{known['NAME']}"


def worker(port: int, at: dt.datetime, data: Path) -> subprocess.Popen:
    """Start a process that delivers what is due at a moment."""
    ours = {
        "PYTHONPATH": str(SOURCES),
        "DATABASE_URL": database_url(),
        "GONGKAI_DATA": str(data),
        "GONGKAI_SMTP_URL": f"smtp://127.0.0.1:{port}",
    }
    words = [sys.executable, str(CHILD), at.isoformat()]
    return subprocess.Popen(words, env=os.environ | ours, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_letter_sent_by_a_killed_worker_goes_again_under_the_same_number(settings: object, tmp_path: Path) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    for name in "ab":
        letters_to(user(name))
    with servers.mail_server() as (box, port):
        settings.EMAIL_PORT = port
        killed = worker(port, AT, tmp_path)
        assert killed.stdout.readline() == "ready\n"
        box.kill = killed.pid
        killed.communicate("go\n", timeout=60)
        assert killed.returncode == -9 and len(box.received) == 1
        assert Delivery.objects.pending().count() == 2, "nobody noted that the first one had gone"

        assert deliver(at=AT + CLAIM / 2, is_working_day=always).sent == 1, "the claimed one is left to its worker"
        assert deliver(at=AT + CLAIM + dt.timedelta(minutes=1), is_working_day=always).sent == 1
        assert not Delivery.objects.pending().exists()
    assert box.recipients == ["a@example.cn", "a@example.cn", "b@example.cn"]
    numbers = [letter["Message-ID"] for letter in box.received if letter["To"] == "a@example.cn"]
    assert len(numbers) == 2 and len(set(numbers)) == 1


def at_once(act: object) -> list[BaseException]:
    """Run an act in several threads at the same moment; return what went wrong."""
    gate, errors = threading.Barrier(THREADS), []

    def run() -> None:
        try:
            gate.wait()
            act()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_workers_at_once_send_each_letter_once(settings: object) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    for number in range(24):
        letters_to(user(f"p{number:02}"))
    with servers.mail_server() as (box, port), servers.web_server() as (heard, web):
        settings.EMAIL_PORT = port
        group = channel(f"json://127.0.0.1:{web}/", agency=make.agency(), kinds=[Kind.OVERDUE])
        for number in range(3):
            post([Letter(group, Kind.OVERDUE, str(number), f"第{number}项", "", "")], at=AT)
        assert at_once(lambda: deliver(at=AT, is_working_day=always)) == []
        assert box.recipients == [f"p{number:02}@example.cn" for number in range(24)]
        assert sorted(said["title"][-3:] for _, said in heard.received) == ["第0项", "第1项", "第2项"]


def test_workers_at_once_make_one_digest(settings: object) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    someone = user()
    Preference.objects.create(user=someone, rhythm=Rhythm.DAILY)
    for key in "123":
        letters_to(someone, key=key, at=AT - dt.timedelta(days=1))
    with servers.mail_server() as (box, port):
        settings.EMAIL_PORT = port
        assert at_once(lambda: deliver(at=AT, is_working_day=always)) == []
        deliver(at=AT, is_working_day=always)
    assert len(box.received) == 1 and Message.objects.filter(kind=Kind.DIGEST).count() == 1


def test_tellers_at_once_make_one_message(settings: object) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    people = [user(f"p{number}") for number in range(5)]
    assert at_once(lambda: letters_to(*people)) == []
    assert Message.objects.count() == 5 and Delivery.objects.count() == 5
