"""Who may confirm what an investigation finds: members of the panel without a part or a tie (C2, C12)."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person, StaffRole
from portal.accounts.states import StaffRoleState
from portal.appeals.people import tied_to
from portal.appeals.rules import Sitter
from portal.applications.models import Application
from portal.audit.models import Involvement
from portal.kernel.permissions import Part, Role

# Being asked in vain to review is no part.
_PARTS_THAT_BAR = tuple(part for part in Part if part is not Part.INVITED)


def free_chairs(session: Session, council_id: UUID | None, today: date) -> tuple[Sitter, ...]:
    """Members of the panel who have no tie to the council and took no part in any of its applications; by name."""
    if council_id is None:
        return ()
    took_part = set(
        session.scalars(
            select(Involvement.person_id)
            .join(Application, Application.id == Involvement.case_id)
            .where(Application.council_id == council_id, Involvement.part.in_(_PARTS_THAT_BAR))
        )
    )
    barred = took_part | tied_to(session, council_id, today)
    people = session.scalars(
        select(Person)
        .join(StaffRole, StaffRole.person_id == Person.id)
        .where(StaffRole.role == Role.PANEL, StaffRole.state == StaffRoleState.ACTIVE)
        .order_by(Person.name, Person.id)
    )
    return tuple(
        Sitter(person.id, person.name or person.email, person.employer, person.outside_local_government)
        for person in people
        if person.id not in barred
    )
