"""Renewals beside an award, without the months of work that lead to them."""

from itertools import count
from uuid import uuid4

from sqlalchemy import update

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.awards.queries import AwardRecord
from portal.kernel.events import Event
from portal.standing import renewals
from tests.factories.awards import the_edition

_numbers = count(1)


def signed_renewal(work: Work, award: AwardRecord) -> Application:
    """Another application of the award's council, signed now; the portal has heard of it."""
    now = work.clock.now()
    renewal = Application(
        id=uuid4(),
        reference=f"REN-{next(_numbers):05}",
        council_id=award.council_id,
        edition_id=the_edition(work).id,
        state=ApplicationState.SUBMITTED,
        state_since=now,
        started_at=now,
        submitted_at=now,
    )
    work.session.add(renewal)
    work.session.flush()
    tell(work, award, "application:submitted")
    return renewal


def comes_to(work: Work, award: AwardRecord, renewal: Application, state: ApplicationState) -> None:
    """The renewal is in this state now, and the portal hears of it."""
    work.session.execute(update(Application).where(Application.id == renewal.id).values(state=state))
    tell(work, award, "application:moved")


def tell(work: Work, award: AwardRecord, name: str) -> None:
    """Let the portal look whether the award's renewal is being reviewed."""
    event = Event(name, work.clock.now(), award.id, award.application_id, award.council_id, None)
    renewals.settle(work.as_system(), event)
