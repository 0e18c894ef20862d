"""Who may hear an appeal: members of the panel without any part in the case and any tie to the council (C2, C6)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import ConflictOfInterest, Membership, Person, StaffRole
from portal.accounts.states import MembershipState, StaffRoleState
from portal.appeals.models import Appeal, PanelMember
from portal.appeals.rules import Sitter
from portal.assignments.models import Assignment
from portal.assignments.rules import BARRED_YEARS
from portal.assignments.states import Interest
from portal.audit.models import Involvement
from portal.councils.models import Council
from portal.kernel.clock import day_of
from portal.kernel.permissions import Part, Role
from portal.kernel.words import Words, words

# Being asked in vain to review is no part.
_PARTS_THAT_BAR = tuple(part for part in Part if part is not Part.INVITED)


def sitters(session: Session, appeal: Appeal, today: date) -> tuple[Sitter, ...]:
    """Every member of the appeal panel, whether or not they may hear this one, in a fixed number of queries."""
    council = session.get_one(Council, appeal.council_id)
    people = session.scalars(
        select(Person)
        .join(StaffRole, StaffRole.person_id == Person.id)
        .where(StaffRole.role == Role.PANEL, StaffRole.state == StaffRoleState.ACTIVE)
        .order_by(Person.name, Person.id)
    ).all()
    parts, tied = _took_part(session, appeal), tied_to(session, appeal.council_id, today)
    return tuple(
        Sitter(
            person.id,
            person.name or person.email,
            person.employer,
            person.outside_local_government,
            _bar(person, council.name, parts, tied),
        )
        for person in people
    )


def free_sitters(session: Session, appeal: Appeal, today: date, but: UUID | None = None) -> tuple[Sitter, ...]:
    """Those who may hear the appeal, ``but`` one; the chair is never among them, having a part already."""
    everybody = sitters(session, appeal, today)
    return tuple(person for person in everybody if person.bar is None and person.person_id != but)


def chair_of(session: Session, appeal: Appeal) -> Sitter | None:
    """Whoever chairs the panel of this appeal; None before somebody is named."""
    found = session.execute(
        select(Person, PanelMember.outside)
        .join(PanelMember, PanelMember.person_id == Person.id)
        .where(PanelMember.appeal_id == appeal.id, PanelMember.chair)
    ).one_or_none()
    if found is None:
        return None
    person, outside = found
    return Sitter(person.id, person.name or person.email, person.employer, outside)


def _bar(person: Person, council: str, took_part: Collection[UUID], tied: Collection[UUID]) -> Words | None:
    names = {"name": person.name or person.email, "council": council}
    if person.id in took_part:
        return words("%(name)s has already taken part in this case.", **names)
    if person.id in tied or person.employer.strip().casefold() == council.strip().casefold():
        return words("%(name)s has a tie to %(council)s.", **names)
    return None


def _took_part(session: Session, appeal: Appeal) -> frozenset[UUID]:
    """Whoever scored, decided, sent, signed or heard an appeal in this case, chose a reviewer in it, or advised."""
    case = appeal.application_id
    found = session.scalars(
        select(Involvement.person_id).where(Involvement.case_id == case, Involvement.part.in_(_PARTS_THAT_BAR))
    )
    chose = session.scalars(select(Assignment.proposed_by_id).where(Assignment.application_id == case))
    advised = session.scalars(select(Appeal.advised_by_id).where(Appeal.application_id == case))
    return frozenset(person for person in (*found, *chose, *advised) if person is not None)


def tied_to(session: Session, council_id: UUID, today: date) -> frozenset[UUID]:
    """Whoever belongs to the council, or did in the last two years, or has declared an interest in it."""
    since = today - relativedelta(years=BARRED_YEARS)
    memberships = session.execute(
        select(Membership.person_id, Membership.state, Membership.state_since).where(
            Membership.council_id == council_id
        )
    )
    belonged = {
        person for person, state, moved in memberships if state is MembershipState.ACTIVE or day_of(moved) > since
    }
    conflicts = session.scalars(
        select(ConflictOfInterest.person_id).where(
            ConflictOfInterest.council_id == council_id,
            or_(ConflictOfInterest.until.is_(None), ConflictOfInterest.until >= today),
        )
    )
    links = session.scalars(
        select(Assignment.reviewer_id).where(
            Assignment.council_id == council_id, Assignment.interest.in_([Interest.MINOR, Interest.DISQUALIFYING])
        )
    )
    return frozenset(belonged).union(conflicts, links)
