"""Reads about assignments. A reviewer sees their own; nothing here ever touches an answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications import history
from portal.applications.models import Application
from portal.applications.reckoning import DECIDE_WITHIN, Entered, ours_since_signing
from portal.applications.states import APPLICATION, ENDED_WITHOUT_DECISION, ApplicationState
from portal.applications.states import STATE_WORDS as APPLICATION_WORDS
from portal.assignments import rules
from portal.assignments.models import Assignment
from portal.assignments.states import INTEREST_WORDS, LIVE_STATES, OPEN_STATES, STATE_WORDS, AssignmentState
from portal.councils.models import Council
from portal.kernel.errors import IllegalMove, NotFound
from portal.kernel.permissions import Actor, Part, Permission, Record, may
from portal.kernel.words import Words, words

# What the lead reviewer keeps moving, in the order of the process.
LEAD_STATES = (
    ApplicationState.READY_TO_ASSIGN,
    ApplicationState.REVIEWER_PROPOSED,
    ApplicationState.IN_REVIEW,
    ApplicationState.CLARIFICATION_REQUESTED,
    ApplicationState.MODERATION,
    ApplicationState.DECIDED,
    ApplicationState.ON_HOLD,
)
WITH_THE_COUNCIL = words("Waiting for the council’s answers")
ON_HOLD = words("On hold: nothing to do until a lead reviewer goes on with it")
# Where the words for councils would speak to the wrong person.
STAGE_WORDS = {ApplicationState.CLARIFICATION_REQUESTED: WITH_THE_COUNCIL}


@dataclass(frozen=True)
class OwnReview:
    """One line of a reviewer's own queue."""

    reference: str
    council_name: str
    state: AssignmentState
    state_words: Words
    interest_words: Words | None
    due_on: date | None
    overdue: bool
    reopened_why: str
    on_hold: bool = False


@dataclass(frozen=True)
class OpenCase:
    """One line of the lead reviewer's list. The ages are in working days; the second without time with the council.

    ``may_decide`` is False where the lead reviewer has reviewed it: somebody else decides then (C2).
    """

    reference: str
    council_name: str
    state: ApplicationState
    days_in_state: int
    days_since_submission: int | None
    late: bool
    reviewer_name: str
    due_on: date | None
    overdue: bool
    may_decide: bool


@dataclass(frozen=True)
class Stage:
    """The applications that stand at one point of the process, the longest waiting first."""

    state: ApplicationState
    title: Words
    cases: tuple[OpenCase, ...]


@dataclass(frozen=True)
class Queue:
    """What somebody who reviews or leads finds on opening the portal; ``stages`` only for a lead reviewer."""

    own: tuple[OwnReview, ...]
    stages: tuple[Stage, ...]
    reviews: bool
    leads: bool


def queue(session: Session, actor: Actor, today: date) -> Queue:
    """The actor's own reviews, the most urgent first, and every open application where the actor leads."""
    leads = may(actor, Permission.REVIEW_ASSIGN, Record())
    own = tuple(_own_reviews(session, actor, today))
    return Queue(
        own=tuple(sorted(own, key=lambda line: line.due_on or date.max)),
        stages=tuple(_stages(session, actor, today)) if leads else (),
        reviews=bool(own) or not leads,
        leads=leads,
    )


def _own_reviews(session: Session, actor: Actor, today: date) -> Iterator[OwnReview]:
    rows = session.execute(
        select(Assignment, Application.reference, Application.state, Council.name)
        .join(Application, Application.id == Assignment.application_id)
        .join(Council, Council.id == Assignment.council_id)
        .where(
            Assignment.reviewer_id == actor.person_id,
            Assignment.state.in_(LIVE_STATES),
            Application.state.not_in(ENDED_WITHOUT_DECISION),
        )
        .order_by(Assignment.proposed_at)
    ).all()
    entered = history.entered(session, [assignment.application_id for assignment, *_ in rows])
    for assignment, reference, application_state, council_name in rows:
        finished = assignment.state not in OPEN_STATES and application_state is not ApplicationState.MODERATION
        if finished or not may(actor, Permission.REVIEW_SEE, Record(assignment.council_id)):
            continue
        on_hold = application_state is ApplicationState.ON_HOLD
        due_on = None if on_hold else _due_on(assignment, entered[assignment.application_id], today)
        asked = application_state is ApplicationState.CLARIFICATION_REQUESTED
        yield OwnReview(
            reference,
            council_name,
            assignment.state,
            ON_HOLD if on_hold else WITH_THE_COUNCIL if asked else STATE_WORDS[assignment.state],
            INTEREST_WORDS[assignment.interest] if assignment.interest else None,
            due_on,
            due_on is not None and due_on < today,
            assignment.reopened_why if assignment.state is AssignmentState.ACCEPTED else "",
            on_hold,
        )


