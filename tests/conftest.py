"""What every test shares: a data folder of its own, closed sockets, and a database whose history can be flushed."""

import pytest
from django.db import connection


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let tests reach loopback only."""
    from pytest_socket import socket_allow_hosts

    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Leave the database settings as they are: SQLite, or what DATABASE_URL says."""


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
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_%'")
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
