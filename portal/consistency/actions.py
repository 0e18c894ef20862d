"""What is done with a calibration exercise: prepare, open, take part in it, close (C6 of docs/process.md)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, select

from portal.applications.models import Answer, Application
from portal.applications.queries import evidence_counts
from portal.audit.work import Work
from portal.consistency import queries, rules, scoring
from portal.consistency.models import CalibrationApplication, CalibrationExercise, CalibrationScore, CalibrationTurn
from portal.consistency.states import ExerciseState
from portal.criteria.queries import edition_of
from portal.kernel.clock import today
from portal.kernel.errors import IllegalMove, NotFound, Problem, RuleBroken, StaleEdit
from portal.kernel.permissions import Part, Permission, Record
from portal.kernel.words import words
from portal.reviews.rules import NOT_APPLICABLE, Basis, Judgement, choice_problems


@dataclass(frozen=True)
class Prepare:
    """A new exercise of two past applications, by their references."""

    title: str
    finish_by: date
    references: tuple[str, str]


@dataclass(frozen=True)
class OneExercise:
    """Something that is done to an exercise as a whole: open it, close it, take part, finish."""

    exercise_id: UUID


@dataclass(frozen=True)
class SaveCalibrationScore:
    """A score and its reason; ``version`` is that of the score that the form showed, 0 where there was none."""

    exercise_id: UUID
    label: str
    criterion: str
    score: int | None
    not_applicable: bool
    reason: str
    version: int


def prepare(work: Work, command: Prepare) -> CalibrationExercise:
    """Prepare an exercise; nobody sees it before it is opened. Raises RuleBroken and NotPermitted."""
    work.require(Permission.CALIBRATION_MANAGE, Record())
    offered = {past.reference: past for past in queries.past_applications(work.session, work.actor)}
    chosen = [offered[reference] for reference in command.references if reference in offered]
    editions = {past.edition for past in chosen}
    problems = rules.exercise_problems(
        command.title, command.finish_by, today(work.clock), [past.reference for past in chosen], editions
    )
    if found := tuple(problems):
        raise RuleBroken(found)
    edition_id = work.session.scalars(select(Application.edition_id).where(Application.id == chosen[0].id)).one()
    exercise = CalibrationExercise(
        id=uuid4(),
        title=command.title,
        edition_id=edition_id,
        finish_by=command.finish_by,
        created_by_id=work.person_id,
    )
    work.begin(exercise, Permission.CALIBRATION_MANAGE, "calibration:prepared")
    work.session.add_all(
        CalibrationApplication(exercise_id=exercise.id, application_id=past.id, label=label)
        for label, past in zip(rules.LABELS, chosen, strict=True)
    )
    work.session.flush()
    return exercise


def _held(work: Work, exercise_id: UUID) -> CalibrationExercise:
    """The exercise, held until the transaction ends. Raises NotFound."""
    found = work.session.scalars(
        select(CalibrationExercise).where(CalibrationExercise.id == exercise_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise NotFound(f"no exercise {exercise_id}")
    return found


def open_exercise(work: Work, command: OneExercise) -> None:
    """Let every reviewer take part. Raises RuleBroken where the last day is over, NotPermitted, IllegalMove."""
    exercise = _held(work, command.exercise_id)
    work.require(Permission.CALIBRATION_MANAGE, Record())
    exercise.lifecycle.find(exercise.state, "open")
    if exercise.finish_by <= today(work.clock):
        raise RuleBroken([Problem("", words("The last day of this exercise is over. Prepare another one."))])
    work.perform(exercise, "open")


def close_exercise(work: Work, command: OneExercise) -> None:
    """End it: the results are seen, and nobody scores any more. Raises NotPermitted and IllegalMove."""
    exercise = _held(work, command.exercise_id)
    finished = select(func.count(CalibrationTurn.finished_at)).where(CalibrationTurn.exercise_id == exercise.id)
    work.perform(exercise, "close", finished=work.session.scalar(finished) or 0)


def _taking_part(work: Work, exercise_id: UUID, what: str) -> scoring.OwnTurn:
    """The actor's own turn, in an exercise that is open and held. Raises NotFound and IllegalMove."""
    exercise = _held(work, exercise_id)
    work.require(Permission.CALIBRATION_SCORE, Record())
    if exercise.state is not ExerciseState.OPEN:
        raise IllegalMove(exercise.lifecycle.name, exercise.state, what)
    turn = scoring.own_turn(work.session, work.actor, exercise_id)
    if turn.barred:
        raise NotFound(f"exercise {exercise_id} is not for {work.actor.name}")
    return turn


