"""A reviewer's own part in an exercise. Nothing here ever reads a score of anybody else before it is closed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.applications.models import Answer, Application
from portal.applications.queries import EvidenceFacts, evidence_of
from portal.audit.models import Involvement
from portal.clarifications.queries import Question, questions_in, rounds_of
from portal.consistency import rules
from portal.consistency.models import CalibrationApplication, CalibrationExercise, CalibrationScore, CalibrationTurn
from portal.consistency.queries import ExerciseFacts, facts
from portal.consistency.results import Results, results
from portal.consistency.states import ExerciseState
from portal.criteria.edition import Criterion, Edition, Theme
from portal.criteria.queries import edition_of
from portal.kernel.errors import NotFound, NotPermitted
from portal.kernel.permissions import Actor, Part, Permission, Record, may
from portal.links.queries import SnapshotFacts, snapshots_of

# Whoever was asked and did not accept has seen nothing.
_HARMLESS = frozenset({Part.INVITED, Part.CALIBRATOR})


@dataclass(frozen=True)
class Own:
    """A reviewer's own score of one criterion; no score where they agree that it does not apply."""

    score: int | None
    reason: str
    version: int
    saved_at: datetime


@dataclass(frozen=True)
class OwnTurn:
    """An exercise as its reviewer sees it: ``barred`` where it is not for them, and how far they have come."""

    exercise: ExerciseFacts
    barred: bool
    begun: bool
    finished_at: datetime | None
    scored: int
    total: int

    @property
    def open(self) -> bool:
        """Whether there is something to do."""
        return self.exercise.state is ExerciseState.OPEN and not self.barred and self.finished_at is None


@dataclass(frozen=True)
class LabelLines:
    """One application of the exercise: its label, and its criteria each with the reviewer's own score, if any."""

    label: str
    lines: tuple[tuple[Criterion, Own | None], ...]


@dataclass(frozen=True)
class TurnPage:
    """The reviewer's own page of an exercise; ``results`` once it is closed, for whoever finished in time."""

    turn: OwnTurn
    edition: Edition
    applications: tuple[LabelLines, ...]
    results: Results | None


@dataclass(frozen=True)
class ScorePage:
    """One criterion of one application, to be scored without the council's name."""

    turn: OwnTurn
    label: str
    edition: Edition
    criterion: Criterion
    theme: Theme
    statement: str
    claims_not_applicable: bool
    evidence: tuple[EvidenceFacts, ...]
    snapshots: Mapping[str, SnapshotFacts]
    questions: tuple[Question, ...]
    own: Own | None
    number: int


def turns(session: Session, actor: Actor) -> tuple[OwnTurn, ...]:
    """Every open exercise, and the closed ones that the actor took part in; the newest first. Raises NotPermitted."""
    if not may(actor, Permission.CALIBRATION_SCORE, Record()):
        raise NotPermitted("calibration")
    own = and_(CalibrationTurn.exercise_id == CalibrationExercise.id, CalibrationTurn.reviewer_id == actor.person_id)
    rows = session.execute(
        select(CalibrationExercise, CalibrationTurn)
        .outerjoin(CalibrationTurn, own)
        .where(
            CalibrationExercise.state != ExerciseState.DRAFT,
            or_(CalibrationTurn.id.is_not(None), CalibrationExercise.state == ExerciseState.OPEN),
        )
        .order_by(CalibrationExercise.finish_by.desc(), CalibrationExercise.id)
    ).all()
    return tuple(_turns(session, actor, rows))


def _turns(session: Session, actor: Actor, rows: Sequence[Row[CalibrationExercise, Any]]) -> Iterator[OwnTurn]:
    """The rows' exercises as the actor sees them, in a number of questions that does not grow with them."""
    keys = [exercise.id for exercise, _turn in rows]
    of: dict[UUID, list[tuple[UUID, UUID]]] = defaultdict(list)
    for exercise_id, application_id, council_id in session.execute(
        select(CalibrationApplication.exercise_id, Application.id, Application.council_id)
        .join(Application, Application.id == CalibrationApplication.application_id)
        .where(CalibrationApplication.exercise_id.in_(keys))
    ):
        of[exercise_id].append((application_id, council_id))
    parts = _parts(session, actor, [application_id for pairs in of.values() for application_id, _council in pairs])
    scored = session.execute(
        select(CalibrationApplication.exercise_id, func.count(CalibrationScore.id))
        .join(CalibrationScore, CalibrationScore.calibration_application_id == CalibrationApplication.id)
        .where(CalibrationScore.reviewer_id == actor.person_id, CalibrationApplication.exercise_id.in_(keys))
        .group_by(CalibrationApplication.exercise_id)
    )
    counts = {exercise_id: count for exercise_id, count in scored}  # noqa: C416 - dict() of rows has no type
    sizes = {key: len(edition_of(session, key).criteria) for key in {exercise.edition_id for exercise, _turn in rows}}
    for exercise, turn in rows:
        tied = any(
            parts[application_id] or not may(actor, Permission.CALIBRATION_SCORE, Record(council_id))
            for application_id, council_id in of[exercise.id]
        )
        yield OwnTurn(
            exercise=facts(exercise),
            barred=tied or exercise.created_by_id == actor.person_id,
            begun=turn is not None,
            finished_at=turn.finished_at if turn else None,
            scored=counts.get(exercise.id, 0),
            total=sizes[exercise.edition_id] * len(of[exercise.id]),
        )


