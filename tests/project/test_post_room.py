"""What is told by itself: reminders once a day, letters every minute, and a mail server that hangs disturbs nothing else."""

import socket
import threading
import time
from collections.abc import Iterator

import makers as make
import message_servers as servers
import pytest
from django.utils import timezone
from message_makers import letters_to, prefer, user

from gongkai.accounts.models import Appointment
from gongkai.accounts.roles import Role
from gongkai.desk import reminders
from gongkai.messages.kinds import Kind
from gongkai.messages.models import Delivery, Message
from gongkai.project.clock import Keeper
from gongkai.project.post_room import PostRoom
from gongkai.publisher.actions import enqueue
from gongkai.publisher.models import OutboxEntry


@pytest.fixture
def black_hole() -> Iterator[int]:
    """Listen on a port, take connections, and never say a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def wakeful(settings: object, port: int) -> None:
    """Let something be due at any hour for someone who wants no quiet."""
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    person = user()
    prefer(person, quiet_on_days_off=False)
    letters_to(person, at=timezone.now())


@pytest.mark.django_db
def test_a_round_reminds_once_the_day_has_turned_and_delivers(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    make.catalogue_in_force()
    duty = make.duty(make.item(10))
    Appointment.objects.create(
        user=user("clerk"), role=Role.CLERK, office=duty.office, since=make.IN_FORCE, made_at=make.moment(), made_by=make.BY
    )
    monkeypatch.setattr(timezone, "now", lambda: make.moment(duty.due_on))
    with servers.mail_server() as (box, port):
        wakeful(settings, port)
        room = PostRoom()
        assert room.round().sent == 1 and not Message.objects.filter(kind=Kind.DUE_0).exists(), "its duties may not be made yet"
        enqueue(kind="day", key=duty.due_on.isoformat(), at=timezone.now())
        assert room.round().sent == 1 and room.round().sent == 0
        assert box.recipients == ["clerk@example.cn", "zhang@example.cn"]


@pytest.mark.django_db
def test_reminders_that_fail_hold_up_no_letter(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**ignored: object) -> int:
        raise RuntimeError("no calendar")

    monkeypatch.setattr("gongkai.project.post_room.drop_settled", broken)
    assert reminders.drop_settled is not broken
    with servers.mail_server() as (_, port):
        wakeful(settings, port)
        assert PostRoom().round().sent == 1


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_hangs_stops_neither_the_outbox_nor_the_end(settings: object, black_hole: int) -> None:
    settings.EMAIL_TIMEOUT = 8
    wakeful(settings, black_hole)
    keeper = Keeper(answers=lambda: True)
    keeper.start()
    deadline = time.monotonic() + 30
    while not Delivery.objects.filter(claimed_until__isnull=False).exists() or not OutboxEntry.objects.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    begun = time.monotonic()
    keeper.stop()
    assert time.monotonic() - begun < 6
    for thread in threading.enumerate():
        if thread.name == "messages":
            thread.join(20)  # its time-out lets it go; in the program it dies with the process
    assert Delivery.objects.get().attempts == 1
