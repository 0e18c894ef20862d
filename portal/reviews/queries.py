"""Reads about scores. A reviewer's query returns their own; the council's self-score only beside a saved score."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications.history import entered
from portal.applications.models import Application
from portal.applications.states import ENDED_WITHOUT_DECISION, RESULT_STATES, ApplicationState
from portal.assignments import rules as assignment_rules
from portal.assignments.models import Assignment
from portal.assignments.queries import own_record
from portal.assignments.states import AssignmentState, Place
from portal.councils.kinds import Kind
from portal.councils.models import Council
from portal.criteria.edition import Criterion, Edition
from portal.criteria.queries import edition_of
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, may
from portal.reviews.models import Score, SecondReview
from portal.reviews.rules import Judgement


@dataclass(frozen=True)
class OwnReview:
    """The review that belongs to the actor: what every page of it begins with.

    ``criteria`` are those to be scored: all of them, or the ones named to a second reviewer. ``with_council``: the
    council answers questions now, and the reviewer's time does not run. Nor does it ``on_hold``, when nothing can be
    scored. ``may_ask_opinion``: nobody else has been asked to look so far. ``released``: the council has its result.
    """

    assignment_id: UUID
    application_id: UUID
    reference: str
    council_name: str
    kind: Kind
    edition: Edition
    criteria: tuple[Criterion, ...]
    editable: bool
    with_council: bool
    due_on: date | None
    reopened_why: str
    since: datetime
    on_hold: bool = False
    is_first: bool = True
    may_ask_opinion: bool = True
    released: bool = False


def own_review(session: Session, actor: Actor, reference: str) -> OwnReview:
    """The actor's review of this application, begun or locked. Raises NotFound for everybody else's."""
    row = session.execute(
        select(Assignment, Application, Council.name, Council.kind)
        .join(Application, Application.id == Assignment.application_id)
        .join(Council, Council.id == Assignment.council_id)
        .where(
            Application.reference == reference,
            Assignment.reviewer_id == actor.person_id,
            Assignment.state.in_((AssignmentState.ACCEPTED, AssignmentState.LOCKED)),
            Application.state.not_in(ENDED_WITHOUT_DECISION),
        )
    ).one_or_none()
    if row is None or not may(actor, Permission.REVIEW_SCORE, own_record(row[0])):
        raise NotFound(f"no review of {reference}")
    assignment, application, council_name, kind = row
    on_hold = application.state is ApplicationState.ON_HOLD
    editable = assignment.state is AssignmentState.ACCEPTED and not on_hold
    edition = edition_of(session, application.edition_id)
    return OwnReview(
        assignment_id=assignment.id,
        application_id=assignment.application_id,
        reference=reference,
        council_name=council_name,
        kind=kind,
        edition=edition,
        criteria=criteria_of(session, assignment, edition),
        editable=editable,
        with_council=application.state is ApplicationState.CLARIFICATION_REQUESTED,
        due_on=assignment_rules.due_on(
            assignment.state,
            assignment.proposed_at,
            assignment.begun_at,
            entered(session, [assignment.application_id])[assignment.application_id],
            extended_to=assignment.extended_to,
            place=assignment.place,
        ),
        reopened_why=assignment.reopened_why if editable else "",
        since=assignment.state_since,
        on_hold=on_hold,
        is_first=assignment.place is Place.FIRST,
        may_ask_opinion=assignment.place is Place.FIRST and _named(session, assignment) is None,
        released=application.state in RESULT_STATES,
    )


def criteria_of(session: Session, assignment: Assignment, edition: Edition) -> tuple[Criterion, ...]:
    """What this reviewer scores, in the order of the edition: everything, or what a second reviewer was named (C6)."""
    if assignment.place is Place.FIRST:
        return tuple(edition.criteria)
    named = _named(session, assignment) or ()
    return tuple(criterion for criterion in edition.criteria if criterion.id in named)


def _named(session: Session, assignment: Assignment) -> list[str] | None:
    """The criteria of the second review in the round of this assignment; None where none has been needed so far."""
    return session.scalar(
        select(SecondReview.criteria).where(
            SecondReview.application_id == assignment.application_id, SecondReview.round == assignment.round
        )
    )


def carried_in(session: Session, assignment_id: UUID) -> frozenset[str]:
    """The criteria of a resubmission's review whose scores stand from the first decision (C5, row 27)."""
    return frozenset(
        session.scalars(select(Score.criterion).where(Score.assignment_id == assignment_id, Score.carried))
    )


def judgements(session: Session, assignment_id: UUID) -> dict[str, Judgement]:
    """What has been saved in one review, by criterion."""
    rows = session.scalars(select(Score).where(Score.assignment_id == assignment_id))
    return {row.criterion: judgement_of(row) for row in rows}


def judgement_of(row: Score) -> Judgement:
    """The plain values of a saved score."""
    return Judgement(row.score, row.agreed_not_applicable, row.reason, row.improvement, row.live_check)


def next_to_score(session: Session, actor: Actor, reference: str, after: str) -> str | None:
    """The next criterion without a score, by id, going round once; None where every one has a score."""
    review = own_review(session, actor, reference)
    ids = [criterion.id for criterion in review.criteria]
    if after not in ids:
        raise NotFound(f"no criterion {after}")
    saved = judgements(session, review.assignment_id)
    start = ids.index(after) + 1
    return next((found for found in ids[start:] + ids[:start] if found not in saved), None)


def reviewed_before(session: Session, person_id: UUID) -> int:
    """How many applications a reviewer had reviewed for the scheme before the portal kept count."""
    return session.scalars(select(Person.reviewed_before).where(Person.id == person_id)).one()
