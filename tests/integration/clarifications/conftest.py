"""An application in review, with its council's team and its reviewer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.audit.work import Work
from portal.councils.models import Council
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from tests.factories import reviews
from tests.factories.applications import Team, make_team
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.completeness import complete_application
from tests.factories.people import make_staff
from tests.integration.visiting import Visitor


@dataclass(frozen=True)
class Scene:
    """Who is who, by key; ``slug`` and ``reference`` for addresses."""

    app: Flask
    clock: FixedClock
    slug: str
    reference: str
    application_id: UUID
    people: dict[str, UUID]

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One change, made by the portal."""
        with self.app.extensions["portal"].database.writing() as session:
            yield Work(session, SYSTEM, self.clock, {})

    def application(self, work: Work) -> Application:
        """The application."""
        return work.session.get_one(Application, self.application_id)

    def person(self, work: Work, who: str) -> Person:
        """One of the people."""
        return work.session.get_one(Person, self.people[who])

    def team(self, work: Work) -> Team:
        """The council's people."""
        council = work.session.get_one(Council, self.application(work).council_id)
        return Team(council, *(self.person(work, who) for who in ("owner", "contributor", "approver")))

    def visitor(self, who: str) -> Visitor:
        """A browser in which this person has signed in."""
        return Visitor(self.app).sign_in(self.people[who])

    @property
    def here(self) -> str:
        """The council's page of questions."""
        return f"/council/{self.slug}/application/questions"

    @property
    def there(self) -> str:
        """The reviewer's page of questions."""
        return f"/reviews/{self.reference}/questions"


@pytest.fixture
def scene(app: Flask, clock: FixedClock) -> Scene:
    """An application in review of an awkwardly named council, every criterion with one link."""
    with app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        team = make_team(work, make_council(work, name=AWKWARD_COUNCIL, slug="llanfair"))
        application = complete_application(work, team, make_staff(work, Role.ADMINISTRATOR))
        reviewer, lead = make_staff(work, Role.REVIEWER, name="Rhys Reviewer"), make_staff(work, Role.LEAD)
        stranger = make_staff(work, Role.REVIEWER, name="Olive Other")
        reviews.assign(work, application, reviewer, lead)
        reviews.accept(work, application, reviewer)
        people = {
            "owner": team.owner.id,
            "contributor": team.contributor.id,
            "approver": team.approver.id,
            "reviewer": reviewer.id,
            "stranger": stranger.id,
            "lead": lead.id,
        }
        return Scene(app, clock, team.council.slug, application.reference, application.id, people)
