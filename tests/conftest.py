"""What every test shares: a data folder of its own, closed sockets, a database whose history can be flushed, a browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import running
from django.db import connection
from playwright.sync_api import Browser, Locator, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
_click = Locator.click


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let tests reach loopback only."""
    from pytest_socket import socket_allow_hosts

    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """Leave the database settings as they are (SQLite, or what DATABASE_URL says), but give each worker a database of its own."""
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    if worker and connection.vendor != "sqlite":
        connection.settings_dict["TEST"]["NAME"] = f"test_gongkai_{worker}"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder as the first start leaves it, with catalogue, samples and site: to be copied, not changed."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    done = running.call("up", "--data", data, "--prepare-only")
    assert done.returncode == 0 and not done.stderr, done.stderr
    return data


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Open Chromium for the tests of one module: longer, its event loop would keep Django's tests from the database."""
    if not CHROMIUM.exists():
        pytest.skip("no Chromium here: `sh tools/browser` installs it where it may")
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", _click_and_load)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def _click_and_load(locator: Locator, **said: Any) -> None:
    """Click, and wait until the page it leads to is there as a whole: on a busy machine half a page was read."""
    _click(locator, **said)
    locator.page.wait_for_load_state()


@pytest.fixture(autouse=True)
def _flushable_history(request: pytest.FixtureRequest) -> None:
    """Let transactional tests empty append-only tables on SQLite, where a flush deletes row by row."""
    if not {"transactional_db", "live_server"} & set(request.fixturenames) and not (
        (marker := request.node.get_closest_marker("django_db")) and marker.kwargs.get("transaction")
    ):
        return
    request.getfixturevalue("transactional_db")
    if connection.vendor != "sqlite":
        return
    flush = connection.ops.execute_sql_flush

    def flush_without_triggers(statements: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        try:
            flush(statements)
        finally:
            with connection.cursor() as cursor:
                for _, sql in triggers:
                    cursor.execute(sql)

    connection.ops.execute_sql_flush = flush_without_triggers