def _parts(session: Session, actor: Actor, application_ids: Sequence[UUID]) -> Mapping[UUID, set[Part]]:
    """What part the actor has in each of these cases, apart from those that have shown them nothing."""
    found: dict[UUID, set[Part]] = defaultdict(set)
    for case_id, part in session.execute(
        select(Involvement.case_id, Involvement.part).where(
            Involvement.person_id == actor.person_id, Involvement.case_id.in_(application_ids)
        )
    ):
        found[case_id] |= {part} - _HARMLESS
    return found


def own_scores(session: Session, actor: Actor, exercise_id: UUID) -> Mapping[tuple[str, str], Own]:
    """What the actor has saved, by label and criterion."""
    rows = session.execute(
        select(CalibrationApplication.label, CalibrationScore)
        .join(CalibrationApplication, CalibrationApplication.id == CalibrationScore.calibration_application_id)
        .where(CalibrationApplication.exercise_id == exercise_id, CalibrationScore.reviewer_id == actor.person_id)
    )
    return {
        (label, score.criterion): Own(score.score, score.reason, score.version, score.saved_at) for label, score in rows
    }


def own_turn(session: Session, actor: Actor, exercise_id: UUID) -> OwnTurn:
    """One exercise as the actor sees it. Raises NotFound and NotPermitted."""
    for turn in turns(session, actor):
        if turn.exercise.id == exercise_id:
            return turn
    raise NotFound(f"no exercise {exercise_id} for {actor.name}")


def turn_page(session: Session, actor: Actor, exercise_id: UUID) -> TurnPage:
    """The actor's own page of an exercise: nothing but labels before it is begun. Raises NotFound."""
    turn = own_turn(session, actor, exercise_id)
    edition = edition_of(session, turn.exercise.edition_id)
    own = own_scores(session, actor, exercise_id)
    over = turn.exercise.state is ExerciseState.CLOSED and turn.finished_at is not None
    return TurnPage(
        turn,
        edition,
        tuple(
            LabelLines(label, tuple((criterion, own.get((label, criterion.id))) for criterion in edition.criteria))
            for label in rules.LABELS
        ),
        results(session, exercise_id, edition) if over and not turn.barred else None,
    )


def score_page(session: Session, actor: Actor, exercise_id: UUID, label: str, criterion_id: str) -> ScorePage:
    """One criterion, once the actor has begun. Raises NotFound, also where the exercise is not for them."""
    turn = own_turn(session, actor, exercise_id)
    application = chosen(session, exercise_id, label)
    if not turn.begun or turn.barred:
        raise NotFound(f"nothing to score in {exercise_id} for {actor.name}")
    edition = edition_of(session, turn.exercise.edition_id)
    criterion = edition.criterion(criterion_id)
    answer = session.execute(
        select(Answer.statement, Answer.not_applicable).where(
            Answer.application_id == application.application_id, Answer.criterion == criterion_id
        )
    ).one_or_none()
    statement, claims = answer or ("", False)
    return ScorePage(
        turn,
        label,
        edition,
        criterion,
        edition.theme(criterion.theme),
        statement,
        claims,
        evidence_of(session, application.application_id).get(criterion_id, ()),
        snapshots_of(session, application.application_id),
        questions_in(rounds_of(session, application.application_id), criterion_id),
        own_scores(session, actor, exercise_id).get((label, criterion_id)),
        [each.id for each in edition.criteria].index(criterion_id) + 1,
    )


def chosen(session: Session, exercise_id: UUID, label: str) -> CalibrationApplication:
    """The application behind a label. Raises NotFound."""
    found = session.scalars(
        select(CalibrationApplication).where(
            CalibrationApplication.exercise_id == exercise_id, CalibrationApplication.label == label
        )
    ).one_or_none()
    if found is None:
        raise NotFound(f"no application {label} in {exercise_id}")
    return found


def next_to_score(session: Session, actor: Actor, exercise_id: UUID, label: str, after: str) -> tuple[str, str] | None:
    """The next criterion without a score, going round once; None where every one has a score."""
    page = turn_page(session, actor, exercise_id)
    places = [(part.label, criterion.id, own) for part in page.applications for criterion, own in part.lines]
    start = next((at for at, place in enumerate(places, 1) if place[:2] == (label, after)), 0)
    return next(((at, criterion) for at, criterion, own in places[start:] + places[:start] if own is None), None)
