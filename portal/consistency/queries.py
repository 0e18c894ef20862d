"""Calibration exercises, for whoever runs them: what is planned, who has finished, and once closed what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.appeals.models import Appeal
from portal.appeals.states import OPEN_STATES as OPEN_APPEALS
from portal.applications.models import Application
from portal.applications.states import RESULT_STATES
from portal.consistency.models import CalibrationApplication, CalibrationExercise, CalibrationTurn
from portal.consistency.results import Results, results
from portal.consistency.states import ExerciseState
from portal.councils.models import Council
from portal.criteria.edition import Edition
from portal.criteria.models import PublishedEdition
from portal.criteria.queries import edition_of
from portal.decisions.models import Decision
from portal.kernel.clock import day_of
from portal.kernel.errors import NotFound, NotPermitted
from portal.kernel.permissions import Actor, Permission, Record, may


@dataclass(frozen=True)
class ExerciseFacts:
    """An exercise as every page begins with it."""

    id: UUID
    title: str
    edition_id: UUID
    state: ExerciseState
    since: datetime
    finish_by: date
    created_by_id: UUID


@dataclass(frozen=True)
class ExerciseLine:
    """One exercise of the list: how many have begun, and how many of them have finished."""

    exercise: ExerciseFacts
    begun: int
    finished: int


@dataclass(frozen=True)
class PastApplication:
    """An application whose result is out, to be chosen for an exercise."""

    id: UUID
    council: str
    reference: str
    edition: str
    released_on: date


@dataclass(frozen=True)
class Taker:
    """A reviewer who takes part; who they are is no secret, what they gave is."""

    name: str
    finished_at: datetime | None


@dataclass(frozen=True)
class Chosen:
    """One application of an exercise. No council where the reader has a conflict of interest with it."""

    label: str
    council: str | None
    reference: str | None


@dataclass(frozen=True)
class ExercisePage:
    """One exercise for a lead reviewer; ``results`` once it is closed."""

    exercise: ExerciseFacts
    edition: Edition
    chosen: tuple[Chosen, ...]
    takers: tuple[Taker, ...]
    results: Results | None

    @property
    def unfinished(self) -> int:
        """How many have begun and not finished: their scores will not count."""
        return sum(taker.finished_at is None for taker in self.takers)


def facts(row: CalibrationExercise) -> ExerciseFacts:
    """The plain values of an exercise."""
    return ExerciseFacts(
        row.id, row.title, row.edition_id, row.state, row.state_since, row.finish_by, row.created_by_id
    )


def _for_leads(actor: Actor) -> None:
    if not may(actor, Permission.CALIBRATION_MANAGE, Record()):
        raise NotPermitted("calibration exercises")


def exercises(session: Session, actor: Actor) -> tuple[ExerciseLine, ...]:
    """Every exercise, the newest first. Raises NotPermitted."""
    _for_leads(actor)
    rows = session.execute(
        select(CalibrationExercise, func.count(CalibrationTurn.id), func.count(CalibrationTurn.finished_at))
        .outerjoin(CalibrationTurn, CalibrationTurn.exercise_id == CalibrationExercise.id)
        .group_by(CalibrationExercise.id)
        .order_by(CalibrationExercise.finish_by.desc(), CalibrationExercise.id)
    )
    return tuple(ExerciseLine(facts(row), begun, finished) for row, begun, finished in rows)


def past_applications(session: Session, actor: Actor) -> tuple[PastApplication, ...]:
    """What an exercise can be made of, the newest result first. Raises NotPermitted.

    Not what the actor has a conflict with, and nothing with an appeal under way: whoever takes part could not hear it.
    """
    _for_leads(actor)
    appealed = select(Appeal.id).where(Appeal.application_id == Application.id, Appeal.state.in_(OPEN_APPEALS))
    released = func.max(func.coalesce(Decision.released_at, Decision.decided_at))
    rows = session.execute(
        select(Application.id, Council.id, Council.name, Application.reference, PublishedEdition.slug, released)
        .join(Council, Council.id == Application.council_id)
        .join(PublishedEdition, PublishedEdition.id == Application.edition_id)
        .join(Decision, Decision.application_id == Application.id)
        .where(Application.state.in_(RESULT_STATES), ~appealed.exists())
        .group_by(Application.id, Council.id, Council.name, Application.reference, PublishedEdition.slug)
        .order_by(released.desc(), Application.reference)
    )
    return tuple(
        PastApplication(key, council, reference, edition, day_of(at))
        for key, council_id, council, reference, edition, at in rows
        if may(actor, Permission.CALIBRATION_MANAGE, Record(council_id))
    )


def exercise_page(session: Session, actor: Actor, exercise_id: UUID) -> ExercisePage:
    """One exercise: no score of it before it is closed. Raises NotFound and NotPermitted."""
    _for_leads(actor)
    row = session.get(CalibrationExercise, exercise_id)
    if row is None:
        raise NotFound(f"no exercise {exercise_id}")
    chosen = session.execute(
        select(CalibrationApplication.label, Council.id, Council.name, Application.reference)
        .join(Application, Application.id == CalibrationApplication.application_id)
        .join(Council, Council.id == Application.council_id)
        .where(CalibrationApplication.exercise_id == exercise_id)
        .order_by(CalibrationApplication.label)
    )
    takers = session.execute(
        select(Person.name, CalibrationTurn.finished_at)
        .join(CalibrationTurn, CalibrationTurn.reviewer_id == Person.id)
        .where(CalibrationTurn.exercise_id == exercise_id)
        .order_by(func.lower(Person.name), Person.id)
    )
    edition = edition_of(session, row.edition_id)
    return ExercisePage(
        exercise=facts(row),
        edition=edition,
        chosen=tuple(
            Chosen(label, name, reference)
            if may(actor, Permission.CALIBRATION_MANAGE, Record(council_id))
            else Chosen(label, None, None)
            for label, council_id, name, reference in chosen
        ),
        takers=tuple(Taker(name, at) for name, at in takers),
        results=results(session, row.id, edition) if row.state is ExerciseState.CLOSED else None,
    )
