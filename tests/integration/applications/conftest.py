"""A council with its team and an application just started, in a running portal."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM
from portal.storage.engine import Database
from tests.factories.applications import acting, make_team, start_application
from tests.factories.awards import make_council
from tests.integration.visiting import Visitor


@dataclass
class Case:
    """The council by its slug, the team by their keys."""

    app: Flask
    slug: str
    council_id: UUID
    application_id: UUID
    owner: UUID
    contributor: UUID
    approver: UUID

    @property
    def here(self) -> str:
        """Where the application's pages begin."""
        return f"/council/{self.slug}/application"

    @property
    def clock(self) -> FixedClock:
        """The portal's clock."""
        clock = self.app.extensions["portal"].clock
        assert isinstance(clock, FixedClock)
        return clock

    @property
    def database(self) -> Database:
        """The portal's database."""
        database = self.app.extensions["portal"].database
        assert isinstance(database, Database)
        return database

    def visitor(self, person_id: UUID) -> Visitor:
        """A browser in which this person has signed in."""
        return Visitor(self.app).sign_in(person_id)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A change that the portal makes by itself."""
        with self.database.writing() as session:
            yield Work(session, SYSTEM, self.clock, {})

    @contextmanager
    def work_of(self, person_id: UUID) -> Iterator[Work]:
        """A change that this person makes, without pages."""
        with self.work() as work:
            yield acting(work, work.session.get_one(Person, person_id))


@pytest.fixture
def case(app: Flask, clock: FixedClock) -> Case:
    """The council, its team and their draft."""
    with app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        team = make_team(work, make_council(work, name="Llanfair-ŵyn Council", slug="llanfair", host="llanfair.gov.uk"))
        application = start_application(work, team)
        return Case(
            app,
            team.council.slug,
            team.council.id,
            application.id,
            team.owner.id,
            team.contributor.id,
            team.approver.id,
        )
