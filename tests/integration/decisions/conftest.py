"""An application in moderation, with everybody in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from portal.accounts import queries as accounts
from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.queries import trail
from portal.audit.work import Work
from portal.decisions import queries
from portal.decisions.queries import ModerationPage
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from portal.web.services import Services
from tests.factories import decisions as make
from tests.factories.applications import acting
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.people import make_staff
from tests.integration.visiting import Visitor

# The one criterion that the reviewer has scored 1 and explained how to raise.
WEAK = "INF-3"
SLUG = "awkward"


@dataclass(frozen=True)
class Moderation:
    """The keys of an application in moderation in the application's own database, and who is who."""

    app: Flask
    clock: FixedClock
    reference: str
    application_id: UUID
    reviewer_id: UUID
    lead_id: UUID
    other_lead_id: UUID
    owner_id: UUID

    @property
    def services(self) -> Services:
        """What the application holds."""
        running: Services = self.app.extensions["portal"]
        return running

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One change with all its consequences, begun by the portal."""
        with self.services.database.writing() as session:
            yield Work(session, SYSTEM, self.clock, self.services.reactions)

    @contextmanager
    def work_of(self, person_id: UUID) -> Iterator[Work]:
        """One change with all its consequences, made by this person."""
        with self.work() as work:
            yield acting(work, work.session.get_one(Person, person_id))

    def rows(self, work: Work) -> tuple[Application, Person]:
        """The application and the lead reviewer."""
        return work.session.get_one(Application, self.application_id), work.session.get_one(Person, self.lead_id)

    def moderate(self, changed: Mapping[str, int | None] | None = None) -> None:
        """Change these scores and take over all others."""
        with self.work() as work:
            make.moderated(work, *self.rows(work), changed)

    def decide(self) -> None:
        """Make the decision that the page shows."""
        with self.work() as work:
            make.decided(work, *self.rows(work))

    def page(self) -> ModerationPage:
        """The page as the lead reviewer sees it."""
        with self.work_of(self.lead_id) as work:
            return queries.moderation_page(work.session, work.actor, self.reference)

    def state(self) -> ApplicationState:
        """Where the application stands."""
        with self.services.database.reading() as session:
            return session.get_one(Application, self.application_id).state

    def events(self) -> list[str]:
        """What has happened in the case, oldest first."""
        with self.services.database.reading() as session:
            return [entry.event for entry in trail(session, self.application_id)]

    def visitor(self, person_id: UUID | None = None) -> Visitor:
        """A browser in which this person, or else the lead reviewer, has signed in."""
        return Visitor(self.app).sign_in(person_id or self.lead_id)

    def pass_time(self, **time: float) -> None:
        """Move the clock on."""
        self.clock.at += timedelta(**time)


@pytest.fixture
def case(app: Flask, clock: FixedClock) -> Moderation:
    """An awkwardly named council has given itself 2 on everything; so has the reviewer, but for WEAK."""
    running: Services = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        reviewer = make_staff(work, Role.REVIEWER, name="Rhys Reviewer", employer="Mansfield District Council")
        lead, other_lead = (make_staff(work, Role.LEAD, name=name) for name in ("Lee Lead", "Lou Lead"))
        council = make_council(work, name=AWKWARD_COUNCIL, slug=SLUG)
        application = make.scored(work, council, reviewer, lead, {WEAK: 1})
        owner = accounts.members(session, council.id, Role.OWNER)[0]
        keys = (reviewer.id, lead.id, other_lead.id, owner.person_id)
        found = Moderation(app, clock, application.reference, application.id, *keys)
    found.pass_time(minutes=1)
    return found
