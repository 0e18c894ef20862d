"""More time for the council's answers: after a hold, and where somebody gives it (C5, rows 17 and 26)."""

from sqlalchemy import select

from portal.applications.queries import locked
from portal.audit.work import Work
from portal.clarifications.models import ClarificationRound
from portal.holds.rules import moved_on
from portal.kernel.events import Event


def move_on(work: Work, event: Event) -> None:
    """After a hold: the last day for the answers is later by the working days that the hold took."""
    locked(work.session, event.subject_id)
    asked = select(ClarificationRound).where(
        ClarificationRound.application_id == event.subject_id,
        ClarificationRound.ending.is_(None),
        ClarificationRound.asked_at.is_not(None),
    )
    for found in work.session.scalars(asked):
        if found.answer_by is not None:
            found.answer_by = moved_on(found.answer_by, int(str(event.details["held_days"])))
    work.session.flush()
