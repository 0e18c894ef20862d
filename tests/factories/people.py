"""People in the roles that a test needs."""

from itertools import count
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import ConflictOfInterest, Membership, Person, StaffRole
from portal.accounts.states import InterestKind
from portal.audit.work import Work
from portal.interests.models import InterestDeclaration
from portal.kernel.permissions import Permission, Role

_numbers = count(1)
AWKWARD_NAME = 'Siân "Ŵyn", =cmd 🙂 שלום'


def make_person(work: Work, email: str = "", name: str = "Alex Example", **more: object) -> Person:
    """Somebody who can sign in and holds no role."""
    person = Person(
        id=uuid4(), email=email or f"person{next(_numbers)}@example.org", name=name, since=work.clock.now(), **more
    )
    work.session.add(person)
    work.session.flush()
    return person


def make_staff(work: Work, role: Role, person: Person | None = None, **more: object) -> Person:
    """Somebody who works for the scheme in this role; ``more`` goes to make_person.

    A reviewer has reviewed before, so that not every review in a test is one of the first three (C6).
    """
    if role is Role.REVIEWER:
        more.setdefault("reviewed_before", 3)
    holder = person or make_person(work, **more)  # type: ignore[arg-type] # the caller's words are make_person's
    holder.reviewed_before = max(holder.reviewed_before, int(str(more.get("reviewed_before", 0))))
    work.as_system().begin(
        StaffRole(id=uuid4(), person_id=holder.id, role=role, since=work.clock.now()),
        Permission.STAFF_MANAGE,
        "staff_role:begun",
    )
    if role is Role.REVIEWER:
        declare_interests(work, holder)
    return holder


def declare_interests(work: Work, person: Person) -> None:
    """The person's word that there is no tie beside those that are known, for this year."""
    now = work.clock.now()
    known = select(InterestDeclaration.id).where(
        InterestDeclaration.person_id == person.id, InterestDeclaration.year == now.year
    )
    if work.session.scalar(known) is None:
        work.session.add(InterestDeclaration(person_id=person.id, year=now.year, declared_at=now))
        work.session.flush()


def make_member(work: Work, council_id: UUID, role: Role, person: Person | None = None, **more: object) -> Person:
    """Somebody who holds this role in the council; ``more`` goes to make_person."""
    holder = person or make_person(work, **more)  # type: ignore[arg-type] # the caller's words are make_person's
    work.as_system().begin(
        Membership(id=uuid4(), person_id=holder.id, council_id=council_id, role=role, since=work.clock.now()),
        Permission.TEAM_MANAGE,
        "membership:begun",
    )
    return holder


def make_conflict(
    work: Work,
    person: Person,
    council_id: UUID,
    reason: str = "Worked there.",
    kind: InterestKind = InterestKind.OTHER,
) -> None:
    """A conflict of interest between the person and the council, for good."""
    work.session.add(
        ConflictOfInterest(person_id=person.id, council_id=council_id, kind=kind, reason=reason, since=work.clock.now())
    )
    work.session.flush()


def person_called(session: Session, email: str) -> Person:
    """The person with this address, who must be there."""
    return session.scalars(select(Person).where(Person.email == email)).one()
