"""What the council's home says of its award beside its standing: that a notice or a giving up waits for somebody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.announcements.beside import LaterSteps
from portal.answering.beside import HeldAward
from portal.awards.queries import award_numbered
from portal.kernel.words import Words, words
from portal.standing.finding import open_giving_up, open_suspension
from portal.standing.models import Suspension
from portal.standing.queries import is_over
from portal.standing.states import SuspensionState


class WithStanding(LaterSteps):
    """The same answers, and what waits about the award."""

    def award(self, session: Session, council_id: UUID, today: date) -> HeldAward | None:
        """The newest award, with what waits; nothing waits once it is over."""
        held = super().award(session, council_id, today)
        if held is None or is_over(award := award_numbered(session, held.number), today):
            return held
        waits = [*_of_suspension(open_suspension(session, award.id))]
        if open_giving_up(session, award.id):
            waits.append(words("An owner asks to give the award up: an approver confirms or refuses."))
        return replace(held, waits=tuple(waits))


def _of_suspension(found: Suspension | None) -> Iterator[Words]:
    if found is None:
        return
    if found.state is SuspensionState.NOTIFIED and found.answer_by and found.suspend_on:
        said = words(
            "Your award is to be suspended on %(day)s. See why, and answer by %(answer_by)s.",
            day=found.suspend_on,
            answer_by=found.answer_by,
        )
        yield said
    elif found.state is SuspensionState.IN_FORCE:
        yield words("Your award is suspended: see what would put it right, and answer.")
