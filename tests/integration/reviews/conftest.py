"""A review that has been accepted, with everybody in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.audit.work import Work
from portal.councils.kinds import Kind
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from portal.web.services import Services
from tests.factories import reviews as make
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.people import make_member, make_staff
from tests.integration.visiting import Visitor

# The marked self-score: no other one is 3, so its name on a page gives it away.
REVEALING = "INF-2"
WITHOUT_EVIDENCE = "INF-3"
NOT_APPLICABLE = "SAF-4"


@dataclass(frozen=True)
class Review:
    """The keys of a review in the application's own database, and who is who."""

    app: Flask
    clock: FixedClock
    reference: str
    application_id: UUID
    reviewer_id: UUID
    lead_id: UUID
    owner_id: UUID

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One change, made by the portal."""
        running: Services = self.app.extensions["portal"]
        with running.database.writing() as session:
            yield Work(session, SYSTEM, self.clock, {})

    def rows(self, work: Work) -> tuple[Application, Person]:
        """The application and its reviewer."""
        return work.session.get_one(Application, self.application_id), work.session.get_one(Person, self.reviewer_id)

    def score_all(self) -> None:
        """Give everything 2, where there is evidence for it, and agree to what does not apply."""
        with self.work() as work:
            make.score_all(work, *self.rows(work), {WITHOUT_EVIDENCE: 1, NOT_APPLICABLE: None})

    def lock(self) -> None:
        """Lock the scores."""
        with self.work() as work:
            make.lock(work, *self.rows(work))

    def visitor(self, person_id: UUID | None = None) -> Visitor:
        """A browser in which this person, or else the reviewer, has signed in."""
        return Visitor(self.app).sign_in(person_id or self.reviewer_id)


@pytest.fixture
def review(app: Flask, clock: FixedClock) -> Review:
    """An accepted review of an awkwardly named council; its own score for REVEALING is 3, for everything else 2.

    It claims that NOT_APPLICABLE does not apply to it, and has only its statement on WITHOUT_EVIDENCE.
    """
    running: Services = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        council = make_council(work, name=AWKWARD_COUNCIL, kind=Kind.COMBINED_AUTHORITY)
        application = make.application_ready_to_assign(
            work,
            council,
            self_scores={REVEALING: 3},
            not_applicable=[NOT_APPLICABLE],
            without_evidence=[WITHOUT_EVIDENCE],
        )
        reviewer = make_staff(work, Role.REVIEWER, name="Rhys Reviewer", employer="Local Government Association")
        lead = make_staff(work, Role.LEAD, name="Lee Lead")
        owner = make_member(work, council.id, Role.OWNER, name="Owen Owner")
        make.assign(work, application, reviewer, lead)
        make.accept(work, application, reviewer)
        return Review(app, clock, application.reference, application.id, reviewer.id, lead.id, owner.id)
