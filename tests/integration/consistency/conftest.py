"""The people of the scheme around double reviews and exercises."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.applications.states import ApplicationState
from portal.assignments.states import AssignmentState
from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from portal.web.services import Services
from tests.factories.awards import make_council, the_edition
from tests.factories.doubled import Given, doubly_reviewed
from tests.factories.people import make_staff
from tests.integration.visiting import Visitor


@dataclass(frozen=True)
class Scheme:
    """The keys of a lead reviewer and two reviewers, in the application's own database."""

    app: Flask
    clock: FixedClock
    lead_id: UUID
    first_id: UUID
    second_id: UUID

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One change, made by the portal, with what follows from it."""
        running: Services = self.app.extensions["portal"]
        with running.database.writing() as session:
            yield Work(session, SYSTEM, self.clock, running.reactions)

    def double(
        self,
        given: Given,
        times: int = 1,
        *,
        state: ApplicationState = ApplicationState.FEEDBACK_RELEASED,
        second_state: AssignmentState = AssignmentState.LOCKED,
        released_at: datetime | None = None,
        carried: bool = False,
    ) -> None:
        """So many applications of as many councils, each reviewed by both; see ``doubly_reviewed``."""
        with self.work() as work:
            both = (work.session.get_one(Person, self.first_id), work.session.get_one(Person, self.second_id))
            for _each in range(times):
                doubly_reviewed(
                    work,
                    make_council(work),
                    both,
                    given,
                    state=state,
                    second_state=second_state,
                    released_at=released_at,
                    carried=carried,
                )

    def visitor(self, person_id: UUID | None = None) -> Visitor:
        """A browser in which this person, or else the lead reviewer, has signed in."""
        return Visitor(self.app).sign_in(person_id or self.lead_id)


@pytest.fixture
def scheme(app: Flask, clock: FixedClock) -> Scheme:
    """A scheme with a published edition, a lead reviewer and two reviewers, one of them awkwardly named."""
    running: Services = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        the_edition(work)
        lead = make_staff(work, Role.LEAD, name="Lee Lead")
        first = make_staff(work, Role.REVIEWER, name='=cmd "Zoë", 🙂')
        second = make_staff(work, Role.REVIEWER, name="anna Second")
        return Scheme(app, clock, lead.id, first.id, second.id)