def begin_turn(work: Work, command: OneExercise) -> None:
    """Take part: from now on the reviewer sees the answers and can open the evidence. Twice changes nothing."""
    turn = _taking_part(work, command.exercise_id, "begin")
    if turn.begun:
        return
    work.session.add(
        CalibrationTurn(exercise_id=command.exercise_id, reviewer_id=work.person_id, begun_at=work.clock.now())
    )
    cases = select(Application).join(CalibrationApplication, CalibrationApplication.application_id == Application.id)
    for application in work.session.scalars(cases.where(CalibrationApplication.exercise_id == command.exercise_id)):
        work.involve(application, work.person_id, Part.CALIBRATOR)
    work.session.flush()


def save_score(work: Work, command: SaveCalibrationScore) -> None:
    """Save the reviewer's own score. Raises RuleBroken, NotFound, StaleEdit, and IllegalMove once it is over."""
    turn = _taking_part(work, command.exercise_id, "score")
    if not turn.begun:
        raise NotFound(f"{work.actor.name} has not begun {command.exercise_id}")
    if turn.finished_at is not None:
        raise IllegalMove("calibration", "finished", "score")
    chosen = scoring.chosen(work.session, command.exercise_id, command.label)
    edition = edition_of(work.session, turn.exercise.edition_id)
    criterion = edition.criterion(command.criterion).id
    claims = work.session.scalar(
        select(Answer.not_applicable).where(
            Answer.application_id == chosen.application_id, Answer.criterion == criterion
        )
    )
    basis = Basis(
        has_evidence=criterion in evidence_counts(work.session, chosen.application_id),
        claims_not_applicable=bool(claims),
    )
    judgement = Judgement(command.score, command.not_applicable, command.reason, "", "")
    if problems := (*choice_problems(edition, judgement, basis), *rules.text_problems("reason", command.reason)):
        raise RuleBroken(problems)
    known = work.session.scalars(
        select(CalibrationScore)
        .where(
            CalibrationScore.calibration_application_id == chosen.id,
            CalibrationScore.reviewer_id == work.person_id,
            CalibrationScore.criterion == criterion,
        )
        .with_for_update()
    ).one_or_none()
    if known is not None and (known.score, known.reason) == (command.score, command.reason):
        return
    if command.version != (known.version if known else 0):
        raise _stale(work, command, known)
    saved = known or CalibrationScore(
        calibration_application_id=chosen.id, reviewer_id=work.person_id, criterion=criterion
    )
    saved.score, saved.reason, saved.saved_at = command.score, command.reason, work.clock.now()
    work.session.add(saved)
    work.session.flush()


def _stale(work: Work, command: SaveCalibrationScore, known: CalibrationScore | None) -> StaleEdit:
    yours = {"choice": _choice(command.score), "reason": command.reason}
    theirs = {"choice": _choice(known.score), "reason": known.reason} if known else {"choice": "", "reason": ""}
    return StaleEdit(yours, theirs, work.actor.name, known.version if known else 0)


def _choice(score: int | None) -> str:
    return NOT_APPLICABLE if score is None else str(score)


def finish_turn(work: Work, command: OneExercise) -> None:
    """End the reviewer's own turn. Raises RuleBroken where a score is missing, IllegalMove when it is over."""
    turn = _taking_part(work, command.exercise_id, "finish")
    if turn.finished_at is not None:
        raise IllegalMove("calibration", "finished", "finish")
    if turn.scored < turn.total or not turn.begun:
        missing = turn.total - turn.scored
        raise RuleBroken([Problem("", words("%(count)s criteria have no score yet. Score them first.", count=missing))])
    row = work.session.scalars(
        select(CalibrationTurn).where(
            CalibrationTurn.exercise_id == command.exercise_id, CalibrationTurn.reviewer_id == work.person_id
        )
    ).one()
    row.finished_at = work.clock.now()
    work.session.flush()
