"""The real application behind a real port, with the people of the scheme in it."""

import shutil
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import waitress
from flask import Flask
from sqlalchemy import select

from config import Config
from portal.app import create_app
from portal.audit.errands import Fetch
from portal.audit.work import Work
from portal.councils import loading
from portal.criteria.loading import EDITIONS
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from portal.notifications.models import Delivery, OutboxEmail
from portal.storage import migrating
from portal.web.services import Services
from tests.factories.people import make_staff

# A Wednesday morning in term time: results may go out, nobody is on holiday.
MORNING = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
SERVER_THREADS = 8
# No application is drawn for a second review by chance.
NOBODY_BY_CHANCE = {"SECOND_REVIEW_ONE_IN": "1000000000"}

ADMINISTRATOR = "Ada Adeyemi"
LEAD = "Lewis Lindqvist"
REVIEWER = "Rhiannon Rees"
OTHER_REVIEWER = "Omar O’Brien"
CONFLICTED = "Connie Conflicted"


@dataclass(frozen=True)
class Portal:
    """A running portal: where it is, and its clock, which stands still until it is moved."""

    app: Flask
    clock: FixedClock
    address: str

    @property
    def services(self) -> Services:
        """What the application holds."""
        running: Services = self.app.extensions["portal"]
        return running

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A transaction of the portal itself, with all its consequences."""
        running = self.services
        with running.database.writing() as session:
            yield Work(session, SYSTEM, running.clock, running.reactions)

    def pass_time(self, **time: float) -> None:
        """Move the clock on, by ``minutes`` or ``hours``."""
        self.clock.at += timedelta(**time)

    def send_every_letter(self) -> None:
        """Let the worker write and send every email that waits; none of them may fail."""
        self.app.extensions["portal-worker"].deliver()
        with self.services.database.reading() as session:
            ended = set(session.scalars(select(OutboxEmail.delivery)))
        assert ended == {Delivery.SENT}


def lay_ground(folder: Path, settings: Mapping[str, str] = MappingProxyType({})) -> None:
    """Leave a database with the edition published and the register imported, by the product's commands.

    It is in the folder, unless the settings say otherwise.

    Beside them there are the people of the scheme, whom the demonstration's sign-in page offers.
    """
    config = Config.from_environment({"INSTANCE_DIR": str(folder), **NOBODY_BY_CHANCE, **settings})
    migrating.upgrade(config.database_url)
    app = create_app(config, FixedClock(MORNING))
    portal = Portal(app, FixedClock(MORNING), "")
    for command in (
        ("keys", "create"),
        ("criteria", "publish", EDITIONS / "2026.yaml"),
        ("councils", "import", loading.REGISTER),
    ):
        done = app.test_cli_runner().invoke(args=[str(part) for part in command])
        assert done.exit_code == 0, done.output
    with portal.work() as work:
        make_staff(work, Role.ADMINISTRATOR, name=ADMINISTRATOR, employer="The LGA", demonstration=True)
        make_staff(work, Role.LEAD, name=LEAD, employer="The LGA", demonstration=True)
        for name, employer in ((REVIEWER, "Broxtowe"), (OTHER_REVIEWER, "Mansfield"), (CONFLICTED, "Freelance")):
            make_staff(work, Role.REVIEWER, name=name, employer=employer, demonstration=True)
    portal.services.database.engine.dispose()


@contextmanager
def serve(ground: Path, folder: Path, fetch: Fetch | None = None) -> Iterator[Portal]:
    """A portal that begins with a copy of this ground, served as the product serves itself, until the block ends.

    With ``fetch`` it opens links; otherwise, like every demonstration, it opens none.
    """
    shutil.copytree(ground, folder, dirs_exist_ok=True)
    listener = socket.create_server(("127.0.0.1", 0))
    config = Config.from_environment(
        {"INSTANCE_DIR": str(folder), "PORT": str(listener.getsockname()[1]), **NOBODY_BY_CHANCE}
    )
    clock = FixedClock(MORNING)
    opening = replace(config, link_checks=fetch is not None)
    portal = Portal(create_app(opening, clock, fetch), clock, config.public_address)
    server = waitress.create_server(portal.app, sockets=[listener], threads=SERVER_THREADS)
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        yield portal
    finally:
        # Its own thread closes it: closed from here, its sockets could go while that thread listens to them.
        server.trigger.pull_trigger(server.close)
        thread.join()
        portal.services.database.engine.dispose()
