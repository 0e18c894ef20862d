"""Reads about assignments. A reviewer sees their own; nothing here ever touches an answer."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications import history
from portal.applications.models import Application
from portal.applications.reckoning import DECIDE_WITHIN, Entered, ours_since_signing
from portal.applications.states import STATE_WORDS as APPLICATION_WORDS
from portal.applications.states import ApplicationState
from portal.assignments import rules
from portal.assignments.models import Assignment, Objection
from portal.assignments.running import at_risk
from portal.assignments.states import LIVE_STATES, AssignmentState, Place
from portal.councils.models import Council
from portal.kernel.permissions import Actor, Part, Permission, Record, may
from portal.kernel.words import Words, words

# What the lead reviewer keeps moving, in the order of the process.
LEAD_STATES = (
    ApplicationState.READY_TO_ASSIGN,
    ApplicationState.REVIEWER_PROPOSED,
    ApplicationState.IN_REVIEW,
    ApplicationState.CLARIFICATION_REQUESTED,
    ApplicationState.SECOND_REVIEW,
    ApplicationState.MODERATION,
    ApplicationState.DECIDED,
    ApplicationState.ON_HOLD,
)
WITH_THE_COUNCIL = words("Waiting for the council’s answers")
# Where the words for councils would speak to the wrong person.
STAGE_WORDS = {ApplicationState.CLARIFICATION_REQUESTED: WITH_THE_COUNCIL}
# Somebody's first reviews are looked at with more care (C6).
FIRST_REVIEWS = 3
# So many working days before an application is late, a lead reviewer looks at it first.
LATE_SOON = 5


@dataclass(frozen=True)
class SecondAsked:
    """Who reviews an application a second time, as the lead reviewer sees it."""

    reviewer_name: str
    state: AssignmentState
    due_on: date | None


@dataclass(frozen=True)
class OpenCase:
    """One line of the lead reviewer's list. The ages are in working days; the second without time with the council.

    ``objected``: a lead reviewer has to answer the council's objection; ``link_declared``: to judge a minor link.
    ``begins_on``: the reviewer has accepted, and the review begins then unless the council objects. ``may_decide`` is
    False where the lead reviewer has reviewed it: somebody else decides then (C2). ``at_risk``: overdue or late soon.
    ``new_reviewer``: it is among the reviewer's first three (C6).
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
    at_risk: bool
    may_decide: bool
    objected: bool
    link_declared: bool
    begins_on: date | None
    new_reviewer: bool
    second: SecondAsked | None

    @property
    def presses(self) -> bool:
        """Whether a lead reviewer looks at it first."""
        return self.overdue or self.late or self.at_risk or self.objected or self.link_declared


@dataclass(frozen=True)
class Stage:
    """The applications that stand at one point of the process: what presses first, then the longest waiting."""

    state: ApplicationState
    title: Words
    cases: tuple[OpenCase, ...]


@dataclass(frozen=True)
class _Asked:
    assignment: Assignment
    name: str
    objected: bool


def stages(session: Session, actor: Actor, today: date) -> Iterator[Stage]:
    """Every open application that the actor may lead, by state; in four queries, whatever their number."""
    rows = session.execute(
        select(Application, Council.name)
        .join(Council, Council.id == Application.council_id)
        .where(Application.state.in_(LEAD_STATES))
        .order_by(Application.state_since)
    ).all()
    mine = [row for row in rows if may(actor, Permission.REVIEW_ASSIGN, Record(row[0].council_id))]
    ids = [application.id for application, _name in mine]
    entered = history.entered(session, ids)
    asked = _asked(session, ids)
    finished = _finished(session)
    cases = [
        _open_case(actor, application, name, asked.get(application.id, {}), entered[application.id], finished, today)
        for application, name in mine
    ]
    for state in LEAD_STATES:
        here = [case for case in cases if case.state is state]
        yield Stage(
            state,
            STAGE_WORDS.get(state, APPLICATION_WORDS[state]),
            tuple(sorted(here, key=lambda case: (not case.overdue, not case.presses))),
        )


