"""A council with a team, and another one."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask

from portal.audit.work import Work
from portal.kernel.permissions import SYSTEM, Role
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.people import AWKWARD_NAME, make_member
from tests.integration.telling import Told
from tests.integration.visiting import Visitor


@dataclass(frozen=True)
class Town:
    """One council, its people by role, and the owner of a council next door."""

    app: Flask
    council_id: UUID
    people: dict[str, UUID]

    def browser(self, who: str) -> Visitor:
        """A browser in which this person is signed in."""
        return Visitor(self.app).sign_in(self.people[who])


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
        app, "invitation:sent", "invitation:accepted", "invitation:cancelled", "membership:begun", "membership:ended"
    )
