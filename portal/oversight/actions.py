"""Giving more time, with a reason: one command for every day that runs in an application."""

from dataclasses import dataclass
from datetime import date

from portal.assignments import extending as reviewing
from portal.assignments.states import Place
from portal.audit.work import Work
from portal.clarifications import extending as answering
from portal.kernel.clock import today
from portal.oversight.deadlines import Deadline, case_row, deadline_page


@dataclass(frozen=True)
class PutOff:
    """Which day of which application is put off, until when and why."""

    reference: str
    which: str
    until: date | None
    reason: str


def put_off(work: Work, command: PutOff) -> None:
    """Give a council more time to answer, or a reviewer to score. Raises NotFound, NotPermitted, RuleBroken."""
    application, _council = case_row(work.session, work.actor, command.reference)
    found = deadline_page(work.session, work.actor, command.reference, command.which, today(work.clock)).day
    if found.which is Deadline.ANSWERS:
        answering.give_longer(work, answering.GiveLongerToAnswer(application, command.until, command.reason))
        return
    place = Place.FIRST if found.which is Deadline.FIRST else Place.SECOND
    reviewing.give_longer(work, reviewing.GiveLongerToReview(application, place, command.until, command.reason))