def _stages(session: Session, actor: Actor, today: date) -> Iterator[Stage]:
    rows = session.execute(
        select(Application, Council.name, Assignment, Person.name)
        .join(Council, Council.id == Application.council_id)
        .outerjoin(Assignment, (Assignment.application_id == Application.id) & Assignment.state.in_(LIVE_STATES))
        .outerjoin(Person, Person.id == Assignment.reviewer_id)
        .where(Application.state.in_(LEAD_STATES))
        .order_by(Application.state_since)
    ).all()
    entered = history.entered(session, [application.id for application, *_ in rows])
    cases = [
        _open_case(actor, application, council_name, assignment, reviewer_name or "", entered[application.id], today)
        for application, council_name, assignment, reviewer_name in rows
        if may(actor, Permission.REVIEW_ASSIGN, Record(application.council_id))
    ]
    for state in LEAD_STATES:
        yield Stage(
            state,
            STAGE_WORDS.get(state, APPLICATION_WORDS[state]),
            tuple(case for case in cases if case.state is state),
        )


def _open_case(
    actor: Actor,
    application: Application,
    council_name: str,
    assignment: Assignment | None,
    reviewer_name: str,
    entered: Sequence[Entered],
    today: date,
) -> OpenCase:
    on_hold = application.state is ApplicationState.ON_HOLD
    due_on = _due_on(assignment, entered, today) if assignment and not on_hold else None
    age = ours_since_signing(entered, today)
    return OpenCase(
        application.reference,
        council_name,
        application.state,
        rules.working_days_since(application.state_since, today),
        age,
        age is not None and age > DECIDE_WITHIN,
        reviewer_name,
        due_on,
        due_on is not None and due_on < today,
        assignment is not None and may(actor, Permission.APPLICATION_DECIDE, own_record(assignment)),
    )


def _due_on(row: Assignment, entered: Sequence[Entered], today: date) -> date | None:
    return rules.due_on(row.state, row.proposed_at, row.accepted_at, entered, today, row.extended_to)


@dataclass(frozen=True)
class InterestsPage:
    """What a reviewer is told before declaring interests: which council, and by when to answer."""

    reference: str
    council_name: str
    answer_by: date | None


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
    if assignment.state is not AssignmentState.PROPOSED or stands is not ApplicationState.REVIEWER_PROPOSED:
        raise IllegalMove(assignment.lifecycle.name, assignment.state, "answer")
    answer_by = rules.due_on(assignment.state, assignment.proposed_at, assignment.accepted_at)
    return InterestsPage(reference, council_name, answer_by)


def own_record(assignment: Assignment) -> Record:
    """What the permission table may know where somebody reads of their own assignment, without another query."""
    parts = {Part.INVITED: frozenset({assignment.reviewer_id})}
    if assignment.state in (AssignmentState.ACCEPTED, AssignmentState.LOCKED):
        parts[Part.REVIEWER] = frozenset({assignment.reviewer_id})
    return Record(assignment.council_id, parts)


@dataclass(frozen=True)
class Proposal:
    """Who has been asked to review which application: for the lead reviewer's page and for the emails E16 and E17.

    ``answer_by`` is the reviewer's date and ``object_by`` the council's.
    """

    application_id: UUID
    reference: str
    council_id: UUID
    council_name: str
    reviewer_id: UUID
    reviewer_name: str
    reviewer_employer: str
    why: str
    proposed_at: datetime
    answer_by: date | None
    object_by: date
    overdue: bool


def proposal_made(session: Session, assignment_id: UUID, today: date) -> Proposal:
    """The proposal that this assignment began with. Raises NotFound."""
    return _proposal(session, Assignment.id == assignment_id, today)


def open_proposal(session: Session, actor: Actor, reference: str, today: date) -> Proposal:
    """The proposal that waits for an answer on this application. Raises NotFound where none does."""
    found = _proposal(
        session, (Application.reference == reference) & (Assignment.state == AssignmentState.PROPOSED), today
    )
    if not may(actor, Permission.REVIEW_ASSIGN, Record(found.council_id)):
        raise NotFound(f"no proposal for {reference}")
    return found


def _proposal(session: Session, which: ColumnElement[bool], today: date) -> Proposal:
    row = session.execute(
        select(Assignment, Application.reference, Council.name, Person.name, Person.employer)
        .join(Application, Application.id == Assignment.application_id)
        .join(Council, Council.id == Assignment.council_id)
        .join(Person, Person.id == Assignment.reviewer_id)
        .where(which)
    ).one_or_none()
    if row is None:
        raise NotFound("no such proposal")
    assignment, reference, council_name, reviewer_name, employer = row
    answer_by = rules.due_on(assignment.state, assignment.proposed_at, assignment.accepted_at)
    return Proposal(
        application_id=assignment.application_id,
        reference=reference,
        council_id=assignment.council_id,
        council_name=council_name,
        reviewer_id=assignment.reviewer_id,
        reviewer_name=reviewer_name,
        reviewer_employer=employer,
        why=assignment.why,
        proposed_at=assignment.proposed_at,
        answer_by=answer_by,
        object_by=rules.object_by(assignment.proposed_at),
        overdue=answer_by is not None and answer_by < today,
    )
