"""What came of a closed exercise: nobody's score by name, and none at all before it is closed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consistency import rules
from portal.consistency.agreement import measure
from portal.consistency.models import CalibrationApplication, CalibrationExercise, CalibrationScore, CalibrationTurn
from portal.consistency.rules import Agreement, Unit
from portal.consistency.states import ExerciseState
from portal.criteria.edition import Criterion, Edition
from portal.decisions.models import Decision, FinalScore


@dataclass(frozen=True)
class ScoredLine:
    """One criterion of one application, once the exercise is closed: how often each score was given, and the final one.

    ``spread`` counts 0, 1, 2, 3 and “does not apply”; None where too few have finished for it to be nobody’s own.
    """

    criterion: Criterion
    spread: tuple[int, ...] | None
    middle: int | None
    final: int | None


@dataclass(frozen=True)
class LabelResults:
    """What came of one application."""

    label: str
    agreement: Agreement | None
    lines: tuple[ScoredLine, ...]


@dataclass(frozen=True)
class Results:
    """What came of an exercise; ``agreement`` is None where too few have finished."""

    finished: int
    agreement: Agreement | None
    applications: tuple[LabelResults, ...]


@dataclass(frozen=True)
class Given:
    """What somebody who has finished gave one criterion of one application."""

    reviewer_id: UUID
    label: str
    criterion: str
    score: int | None
    reason: str


def given_in(session: Session, exercise_id: UUID) -> tuple[Given, ...]:
    """Every score of those who have finished; nothing while the exercise is not closed, whoever asks."""
    rows = session.execute(
        select(
            CalibrationScore.reviewer_id,
            CalibrationApplication.label,
            CalibrationScore.criterion,
            CalibrationScore.score,
            CalibrationScore.reason,
        )
        .join(CalibrationApplication, CalibrationApplication.id == CalibrationScore.calibration_application_id)
        .join(CalibrationExercise, CalibrationExercise.id == CalibrationApplication.exercise_id)
        .join(
            CalibrationTurn,
            (CalibrationTurn.exercise_id == CalibrationExercise.id)
            & (CalibrationTurn.reviewer_id == CalibrationScore.reviewer_id),
        )
        .where(
            CalibrationExercise.id == exercise_id,
            CalibrationExercise.state == ExerciseState.CLOSED,
            CalibrationTurn.finished_at.is_not(None),
        )
        .order_by(CalibrationApplication.label, CalibrationScore.criterion, CalibrationScore.reviewer_id)
    )
    return tuple(Given(*row) for row in rows)


def agreement_of(given: Iterable[Given]) -> Agreement:
    """How far those who finished agree: each criterion of each application is drawn by itself."""
    units: dict[str, list[int]] = defaultdict(list)
    for each in given:
        if each.score is not None:
            units[f"{each.label} {each.criterion}"].append(each.score)
    return measure(
        tuple(Unit(name, tuple(scores)) for name, scores in sorted(units.items()) if len(scores) >= rules.PAIR)
    )


def results(session: Session, exercise_id: UUID, edition: Edition) -> Results:
    """What came of a closed exercise, with nobody's name."""
    given = given_in(session, exercise_id)
    finished = len({each.reviewer_id for each in given})
    enough = finished >= rules.FEWEST_REVIEWERS
    final = _final_scores(session, exercise_id)
    scores: dict[tuple[str, str], list[int | None]] = defaultdict(list)
    for each in given:
        scores[each.label, each.criterion].append(each.score)
    return Results(
        finished,
        agreement_of(given) if enough else None,
        tuple(
            LabelResults(
                label,
                agreement_of(each for each in given if each.label == label) if enough else None,
                tuple(
                    ScoredLine(
                        criterion,
                        rules.spread(scores[label, criterion.id]) if enough else None,
                        rules.middle(scores[label, criterion.id]) if enough else None,
                        final.get((label, criterion.id)),
                    )
                    for criterion in edition.criteria
                ),
            )
            for label in sorted({label for label, _criterion in final})
        ),
    )


def _final_scores(session: Session, exercise_id: UUID) -> Mapping[tuple[str, str], int | None]:
    """What was decided at the time, by label and criterion; of several rounds the last that was decided."""
    rows = session.execute(
        select(CalibrationApplication.label, FinalScore.criterion, FinalScore.score)
        .join(FinalScore, FinalScore.application_id == CalibrationApplication.application_id)
        .join(Decision, (Decision.application_id == FinalScore.application_id) & (Decision.round == FinalScore.round))
        .where(CalibrationApplication.exercise_id == exercise_id)
        .order_by(FinalScore.round)
    )
    return {(label, criterion): score for label, criterion, score in rows}
