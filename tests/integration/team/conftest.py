"""A council with a team, and another one."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.models import Invitation, Membership, Person
from portal.audit.work import Work
from portal.kernel.permissions import SYSTEM, Role
from portal.team import queries
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.people import AWKWARD_NAME, make_member, make_person
from tests.integration.telling import Told
from tests.integration.visiting import Visitor
from tests.integration.working import working_in

TEAM = "/council/town/team"
NEWCOMER = "new.ŵyn@town.gov.uk"


@dataclass(frozen=True)
class Town:
    """One council, its people by role, and the owner of a council next door."""

    app: Flask
    council_id: UUID
    people: dict[str, UUID]

    def browser(self, who: str) -> Visitor:
        """A browser in which this person is signed in."""
        return Visitor(self.app).sign_in(self.people[who])

    def work(self) -> AbstractContextManager[Work]:
        """A transaction of the portal itself."""
        return working_in(self.app)()

    def roles(self) -> list[tuple[str, Role]]:
        """Who holds which role in the council now, by name."""
        with self.app.extensions["portal"].database.reading() as session:
            return [(member.email, member.role) for member in accounts.members(session, self.council_id)]

    def members(self) -> tuple[queries.TeamMember, ...]:
        """The team as its page shows it."""
        with self.app.extensions["portal"].database.reading() as session:
            return queries.members(session, SYSTEM, self.council_id)

    def add(self, email: str, role: Role) -> None:
        """Give somebody, new or not, a role in the council."""
        with self.work() as work:
            person = work.session.scalar(select(Person).where(Person.email == email))
            person = make_member(work, self.council_id, role, person, **({} if person else {"email": email}))
            self.people.setdefault(email.partition("@")[0], person.id)

    def newcomer(self, email: str = NEWCOMER) -> Visitor:
        """A browser in which somebody without a name or a role is signed in."""
        with self.work() as work:
            person_id = make_person(work, email=email, name="").id
        return Visitor(self.app).sign_in(person_id)

    def invite(self, email: str = NEWCOMER, role: str = "contributor") -> Visitor:
        """Let the owner invite somebody; returns the owner's browser."""
        owner = self.browser("owner")
        owner.visit(TEAM)
        owner.post(TEAM, email=email, role=role)
        return owner

    def the_invitation(self) -> str:
        """The key of the only invitation."""
        with self.app.extensions["portal"].database.reading() as session:
            return str(session.scalars(select(Invitation.id)).one())

    def membership_of(self, who: str) -> str:
        """The key of the only role of this person."""
        with self.app.extensions["portal"].database.reading() as session:
            held = select(Membership.id).where(Membership.person_id == self.people[who])
            return str(session.scalars(held).one())

    def removal(self, who: str) -> str:
        """The address of the page on which this person is removed."""
        return f"{TEAM}/people/{self.people[who]}/remove"


@pytest.fixture
def town(app: Flask) -> Town:
    running = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, running.clock, {})
        council_id = make_council(work, AWKWARD_COUNCIL, "town", host="town.gov.uk").id
        next_door = make_council(work, "Next Door", "next-door", host="nextdoor.gov.uk").id
        people = {
            "owner": make_member(work, council_id, Role.OWNER, email="owner@town.gov.uk", name=AWKWARD_NAME).id,
            "contributor": make_member(work, council_id, Role.CONTRIBUTOR, email="con@town.gov.uk", name="Con").id,
            "neighbour": make_member(work, next_door, Role.OWNER, email="owner@nextdoor.gov.uk", name="Ned").id,
        }
    return Town(app, council_id, people)


@pytest.fixture
def told(app: Flask) -> Told:
    """What the notifications would be told of."""
    return Told(
        app,
        "invitation:approval_needed",
        "invitation:refused",
        "invitation:sent",
        "invitation:accepted",
        "invitation:cancelled",
        "membership:begun",
        "membership:ended",
    )
