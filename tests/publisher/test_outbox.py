"""The outbox: once each, oldest first, failures put off alone, and nothing marked that is not on disk."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from publisher.parts import tree_of

from gongkai.publisher import site as site_module
from gongkai.publisher.actions import enqueue, forget_done
from gongkai.publisher.errors import SiteBusy, SiteFull
from gongkai.publisher.files import Changes, File
from gongkai.publisher.models import OutboxEntry
from gongkai.publisher.site import Site
from gongkai.publisher.worker import drain

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path / "site", wait=0.1)
    yield made
    made.close()


class Portal:
    """Renders an entry as one page named after its key; some keys fail."""

    def __init__(self, *, failing: Sequence[str] = ()) -> None:
        self.calls: list[list[str]] = []
        self.failing = set(failing)

    def __call__(self, entries: Sequence[OutboxEntry]) -> Changes:
        self.calls.append([entry.key for entry in entries])
        for entry in entries:
            if entry.key in self.failing:
                raise LookupError(f"no page for {entry.key}")
        return Changes([File(f"{entry.key}.html", entry.kind.encode()) for entry in entries])


def put(*keys: str) -> None:
    for key in keys:
        enqueue(kind="disclosure", key=key, at=NOW)


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def test_oldest_first_each_once_and_marked(site: Site) -> None:
    put("1", "2", "1", "3")
    portal = Portal()
    done = drain(site, portal, at_clock=at(NOW), batch=3)
    assert (done.done, done.failed, done.written) == (4, 0, 3)
    assert portal.calls == [["1", "2"], ["3"]]
    assert not OutboxEntry.objects.pending().exists()
    assert drain(site, portal, at_clock=at(NOW)).done == 0 and len(portal.calls) == 2


def test_a_failing_entry_blocks_nobody_and_waits_longer_each_time(site: Site) -> None:
    put("1", "bad", "2")
    portal = Portal(failing=["bad"])
    done = drain(site, portal, at_clock=at(NOW))
    assert (done.done, done.failed) == (2, 1)
    assert sorted(tree_of(site)) == ["1.html", "2.html"]
    bad = OutboxEntry.objects.pending().get()
    assert (bad.attempts, bad.not_before) == (1, NOW + timedelta(seconds=10)) and "no page for bad" in bad.last_error

    put("3")
    assert drain(site, portal, at_clock=at(NOW + timedelta(seconds=9))).done == 1  # not yet its turn
    waits = []
    for _ in range(12):
        moment = OutboxEntry.objects.get(pk=bad.pk).not_before
        assert drain(site, portal, at_clock=at(moment)).failed == 1
        waits.append((OutboxEntry.objects.get(pk=bad.pk).not_before - moment).total_seconds())
    assert waits[:3] == [20, 40, 80] and waits[-1] == 3600

    put("4")
    portal.failing.clear()
    portal.calls.clear()
    assert drain(site, portal, at_clock=at(NOW + timedelta(days=1))).done == 2
    assert portal.calls == [["4"], ["bad"]]
    bad.refresh_from_db()
    assert bad.done_at and bad.last_error == ""


def test_nothing_is_marked_when_the_disk_is_full(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    put("1", "2")
    with monkeypatch.context() as patch:
        def full(root: Path) -> None:
            raise OSError(28, "No space left on device")

        patch.setattr(site_module, "sync_file_system", full)
        with pytest.raises(SiteFull):
            drain(site, Portal(), at_clock=at(NOW))
    waiting = OutboxEntry.objects.pending()
    assert [(one.attempts, "磁盘空间不足" in one.last_error) for one in waiting] == [(0, True)] * 2
    assert drain(site, Portal(), at_clock=at(NOW + timedelta(seconds=10))).done == 2


def test_a_busy_site_costs_no_attempt(site: Site) -> None:
    put("1")
    other = Site(site.layout.root)
    with other.locked(), pytest.raises(SiteBusy):
        drain(site, Portal(), at_clock=at(NOW))
    assert OutboxEntry.objects.pending().get().attempts == 0


def test_done_again_after_a_kill_before_the_mark(site: Site) -> None:
    put("1")
    portal = Portal()
    drain(site, portal, at_clock=at(NOW))
    OutboxEntry.objects.update(done_at=None)
    again = drain(site, portal, at_clock=at(NOW))
    assert (again.done, again.written, again.unchanged) == (1, 0, 1)


def test_only_what_is_long_done_is_forgotten(site: Site) -> None:
    put("1")
    drain(site, Portal(), at_clock=at(NOW))
    put("2")
    assert forget_done(before=NOW) == 0
    assert forget_done(before=NOW + timedelta(days=1)) == 1
    assert OutboxEntry.objects.get().key == "2"
