"""Putting an application on hold, and taking it off hold back to where it was (C5, rows 25 and 26)."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.applications.models import Application, Unlocked
from portal.applications.queries import locked
from portal.applications.states import ApplicationState, resume
from portal.audit.work import Work
from portal.completeness.queries import newest_check
from portal.holds import rules
from portal.holds.queries import to_be_held
from portal.kernel.calendar import working_days_between
from portal.kernel.clock import day_of, today
from portal.kernel.errors import RuleBroken
from portal.kernel.permissions import Permission


@dataclass(frozen=True)
class Hold:
    """Why this application is put on hold; the council is shown it."""

    reference: str
    reason: str


@dataclass(frozen=True)
class Resume:
    """That this application goes on; ``reason`` is what the council is told of it, or nothing."""

    reference: str
    reason: str


def hold(work: Work, command: Hold) -> None:
    """Put an application on hold (row 25): nobody acts on it, and nothing about it falls due.

    Raises NotFound, NotPermitted, IllegalMove where it is not between signing and the decision, and RuleBroken.
    """
    application = _own(work, command.reference)
    application.lifecycle.find(application.state, "hold")
    if problems := tuple(rules.reason_problems(command.reason)):
        raise RuleBroken(problems)
    application.held_from, application.held_why = application.state, command.reason.strip()
    work.perform(application, "hold", reason=application.held_why)


def take_off_hold(work: Work, command: Resume) -> None:
    """Take an application off hold, back to the state that it came from (row 26).

    The days that were set for others move on by the working days of the hold; what later steps have set, they move on
    themselves when they hear of it. Raises NotFound, NotPermitted, IllegalMove where it is not on hold, RuleBroken.
    """
    application = _own(work, command.reference)
    back = application.held_from
    if application.state is not ApplicationState.ON_HOLD or back is None:
        raise application.lifecycle.refusal(application.state, "resume")
    if problems := tuple(rules.found_problems(command.reason)):
        raise RuleBroken(problems)
    held_days = working_days_between(day_of(application.state_since), today(work.clock))
    _move_on(work, application, held_days)
    work.perform(application, resume(back), reason=command.reason.strip(), held_days=held_days, back_in=back.value)


def _move_on(work: Work, application: Application, held_days: int) -> None:
    """The council's last days: for what is open to it, and for sending again what was returned."""
    for item in work.session.scalars(select(Unlocked).where(Unlocked.application_id == application.id)):
        if item.until is not None:
            item.until = rules.moved_on(item.until, held_days)
    check = newest_check(work.session, application.id)
    if application.held_from is ApplicationState.RETURNED_INCOMPLETE and check is not None and check.fix_by is not None:
        check.fix_by = rules.moved_on(check.fix_by, held_days)
    work.session.flush()


def _own(work: Work, reference: str) -> Application:
    """The application, held until the transaction ends, for a lead reviewer who may do this with it."""
    application = locked(work.session, to_be_held(work.session, work.actor, reference).id)
    work.require(Permission.APPLICATION_HOLD, work.record_of(application))
    return application
