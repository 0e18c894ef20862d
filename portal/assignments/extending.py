"""More time for a reviewer: after a hold, and where somebody gives it (C5, rows 19 and 26)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from portal.applications.history import entered
from portal.applications.models import Application
from portal.applications.queries import locked
from portal.applications.states import ApplicationState
from portal.assignments.models import Assignment
from portal.assignments.rules import due_on
from portal.assignments.states import OPEN_STATES, AssignmentState, Place
from portal.audit.work import Work
from portal.endings.longer import longer_problems
from portal.holds.rules import moved_on
from portal.kernel.clock import today
from portal.kernel.errors import NotPermitted, RuleBroken
from portal.kernel.events import Event
from portal.kernel.permissions import Permission


@dataclass(frozen=True)
class GiveLongerToReview:
    """A later day for one reviewer's scores, and why."""

    application: Application
    place: Place
    until: date | None
    reason: str


def give_longer(work: Work, command: GiveLongerToReview) -> None:
    """Put off the day by which a reviewer is to lock the scores. The day promised to the council stays as it is.

    Nobody gives it to themselves. Raises NotPermitted, IllegalMove where nobody is scoring, and RuleBroken.
    """
    application = locked(work.session, command.application.id)
    if application.state is ApplicationState.ON_HOLD:
        raise application.lifecycle.refusal(application.state, "extend_review")
    found = work.session.scalars(reviewing(application.id, command.place)).one_or_none()
    if found is None:
        raise application.lifecycle.refusal(application.state, "extend_review")
    if found.reviewer_id == work.actor.person_id:
        raise NotPermitted("nobody gives more time to themselves")
    day = today(work.clock)
    steps = entered(work.session, [application.id])[application.id]
    due = due_on(found.state, found.proposed_at, found.begun_at, steps, day, found.extended_to, found.place)
    if due is None:
        raise application.lifecycle.refusal(application.state, "extend_review")
    if problems := tuple(longer_problems(due, command.until, command.reason, day)):
        raise RuleBroken(problems)
    found.extended_to, found.extended_why = command.until, command.reason.strip()
    work.note(
        found,
        "extend_review",
        "review:extended",
        Permission.DEADLINE_EXTEND,
        reason=found.extended_why,
        was=due.isoformat(),
        due=str(command.until),
    )


def reviewing(application_id: object, place: Place) -> Select[Assignment]:
    """Whoever scores in this place now, for a query or an action."""
    return select(Assignment).where(
        Assignment.application_id == application_id,
        Assignment.place == place,
        Assignment.state == AssignmentState.ACCEPTED,
    )


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
