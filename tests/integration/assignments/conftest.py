"""An application that is ready to be assigned, with a reviewer and a lead reviewer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.assignments.candidates import choice_page
from portal.audit.work import Work
from portal.councils.models import Council
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from portal.storage.engine import Database
from tests.factories import reviews as make
from tests.factories.applications import acting
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.people import AWKWARD_NAME, make_staff

TODAY = date(2026, 11, 18)


@dataclass(frozen=True)
class Case:
    """One transaction, and who and what is in it."""

    work: Work
    council: Council
    application: Application
    reviewer: Person
    lead: Person


def begin(work: Work) -> Case:
    """A case in this transaction."""
    council = make_council(work, name=AWKWARD_COUNCIL)
    application = make.application_ready_to_assign(work, council)
    reviewer = make_staff(work, Role.REVIEWER, name=AWKWARD_NAME, employer="Otherplace Council, =cmd")
    return Case(work, council, application, reviewer, make_staff(work, Role.LEAD, name="Lee Lead"))


@pytest.fixture
def case(database: Database, clock: FixedClock) -> Iterator[Case]:
    """A case in a transaction of its own."""
    with database.writing() as session:
        yield begin(Work(session, SYSTEM, clock, {}))


def choices(case: Case) -> list[str]:
    """The names that the lead reviewer can choose from, in their order."""
    page = choice_page(case.work.session, acting(case.work, case.lead).actor, case.application.reference, TODAY)
    return [person.name for person in page.candidates]
