"""Invented people of a real council, whom the demonstration's sign-in page offers."""

from sqlalchemy import select

from portal.accounts.models import Person
from portal.audit.work import Work
from portal.councils.models import Council
from portal.kernel.permissions import Role
from tests.factories.applications import Team
from tests.factories.people import make_member
from tests.journeys import facts

OWNER = "Olwen Owen"
CONTRIBUTOR = "Col Collins"
APPROVER = "Apsara Appleby"


def make_cast(work: Work) -> Team:
    """The council's team."""
    council = work.session.scalars(select(Council).where(Council.slug == facts.SLUG)).one()
    return Team(
        council,
        make_member(work, council.id, Role.OWNER, name=OWNER, demonstration=True),
        make_member(work, council.id, Role.CONTRIBUTOR, name=CONTRIBUTOR, demonstration=True),
        make_member(work, council.id, Role.APPROVER, name=APPROVER, demonstration=True),
    )


def find_cast(work: Work) -> Team:
    """The same team, in a later transaction."""
    council = work.session.scalars(select(Council).where(Council.slug == facts.SLUG)).one()
    return Team(council, *(called(work, name) for name in (OWNER, CONTRIBUTOR, APPROVER)))


def called(work: Work, name: str) -> Person:
    """Somebody by their name, who must be there."""
    return work.session.scalars(select(Person).where(Person.name == name)).one()


def answer_page(council: str, criterion: str) -> str:
    """The address of the page on which a criterion is answered."""
    return f"/council/{council}/application/{criterion}"
