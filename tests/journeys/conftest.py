"""A browser for the whole run; a portal of its own for each journey."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browsing import Guest, chromium
from tests.journeys.running import Portal, lay_ground, serve

Arrival = Callable[..., Guest]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the journeys: they take longest, and what begins last keeps everybody else waiting."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/journeys/"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser program; everybody gets a profile of their own in it."""
    with sync_playwright() as playwright, chromium(playwright) as program:
        yield program


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every portal begins with: criteria, councils, and the people of the scheme."""
    folder = tmp_path_factory.mktemp("ground")
    lay_ground(folder)
    return folder


@pytest.fixture
def portal(ground: Path, tmp_path: Path) -> Iterator[Portal]:
    """A portal that nobody has used yet."""
    with serve(ground, tmp_path) as running:
        yield running


@pytest.fixture
def arrive(browser: Browser, portal: Portal) -> Iterator[Arrival]:
    """Let somebody sit down at a browser; at the end nobody's browser may have complained."""
    everybody: list[Guest] = []

    def sit_down(*, script: bool = True) -> Guest:
        guest = Guest(browser, portal.address, script=script)
        everybody.append(guest)
        return guest

    yield sit_down
    # Every browser is closed before any is asked: the server does not stop while somebody holds on to it.
    for guest in everybody:
        guest.leave()
    assert [complaint for guest in everybody for complaint in guest.complaints] == []