def _asked(session: Session, application_ids: Collection[UUID]) -> Mapping[UUID, Mapping[Place, _Asked]]:
    rows = session.execute(
        select(Assignment, Person.name, Objection.id)
        .join(Person, Person.id == Assignment.reviewer_id)
        .outerjoin(Objection, (Objection.assignment_id == Assignment.id) & Objection.upheld.is_(None))
        .where(Assignment.application_id.in_(application_ids), Assignment.state.in_(LIVE_STATES))
    )
    found: dict[UUID, dict[Place, _Asked]] = defaultdict(dict)
    for assignment, name, objection in rows:
        found[assignment.application_id][assignment.place] = _Asked(assignment, name, objection is not None)
    return found


def _finished(session: Session) -> Mapping[UUID, int]:
    """How many reviews each reviewer has finished."""
    rows = session.execute(
        select(Assignment.reviewer_id, func.count())
        .where(Assignment.state.in_((AssignmentState.LOCKED, AssignmentState.SET_ASIDE)))
        .group_by(Assignment.reviewer_id)
    )
    return {reviewer_id: int(count) for reviewer_id, count in rows}


def _open_case(
    actor: Actor,
    application: Application,
    council_name: str,
    asked: Mapping[Place, _Asked],
    entered: Sequence[Entered],
    finished: Mapping[UUID, int],
    today: date,
) -> OpenCase:
    first, second = asked.get(Place.FIRST), asked.get(Place.SECOND)
    runs = application.state not in (ApplicationState.ON_HOLD, ApplicationState.CLARIFICATION_REQUESTED)
    dues = {place: due_of(found.assignment, entered, today) if runs else None for place, found in asked.items()}
    # The first reviewer's scores are locked by the time that a second one is asked.
    due_on = dues.get(Place.FIRST) or dues.get(Place.SECOND)
    age = ours_since_signing(entered, today)
    overdue, late = due_on is not None and due_on < today, age is not None and age > DECIDE_WITHIN
    assigned = [found.assignment for found in asked.values()]
    return OpenCase(
        reference=application.reference,
        council_name=council_name,
        state=application.state,
        days_in_state=rules.working_days_since(application.state_since, today),
        days_since_submission=age,
        late=late,
        reviewer_name=first.name if first else "",
        due_on=due_on,
        overdue=overdue,
        at_risk=not (overdue or late) and (at_risk(due_on, today) or (runs and _late_soon(age))),
        may_decide=bool(assigned)
        and all(may(actor, Permission.APPLICATION_DECIDE, own_record(assignment)) for assignment in assigned),
        objected=any(found.objected for found in asked.values()),
        link_declared=any(assignment.state is AssignmentState.LINK_DECLARED for assignment in assigned),
        begins_on=next((day for assignment in assigned if (day := begins_of(assignment))), None),
        new_reviewer=any(_is_new(assignment, finished) for assignment in assigned),
        second=SecondAsked(second.name, second.assignment.state, dues[Place.SECOND]) if second else None,
    )


def _late_soon(age: int | None) -> bool:
    return age is not None and DECIDE_WITHIN - LATE_SOON <= age <= DECIDE_WITHIN


def _is_new(assignment: Assignment, finished: Mapping[UUID, int]) -> bool:
    this_one = assignment.state is AssignmentState.LOCKED
    return finished.get(assignment.reviewer_id, 0) - this_one < FIRST_REVIEWS


def begins_of(assignment: Assignment) -> date | None:
    """The day on which an accepted review begins unless the council objects; None where it has begun."""
    waits = assignment.state is AssignmentState.ACCEPTED and assignment.begun_at is None
    return rules.begins_on(assignment.proposed_at) if waits else None


def due_of(assignment: Assignment, entered: Sequence[Entered], today: date) -> date | None:
    """The day by which the reviewer's next step is due; None where it is not the reviewer's turn."""
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
