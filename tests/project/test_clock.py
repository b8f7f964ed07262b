"""What the clock does by itself: it notes that the site answers, extends what an outage cut short, and is not stopped by one failure."""

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import makers as make
import pytest
import running
from django.utils import timezone

from gongkai.disclosures import actions
from gongkai.disclosures.models import Uptime
from gongkai.project import clock, serving


@pytest.mark.django_db
def test_only_a_site_that_answers_is_noted() -> None:
    clock.watch(lambda: False)
    assert not Uptime.objects.exists()
    clock.watch(lambda: True)
    clock.watch(lambda: True)
    assert Uptime.objects.count() == 1


@pytest.mark.django_db
def test_the_first_answer_after_an_outage_extends_the_windows_it_met() -> None:
    make.catalogue_in_force()
    now, today = timezone.now(), timezone.localdate()
    made = make.draft(make.item(10), title="关于认定结果的公示")
    days = {"starts_on": today - dt.timedelta(days=3), "ends_on": today + dt.timedelta(days=3)}
    actions.open_notice(disclosure=made, **days, required_days=1, unit="day", contact="装备处", by=make.BY, at=now)
    make.release(made, at=now)
    Uptime.objects.create(from_at=now - dt.timedelta(days=9), until_at=now - dt.timedelta(days=1, hours=12))
    clock.watch(lambda: True)
    made.refresh_from_db()
    assert made.latest.act == "extend" and made.public_notice_ends_on > days["ends_on"]
    clock.watch(lambda: True)
    assert made.publications.count() == 2


@pytest.mark.django_db
def test_one_act_that_fails_keeps_none_of_the_others_back(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    done = []

    def fails(*, at: dt.datetime) -> None:
        raise RuntimeError("broken")

    def works(*, at: dt.datetime) -> None:
        done.append(at)

    monkeypatch.setattr(clock, "release_due", fails)
    monkeypatch.setattr(clock, "end_displays", works)
    monkeypatch.setattr(clock, "expire_rows", works)
    clock.keep_hours()
    assert len(done) == 2 and "fails failed" in caplog.text


class Door(BaseHTTPRequestHandler):
    """A front door that answers as its server says."""

    def do_HEAD(self) -> None:
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize(("status", "answers"), [(200, True), (404, True), (503, False)])
def test_the_site_is_asked_as_a_reader_asks(status: int, answers: bool) -> None:
    with HTTPServer(("127.0.0.1", 0), Door) as server:
        server.status = status  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        assert serving.answers("0.0.0.0", server.server_port) == answers
        thread.join()


def test_a_door_that_is_shut_does_not_answer() -> None:
    assert serving.answers("127.0.0.1", running.free_port(), patience=1) is False
