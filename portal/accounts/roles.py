"""Giving somebody a role: in a council, or in the scheme."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.accounts import rules
from portal.accounts.models import Membership, Person, StaffRole
from portal.accounts.states import StaffRoleState
from portal.audit.work import Work
from portal.kernel.errors import NotFound, Problem, RuleBroken
from portal.kernel.permissions import Permission, Role
from portal.kernel.words import words


@dataclass(frozen=True)
class InviteStaff:
    """Ask somebody to work for the scheme; ``employer`` is what a council is told of a reviewer.

    ``outside``: the person is from outside local government, as one of each appeal panel must be; None leaves that as
    it is. ``reviewed_before``: how many applications the person reviewed before the portal kept count; None likewise.
    """

    email: str
    role: Role
    name: str = ""
    employer: str = ""
    outside: bool | None = None
    reviewed_before: int | None = None


def add_member(work: Work, person_id: UUID, council_id: UUID, role: Role) -> Membership:
    """Give the person the role in the council. The portal does it, because of what somebody has done."""
    membership = Membership(person_id=person_id, council_id=council_id, role=role, since=work.clock.now())
    work.begin(membership, Permission.TEAM_MANAGE, "membership:begun", role=role)
    return membership


def invite_staff(work: Work, command: InviteStaff) -> Person:
    """Give the person with this address a role in the scheme; a new address becomes a person.

    Raises RuleBroken where the role is not one of the scheme's, or is held already.
    """
    if problem := rules.staff_role_problem(command.role):
        raise RuleBroken([problem])
    person = _person_with(work, command.email)
    if person is None:
        person = Person(email=command.email, since=work.clock.now())
        work.session.add(person)
        work.session.flush()
    held = select(StaffRole.id).where(
        StaffRole.person_id == person.id, StaffRole.role == command.role, StaffRole.state == StaffRoleState.ACTIVE
    )
    if work.session.scalar(held) is not None:
        raise RuleBroken([Problem("role", words("%(email)s holds this role already.", email=command.email))])
    person.name = command.name or person.name
    person.employer = command.employer or person.employer
    if command.outside is not None:
        person.outside_local_government = command.outside
    if command.reviewed_before is not None:
        person.reviewed_before = command.reviewed_before
    role = StaffRole(person_id=person.id, role=command.role, since=work.clock.now())
    work.begin(role, Permission.STAFF_MANAGE, "staff_role:begun", role=command.role)
    work.announce("staff:invited", person.id, email=person.email, role=command.role)
    return person


def end_staff_role(work: Work, email: str, role: Role) -> None:
    """End the person's role in the scheme. Raises NotFound where they do not hold it."""
    row = work.session.scalar(
        select(StaffRole)
        .join(Person, Person.id == StaffRole.person_id)
        .where(Person.email == email, StaffRole.role == role, StaffRole.state == StaffRoleState.ACTIVE)
    )
    if row is None:
        raise NotFound(f"{email} is no {role}")
    work.perform(row, "end")


def _person_with(work: Work, email: str) -> Person | None:
    return work.session.scalar(select(Person).where(Person.email == email).with_for_update())
