"""Who the people are and which roles they hold."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import String, Uuid, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from portal.accounts.models import ConflictOfInterest, Membership, Person, StaffRole
from portal.accounts.states import MembershipState, StaffRoleState
from portal.kernel.clock import day_of
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Role


@dataclass(frozen=True)
class PersonFacts:
    """A person, in plain values. ``shown_as`` is the name, or the email address of somebody who has not given one."""

    id: UUID
    email: str
    name: str
    job_title: str
    employer: str
    demonstration: bool
    daily_digest: bool = False

    @property
    def shown_as(self) -> str:
        """What a page calls the person."""
        return self.name or self.email


@dataclass(frozen=True)
class Member:
    """Somebody's role in a council."""

    person_id: UUID
    name: str
    email: str
    role: Role


@dataclass(frozen=True)
class StaffMember:
    """Somebody who works for the scheme, and what a council is told of their employer."""

    person_id: UUID
    name: str
    email: str
    employer: str


def _facts(row: Person) -> PersonFacts:
    return PersonFacts(row.id, row.email, row.name, row.job_title, row.employer, row.demonstration, row.daily_digest)


def person(session: Session, person_id: UUID) -> PersonFacts:
    """The person with this key. Raises NotFound."""
    row = session.get(Person, person_id)
    if row is None:
        raise NotFound(f"no person {person_id}")
    return _facts(row)


def person_by_email(session: Session, email: str) -> PersonFacts | None:
    """The person with this address, written in lower case; None where there is none."""
    row = session.scalar(select(Person).where(Person.email == email))
    return _facts(row) if row else None


def members(session: Session, council_id: UUID, *roles: Role) -> tuple[Member, ...]:
    """Everyone who holds one of these roles, or any role, in the council now; by name."""
    chosen = (
        select(Person.id, Person.name, Person.email, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.council_id == council_id, Membership.state == MembershipState.ACTIVE)
        .order_by(Person.name, Person.email, Membership.role)
    )
    if roles:
        chosen = chosen.where(Membership.role.in_(roles))
    return tuple(Member(id_, name or email, email, role) for id_, name, email, role in session.execute(chosen))


def owners(session: Session, council_id: UUID) -> tuple[Member, ...]:
    """The council's owners, by name."""
    return members(session, council_id, Role.OWNER)


def approvers(session: Session, council_id: UUID) -> tuple[Member, ...]:
    """The council's approvers, by name."""
    return members(session, council_id, Role.APPROVER)


def staff(session: Session, role: Role) -> tuple[StaffMember, ...]:
    """Everyone who holds this role in the scheme now, by name."""
    rows = session.execute(
        select(Person.id, Person.name, Person.email, Person.employer)
        .join(StaffRole, StaffRole.person_id == Person.id)
        .where(StaffRole.role == role, StaffRole.state == StaffRoleState.ACTIVE)
        .order_by(Person.name, Person.email)
    )
    return tuple(StaffMember(id_, name or email, email, employer) for id_, name, email, employer in rows)


def has_access(session: Session, person_id: UUID) -> bool:
    """Whether the person has a role in any council or in the scheme at this moment."""
    in_councils = select(Membership.id).where(
        Membership.person_id == person_id, Membership.state == MembershipState.ACTIVE
    )
    in_scheme = select(StaffRole.id).where(StaffRole.person_id == person_id, StaffRole.state == StaffRoleState.ACTIVE)
    return any(session.scalar(held.limit(1)) is not None for held in (in_councils, in_scheme))


def actor(session: Session, person_id: UUID, shown_as: str, now: datetime, *, second_step: bool) -> Actor:
    """The person as an actor: every role and conflict of interest that counts at this moment, in one query."""
    day = day_of(now)
    in_scheme = select(literal("scheme"), cast(StaffRole.role, String), cast(null(), Uuid)).where(
        StaffRole.person_id == person_id, StaffRole.state == StaffRoleState.ACTIVE
    )
    in_councils = select(literal("council"), cast(Membership.role, String), Membership.council_id).where(
        Membership.person_id == person_id, Membership.state == MembershipState.ACTIVE
    )
    conflicting = select(literal("conflict"), literal(""), ConflictOfInterest.council_id).where(
        ConflictOfInterest.person_id == person_id,
        ConflictOfInterest.until.is_(None) | (ConflictOfInterest.until >= day),
    )
    staff_roles: set[Role] = set()
    council_roles: dict[UUID, set[Role]] = defaultdict(set)
    conflicts: set[UUID] = set()
    for where, role, council_id in session.execute(union_all(in_scheme, in_councils, conflicting)):
        if where == "scheme":
            staff_roles.add(Role(role))
        elif where == "council":
            council_roles[council_id].add(Role(role))
        else:
            conflicts.add(council_id)
    return Actor(
        person_id=person_id,
        name=shown_as,
        staff_roles=frozenset(staff_roles),
        council_roles={council_id: frozenset(roles) for council_id, roles in council_roles.items()},
        second_step=second_step,
        conflicts=frozenset(conflicts),
    )
