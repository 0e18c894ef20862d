"""Two administrators and the edition that comes with the portal."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask

from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from portal.web.services import Services
from tests.factories.awards import the_edition
from tests.factories.people import AWKWARD_NAME, make_staff
from tests.integration.visiting import Visitor

START = "/administration/editions"


@dataclass(frozen=True)
class Office:
    """The keys of two administrators, in the application's own database."""

    app: Flask
    clock: FixedClock
    ada_id: UUID
    bea_id: UUID

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One change, made by the portal, with what follows from it."""
        running: Services = self.app.extensions["portal"]
        with running.database.writing() as session:
            yield Work(session, SYSTEM, self.clock, running.reactions)

    def visitor(self, person_id: UUID) -> Visitor:
        """A browser in which this person has signed in."""
        return Visitor(self.app).sign_in(person_id)

    def begin(self, name: str = "2027") -> Visitor:
        """Let the first administrator begin a draft; returns their browser, which shows it."""
        browser = self.visitor(self.ada_id)
        browser.visit(START)
        browser.post(START, copy_of="2026", name=name, version_name="2.0")
        return browser

    def sweep(self, at: datetime | None = None) -> None:
        """Do what has become due, at this moment where one is given."""
        if at is not None:
            self.clock.at = at
        self.app.extensions["portal-worker"].sweep()


@pytest.fixture
def office(app: Flask, clock: FixedClock) -> Office:
    """A scheme with a published edition and two administrators, the second awkwardly named."""
    running: Services = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        the_edition(work)
        ada = make_staff(work, Role.ADMINISTRATOR, name="Ada Admin")
        bea = make_staff(work, Role.ADMINISTRATOR, name=AWKWARD_NAME)
        return Office(app, clock, ada.id, bea.id)
