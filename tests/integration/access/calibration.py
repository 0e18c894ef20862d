"""An exercise under way in the world: the reviewer of one of its applications is barred, Olive has begun."""

from datetime import timedelta

from sqlalchemy import select

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.states import RESULT_STATES
from portal.assignments.models import Assignment
from portal.audit.work import Work
from portal.consistency import actions, writing
from portal.consistency.models import CalibrationExercise, PastExample
from portal.councils.models import Council
from portal.demonstration.cast import FIRST_REVIEWER, LEAD
from portal.kernel.clock import today
from tests.factories.applications import acting
from tests.factories.people import person_called

# With it the conflicted knocker has a conflict.
CONFLICTED_WITH = "luton"


def calibrate(work: Work) -> None:
    """Open an exercise of two past applications, let Olive begin, and write an example."""
    session = work.session
    past = select(Application.reference).where(Application.state.in_(RESULT_STATES)).order_by(Application.reference)
    tied = past.join(Council, Council.id == Application.council_id).where(Council.slug == CONFLICTED_WITH)
    reviewed = (
        past.join(Assignment, Assignment.application_id == Application.id)
        .join(Person, Person.id == Assignment.reviewer_id)
        .join(Council, Council.id == Application.council_id)
        .where(Person.email == FIRST_REVIEWER.email, Council.slug != CONFLICTED_WITH)
    )
    references = (session.scalars(tied.limit(1)).one(), session.scalars(reviewed.limit(1)).one())
    doing = acting(work, person_called(session, LEAD.email))
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
