"""Whom a letter goes to, and what it calls things."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.accounts.models import Person
from portal.applications.models import Application
from portal.councils.models import Council
from portal.kernel.permissions import Role


@dataclass(frozen=True)
class Case:
    """An application as a letter speaks of it."""

    id: UUID
    reference: str
    council_id: UUID
    council: str
    slug: str


def case(session: Session, application_id: UUID) -> Case:
    """The application with this key."""
    row = session.execute(
        select(Application.id, Application.reference, Council.id, Council.name, Council.slug)
        .join(Council, Council.id == Application.council_id)
        .where(Application.id == application_id)
    ).one()
    return Case(*row)


def council_name(session: Session, council_id: UUID) -> str:
    """The council's name."""
    return session.get_one(Council, council_id).name


def slug(session: Session, council_id: UUID) -> str:
    """The council's part of every address of its pages."""
    return session.get_one(Council, council_id).slug


def address(session: Session, person_id: UUID) -> str:
    """One person's email address."""
    return session.get_one(Person, person_id).email


def name(session: Session, person_id: UUID) -> str:
    """One person's name."""
    return session.get_one(Person, person_id).name


def in_council(session: Session, council_id: UUID, *roles: Role) -> list[str]:
    """The addresses of everyone who holds one of these roles in the council."""
    return [member.email for member in accounts.members(session, council_id, *roles)]


def in_scheme(session: Session, role: Role) -> list[str]:
    """The addresses of everyone who holds this role in the scheme."""
    return [member.email for member in accounts.staff(session, role)]
