"""A council whose application is complete and waits for nothing but to be sent."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from portal.applications.models import Application
from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM
from portal.storage.engine import Database
from tests.factories.applications import Team, fill_all, make_team, start_application


@dataclass(frozen=True)
class Case:
    """A unit of work of the portal itself, a team and its complete draft."""

    work: Work
    team: Team
    application: Application


@pytest.fixture
def case(database: Database, clock: FixedClock) -> Iterator[Case]:
    """A complete draft."""
    with database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        team = make_team(work)
        start_application(work, team)
        yield Case(work, team, fill_all(work, team))
