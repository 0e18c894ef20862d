"""An exercise under way in the world: a reviewer of one of its applications and Connie are barred, Olive has begun."""

from datetime import timedelta

from sqlalchemy import select

from portal.accounts.models import ConflictOfInterest, Person
from portal.applications.models import Application
from portal.assignments.models import Assignment
from portal.audit.work import Work
from portal.consistency import actions, queries, writing
from portal.consistency.models import CalibrationExercise, PastExample
from portal.demonstration.cast import FIRST_REVIEWER, LEAD
from portal.kernel.clock import today
from tests.factories.applications import acting
from tests.factories.people import make_conflict, person_called


def calibrate(work: Work) -> None:
    """Open an exercise of two past applications, let Olive begin, and write an example."""
    session = work.session
    doing = acting(work, person_called(session, LEAD.email))
    reviewed = session.scalars(
        select(Application.reference)
        .join(Assignment, Assignment.application_id == Application.id)
        .join(Person, Person.id == Assignment.reviewer_id)
        .where(Person.email == FIRST_REVIEWER.email)
    ).all()
    offered = queries.past_applications(session, doing.actor)
    own = next(past for past in offered if past.reference in reviewed)
    tied = next(past for past in offered if past.reference != own.reference and past.edition == own.edition)
    references = (own.reference, tied.reference)
    connie = session.scalars(select(Person).where(Person.name == "Connie")).one()
    council_id = session.get_one(Application, tied.id).council_id
    known = select(ConflictOfInterest.council_id).where(ConflictOfInterest.person_id == connie.id)
    if council_id not in session.scalars(known).all():
        make_conflict(work, connie, council_id)
    finish_by = today(work.clock) + timedelta(days=30)
    exercise = actions.prepare(doing, actions.Prepare("Calibration", finish_by, references))
    one = actions.OneExercise(exercise.id)
    actions.open_exercise(doing, one)
    olive = session.scalars(select(Person).where(Person.name == "Olive")).one()
    actions.begin_turn(acting(work, olive), one)
    writing.write_example(doing, writing.WriteExample("INF-1", 2, "A list of accounts.", "It is whole.", None))


def values_of_calibration(work: Work) -> dict[str, str]:
    """What fills the places of its addresses."""
    exercise = work.session.scalars(select(CalibrationExercise.id)).one()
    example = work.session.scalars(select(PastExample.id)).one()
    return {"exercise_id": str(exercise), "label": "A", "example_id": str(example)}
