"""The real program, started once as a user starts it and stopped with Ctrl-C at the end; and visitors of its site."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import running
from journeys import visiting
from journeys.desk_people import Desk, let_in
from playwright.sync_api import Browser, BrowserContext, Page
from running import Running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this room as a journey."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data = tmp_path_factory.mktemp("journeys") / "data"
    shutil.copytree(prepared, data, symlinks=True)
    program = running.start(data)
    try:
        yield program.wait_until_ready()
        code = program.stop()
    except BaseException:
        program.kill()
        raise
    assert code == 0 and "数据都在" in program.words, program.words
    assert "Traceback" not in program.words, program.words


@pytest.fixture(scope="session")
def answers(site: Running) -> dict[str, visiting.Answer]:
    """Every address of the site that a link leads to, with what it answers."""
    return visiting.walk(site.port)


@pytest.fixture(scope="session")
def kinds(answers: dict[str, visiting.Answer]) -> dict[str, str]:
    """One address of every kind of page."""
    found = visiting.kinds(answers)
    assert found.keys() == set(visiting.KINDS)
    return found


@pytest.fixture
def context(browser: Browser, site: Running) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=site.address, viewport={"width": 1440, "height": 900}, locale="zh-CN") as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def scriptless(browser: Browser, site: Running) -> Iterator[Page]:
    with browser.new_context(base_url=site.address, java_script_enabled=False, locale="zh-CN") as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def office(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Start a second program, whose people have passwords we know: what they do changes nothing for the visitors above."""
    data = tmp_path_factory.mktemp("office") / "data"
    shutil.copytree(prepared, data, symlinks=True)
    let_in(data)
    program = running.start(data)
    try:
        yield program.wait_until_ready()
        code = program.stop()
    except BaseException:
        program.kill()
        raise
    assert code == 0, program.words
    assert "Traceback" not in program.words, program.words


@pytest.fixture(scope="module")
def desk(browser: Browser, office: Running) -> Iterator[Desk]:
    desk = Desk(office, browser)
    yield desk
    desk.leave()
