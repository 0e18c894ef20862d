"""What somebody who reviews or leads finds on opening the portal: their own reviews, and every open application."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from portal.applications import history
from portal.applications.models import Application, Unlocked
from portal.applications.states import ENDED_WITHOUT_DECISION, RESULT_STATES, ApplicationState
from portal.assignments.models import Assignment
from portal.assignments.queries import Stage, begins_of, due_of, stages
from portal.assignments.running import Timed, clock_words
from portal.assignments.states import INTEREST_WORDS, LIVE_STATES, OPEN_STATES, AssignmentState, Place
from portal.councils.models import Council
from portal.interests.queries import declared_in
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words

# Of those that are over, the newest.
MOST_PAST = 50


@dataclass(frozen=True)
class OwnReview:
    """One line of a reviewer's own queue: ``clock`` says whether their time runs.

    ``second``: a second review; of the first one nothing is told. ``begins_on``: accepted, and begins then unless the
    council objects.
    """

    reference: str
    council_name: str
    state: AssignmentState
    second: bool
    clock: Words
    interest_words: Words | None
    due_on: date | None
    overdue: bool
    reopened_why: str
    on_hold: bool
    begins_on: date | None


@dataclass(frozen=True)
class PastReview:
    """A review that is over; ``compared``: the result is out, and what each reviewer gave can be read."""

    reference: str
    council_name: str
    second: bool
    since: datetime
    compared: bool


@dataclass(frozen=True)
class Queue:
    """Own reviews, the most urgent first, and those that are over; ``stages`` only for a lead reviewer.

    ``pressing`` counts the open applications that are overdue, late or at risk. ``declared``: the yearly declaration of
    interests is there.
    """

    own: tuple[OwnReview, ...]
    past: tuple[PastReview, ...]
    stages: tuple[Stage, ...]
    pressing: int
    reviews: bool
    leads: bool
    declared: bool


def queue(session: Session, actor: Actor, today: date) -> Queue:
    """The actor's own reviews, and every open application where the actor leads; as many queries for any number."""
    leads = may(actor, Permission.REVIEW_ASSIGN, Record())
    rows = _rows(session, actor)
    own = tuple(_own_reviews(session, rows, today))
    past = tuple(_past_reviews(rows))
    found = tuple(stages(session, actor, today)) if leads else ()
    return Queue(
        own=tuple(sorted(own, key=lambda line: line.due_on or date.max)),
        past=past[:MOST_PAST],
        stages=found,
        pressing=sum(case.presses for stage in found for case in stage.cases),
        reviews=bool(own or past) or not leads,
        leads=leads,
        declared=actor.person_id in declared_in(session, today.year),
    )


Found = Row[Assignment, str, ApplicationState, str]


def _rows(session: Session, actor: Actor) -> list[Found]:
    rows = session.execute(
        select(Assignment, Application.reference, Application.state, Council.name)
        .join(Application, Application.id == Assignment.application_id)
        .join(Council, Council.id == Assignment.council_id)
        .where(Assignment.reviewer_id == actor.person_id, Assignment.state.in_(LIVE_STATES))
        .order_by(Assignment.proposed_at)
    )
    return [row for row in rows if may(actor, Permission.REVIEW_SEE, Record(row[0].council_id))]


def _is_open(assignment: Assignment, application: ApplicationState) -> bool:
    if application in ENDED_WITHOUT_DECISION:
        return False
    return assignment.state in OPEN_STATES or application in (
        ApplicationState.MODERATION,
        ApplicationState.SECOND_REVIEW,
        ApplicationState.ON_HOLD,
    )


def _own_reviews(session: Session, rows: Collection[Found], today: date) -> Iterator[OwnReview]:
    ongoing = [row for row in rows if _is_open(row[0], row[2])]
    ids = [assignment.application_id for assignment, *_ in ongoing]
    entered = history.entered(session, ids)
    until = _answers_until(session, ids)
    for assignment, reference, application, council_name in ongoing:
        on_hold = application is ApplicationState.ON_HOLD
        due_on = None if on_hold else due_of(assignment, entered[assignment.application_id], today)
        begins_on = None if on_hold else begins_of(assignment)
        asked = application is ApplicationState.CLARIFICATION_REQUESTED
        timed = Timed(assignment.state, application, due_on, begins_on, until.get(assignment.application_id))
        yield OwnReview(
            reference=reference,
            council_name=council_name,
            state=assignment.state,
            second=assignment.place is Place.SECOND,
            clock=clock_words(timed, today),
            interest_words=INTEREST_WORDS[assignment.interest] if assignment.interest else None,
            due_on=due_on,
            overdue=due_on is not None and due_on < today and not asked,
            reopened_why=assignment.reopened_why if assignment.state is AssignmentState.ACCEPTED else "",
            on_hold=on_hold,
            begins_on=begins_on,
        )


def _answers_until(session: Session, application_ids: Collection[UUID]) -> Mapping[UUID, date]:
    rows = session.execute(
        select(Unlocked.application_id, func.min(Unlocked.until))
        .where(Unlocked.application_id.in_(application_ids), Unlocked.until.is_not(None))
        .group_by(Unlocked.application_id)
    )
    return {application_id: until for application_id, until in rows if until is not None}


def _past_reviews(rows: Collection[Found]) -> Iterator[PastReview]:
    over = [row for row in rows if row[0].state is AssignmentState.LOCKED and not _is_open(row[0], row[2])]
    for assignment, reference, application, council_name in sorted(over, key=lambda row: row[0].state_since)[::-1]:
        yield PastReview(
            reference,
            council_name,
            assignment.place is Place.SECOND,
            assignment.state_since,
            application in RESULT_STATES,
        )
