"""The scores of reviews that are locked, for whoever decides."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, aliased

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.assignments.models import Assignment
from portal.assignments.states import OPEN_STATES, AssignmentState, Place
from portal.reviews.models import Score, ScoreRevision, SecondReview
from portal.reviews.queries import judgement_of
from portal.reviews.rules import Judgement


@dataclass(frozen=True)
class ReviewScore:
    """One locked score with its reviewer, for the decision and the feedback.

    ``first_score`` is what the reviewer gave before seeing the council's own score.
    """

    place: Place
    assignment_id: UUID
    reviewer_id: UUID
    reviewer_name: str
    reviewer_employer: str
    criterion: str
    judgement: Judgement
    answer_revision_number: int
    first_score: int | None
    carried: bool = False


def scores_of(session: Session, application_id: UUID) -> tuple[ReviewScore, ...]:
    """Every score of the application's reviews once all of them are locked; none before. For whoever decides.

    While anybody still scores, or is still to be asked to, nothing leaves the database: not to a lead reviewer either.
    """
    rows = session.execute(
        select(Score, Assignment, Person.name, Person.employer, ScoreRevision.score)
        .join(Assignment, Assignment.id == Score.assignment_id)
        .join(Person, Person.id == Assignment.reviewer_id)
        .join(ScoreRevision, and_(ScoreRevision.score_id == Score.id, ScoreRevision.number == 1))
        .where(
            Assignment.application_id == application_id,
            Assignment.state == AssignmentState.LOCKED,
            ~_being_scored(application_id),
            ~_second_review_to_come(application_id),
        )
        .order_by(Assignment.place, Score.criterion)
    )
    return tuple(
        ReviewScore(
            place=assignment.place,
            assignment_id=assignment.id,
            reviewer_id=assignment.reviewer_id,
            reviewer_name=name,
            reviewer_employer=employer,
            criterion=score.criterion,
            judgement=judgement_of(score),
            answer_revision_number=score.answer_revision_number,
            first_score=first_score,
            carried=score.carried,
        )
        for score, assignment, name, employer, first_score in rows
    )


def _being_scored(application_id: UUID) -> ColumnElement[bool]:
    """Somebody is asked to review it, or scores, or scores again."""
    other = aliased(Assignment)
    return select(other.id).where(other.application_id == application_id, other.state.in_(OPEN_STATES)).exists()


def _second_review_to_come(application_id: UUID) -> ColumnElement[bool]:
    """A second review of the round is needed and has not been finished."""
    other = aliased(Assignment)
    finished = select(other.id).where(
        other.application_id == application_id,
        other.place == Place.SECOND,
        other.round == SecondReview.round,
        other.state == AssignmentState.LOCKED,
    )
    return (
        select(SecondReview.id)
        .join(Application, Application.id == SecondReview.application_id)
        .where(Application.id == application_id, SecondReview.round == Application.round, ~finished.exists())
        .exists()
    )
