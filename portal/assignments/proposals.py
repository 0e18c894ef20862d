"""Reads about invitations to review: for whoever is asked, and for the lead reviewer who asked."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.states import APPLICATION, ApplicationState
from portal.assignments import rules
from portal.assignments.models import Assignment, Objection
from portal.assignments.queries import own_record
from portal.assignments.states import LIVE_STATES, PLACE_ASKED, AssignmentState, Place
from portal.councils.models import Council
from portal.kernel.errors import IllegalMove, NotFound
from portal.kernel.permissions import Actor, Permission, Record, may


@dataclass(frozen=True)
class InterestsPage:
    """What a reviewer is told before declaring interests: which council, by when to answer, how long scoring takes."""

    reference: str
    council_name: str
    answer_by: date | None
    score_within: int


def interests_page(session: Session, actor: Actor, reference: str) -> InterestsPage:
    """The invitation that the actor has to answer.

    Raises NotFound where the actor was never asked, IllegalMove where it has been answered, taken back or withdrawn.
    """
    row = session.execute(
        select(Assignment, Council.name, Application.state)
        .join(Application, Application.id == Assignment.application_id)
        .join(Council, Council.id == Assignment.council_id)
        .where(Application.reference == reference, Assignment.reviewer_id == actor.person_id)
        .order_by((Assignment.state == AssignmentState.PROPOSED).desc(), Assignment.proposed_at.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NotFound(f"no invitation to {reference}")
    assignment, council_name, stands = row
    if not may(actor, Permission.REVIEW_ANSWER, own_record(assignment)):
        raise NotFound(f"no invitation to {reference}")
    # The council may have withdrawn it since.
    if stands is ApplicationState.ON_HOLD:
        raise APPLICATION.refusal(stands, "answer")
    if assignment.state is not AssignmentState.PROPOSED or PLACE_ASKED.get(stands) is not assignment.place:
        raise IllegalMove(assignment.lifecycle.name, assignment.state, "answer")
    return InterestsPage(
        reference,
        council_name,
        rules.due_on(assignment.state, assignment.proposed_at, assignment.begun_at),
        rules.SCORE_WITHIN[assignment.place],
    )


@dataclass(frozen=True)
class Proposal:
    """Who has been asked to review which application, for the lead reviewer's page.

    ``answer_by`` is the reviewer's date and ``object_by`` the council's; ``objection`` is why it objects, while that
    waits for an answer; ``link`` the minor link that does. ``accepted_at``: accepted, and the review is yet to begin.
    """

    reference: str
    council_name: str
    second: bool
    reviewer_name: str
    reviewer_employer: str
    why: str
    proposed_at: datetime
    answer_by: date | None
    accepted_at: datetime | None
    object_by: date
    no_objection: bool
    objection: str
    link: str
    overdue: bool


def open_proposal(session: Session, actor: Actor, reference: str, today: date) -> Proposal:
    """Who has been asked to review this application, until the review begins. Raises NotFound where nobody has."""
    row = session.execute(
        select(Assignment, Application.state, Council.name, Person.name, Person.employer, Objection.why)
        .join(Application, Application.id == Assignment.application_id)
        .join(Council, Council.id == Assignment.council_id)
        .join(Person, Person.id == Assignment.reviewer_id)
        .outerjoin(Objection, (Objection.assignment_id == Assignment.id) & Objection.upheld.is_(None))
        .where(
            Application.reference == reference,
            Application.state.in_(PLACE_ASKED),
            Assignment.state.in_(LIVE_STATES),
            Assignment.begun_at.is_(None),
        )
    ).one_or_none()
    if row is None or not may(actor, Permission.REVIEW_ASSIGN, Record(row[0].council_id)):
        raise NotFound(f"no proposal for {reference}")
    assignment, stands, council_name, reviewer_name, employer, objection = row
    if PLACE_ASKED[stands] is not assignment.place:
        raise NotFound(f"no proposal for {reference}")
    answer_by = rules.due_on(assignment.state, assignment.proposed_at, assignment.begun_at)
    return Proposal(
        reference=reference,
        council_name=council_name,
        second=assignment.place is Place.SECOND,
        reviewer_name=reviewer_name,
        reviewer_employer=employer,
        why=assignment.why,
        proposed_at=assignment.proposed_at,
        answer_by=answer_by,
        accepted_at=assignment.accepted_at,
        object_by=rules.object_by(assignment.proposed_at),
        no_objection=assignment.no_objection_at is not None,
        objection=objection or "",
        link=assignment.declaration if assignment.state is AssignmentState.LINK_DECLARED else "",
        overdue=answer_by is not None and answer_by < today,
    )
