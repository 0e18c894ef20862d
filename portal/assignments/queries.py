"""Reads about assignments. A reviewer sees their own; nothing here ever touches an answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications import history
from portal.applications.models import Application
from portal.applications.reckoning import DECIDE_WITHIN, Entered, ours_since_signing
from portal.applications.states import ENDED_WITHOUT_DECISION, ApplicationState
from portal.applications.states import STATE_WORDS as APPLICATION_WORDS
from portal.assignments import rules
from portal.assignments.models import Assignment, Objection
from portal.assignments.states import (
    INTEREST_WORDS,
    LIVE_STATES,
    OPEN_STATES,
    STATE_WORDS,
    WAITS_FOR_COUNCIL,
    AssignmentState,
    Place,
)
from portal.councils.models import Council
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
    """One line of a reviewer's own queue. ``begins_on``: accepted, and begins then unless the council objects."""

    reference: str
    council_name: str
    state: AssignmentState
    state_words: Words
    interest_words: Words | None
    due_on: date | None
    overdue: bool
    reopened_why: str
    on_hold: bool = False
    begins_on: date | None = None


@dataclass(frozen=True)
class OpenCase:
    """One line of the lead reviewer's list. The ages are in working days; the second without time with the council.

    ``objected``: a lead reviewer has to answer the council's objection. ``begins_on``: the reviewer has accepted, and
    the review begins then unless the council objects. ``may_decide`` is False where the lead reviewer has reviewed it:
    somebody else decides then (C2).
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
    objected: bool = False
    begins_on: date | None = None


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
        begins_on = None if on_hold else _begins_on(assignment)
        asked = application_state is ApplicationState.CLARIFICATION_REQUESTED
        yield OwnReview(
            reference,
            council_name,
            assignment.state,
            _waits_for(assignment, on_hold=on_hold, asked=asked),
            INTEREST_WORDS[assignment.interest] if assignment.interest else None,
            due_on,
            due_on is not None and due_on < today,
            assignment.reopened_why if assignment.state is AssignmentState.ACCEPTED else "",
            on_hold,
            begins_on,
        )


def _waits_for(assignment: Assignment, *, on_hold: bool, asked: bool) -> Words:
    if on_hold:
        return ON_HOLD
    if asked:
        return WITH_THE_COUNCIL
    return WAITS_FOR_COUNCIL if _begins_on(assignment) else STATE_WORDS[assignment.state]


def _stages(session: Session, actor: Actor, today: date) -> Iterator[Stage]:
    rows = session.execute(
        select(Application, Council.name, Assignment, Person.name, Objection.id)
        .join(Council, Council.id == Application.council_id)
        .outerjoin(
            Assignment,
            and_(
                Assignment.application_id == Application.id,
                Assignment.place == Place.FIRST,
                Assignment.state.in_(LIVE_STATES),
            ),
        )
        .outerjoin(Person, Person.id == Assignment.reviewer_id)
        .outerjoin(Objection, (Objection.assignment_id == Assignment.id) & Objection.upheld.is_(None))
        .where(Application.state.in_(LEAD_STATES))
        .order_by(Application.state_since)
    ).all()
    entered = history.entered(session, [application.id for application, *_ in rows])
    cases = [
        replace(
            _open_case(actor, application, council_name, assignment, reviewer or "", entered[application.id], today),
            objected=objection is not None,
        )
        for application, council_name, assignment, reviewer, objection in rows
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
        begins_on=_begins_on(assignment) if assignment else None,
    )


def _begins_on(assignment: Assignment) -> date | None:
    waits = assignment.state is AssignmentState.ACCEPTED and assignment.begun_at is None
    return rules.begins_on(assignment.proposed_at) if waits else None


def _due_on(assignment: Assignment, entered: Sequence[Entered], today: date) -> date | None:
    return rules.due_on(
        assignment.state,
        assignment.proposed_at,
        assignment.begun_at,
        entered,
        today,
        assignment.extended_to,
        assignment.place,
    )


def own_record(assignment: Assignment) -> Record:
    """What the permission table may know where somebody reads of their own assignment, without another query.

    Until the review has begun, whoever has accepted is no reviewer of it: nothing of the application is theirs to see.
    """
    parts = {Part.INVITED: frozenset({assignment.reviewer_id})}
    begun = assignment.begun_at is not None
    if begun and assignment.state in (AssignmentState.ACCEPTED, AssignmentState.LOCKED):
        parts[Part.REVIEWER] = frozenset({assignment.reviewer_id})
    return Record(assignment.council_id, parts)
