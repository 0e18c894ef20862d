"""Reads of everything that ties people to one council: for everybody at once, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import ConflictOfInterest, Membership, Person
from portal.accounts.states import InterestKind, MembershipState
from portal.applications.models import Application
from portal.applications.states import ENDED_WITHOUT_DECISION
from portal.assignments.models import Assignment
from portal.assignments.rules import Ties
from portal.assignments.states import OPEN_STATES, Interest
from portal.audit.models import Involvement
from portal.councils.models import Council
from portal.interests.queries import declared_in
from portal.kernel.clock import day_of
from portal.kernel.permissions import Part

# Being asked before is no bar by itself: somebody may have been on leave. What they declared then counts. Nor is having
# scored a past application for practice.
_PARTS_THAT_BAR = tuple(part for part in Part if part not in (Part.INVITED, Part.CALIBRATOR))


class KnownTies:
    """What ties anybody to one application, read once for everybody."""

    def __init__(self, session: Session, application: Application, today: date) -> None:
        council_id = application.council_id
        self.members: set[UUID] = set()
        self.left_on: dict[UUID, date] = {}
        memberships = session.execute(
            select(Membership.person_id, Membership.state, Membership.state_since)
            .where(Membership.council_id == council_id)
            .order_by(Membership.state_since)
        )
        for person_id, state, since in memberships:
            if state is MembershipState.ACTIVE:
                self.members.add(person_id)
            else:
                self.left_on[person_id] = day_of(since)
        self.conflicts = set(
            session.scalars(
                select(ConflictOfInterest.person_id).where(
                    ConflictOfInterest.council_id == council_id, _in_force(today)
                )
            )
        )
        self.took_part = set(
            session.scalars(
                select(Involvement.person_id).where(
                    Involvement.case_id == application.id, Involvement.part.in_(_PARTS_THAT_BAR)
                )
            )
        )
        self.mutual = set(session.scalars(_people_whose_council_is_reviewed_by(council_id)))
        self.declared = _declared(session, application.id)
        self.neighbours = _employed_by_neighbours(session, council_id, today)
        self.this_year = declared_in(session, today.year)

    def of(self, person: Person) -> Ties:
        """The ties of one person."""
        return Ties(
            employer=person.employer,
            member=person.id in self.members,
            left_on=self.left_on.get(person.id),
            conflict=person.id in self.conflicts,
            took_part=person.id in self.took_part,
            mutual=person.id in self.mutual,
            neighbour=person.id in self.neighbours,
            declared=self.declared.get(person.id),
            this_year=person.id in self.this_year,
        )


def _people_whose_council_is_reviewed_by(council_id: UUID) -> Select[UUID]:
    """Members of every council whose application is being reviewed by a member of this one."""
    active = MembershipState.ACTIVE
    from_here = select(Membership.person_id).where(Membership.council_id == council_id, Membership.state == active)
    under_review = (
        select(Assignment.council_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Assignment.reviewer_id.in_(from_here),
            Assignment.state.in_(OPEN_STATES),
            Application.state.not_in(ENDED_WITHOUT_DECISION),
        )
    )
    return select(Membership.person_id).where(Membership.council_id.in_(under_review), Membership.state == active)


def _declared(session: Session, application_id: UUID) -> dict[UUID, Interest]:
    rows = session.execute(
        select(Assignment.reviewer_id, Assignment.interest)
        .where(Assignment.application_id == application_id, Assignment.interest.is_not(None))
        .order_by(Assignment.proposed_at)
    )
    return {person_id: interest for person_id, interest in rows if interest is not None}


def _in_force(today: date) -> ColumnElement[bool]:
    return or_(ConflictOfInterest.until.is_(None), ConflictOfInterest.until >= today)


def _employed_by_neighbours(session: Session, council_id: UUID, today: date) -> frozenset[UUID]:
    """Everybody employed by a council that is this one's neighbour, by the word of anybody employed by either."""
    said = session.execute(
        select(ConflictOfInterest.person_id, ConflictOfInterest.council_id).where(
            ConflictOfInterest.kind == InterestKind.NEIGHBOUR, _in_force(today)
        )
    ).all()
    if not said:
        return frozenset()
    employers = _employers(session)
    neighbours: set[UUID] = set()
    for person_id, neighbour_id in said:
        own = employers.get(person_id, frozenset())
        if neighbour_id == council_id:
            neighbours.update(own)
        if council_id in own:
            neighbours.add(neighbour_id)
    return frozenset(person_id for person_id, own in employers.items() if own & neighbours)


def _employers(session: Session) -> Mapping[UUID, frozenset[UUID]]:
    """By person, the councils they work for: as members of its team, by their own word, or by their employer's name."""
    councils = {name.strip().casefold(): key for key, name in session.execute(select(Council.id, Council.name))}
    named = session.execute(select(Person.id, Person.employer).where(Person.employer != ""))
    members = select(Membership.person_id, Membership.council_id).where(Membership.state == MembershipState.ACTIVE)
    declared = select(ConflictOfInterest.person_id, ConflictOfInterest.council_id).where(
        ConflictOfInterest.kind == InterestKind.EMPLOYMENT, ConflictOfInterest.until.is_(None)
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for person_id, employer in named:
        if council_id := councils.get(employer.strip().casefold()):
            found[person_id].add(council_id)
    for person_id, council_id in [*session.execute(members), *session.execute(declared)]:
        found[person_id].add(council_id)
    return {person_id: frozenset(own) for person_id, own in found.items()}
