"""A reviewer who was named to a council, with everything that follows from what people then do."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.assignments.models import Assignment, Objection
from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM
from portal.notifications.letter import from_document
from portal.notifications.models import OutboxEmail
from portal.objections import actions
from portal.reactions import reactions
from portal.storage.engine import Database
from tests.factories import reviews as make
from tests.factories.applications import acting
from tests.factories.keys import ISSUER
from tests.integration.assignments.conftest import begin

WHY = 'They led "our" review in 2025,\n=cmd ŵ 🙂 שלום <b>'
ANSWER = 'We have asked: it was "another" council, =cmd 🙂'


@dataclass(frozen=True)
class Asked:
    """One transaction in which a reviewer has been asked."""

    work: Work
    clock: FixedClock
    application: Application
    assignment: Assignment
    reviewer: Person
    owner: Person
    lead: Person
    slug: str

    def object_to(self, why: str = WHY, by: Person | None = None) -> Objection:
        """Let the owner, or somebody else, object."""
        command = actions.Object(self.slug, self.assignment.id, why)
        actions.object_to_reviewer(acting(self.work, by or self.owner), command)
        found = select(Objection).where(Objection.assignment_id == self.assignment.id)
        return self.work.session.scalars(found).one()

    def waive(self, by: Person | None = None) -> None:
        """Let the owner, or somebody else, say that there is no objection."""
        command = actions.SayNoObjection(self.slug, self.assignment.id)
        actions.say_no_objection(acting(self.work, by or self.owner), command)

    def answer(self, *, upheld: bool | None, answer: str = ANSWER) -> None:
        """Let the lead reviewer answer."""
        command = actions.AnswerObjection(self.application.reference, upheld, answer)
        actions.answer_objection(acting(self.work, self.lead), command)

    def accept(self) -> None:
        """Let the reviewer accept."""
        make.accept_only(self.work, self.application, self.reviewer)

    def sweep(self) -> int:
        """Do what is due, and say how many reviews that was."""
        due = list(actions.beginnings_due(self.work.session, self.clock.now()))
        for step in due:
            step(self.work.as_system())
        return len(due)

    def letters(self, *codes: str) -> set[tuple[str, str, str]]:
        """Code, subject and reader of every letter with one of these codes, but for what the proposal brought."""
        rows = self.work.session.scalars(select(OutboxEmail).where(OutboxEmail.code.in_(codes)))
        told = {(row.code, str(from_document(row.code, row.letter).subject), row.to_address) for row in rows}
        return {letter for letter in told if "Please say whether" not in letter[1] and " is complete" not in letter[1]}


@pytest.fixture
def asked(database: Database, clock: FixedClock) -> Iterator[Asked]:
    """A reviewer who was asked on Wednesday 18 November 2026: the council may object until Monday the 23rd."""
    with database.writing() as session:
        work = Work(session, SYSTEM, clock, reactions(ISSUER, 5))
        case = begin(work)
        assignment = make.assign(work, case.application, case.reviewer, case.lead)
        owner = make.owner_of(work, case.application)
        yield Asked(work, clock, case.application, assignment, case.reviewer, owner, case.lead, case.council.slug)
