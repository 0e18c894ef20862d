"""kill -9: what the portal has called saved is there when it starts again, on either kind of database.

``KILLS=100 python -m pytest tests/journeys/test_killed.py -s`` kills it a hundred times on each.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener
from uuid import uuid4

import pytest
from sqlalchemy import NullPool, create_engine, text

from config import ROOT, Config
from portal.app import create_app
from portal.kernel.clock import FixedClock, SystemClock
from tests.factories.applications import start_application
from tests.integration.postgres import server
from tests.journeys import cast, facts
from tests.journeys.running import Portal, lay_ground

KILLS = int(os.environ.get("KILLS", "3"))
PAGE = cast.answer_page(facts.SLUG, facts.FIRST.id)
PATIENCE = 60.0
OK, SEE_OTHER = 200, 303


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Where a portal keeps everything, with the criteria, the councils and an application just begun in it."""
    given = {"INSTANCE_DIR": str(tmp_path), "PORT": str(free_port())}
    if request.param == "sqlite":
        prepare(given)
        yield given
        return
    with server() as address:
        name = f"killed{uuid4().hex}"
        admin = create_engine(address.format(name="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        admin.dispose()
        given["DATABASE_URL"] = address.format(name=name)
        prepare(given)
        yield given


def prepare(given: dict[str, str]) -> None:
    """Fill the database."""
    lay_ground(Path(given["INSTANCE_DIR"]), given)
    config = Config.from_environment(given)
    app = create_app(config, FixedClock(SystemClock().now()))
    with Portal(app, FixedClock(SystemClock().now()), "").work() as work:
        start_application(work, cast.make_cast(work))
    app.extensions["portal"].database.engine.dispose()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def started(settings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The product as an operator starts it, answering; killed without warning when the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "portal"],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + PATIENCE
        while not answers(address(settings, "/healthz")):
            assert process.poll() is None, "the portal did not start"
            assert time.monotonic() < until, "the portal does not answer"
            time.sleep(0.05)
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End it and whatever it has started, as a power cut does: nothing of it gets to say goodbye."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def address(settings: dict[str, str], path: str) -> str:
    return f"http://127.0.0.1:{settings['PORT']}{path}"


def answers(where: str) -> bool:
    try:
        with build_opener().open(where, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


class Stay(HTTPRedirectHandler):
    """Goes nowhere: the answer to a save is all that there was before the kill."""

    def redirect_request(self, *_more: object) -> None:
        """Follow nothing."""


class Client:
    """A browser with cookies; ``send`` gives the code of the answer itself."""

    def __init__(self, settings: dict[str, str]) -> None:
        self._settings = settings
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), Stay())

    def visit(self, path: str) -> str:
        with self._opener.open(address(self._settings, path), timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def send(self, path: str, **fields: str) -> int:
        try:
            with self._opener.open(
                address(self._settings, path), data=urlencode(fields).encode(), timeout=PATIENCE
            ) as answer:
                return int(answer.status)
        except HTTPError as refused:
            with refused:
                return refused.code


def field(html: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)
    assert found, f"no {name} on the page"
    return found.group(1)


def sign_in(client: Client) -> None:
    page = client.visit("/sign-in")
    person = re.findall(r'name="person" value="([^"]+)"', page[: page.index(cast.CONTRIBUTOR)])[-1]
    assert client.send("/sign-in/demonstration", csrf_token=field(page, "csrf_token"), person=person) == SEE_OTHER


@pytest.mark.timeout(120 + 30 * KILLS)
@pytest.mark.parametrize("way", ["save", "draft"])
def test_server_killed_after_the_answer_to_a_save_nothing_that_was_called_saved_is_lost(
    settings: dict[str, str], way: str
) -> None:
    client, lost, said = Client(settings), list[str](), ""
    began = time.monotonic()
    for number in range(KILLS + 1):
        with started(settings) as process:
            if number == 0:
                sign_in(client)
            page = client.visit(PAGE)
            if said not in page:
                lost.append(said)
            said = f"Round {number} of {way}"
            sent = {name: field(page, name) for name in ("csrf_token", "version")} | {"statement": said}
            if way == "save":
                assert client.send(PAGE, **sent) == SEE_OTHER
            else:
                assert client.send("/keep", **sent, kept_page=PAGE) == OK
            kill(process)
    sys.stdout.write(f"\n{KILLS} kills, {len(lost)} lost, {time.monotonic() - began:.0f} s\n")
    assert lost == []
