"""Reads about who can be asked to review an application: every tie that the portal knows of, and the workload."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import ConflictOfInterest, Membership, Person, StaffRole
from portal.accounts.states import MembershipState, StaffRoleState
from portal.applications.models import Application
from portal.applications.states import ENDED_WITHOUT_DECISION, ApplicationState
from portal.assignments import rules
from portal.assignments.models import Assignment
from portal.assignments.rules import Ties
from portal.assignments.states import INTEREST_WORDS, OPEN_STATES, STATE_WORDS, AssignmentState, Interest
from portal.audit.models import Involvement
from portal.councils.models import Council
from portal.kernel.clock import LONDON
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Part, Permission, Record, Role, may
from portal.kernel.words import Words

# Being asked before is no bar by itself: somebody may have been on leave. What they declared then counts.
_PARTS_THAT_BAR = tuple(part for part in Part if part is not Part.INVITED)


@dataclass(frozen=True)
class Candidate:
    """A reviewer, how much they have to do, and why they cannot be chosen; no ``bar`` means that they can.

    ``usual_days`` is how many working days their reviews have taken on average; None before the first.
    """

    person_id: UUID
    name: str
    employer: str
    open_reviews: int
    usual_days: int | None
    bar: Words | None
    reviewed_before: bool = False


@dataclass(frozen=True)
class EarlierProposal:
    """Somebody who was asked before and does not review, with what they said."""

    name: str
    proposed_at: datetime
    state_words: Words
    interest_words: Words | None
    why: str


@dataclass(frozen=True)
class ChoicePage:
    """What a lead reviewer chooses from: nobody who must not review this council is among ``candidates``."""

    reference: str
    council_name: str
    submitted_at: datetime | None
    candidates: tuple[Candidate, ...]
    left_out: int
    earlier: tuple[EarlierProposal, ...]


def choice_page(session: Session, actor: Actor, reference: str, today: date) -> ChoicePage:
    """Everybody who can be asked to review the application, those with least to do first.

    Raises NotFound for an unknown reference and where the actor has to do with the council; IllegalMove where no
    reviewer is wanted now.
    """
    row = session.execute(
        select(Application, Council.name)
        .join(Council, Council.id == Application.council_id)
        .where(Application.reference == reference)
    ).one_or_none()
    if row is None or not may(actor, Permission.REVIEW_ASSIGN, Record(row[0].council_id)):
        raise NotFound(f"no application {reference}")
    application, council_name = row
    if application.state is not ApplicationState.SECOND_REVIEW:
        application.lifecycle.find(application.state, "propose_reviewer")
    everybody = candidates(session, application, council_name, today)
    # C5, row 27: the same reviewer, unless conflicted.
    by_rank = sorted(everybody, key=lambda one: (not one.reviewed_before, one.open_reviews, one.name))
    free = [candidate for candidate in by_rank if candidate.bar is None]
    return ChoicePage(
        reference=reference,
        council_name=council_name,
        submitted_at=application.submitted_at,
        candidates=tuple(free),
        left_out=len(everybody) - len(free),
        earlier=_earlier(session, application.id),
    )


def candidates(session: Session, application: Application, council_name: str, today: date) -> tuple[Candidate, ...]:
    """Every reviewer of the scheme, whether or not they can be asked, in a fixed number of queries."""
    people = session.scalars(
        select(Person)
        .join(StaffRole, StaffRole.person_id == Person.id)
        .where(StaffRole.role == Role.REVIEWER, StaffRole.state == StaffRoleState.ACTIVE)
        .order_by(Person.name, Person.id)
    ).all()
    ties = _Ties(session, application, today)
    busy, done = _workload(session)
    before = _reviewers_of(session, application.resubmission_of_id)
    return tuple(
        Candidate(
            person.id,
            person.name,
            person.employer,
            busy[person.id],
            rules.usual_days(done[person.id]),
            rules.bar(ties.of(person), council_name, today),
            person.id in before,
        )
        for person in people
    )


class _Ties:
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
                self.left_on[person_id] = since.astimezone(LONDON).date()
        self.conflicts = set(
            session.scalars(
                select(ConflictOfInterest.person_id).where(
                    ConflictOfInterest.council_id == council_id,
                    or_(ConflictOfInterest.until.is_(None), ConflictOfInterest.until >= today),
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

    def of(self, person: Person) -> Ties:
        """The ties of one person."""
        return Ties(
            name=person.name,
            employer=person.employer,
            member=person.id in self.members,
            left_on=self.left_on.get(person.id),
            conflict=person.id in self.conflicts,
            took_part=person.id in self.took_part,
            mutual=person.id in self.mutual,
            declared=self.declared.get(person.id),
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


def _reviewers_of(session: Session, application_id: UUID | None) -> frozenset[UUID]:
    """Who reviewed the application that a resubmission repeats."""
    if application_id is None:
        return frozenset()
    return frozenset(
        session.scalars(
            select(Assignment.reviewer_id).where(
                Assignment.application_id == application_id, Assignment.state == AssignmentState.LOCKED
            )
        )
    )


def _workload(session: Session) -> tuple[Counter[UUID], dict[UUID, list[tuple[datetime, datetime]]]]:
    """How many reviews everybody has open, and when the finished ones were begun and locked."""
    rows = session.execute(
        select(
            Assignment.reviewer_id, Assignment.state, Assignment.begun_at, Assignment.state_since, Application.state
        ).join(Application, Application.id == Assignment.application_id)
    )
    busy: Counter[UUID] = Counter()
    done: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for reviewer_id, state, begun_at, since, application_state in rows:
        if state in OPEN_STATES:
            busy[reviewer_id] += application_state not in ENDED_WITHOUT_DECISION
        elif state is AssignmentState.LOCKED and begun_at is not None:
            done[reviewer_id].append((begun_at, since))
    return busy, done


def _earlier(session: Session, application_id: UUID) -> tuple[EarlierProposal, ...]:
    rows = session.execute(
        select(Assignment, Person.name)
        .join(Person, Person.id == Assignment.reviewer_id)
        .where(
            Assignment.application_id == application_id,
            Assignment.state.in_((AssignmentState.DECLINED, AssignmentState.TAKEN_BACK)),
        )
        .order_by(Assignment.proposed_at)
    )
    return tuple(
        EarlierProposal(
            name,
            assignment.proposed_at,
            STATE_WORDS[assignment.state],
            INTEREST_WORDS[assignment.interest] if assignment.interest else None,
            assignment.ended_why,
        )
        for assignment, name in rows
    )
