"""Letters about calibration exercises (E17): to every reviewer when one opens, to whoever finished when it closes."""

from sqlalchemy import select

from portal.accounts.models import Person
from portal.audit.work import Work
from portal.consistency.models import CalibrationExercise, CalibrationTurn
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter


def opened(work: Work, event: Event) -> None:
    """To every reviewer: which exercise, and by when. No council is named."""
    exercise = work.session.get_one(CalibrationExercise, event.subject_id)
    letter = Letter(
        "E17",
        words("Calibration exercise: %(title)s", title=exercise.title),
        (
            words(
                "All reviewers score the same two past applications, each alone: it shows where we read a criterion"
                " differently. If it is not for you, the page says so."
            ),
        ),
        words("Open the exercise"),
        f"/reviews/calibration/{exercise.id}",
        words("Please finish by %(day)s. If you do nothing, your scores are missing in it.", day=exercise.finish_by),
    )
    post(work, letter, people.in_scheme(work.session, Role.REVIEWER))


def closed(work: Work, event: Event) -> None:
    """To whoever finished: the results are there."""
    exercise = work.session.get_one(CalibrationExercise, event.subject_id)
    finished = work.session.scalars(
        select(Person.email)
        .join(CalibrationTurn, CalibrationTurn.reviewer_id == Person.id)
        .where(CalibrationTurn.exercise_id == exercise.id, CalibrationTurn.finished_at.is_not(None))
    )
    letter = Letter(
        "E17",
        words("Results of the calibration exercise: %(title)s", title=exercise.title),
        (words("Your scores now stand beside those that were decided, and what everybody gave, without names."),),
        words("See the results"),
        f"/reviews/calibration/{exercise.id}",
        words("There is nothing that you have to do."),
    )
    # Whoever has left the scheme could not open the page.
    still_there = set(people.in_scheme(work.session, Role.REVIEWER))
    post(work, letter, still_there.intersection(finished))
