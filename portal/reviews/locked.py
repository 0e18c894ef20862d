"""The scores of reviews that are locked, for whoever decides."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.assignments.models import Assignment
from portal.assignments.states import AssignmentState, Place
from portal.reviews.models import Score, ScoreRevision
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
    """Every score of the application's locked reviews; none while a review is open. For whoever decides."""
    rows = session.execute(
        select(Score, Assignment, Person.name, Person.employer, ScoreRevision.score)
        .join(Assignment, Assignment.id == Score.assignment_id)
        .join(Person, Person.id == Assignment.reviewer_id)
        .join(ScoreRevision, and_(ScoreRevision.score_id == Score.id, ScoreRevision.number == 1))
        .where(Assignment.application_id == application_id, Assignment.state == AssignmentState.LOCKED)
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
