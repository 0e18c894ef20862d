"""What everybody may read of the agreement between reviewers (C6: agreement is published)."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consistency.agreement import measure
from portal.consistency.doubled import doubled, units_of
from portal.consistency.models import CalibrationExercise
from portal.consistency.results import agreement_of, given_in
from portal.consistency.rules import FEWEST_REVIEWERS, Agreement, quarter_begins
from portal.consistency.states import ExerciseState
from portal.kernel.clock import day_of


@dataclass(frozen=True)
class PublishedExercise:
    """The last exercise that was closed; ``agreement`` is None where too few reviewers have finished it."""

    title: str
    closed_on: date
    reviewers: int
    agreement: Agreement | None


@dataclass(frozen=True)
class PublishedPage:
    """``until`` is the last day of results that are counted: the end of a quarter, so that no single one shows."""

    until: date
    doubled: Agreement
    exercise: PublishedExercise | None


def published_page(session: Session, today: date) -> PublishedPage:
    """The figures for everybody."""
    begins = quarter_begins(today)
    return PublishedPage(
        begins - timedelta(days=1), measure(units_of(doubled(session, before=begins))), _last_exercise(session)
    )


def _last_exercise(session: Session) -> PublishedExercise | None:
    last = session.scalars(
        select(CalibrationExercise)
        .where(CalibrationExercise.state == ExerciseState.CLOSED)
        .order_by(CalibrationExercise.state_since.desc(), CalibrationExercise.id)
        .limit(1)
    ).one_or_none()
    if last is None:
        return None
    given = given_in(session, last.id)
    reviewers = len({each.reviewer_id for each in given})
    return PublishedExercise(
        last.title,
        day_of(last.state_since),
        reviewers,
        agreement_of(given) if reviewers >= FEWEST_REVIEWERS else None,
    )
