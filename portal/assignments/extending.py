"""More time for a reviewer: after a hold, and because somebody has given it (C5, rows 19 and 26)."""

from sqlalchemy import select

from portal.assignments.models import Assignment
from portal.assignments.states import OPEN_STATES
from portal.audit.work import Work
from portal.holds.rules import moved_on
from portal.kernel.events import Event


def move_on(work: Work, event: Event) -> None:
    """After a hold: a day that was set for a reviewer is later by the working days that the hold took.

    A day that follows from the standard needs no moving: ``rules.due_on`` leaves the days of a hold out.
    """
    given = select(Assignment).where(
        Assignment.application_id == event.subject_id,
        Assignment.extended_to.is_not(None),
        Assignment.state.in_(OPEN_STATES),
    )
    for found in work.session.scalars(given):
        if found.extended_to is not None:
            found.extended_to = moved_on(found.extended_to, int(str(event.details["held_days"])))
    work.session.flush()
